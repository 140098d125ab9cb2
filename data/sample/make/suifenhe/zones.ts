import type { City } from '../city';
import { stretch } from '../course';
import { type LonLat, nth } from '../plane';
import { metresAt } from '../rivers';
import { around, merged, widened } from '../shapes';
import { corridor, drinking, type Drawn, nature, nested, type Source, special, surfaceIntake } from '../zoning';
import type { Water } from './water';

export type Zones = Record<'wuhua1' | 'wuhua2' | 'wuhuaQ' | 'tianchang1' | 'tianchang2' | 'jinjia1' | 'jinjia2' | 'jinjiaQ' | 'core' | 'control' | 'wetland' | 'fishery', Drawn>;

export function layDrinkingWater(city: City, water: Water): Omit<Zones, 'core' | 'control' | 'wetland' | 'fishery'> {
  const document = '饮用水水源保护区调整方案（示意）';
  const old = city.edition('drinking_water_zones', 'dw-2011', { name: '饮用水水源保护区 2011 版（示意）', document: '饮用水水源保护区划分方案（示意）', date: '2011-08-15', from: '2011-09-01', to: '2021-07-01', error: 15, note: '示意数据；已由 2021 版替代' });
  const edition = city.edition('drinking_water_zones', 'dw', { name: '饮用水水源保护区 2021 版（示意）', document, date: '2021-06-10', from: '2021-07-01', error: 6 });
  const source = (short: string, name: string, on: string, situation?: string): Source => ({ short, name, on, document, edition, situation });
  const inflow = (key: string, metres: number, width: number) => {
    const { line, along } = city.river(key);
    return widened(stretch(line, nth(along, along.length - 1) - metres, nth(along, along.length - 1)), width);
  };
  const lake = (metres: number) => widened(water.wuhua, metres);
  const river = city.river('small');
  const top = metresAt(river, [130.915, 44.515]);
  const above = (metres: number, width: number) => widened(stretch(river.line, top - metres, top + 400), width);
  const wuhua = nested(city, source('whs', '五花山水库水源地', '2015-10-20', '31'), lake(200), merged(lake(1600), inflow('east', 4200, 900), above(3000, 1000)), merged(lake(2600), inflow('east', 7600, 1600), above(5200, 1700)));
  const tianchang = nested(city, source('tcs', '天长山水库水源地', '2011-09-01', '32'), widened(water.tianchang, 210), widened(water.tianchang, 880));
  const before = { ...source('tcs', '天长山水库水源地（2011 版）', '2011-09-01', '32'), edition: old };
  const small = widened(water.tianchang, 150);
  drinking(city, before, 'class_1', small, { suffix: '-2011', outdated: true });
  drinking(city, before, 'class_2', around(widened(water.tianchang, 620), small), { suffix: '-2011', outdated: true });
  const jinjia = nested(city, source('jjg', '金家沟水库水源地', '2011-09-01'), widened(water.jinjia, 200), widened(water.jinjia, 800), widened(water.jinjia, 1500));
  for (const [short, name, n, at, people] of [['whs', '五花山水库取水口', '21', [130.887, 44.4685], 70000], ['tcs', '天长山水库取水口', '22', [131.1775, 44.4348], 20000], ['jjg', '金家沟水库取水口', '23', [131.0755, 44.3203], 8000]] as [string, string, string, LonLat, number][]) {
    surfaceIntake(city, short, name, n, at, edition, people);
  }
  return { wuhua1: wuhua.one, wuhua2: wuhua.two, wuhuaQ: wuhua.quasi, tianchang1: tianchang.one, tianchang2: tianchang.two, jinjia1: jinjia.one, jinjia2: jinjia.two, jinjiaQ: jinjia.quasi };
}

export function layProtected(city: City): Pick<Zones, 'core' | 'control' | 'wetland' | 'fishery'> {
  const edition = city.edition('protected_areas', 'pa', { name: '自然保护地 2020 版（示意）', document: '自然保护地整合优化图（示意）', date: '2020-11-01', from: '2020-11-01', error: 10 });
  const waters = city.edition('special_waters', 'sw', { name: '特殊保护水体 2019 版（示意）', document: '重要渔业水体名录（示意）', date: '2019-05-01', from: '2019-05-01', error: 8 });
  const core = corridor(city, 'funing', [131.145, 44.487], 800, 800, 350), control = corridor(city, 'funing', [131.145, 44.487], 1700, 1900, 900);
  return {
    core: nature(city, edition, 'fn-core', '阜宁河源自然保护区核心保护区', 'nature_reserve', 'core_protection', '2016-08-01', core),
    control: nature(city, edition, 'fn-ctl', '阜宁河源自然保护区一般控制区', 'nature_reserve', 'general_control', '2016-08-01', around(control, core)),
    wetland: nature(city, edition, 'hc-park', '寒葱河源湿地公园', 'nature_park', 'nature_park', '2014-12-01', corridor(city, 'cold', [131.175, 44.349], 900, 900, 450)),
    fishery: special(city, waters, 'fish', '寒葱河冷水鱼重要渔业水体', 'fishery_water', '2010-07-01', corridor(city, 'cold', [130.985, 44.373], 1500, 1500, 80)),
  };
}

import type { City } from '../city';
import { beside, stretch } from '../course';
import { corridor, drinking, nature, nested, type Source, special, surfaceIntake } from '../zoning';
import { type LonLat, nth } from '../plane';
import { metresAt } from '../rivers';
import { around, type Areal, halves, merged, multi, outline, parts, patch, widened } from '../shapes';
import type { Water } from './water';

export type Zones = Record<'tuokayi1' | 'tuokayi2' | 'tuokayiQ' | 'ahu1' | 'ahu2' | 'ahuQ' | 'wells1' | 'wells2' | 'ged1' | 'ged2' | 'core' | 'control'
  | 'oldCore' | 'oldBuffer' | 'oldOuter' | 'wetland' | 'fishery' | 'scenic', ReturnType<typeof multi>>;

const ringOf = (area: Areal): LonLat[] => nth(nth(parts(area), 0), 0);
const meanLongitude = (area: Areal): number => ringOf(area).reduce((sum, p) => sum + p[0], 0) / ringOf(area).length;

/** Wells on the bank of the irrigation area: circles within one patch that is kept as two abutting pieces. */
function wellField(city: City, s: Source, river: string, near: LonLat, count: number, spacing: number) {
  const { line, along } = city.river(river);
  const start = metresAt(city.river(river), near);
  const wells = Array.from({ length: count }, (_, i) => beside(line, along, start + i * spacing, 88));
  const circles = wells.map((w, i) => patch(`${s.short} well ${i}`, w, 105, 0.05, 1, 0, 28));
  const outer = outline(merged(...wells.map((w, i) => patch(`${s.short} catch ${i}`, w, 1000, 0.08))));
  const ring = ringOf(outer).slice(0, -1);
  const gap = Math.floor(count / 2);
  const [before, after] = [nth(wells, gap - 1), nth(wells, gap)];
  const middle: LonLat = [(before[0] + after[0]) / 2, (before[1] + after[1]) / 2];
  const cut = (above: boolean) => ring.reduce((best, p, i) => (p[1] > middle[1] === above && (best < 0 || Math.abs(p[0] - middle[0]) < Math.abs(nth(ring, best)[0] - middle[0])) ? i : best), -1);
  const [north, south] = [cut(true), cut(false)];
  const [first, second] = [Math.min(north, south), Math.max(north, south)];
  const pieces = halves(outer, first, second).sort((a, b) => meanLongitude(a) - meanLongitude(b));
  const one = drinking(city, s, 'class_1', multi(...circles));
  const two = pieces.map((piece, i) => drinking(city, s, 'class_2', around(piece, ...(i === 0 ? circles.slice(0, gap) : circles.slice(gap))), { part: 'land', ...(i === 0 ? { suffix: '-w', label: '西片' } : { suffix: '-e', label: '东片' }) }));
  wells.forEach((w, i) => city.add('intake', { code: `${city.code}-in-${s.short}${i + 1}`, region_code: city.code, name: `${s.name}${i + 1}号井（示意）`, kind: 'groundwater', people: 6000, edition: s.edition, sample: true }, { type: 'Point', coordinates: w }));
  return { one, two: multi(...two) };
}

export function layDrinkingWater(city: City, water: Water): Pick<Zones, 'tuokayi1' | 'tuokayi2' | 'tuokayiQ' | 'ahu1' | 'ahu2' | 'ahuQ' | 'wells1' | 'wells2' | 'ged1' | 'ged2'> {
  const edition = city.edition('drinking_water_zones', 'dw', { name: '饮用水水源保护区 2021 版（示意）', document: '饮用水水源保护区划分方案（示意）', date: '2021-05-20', from: '2021-06-01', error: 5 });
  const source = (short: string, name: string, on: string): Source => ({ short, name, on, document: '饮用水水源保护区划分方案（示意）', edition });
  const river = city.river('buguzi');
  const along = (from: number, to: number, width: number) => widened(stretch(river.line, from, to), width);
  const head = metresAt(river, [76.325, 39.779]);
  const lake = nested(city, source('tky', '托喀依水库水源地', '2008-11-10'),
    merged(widened(water.tuokayi, 200), along(head - 1200, head + 600, 110)), merged(widened(water.tuokayi, 1000), along(head - 3200, head + 600, 1000)), merged(widened(water.tuokayi, 1900), along(head - 7200, head + 600, 1900)));
  const tap = metresAt(river, [76.262, 39.958]);
  const ahu = nested(city, source('ahu', '阿湖乡布谷孜河水源地', '2010-04-15'), along(tap - 1100, tap + 150, 70), along(tap - 3200, tap + 350, 1000), along(tap - 8500, tap + 500, 1800));
  const wells = wellField(city, source('irr', '上阿图什灌区地下水水源地', '2012-09-01'), 'chakmak', [75.943, 39.702], 6, 420);
  const ged = wellField(city, source('ged', '格达良乡地下水水源地', '2014-07-01'), 'east', [76.745, 39.77], 4, 400);
  surfaceIntake(city, 'tky', '托喀依水库取水口', '22', [76.3445, 39.7595], edition, 120000);
  surfaceIntake(city, 'ahu', '阿湖乡布谷孜河取水口', '05', beside(river.line, river.along, tap, 8), edition, 9000);
  return { tuokayi1: lake.one, tuokayi2: lake.two, tuokayiQ: lake.quasi, ahu1: ahu.one, ahu2: ahu.two, ahuQ: ahu.quasi, wells1: wells.one, wells2: wells.two, ged1: ged.one, ged2: ged.two };
}

export function layProtected(city: City, water: Water): Pick<Zones, 'core' | 'control' | 'oldCore' | 'oldBuffer' | 'oldOuter' | 'wetland' | 'fishery' | 'scenic'> {
  const edition = city.edition('protected_areas', 'pa', { name: '自然保护地 2020 版（示意）', document: '自然保护地整合优化图（示意）', date: '2020-10-01', from: '2020-10-01', error: 10 });
  const waters = city.edition('special_waters', 'sw', { name: '特殊保护水体 2022 版（示意）', document: '重要渔业水体和风景名胜区水体名录（示意）', date: '2022-03-01', from: '2022-03-01', error: 8 });
  const along = (key: string, near: LonLat, up: number, down: number, width: number) => corridor(city, key, near, up, down, width);
  const core = along('buguzi', [76.08, 40.155], 1500, 1500, 500), control = along('buguzi', [76.08, 40.155], 3600, 3300, 1500);
  const oldCore = along('buguzi', [76.0, 40.285], 700, 700, 400), oldBuffer = along('buguzi', [76.0, 40.285], 1500, 1500, 800), oldOuter = along('buguzi', [76.0, 40.285], 2800, 2800, 1400);
  return {
    core: nature(city, edition, 'tg-core', '吐古买提河谷自然保护区核心保护区', 'nature_reserve', 'core_protection', '2016-05-01', core), control: nature(city, edition, 'tg-ctl', '吐古买提河谷自然保护区一般控制区', 'nature_reserve', 'general_control', '2016-05-01', around(control, core)),
    oldCore: nature(city, edition, 'sd-core', '散达勒山荒漠自然保护区核心区', 'nature_reserve', 'core', '2003-09-01', oldCore), oldBuffer: nature(city, edition, 'sd-buf', '散达勒山荒漠自然保护区缓冲区', 'nature_reserve', 'buffer', '2003-09-01', around(oldBuffer, oldCore)),
    oldOuter: nature(city, edition, 'sd-exp', '散达勒山荒漠自然保护区实验区', 'nature_reserve', 'experimental', '2003-09-01', around(oldOuter, oldBuffer)),
    wetland: nature(city, edition, 'qp', '七盘水磨湿地公园', 'nature_park', 'nature_park', '2013-12-01', along('east', [76.565, 39.807], 1700, 1700, 650)),
    fishery: special(city, waters, 'fish', '恰克马克河土著鱼类重要渔业水体', 'fishery_water', '2012-06-01', along('chakmak', [75.70, 39.79], 3000, 3000, 90)),
    scenic: special(city, waters, 'scenic', '托克拉克水库风景名胜区水体', 'scenic_water', '2009-08-01', widened(water.takrak, 60)),
  };
}

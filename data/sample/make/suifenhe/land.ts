import type { City } from '../city';
import type { LonLat } from '../plane';
import { multi, widened } from '../shapes';
import { type Borders, drawBorders, enclosed } from '../towns';

const N: LonLat = [131.088, 44.517], S: LonLat = [131.052, 44.302];

/** Courses are ours (示意); only the extent follows published figures. */
const BORDERS: Borders = {
  west: [S, [130.99, 44.303], [130.946, 44.318], [130.936, 44.37], [130.94, 44.42], [130.935, 44.47], [130.958, 44.519], [131.02, 44.531], N],
  east: [N, [131.135, 44.526], [131.188, 44.502], [131.222, 44.452], [131.217, 44.40], [131.224, 44.36], [131.19, 44.318], [131.12, 44.297], S],
  middle: [N, [131.098, 44.47], [131.112, 44.43], [131.085, 44.39], [131.095, 44.345], S],
};

export interface Land { whole: ReturnType<typeof multi>; beyond: ReturnType<typeof multi> }

/** The city, and the ground six kilometres beyond it for which the prefecture declares its own layers. */
export function layLand(city: City): Land {
  const drawn = drawBorders(BORDERS, () => 700);
  const whole = enclosed(drawn, 'west east');
  city.add('region', { code: city.code, name: '绥芬河市', name_en: 'Suifenhe City', level: 'city', sample: true }, whole);
  for (const [suffix, name, name_en, borders] of [['100', '绥芬河镇', 'Suifenhe Town', 'east -middle'], ['101', '阜宁镇', 'Funing Town', 'west middle']] as [string, string, string, string][]) {
    const geometry = enclosed(drawn, borders);
    city.towns.push({ code: city.code + suffix, name, geometry });
    city.add('region', { code: city.code + suffix, parent_code: city.code, name, name_en, level: 'town', sample: true }, geometry);
  }
  return { whole, beyond: multi(widened(whole, 6000)) };
}

export function declareLayers(city: City, land: Land): void {
  const complete = { statement: 'complete', document: '数据完备声明（示意）' } as const;
  city.declare('drinking_water_zones', 'dw', { ...complete, name: '饮用水水源保护区数据完备范围，止于市界（示意）', as_of: '2024-10-31', by: '牡丹江市绥芬河生态环境局', situation: '31' }, land.whole);
  city.declare('intakes', 'in', { ...complete, name: '饮用水取水口数据完备范围，止于市界（示意）', as_of: '2024-12-31', by: '牡丹江市水务局' }, land.whole);
  city.declare('protected_areas', 'pa', { ...complete, name: '自然保护地数据完备范围（示意）', as_of: '2024-06-30', by: '牡丹江市林业和草原局' }, land.beyond);
  city.declare('special_waters', 'sw', { ...complete, name: '特殊保护水体数据完备范围（示意）', as_of: '2023-12-31', by: '牡丹江市农业农村局' }, land.beyond);
  city.declare('flood_defences', 'fd', { ...complete, name: '堤防与河道管理范围数据完备范围（示意）', as_of: '2024-12-31', by: '牡丹江市水务局' }, land.beyond);
  city.declare('sewer_coverage', 'sc', { ...complete, name: '污水收集范围数据完备范围（示意）', as_of: '2025-03-31', by: '牡丹江市住房和城乡建设局' }, land.beyond);
  city.declare('industrial_parks', 'ip', { ...complete, name: '各类园区数据完备范围（示意）', as_of: '2024-03-31', by: '牡丹江市商务局' }, land.beyond);
  city.declare('state_border', 'sb', { ...complete, name: '国界数据完备范围（示意）', as_of: '2024-12-31', by: '绥芬河市人民政府' }, land.beyond);
}

/** 示意国界: the drawn east side of the city, not a surveyed line. */
export function layBorder(city: City): void {
  const east: LonLat[] = [[131.188, 44.502], [131.222, 44.452], [131.217, 44.40], [131.224, 44.36], [131.19, 44.318]];
  const edition = city.edition('state_border', 'sb', { name: '国界示意线（示意）', document: '示意图，不作为划界依据（示意）', date: '2024-01-01', from: '2024-01-01', error: 200 });
  city.add('state_border', { code: `${city.code}-sb-01`, region_code: city.code, name: '国界（示意）', edition, sample: true, situation: '34' }, { type: 'MultiLineString', coordinates: [east] });
}

import type { City } from '../city';
import type { Land } from './land';

const OFFICE = '克州生态环境局阿图什市分局';

/** Where each zone layer is declared complete. 自然保护地 is left undeclared over 哈拉峻乡 on purpose. */
export function declareLayers(city: City, land: Land): void {
  city.declare('drinking_water_zones', 'dw', { name: '饮用水水源保护区数据完备范围（示意）', statement: 'complete', as_of: '2024-12-31', by: OFFICE, document: '数据完备声明（示意）' }, land.whole);
  city.declare('intakes', 'in', { name: '饮用水取水口数据完备范围（示意）', statement: 'complete', as_of: '2024-12-31', by: '阿图什市水利局', document: '数据完备声明（示意）' }, land.whole);
  city.declare('protected_areas', 'pa', { name: '自然保护地数据完备范围，不含哈拉峻乡（示意）', statement: 'complete', as_of: '2024-06-30', by: '阿图什市林业和草原局', document: '数据完备声明（示意）', situation: '5' }, land.withoutHalajun);
  city.declare('special_waters', 'sw', { name: '特殊保护水体数据完备范围（示意）', statement: 'complete', as_of: '2024-06-30', by: '阿图什市农业农村局', document: '数据完备声明（示意）' }, land.whole);
  city.declare('flood_defences', 'fd', { name: '堤防与河道管理范围数据完备范围（示意）', statement: 'complete', as_of: '2024-12-31', by: '阿图什市水利局', document: '数据完备声明（示意）' }, land.whole);
  city.declare('sewer_coverage', 'sc', { name: '污水收集范围数据完备范围，平原乡镇（示意）', statement: 'complete', as_of: '2024-09-30', by: '阿图什市住房和城乡建设局', document: '数据完备声明（示意）' }, land.plains);
  city.declare('sewer_coverage', 'sc-none', { name: '哈拉峻乡、吐古买提乡无城镇污水收集管网（示意）', statement: 'none_here', as_of: '2024-09-30', by: '阿图什市住房和城乡建设局', document: '无此类区域声明（示意）' }, land.mountains);
  city.declare('industrial_parks', 'ip', { name: '工业及其他各类园区数据完备范围（示意）', statement: 'complete', as_of: '2023-12-31', by: '阿图什市工业园区管委会', document: '数据完备声明（示意）' }, land.whole);
}

import type { City } from '../city';
import { fill } from '../fill';
import { addOutfall, addDischarger } from '../outfall';
import { onBankNear } from '../place';
import { randomFrom } from '../random';
import { sound } from '../sound';
import type { Works } from './works';

function named(city: City): void {
  const storm = (name: string, x: number, y: number, off: number, hours: number | undefined, cause?: string, situation?: string) =>
    addOutfall(city, `城区河${name}雨洪排口`, onBankNear(city, 'town', [x, y], off), sound('other.urban_storm', { dry_flow_hours: hours, dry_flow_cause: cause, flow_m3d: undefined, mouth_form: '箱涵' }), {}, situation);
  storm('站前街', 131.149, 44.394, 13, 40, 'sewage', '21');
  storm('站前街融雪期', 131.1475, 44.3928, -13, 72, 'snowmelt', '22');
  storm('通天路', 131.16, 44.405, 13, 26, 'undetermined');
  storm('新华街', 131.142, 44.389, -13, 23, 'undetermined');
  storm('未观测', 131.154, 44.3975, 13, undefined);
  const plant = addDischarger(city, { name: '绥芬河市城镇污水处理厂', kind: '城镇污水处理厂', permit: '示意许可证', site: [131.117, 44.377], method: 'gnss', situation: '29' });
  addOutfall(city, '绥芬河市城镇污水处理厂排污口', onBankNear(city, 'town', [131.115, 44.3755], -15), sound('urban_plant', { discharger: plant, approval: 'approved', flow_m3d: 21500 }), {}, '29');
  addOutfall(city, '阜宁镇早年设置未登记排污口', onBankNear(city, 'funing', [131.035, 44.448], 14), sound('other.misc', { approval: 'unregistered', set_up: '2004-12-01' }));
}

export function placeKeeps(city: City, w: Works): void {
  named(city);
  const merge = { sewer: 'conflict' } as const;
  const homes = { kind: '居住区', name: '城区居民点', livelihood: 'housing' } as const;
  fill(city, randomFrom('suifenhe fill'), w.pipes, [
    { category: 'other.urban_scattered', label: '生活污水散排口', river: 'town', from: [131.164, 44.41], to: [131.135, 44.384], count: 9, meant: merge, owner: homes },
    { category: 'other.rural_scattered', label: '农村生活污水散排口', river: 'funing', from: [131.075, 44.46], to: [131.05, 44.454], count: 4, meant: merge },
    { category: 'other.rural_scattered', label: '农村生活污水散排口', river: 'funing', from: [131.03, 44.447], to: [130.96, 44.43], count: 4 },
    { category: 'other.rural_scattered', label: '农村生活污水散排口', river: 'cold', from: [131.03, 44.37], to: [131.008, 44.372], count: 2 },
    { category: 'other.urban_storm', label: '城镇雨洪排口', river: 'town', from: [131.165, 44.411], to: [131.11, 44.374], count: 5 },
    { category: 'other.rural_facility', label: '农村污水处理设施排污口', river: 'funing', from: [131.05, 44.453], to: [130.96, 44.43], count: 3 },
    { category: 'other.rural_facility', label: '农村污水处理设施排污口', river: 'north', count: 2 },
    { category: 'other.farmland_return', label: '农田退水口', river: 'cold', from: [131.03, 44.37], to: [131.006, 44.373], count: 3 },
    { category: 'other.irrigation', label: '灌区排口', river: 'funing', from: [131.0, 44.438], to: [130.955, 44.43], count: 3 },
    { category: 'other.small_livestock', label: '小型养殖排污口', river: 'north', count: 3 },
    { category: 'agricultural.livestock', label: '规模化养殖排污口', river: 'funing', from: [131.04, 44.45], to: [130.96, 44.43], count: 2, owner: { kind: '畜禽养殖场', name: '阜宁镇养殖合作社', industry: '牲畜饲养' } },
    { category: 'agricultural.aquaculture', label: '规模化水产养殖排污口', river: 'gold', from: [131.05, 44.34], to: [131.033, 44.365], count: 1, owner: { kind: '水产养殖场', name: '金家沟渔场', industry: '内陆养殖' } },
    { category: 'industrial.enterprise.factory', label: '工业企业排污口', river: 'cold', from: [131.10, 44.357], to: [131.066, 44.363], count: 5, owner: { kind: '工业企业', name: '寒葱河木材加工厂', industry: '木材加工业' } },
    { category: 'industrial.enterprise.mine', label: '矿山排污口', river: 'north', count: 1, owner: { kind: '矿山企业', name: '城北采石场', industry: '非金属矿采选业' } },
    { category: 'industrial.enterprise_storm.factory', label: '工业企业雨洪排口', river: 'cold', from: [131.146, 44.352], to: [131.12, 44.354], count: 2, owner: { kind: '工业企业', name: '边合区企业', industry: '制造业' } },
    { category: 'industrial.park_storm', label: '园区污水处理厂雨洪排口', river: 'cold', from: [131.13, 44.352], to: [131.12, 44.354], count: 1 },
    { category: 'other.misc', label: '其他排污口', river: 'town', from: [131.13, 44.38], to: [131.08, 44.362], count: 3 },
    { category: 'other.small_aquaculture', label: '小型水产养殖排污口', river: 'gold', from: [131.05, 44.34], to: [131.033, 44.365], count: 1 },
  ]);
}

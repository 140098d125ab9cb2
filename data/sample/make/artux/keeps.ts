import type { City } from '../city';
import { fill } from '../fill';
import { addDischarger, addOutfall } from '../outfall';
import { shift } from '../plane';
import { onBankNear } from '../place';
import { randomFrom } from '../random';
import { sound } from '../sound';
import type { Works } from './works';

function named(city: City): void {
  addOutfall(city, '阿恰牙勒克河下段灌区农田退水口', onBankNear(city, 'acha', [76.40, 39.652], 18), sound('other.farmland_return', { approval: 'unregistered', set_up: '2010-05-01', mouth_form: '明渠', flow_m3d: 900 }), {}, '11');
  addOutfall(city, '阿扎克镇季节性排渠农田退水口', onBankNear(city, 'acha', [76.36, 39.65], -18), sound('other.farmland_return', { discharge_feature: 'dry', flow_m3d: undefined, inspected_on: '2025-01-12', mouth_form: '明渠' }), {}, '12');
  addOutfall(city, '上阿图什镇农村污水处理站排污口', onBankNear(city, 'upper', [75.899, 39.736], 14), sound('other.rural_facility', { flow_m3d: 240 }), {}, '13');
  const herd = addDischarger(city, { name: '松他克镇养殖大户', kind: '畜禽养殖场', industry: '羊的饲养', site: shift(onBankNear(city, 'songtak', [76.07, 39.742], 14).mouth, -120, 60), situation: '14' });
  addOutfall(city, '松他克镇规模待核定养殖排污口', onBankNear(city, 'songtak', [76.07, 39.742], 14), sound('undetermined', { category_candidates: ['agricultural.livestock', 'other.small_livestock'], discharger: herd }), {}, '14');
  addOutfall(city, '布谷孜河下段责任主体不明排污口', onBankNear(city, 'buguzi', [76.318, 39.715], 18), sound('other.misc', { approval: undefined, discharge_feature: 'uncertain', flow_m3d: undefined }), {}, '17');
  addOutfall(city, '城北排渠类别待定排口', onBankNear(city, 'north', [76.193, 39.718], 14), sound('undetermined', { category_candidates: ['other.urban_scattered', 'other.urban_storm'], approval: undefined }), { sewer: 'conflict' });
  addOutfall(city, '上阿图什镇早年设置未登记排污口', onBankNear(city, 'chakmak', [75.865, 39.724], -18), sound('other.misc', { approval: 'unregistered', set_up: '2004-11-20' }));
}

function storms(city: City): void {
  const mouth = (name: string, x: number, y: number, hours: number | undefined, cause?: string) =>
    addOutfall(city, `城北排渠${name}雨洪排口`, onBankNear(city, 'north', [x, y], -15), sound('other.urban_storm', { dry_flow_hours: hours, dry_flow_cause: cause, mouth_form: '箱涵', flow_m3d: undefined }));
  mouth('幸福路', 76.16, 39.7235, 48, 'sewage');
  mouth('新城路', 76.202, 39.712, 30, 'undetermined');
  mouth('光明路', 76.182, 39.723, 23, 'undetermined');
  mouth('灌溉余水', 76.197, 39.715, 60, 'irrigation');
  mouth('未观测', 76.174, 39.724, undefined);
}

export function placeKeeps(city: City, w: Works): void {
  named(city);
  storms(city);
  const merge = { sewer: 'conflict' } as const;
  const village = { kind: '居住区', name: '居民点', livelihood: 'housing' } as const;
  fill(city, randomFrom('artux fill'), w.pipes, [
    { category: 'other.urban_scattered', label: '生活污水散排口', river: 'north', count: 11, meant: merge, owner: village },
    { category: 'other.urban_scattered', label: '城镇生活污水散排口', river: 'chakmak', from: [76.12, 39.685], to: [76.23, 39.668], count: 5, meant: merge, owner: village },
    { category: 'other.rural_scattered', label: '农村生活污水散排口', river: 'upper', count: 4, meant: merge },
    { category: 'other.rural_scattered', label: '农村生活污水散排口', river: 'buguzi', from: [76.29, 39.91], to: [76.287, 39.87], count: 2, meant: merge },
    { category: 'other.rural_scattered', label: '农村生活污水散排口', river: 'gedaliang', count: 4, meant: merge },
    { category: 'other.rural_scattered', label: '农村生活污水散排口', river: 'chakmak', from: [75.76, 39.765], to: [75.91, 39.712], count: 5 },
    { category: 'other.rural_scattered', label: '农村生活污水散排口', river: 'acha', count: 4 },
    { category: 'other.rural_scattered', label: '农村生活污水散排口', river: 'east', from: [76.61, 39.79], to: [76.72, 39.772], count: 3 },
    { category: 'other.urban_storm', label: '城镇雨洪排口', river: 'north', from: [76.13, 39.722], to: [76.22, 39.704], count: 4 },
    { category: 'other.farmland_return', label: '农田退水口', river: 'acha', count: 5 },
    { category: 'other.farmland_return', label: '农田退水口', river: 'east', from: [76.60, 39.79], to: [76.73, 39.77], count: 3 },
    { category: 'other.irrigation', label: '灌区排口', river: 'buguzi', from: [76.335, 39.735], to: [76.325, 39.66], count: 5 },
    { category: 'other.small_livestock', label: '小型养殖排污口', river: 'chakmak', from: [75.76, 39.765], to: [75.91, 39.712], count: 4 },
    { category: 'other.small_livestock', label: '小型养殖排污口', river: 'buguzi', from: [76.12, 40.09], to: [76.19, 40.02], count: 3 },
    { category: 'agricultural.livestock', label: '规模化养殖排污口', river: 'acha', count: 4, owner: { kind: '畜禽养殖场', name: '阿扎克镇养殖合作社', industry: '牲畜饲养' } },
    { category: 'agricultural.aquaculture', label: '规模化水产养殖排污口', river: 'buguzi', from: [76.335, 39.735], to: [76.30, 39.70], count: 2, owner: { kind: '水产养殖场', name: '红旗农场渔场', industry: '内陆养殖' } },
    { category: 'other.rural_facility', label: '农村污水处理设施排污口', river: 'east', from: [76.31, 39.895], to: [76.42, 39.855], count: 3 },
    { category: 'other.rural_facility', label: '农村污水处理设施排污口', river: 'songtak', count: 2 },
    { category: 'other.rural_facility', label: '农村污水处理设施排污口', river: 'acha', count: 3 },
    { category: 'industrial.enterprise.factory', label: '工业企业排污口', river: 'acha', from: [76.33, 39.65], count: 5, owner: { kind: '工业企业', name: '阿扎克镇果品加工厂', industry: '农副食品加工业' } },
    { category: 'industrial.enterprise.factory', label: '工业企业排污口', river: 'buguzi', from: [76.335, 39.735], to: [76.30, 39.70], count: 2, owner: { kind: '工业企业', name: '红旗农场轧花厂', industry: '纺织业' } },
    { category: 'industrial.enterprise.mine', label: '矿山排污口', river: 'gully', from: [76.25, 40.23], to: [76.20, 40.17], count: 2, owner: { kind: '矿山企业', name: '吐古买提采石场', industry: '非金属矿采选业' } },
    { category: 'industrial.enterprise_storm.factory', label: '工业企业雨洪排口', river: 'chakmak', from: [76.012, 39.692], to: [76.06, 39.69], count: 3, owner: { kind: '工业企业', name: '工业园区企业', industry: '制造业' } },
    { category: 'industrial.park_storm', label: '园区污水处理厂雨洪排口', river: 'chakmak', from: [76.03, 39.69], to: [76.06, 39.69], count: 1 },
    { category: 'urban_plant', label: '城镇污水处理厂排污口', river: 'chakmak', from: [76.215, 39.67], to: [76.235, 39.665], count: 1, owner: { kind: '城镇污水处理厂', name: '阿图什市城镇污水处理厂' } },
    { category: 'other.small_aquaculture', label: '小型水产养殖排污口', river: 'buguzi', from: [76.33, 39.73], to: [76.325, 39.66], count: 2 },
    { category: 'other.misc', label: '其他排污口', river: 'chakmak', from: [76.08, 39.69], to: [76.24, 39.665], count: 3 },
  ]);
}

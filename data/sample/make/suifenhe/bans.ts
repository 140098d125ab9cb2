import type { City } from '../city';
import { addOutfall } from '../outfall';
import { atDistance, onBankNear } from '../place';
import type { LonLat } from '../plane';
import { sound } from '../sound';
import type { Land } from './land';
import type { Zones } from './zones';

const both = { class1: 'conflict', class2: 'conflict' } as const;

function reservoirs(city: City, z: Zones): void {
  const brook = { river: 'town', within: 1900, near: [131.176, 44.43] as LonLat };
  addOutfall(city, '天长山水库坝下左岸生活污水散排口', atDistance(city, { ...brook, off: 14, area: [z.tianchang1], metres: -70 }), sound('other.rural_scattered', { approval: 'unregistered', set_up: '2012-05-01', problems: ['no_sign'] }), both);
  addOutfall(city, '天长山水库坝下早期疗养点排污口', atDistance(city, { ...brook, off: -14, area: [z.tianchang1], metres: 32 }), sound('other.misc', { set_up: '1998-06-01', approval: 'registered', typed_in_zone: false }), { class2: 'conflict' }, '32');
  addOutfall(city, '天长山水库坝下城镇雨洪排口', atDistance(city, { ...brook, off: 14, area: [z.tianchang1], metres: 3 }), sound('other.urban_storm', { dry_flow_hours: 0, flow_m3d: undefined, mouth_form: '箱涵' }), { class1: 'borderline', class2: 'conflict' });
  addOutfall(city, '天长山水库二级保护区内城镇雨洪排口', atDistance(city, { ...brook, off: -14, area: [z.tianchang1], metres: 300 }), sound('other.urban_storm', { dry_flow_hours: 36, dry_flow_cause: 'undetermined', mouth_form: '箱涵' }), { class2: 'conflict' }, '23');
  addOutfall(city, '天长山水库已拆除排污口', atDistance(city, { ...brook, off: 13, area: [z.tianchang1], metres: -150 }), sound('other.misc', { status: 'removed', status_proof: '取缔前后照片与现场核查单（示意）', discharge_feature: 'dry', flow_m3d: undefined }), both, '35');
  const outer = { ...brook, near: [131.168, 44.418] as LonLat, area: [z.tianchang2, z.tianchang1] };
  addOutfall(city, '天长山水库二级保护区边界农村污水处理设施排污口', atDistance(city, { ...outer, off: 14, metres: 5 }), sound('other.rural_facility'), { class2: 'borderline' });
  addOutfall(city, '天长山水库二级保护区外其他排污口', atDistance(city, { ...outer, off: -14, metres: 36 }), sound('other.misc', { problems: ['no_sampling_point'], typed_in_zone: true }));
  addOutfall(city, '金家沟水库坝下农田退水口', atDistance(city, { river: 'gold', within: 1200, near: [131.074, 44.321], off: 13, area: [z.jinjia1], metres: -60 }), sound('other.farmland_return', { mouth_form: '明渠' }), both);
}

function acrossTheBorder(city: City, z: Zones, land: Land): void {
  const edge = { river: 'east', within: 3500, near: [130.94, 44.49] as LonLat, area: [land.whole] };
  addOutfall(city, '五花山东沟市界内养殖排污口', atDistance(city, { ...edge, off: 15, metres: -220 }), sound('other.small_livestock'), { class2: 'conflict' }, '31');
  addOutfall(city, '五花山东沟市界外农田退水口', atDistance(city, { ...edge, off: -15, metres: 180 }), sound('other.farmland_return', { mouth_form: '明渠' }), { class1: 'unknown', class2: 'conflict', quasi: 'unknown' }, '31');
  const blank = { class1: 'unknown', class2: 'unknown', quasi: 'unknown' } as const;
  addOutfall(city, '阜宁河市界农村污水处理设施排污口', atDistance(city, { river: 'funing', within: 3000, near: [130.937, 44.43], off: 16, area: [land.whole], metres: -20 }), sound('other.rural_facility', { position_method: 'unknown' }), blank, '31');
  const quasi = { river: 'east', within: 3500, near: [131.01, 44.505] as LonLat, area: [z.wuhuaQ, z.wuhua2, z.wuhua1] };
  addOutfall(city, '五花山东沟准保护区养殖排污口', atDistance(city, { ...quasi, off: 15, metres: -900 }), sound('agricultural.livestock'), { quasi: 'conflict' });
  addOutfall(city, '五花山东沟准保护区农村生活污水散排口', atDistance(city, { ...quasi, off: -15, metres: -500 }), sound('other.rural_scattered'), { quasi: 'conflict' });
  addOutfall(city, '五花山东沟准保护区边界农田退水口', atDistance(city, { ...quasi, off: 15, metres: 4 }), sound('other.farmland_return', { mouth_form: '明渠' }), { quasi: 'borderline' });
  addOutfall(city, '五花山东沟准保护区外小型养殖排污口', atDistance(city, { ...quasi, off: -15, metres: 34 }), sound('other.small_livestock'));
}

function natureAndFish(city: City, z: Zones): void {
  const review = { protected: 'conflict', protectedEffect: 'review' } as const;
  addOutfall(city, '阜宁河源核心保护区内林场点生活污水散排口', onBankNear(city, 'funing', [131.145, 44.487], 14), sound('other.rural_scattered', { approval: 'unregistered', set_up: '2018-05-01' }), { protected: 'conflict', protectedEffect: 'ban' });
  addOutfall(city, '寒葱河源湿地公园服务点排污口', onBankNear(city, 'cold', [131.172, 44.349], 14), sound('other.misc', { set_up: '2016-06-01' }), review);
  const edge = { river: 'funing', within: 2500, near: [131.12, 44.478] as LonLat, area: [z.control, z.core] };
  addOutfall(city, '阜宁河源一般控制区边界农村污水处理设施排污口', atDistance(city, { ...edge, off: 14, metres: -5 }), sound('other.rural_facility'), { protected: 'borderline' });
  addOutfall(city, '阜宁河源自然保护区外小型养殖排污口', atDistance(city, { ...edge, off: -14, metres: 37 }), sound('other.small_livestock'));
  const fish = { river: 'cold', within: 2500, near: [130.968, 44.375] as LonLat, area: [z.fishery] };
  addOutfall(city, '寒葱河渔业水体内水产养殖排污口', onBankNear(city, 'cold', [130.985, 44.374], 14), sound('agricultural.aquaculture', { set_up: '2014-04-01' }), { special: 'conflict', specialEffect: 'ban' });
  addOutfall(city, '寒葱河渔业水体内老排涝站排污口', onBankNear(city, 'cold', [130.992, 44.373], -14), sound('other.misc', { set_up: '2002-09-01' }), { special: 'conflict', specialEffect: 'review' });
  addOutfall(city, '寒葱河渔业水体边界农田退水口', atDistance(city, { ...fish, off: 14, metres: 3 }), sound('other.farmland_return', { mouth_form: '明渠' }), { special: 'borderline' });
  addOutfall(city, '寒葱河渔业水体外小型水产养殖排污口', atDistance(city, { ...fish, off: -14, metres: 31 }), sound('other.small_aquaculture', { river_name: '阜宁河' }));
}

export function placeBans(city: City, z: Zones, land: Land): void {
  reservoirs(city, z);
  acrossTheBorder(city, z, land);
  natureAndFish(city, z);
}

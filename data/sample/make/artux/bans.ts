import type { City } from '../city';
import gcoord from 'gcoord';
import { offLine } from '../contradiction';
import { addDischarger, addOutfall } from '../outfall';
import { type LonLat, metresBetween, roundPoint, shift } from '../plane';
import { atDistance, onBank, onBankNear, type Place, roughDistance } from '../place';
import { metresAt } from '../rivers';
import { parts } from '../shapes';
import { sound } from '../sound';
import type { Zones } from './zones';

function drinkingWater(city: City, z: Zones): void {
  const head: LonLat = [76.325, 39.779];
  const both = { class1: 'conflict', class2: 'conflict' } as const;
  const upstream = { river: 'buguzi', within: 9000, off: 16 };
  addOutfall(city, '布谷孜河托喀依水库上游左岸生活污水散排口', onBankNear(city, 'buguzi', [76.3215, 39.7825], 18), sound('other.rural_scattered', { approval: 'unregistered', set_up: '2009-04-10', problems: ['no_sign'], typed_in_zone: true }), both, '1');
  addOutfall(city, '托喀依水库上游农村污水处理设施排污口', onBank(city, 'buguzi', metresAt(city.river('buguzi'), head) - 780, 165, 9), sound('other.rural_facility', { position_method: 'rtk' }), both);
  addOutfall(city, '阿湖乡取水口上游右岸生活污水散排口', atDistance(city, { ...upstream, off: -14, near: [76.255, 39.97], area: [z.ahu1], metres: 30, within: 3000 }), sound('other.rural_scattered', { position_method: 'gnss', approval: 'unregistered' }), { class2: 'conflict' });
  addOutfall(city, '阿湖乡取水口下游左岸小型养殖排污口', atDistance(city, { ...upstream, near: [76.266, 39.955], area: [z.ahu1], metres: 3, within: 900 }), sound('other.small_livestock'), { class1: 'borderline', class2: 'conflict' });
  const station = addDischarger(city, { name: '恰克马克河灌区加油站', kind: '加油站', industry: '机动车燃油零售', site: shift(onBankNear(city, 'chakmak', [75.957, 39.702], -16).mouth, 40, -90), situation: '2' });
  addOutfall(city, '恰克马克河灌区加油站排污口', onBankNear(city, 'chakmak', [75.957, 39.702], -16), sound('other.misc', { discharger: station, approval: undefined, set_up: '2006-07-01' }), { class2: 'conflict' }, '2');
  addOutfall(city, '布谷孜河二级保护区上边界外生活污水散排口', atDistance(city, { ...upstream, near: [76.285, 39.83], area: [z.tuokayi1, z.tuokayi2], metres: 8 }), sound('other.rural_scattered'), { class2: 'borderline', quasi: 'borderline' }, '4');
  addOutfall(city, '布谷孜河二级保护区外农村污水处理设施排污口', atDistance(city, { ...upstream, off: -15, near: [76.285, 39.83], area: [z.tuokayi1, z.tuokayi2], metres: 34 }), sound('other.rural_facility'), { quasi: 'conflict' });
  addOutfall(city, '上阿图什灌区二级保护区内农田退水口', onBankNear(city, 'chakmak', [75.969, 39.70], -17), sound('other.farmland_return', { mouth_form: '明渠', typed_in_zone: false }), { class2: 'conflict' });
  addOutfall(city, '格达良乡水源地已拆除生活污水散排口', onBankNear(city, 'east', [76.75, 39.77], -15), sound('other.rural_scattered', { status: 'removed', status_proof: '拆除现场照片与验收单（示意）', discharge_feature: 'dry', flow_m3d: undefined }), { class2: 'conflict' });
  addGcj(city, z);
}

/** Typed in GCJ-02 as if it were CGCS2000: the row lies outside and off its river, the true mouth on the bank inside the zone. */
function addGcj(city: City, z: Zones): void {
  const zone = [z.wells2, z.wells1].map((g) => parts(g).flat());
  const river = city.river('chakmak');
  const from = metresAt(river, [75.93, 39.705]);
  for (const [s, bank] of Array.from({ length: 2000 }, (_, i) => [from + 10 * (i >> 1), i % 2 ? 24 : -24] as const)) {
    const truth = onBank(city, 'chakmak', s, bank);
    const typed = roundPoint(gcoord.transform(truth.mouth, gcoord.WGS84, gcoord.GCJ02));
    const depth = Math.min(...zone.map((rings) => roughDistance(truth.mouth, rings)));
    if (depth < -35 && roughDistance(typed, zone.flat()) > 25 && offLine(typed, river) > 115) {
      const place: Place = { ...truth, mouth: typed };
      const source = { coordinate_text: typed.join(', '), coordinate_system: 'CGCS2000（台账所填）', suspected: 'GCJ-02', true_place: truth.mouth, shift_m: Math.round(metresBetween(truth.mouth, typed)) };
      addOutfall(city, '上阿图什灌区农村污水处理设施排污口', place, sound('other.rural_facility', { source, typed_in_zone: false }), {}, '18');
      return;
    }
  }
  throw new Error('no place where a datum mix-up leaves the zone');
}

function quasi(city: City, z: Zones): void {
  const farm = addDischarger(city, { name: '阿湖乡养殖场', kind: '畜禽养殖场', industry: '牛的饲养', site: shift(onBankNear(city, 'buguzi', [76.277, 39.942], 20).mouth, 160, -60), situation: '3' });
  const off = { river: 'buguzi', within: 4000, near: [76.28, 39.935] as LonLat, area: [z.ahuQ, z.ahu2, z.ahu1] };
  addOutfall(city, '阿湖乡养殖场排污口', atDistance(city, { ...off, off: 18, metres: -280 }), sound('agricultural.livestock', { discharger: farm }), { quasi: 'conflict' }, '3');
  addOutfall(city, '阿湖乡布谷孜河准保护区下边界外农田退水口', atDistance(city, { ...off, off: -15, metres: 32 }), sound('other.farmland_return', { mouth_form: '明渠' }));
  addOutfall(city, '阿湖乡布谷孜河准保护区边界小型养殖排污口', atDistance(city, { ...off, off: 15, metres: -4 }), sound('other.small_livestock'), { quasi: 'borderline' });
}

function nature(city: City, z: Zones): void {
  const ban = { protected: 'conflict', protectedEffect: 'ban' } as const;
  const review = { protected: 'conflict', protectedEffect: 'review' } as const;
  const upper = { river: 'buguzi', within: 5000, off: 17 };
  addOutfall(city, '吐古买提河谷核心保护区内牧业点生活污水散排口', onBankNear(city, 'buguzi', [76.08, 40.155], 18), sound('other.rural_scattered', { approval: 'unregistered', set_up: '2017-05-01' }), ban);
  addOutfall(city, '散达勒山缓冲区内小型养殖排污口', atDistance(city, { ...upper, near: [76.006, 40.275], area: [z.oldCore], metres: 350 }), sound('other.small_livestock', { approval: undefined }), ban);
  addOutfall(city, '吐古买提河谷一般控制区农村污水处理设施排污口', atDistance(city, { ...upper, near: [76.10, 40.125], area: [z.control, z.core], metres: -900 }), sound('other.rural_facility'), review);
  addOutfall(city, '散达勒山实验区小型养殖排污口', atDistance(city, { ...upper, near: [76.012, 40.262], area: [z.oldOuter, z.oldBuffer, z.oldCore], metres: -500 }), sound('other.small_livestock'), review);
  addOutfall(city, '七盘水磨湿地公园景区服务点排污口', onBankNear(city, 'east', [76.565, 39.807], 16), sound('other.misc', { set_up: '2011-05-01', river_name: '恰克马克河' }), review);
  addOutfall(city, '吐古买提河谷一般控制区边界生活污水散排口', atDistance(city, { ...upper, near: [76.115, 40.11], area: [z.control, z.core], metres: 5 }), sound('other.rural_scattered'), { protected: 'borderline' });
  addOutfall(city, '七盘水磨湿地公园外农田退水口', atDistance(city, { river: 'east', within: 4000, off: 16, near: [76.59, 39.80], area: [z.wetland], metres: 36 }), sound('other.farmland_return', { mouth_form: '明渠' }));
  for (const [i, at] of ([[76.95, 40.30], [76.90, 40.21]] as LonLat[]).entries()) {
    addOutfall(city, `哈拉峻乡牧业点${i + 1}号${i ? '小型养殖' : '农村污水处理设施'}排污口`, onBankNear(city, 'halajun', at, 18), sound(i ? 'other.small_livestock' : 'other.rural_facility'), { protected: 'unknown' }, '5');
  }
}

function special(city: City, z: Zones): void {
  const fish = { river: 'chakmak', within: 5000, off: 16 };
  const on = (at: LonLat, off = 18) => onBankNear(city, 'chakmak', at, off);
  addOutfall(city, '恰克马克河渔业水体内小型水产养殖排污口', on([75.70, 39.79]), sound('other.small_aquaculture', { set_up: '2015-03-01' }), { special: 'conflict', specialEffect: 'ban' });
  addOutfall(city, '恰克马克河渔业水体内老引水站排污口', on([75.692, 39.795], -18), sound('other.misc', { set_up: '2001-08-01', approval: 'unregistered' }), { special: 'conflict', specialEffect: 'review' });
  addOutfall(city, '恰克马克河渔业水体内建设时间不明排污口', on([75.708, 39.786]), sound('other.rural_facility', { set_up: undefined }), { special: 'unknown' });
  addOutfall(city, '恰克马克河渔业水体边界小型养殖排污口', atDistance(city, { ...fish, near: [75.73, 39.775], area: [z.fishery], metres: 4 }), sound('other.small_livestock'), { special: 'borderline' });
  addOutfall(city, '恰克马克河渔业水体外农田退水口', atDistance(city, { ...fish, off: -16, near: [75.73, 39.775], area: [z.fishery], metres: 33 }), sound('other.farmland_return', { mouth_form: '明渠' }));
}

export function placeBans(city: City, z: Zones): void {
  drinkingWater(city, z);
  quasi(city, z);
  nature(city, z);
  special(city, z);
}

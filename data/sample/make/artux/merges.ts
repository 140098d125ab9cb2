import type { City } from '../city';
import { addChannel, addDischarger, addOutfall } from '../outfall';
import type { LonLat } from '../plane';
import { atDistance, onBankNear, type Place } from '../place';
import { factory, firm, sound } from '../sound';
import type { Works } from './works';

function sewers(city: City, w: Works): void {
  const merge = { sewer: 'conflict' } as const;
  const drain = { river: 'north', within: 2500, off: 14 };
  addOutfall(city, '松他克镇城中村排渠左岸生活污水散排口', onBankNear(city, 'north', [76.098, 39.7135], 15), sound('other.rural_scattered', { approval: 'unregistered', set_up: '2010-03-01' }), merge, '6');
  addOutfall(city, '阿扎克镇阿恰牙勒克河左岸生活污水散排口', atDistance(city, { river: 'chakmak', within: 6000, off: 18, near: [76.235, 39.664], area: [w.sewer], metres: 600 }), sound('other.rural_scattered'), {}, '7');
  addOutfall(city, '城北排渠回潮生活污水散排口', onBankNear(city, 'north', [76.19, 39.719], -14), sound('other.urban_scattered', { approval: 'unregistered', set_up: '2012-06-01', problems: ['damaged'], source: { note: '2023 年已封堵，2024 年巡河发现复排' } }), merge, '20');
  addOutfall(city, '城北排渠收集范围边界外生活污水散排口', atDistance(city, { ...drain, near: [76.135, 39.722], area: [w.sewer], metres: 38 }), sound('other.urban_scattered'));
  addOutfall(city, '城北排渠收集范围边界生活污水散排口', atDistance(city, { ...drain, off: -14, near: [76.135, 39.722], area: [w.sewer], metres: 5 }), sound('other.urban_scattered', { approval: undefined }), { sewer: 'borderline' });
  addOutfall(city, '上阿图什排渠收集范围边界生活污水散排口', atDistance(city, { river: 'upper', within: 2500, off: 14, near: [75.88, 39.75], area: [w.sewerUpper], metres: -6 }), sound('other.rural_scattered', { position_method: 'imagery' }), { sewer: 'borderline' });
  addOutfall(city, '上阿图什排渠收集范围边界内生活污水散排口', atDistance(city, { river: 'upper', within: 2500, off: -14, near: [75.88, 39.75], area: [w.sewerUpper], metres: -34 }), sound('other.rural_scattered'), merge);
}

function parks(city: City, w: Works): void {
  const inPark = { park: 'conflict' } as const;
  const sites: [string, string, LonLat, LonLat, string, string | undefined][] = [
    ['工业园区纺织厂', '纺织业', [76.030, 39.691], [76.031, 39.69], 'chakmak', '8'], ['工业园区建材厂', '非金属矿物制品业', [76.040, 39.686], [76.042, 39.69], 'chakmak', undefined],
    ['工业园区番茄制品厂', '食品制造业', [76.026, 39.686], [76.024, 39.69], 'chakmak', undefined], ['昆山产业园服装厂', '纺织服装业', [76.285, 39.652], [76.284, 39.65], 'acha', undefined],
    ['昆山产业园电子厂', '电子设备制造业', [76.291, 39.654], [76.294, 39.65], 'acha', undefined]];
  for (const [name, industry, site, near, river, situation] of sites) {
    const d = firm(city, { name, industry, site, registered_in_park: true, situation });
    const code = addOutfall(city, `${name}排污口`, onBankNear(city, river, near, situation ? 18 : -19), factory(d), inPark, situation);
    addChannel(city, 'pipe', code, d, w.pipes, situation);
  }
  const plantOwner = addDischarger(city, { name: '阿图什工业园区污水处理厂', kind: '园区污水处理厂', permit: '示意许可证', site: [76.0485, 39.6835], method: 'gnss' });
  addOutfall(city, '阿图什工业园区污水处理厂排污口', onBankNear(city, 'chakmak', [76.05, 39.69], -20), sound('industrial.park_plant', { discharger: plantOwner, approval: 'approved', flow_m3d: 4900, compliant: true }), {}, '8');
  const idle = firm(city, { name: '格达良轻工业园制衣厂', site: [76.782, 39.772], registered_in_park: true });
  addOutfall(city, '格达良轻工业园制衣厂排污口', onBankNear(city, 'east', [76.782, 39.768], 16), factory(idle), { park: 'unknown' });
  const near = (metres: number, off: number): Place => atDistance(city, { river: 'chakmak', within: 4000, off, near: [76.012, 39.69], area: [w.park], metres });
  const [outside, edge] = [near(40, 20), near(4, -20)];
  addOutfall(city, '工业园区外榨油厂排污口', outside, factory(firm(city, { name: '工业园区外榨油厂', site: outside.mouth, method: 'rtk' })));
  addOutfall(city, '工业园区边界木器厂排污口', edge, factory(firm(city, { name: '工业园区边界木器厂', site: edge.mouth })), { park: 'borderline' });
  const away = firm(city, { name: '格达良乡石材加工厂', industry: '非金属矿物制品业', site: [76.6605, 39.7835], registered_in_park: true, situation: '9' });
  addOutfall(city, '格达良乡石材加工厂排污口', onBankNear(city, 'east', [76.655, 39.781], 18), factory(away), {}, '9');
}

function siblings(city: City, edition: string): void {
  const mine = addDischarger(city, { name: '吐古买提铅锌矿', kind: '矿山企业', industry: '有色金属矿采选业', permit: '示意许可证', method: 'gnss', site: [76.205, 40.195], situation: '10' });
  const first = addOutfall(city, '吐古买提铅锌矿矿山排污口', onBankNear(city, 'gully', [76.215, 40.185], 16), { ...factory(mine), category: 'industrial.enterprise.mine', flow_m3d: 420 }, {}, '10');
  addOutfall(city, '吐古买提铅锌矿尾矿库排污口', onBankNear(city, 'gully', [76.255, 40.228], -16), { ...factory(mine), category: 'industrial.enterprise.tailings', approval: 'unapproved', approval_no: undefined, flow_m3d: 90, compliant: undefined, problems: ['no_sampling_point'] }, { sibling: 'conflict' }, '10');
  addChannel(city, 'ditch', first, mine, edition, '10');
  const dairy = firm(city, { name: '阿湖乡乳品厂', site: [76.318, 39.886] });
  addOutfall(city, '阿湖乡乳品厂1号排污口', onBankNear(city, 'east', [76.325, 39.886], 16), factory(dairy, { flow_m3d: 220 }));
  addOutfall(city, '阿湖乡乳品厂2号排污口', onBankNear(city, 'east', [76.334, 39.882], 16), factory(dairy, { flow_m3d: 60 }), { sibling: 'conflict' });
  const brick = firm(city, { name: '上阿图什水泥制品厂', site: [75.842, 39.735] });
  addOutfall(city, '上阿图什水泥制品厂1号排污口', onBankNear(city, 'chakmak', [75.84, 39.731], 18), factory(brick, { flow_m3d: 300 }));
  addOutfall(city, '上阿图什水泥制品厂2号排污口', onBankNear(city, 'chakmak', [75.848, 39.729], 18), factory(brick, { flow_m3d: 110, retention_approved: true, retention_report_no: '示意报备〔2024〕3号' }));
  addOutfall(city, '布谷孜河东支无主企业排污口', onBankNear(city, 'east', [76.40, 39.858], -16), sound('industrial.enterprise.factory', { approval: undefined, flow_m3d: 30 }), { sibling: 'unknown' });
}

export function placeMerges(city: City, w: Works): void {
  sewers(city, w);
  parks(city, w);
  siblings(city, w.pipes);
}

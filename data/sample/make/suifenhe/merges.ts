import type { City } from '../city';
import { addChannel, addDischarger, addOutfall } from '../outfall';
import { atDistance, onBankNear, type Place } from '../place';
import { type LonLat, shift } from '../plane';
import { factory, firm, sound } from '../sound';
import type { Works } from './works';

const merge = { sewer: 'conflict' } as const;

function sewers(city: City, w: Works): void {
  const served = (name: string, at: LonLat, off: number, livelihood: 'public_institution' | 'housing', situation: string, kind: string) => {
    const place = onBankNear(city, 'town', at, off);
    const owner = addDischarger(city, { name, kind, livelihood, drainage: '示意排水许可', site: shift(place.mouth, off * 6, 60), method: 'gnss', situation });
    const code = addOutfall(city, `${name}生活污水散排口`, place, sound('other.urban_scattered', { discharger: owner, flow_m3d: 65, approval: 'unregistered', set_up: '2008-05-01' }), merge, situation);
    addChannel(city, 'pipe', code, owner, w.pipes, situation);
  };
  served('城区医院', [131.157, 44.401], 13, 'public_institution', '27', '医院');
  served('城区居住小区', [131.152, 44.396], -13, 'housing', '27', '居住小区');
  served('堤防旁居住小区', [131.146, 44.392], 14, 'housing', '28', '居住小区');
  const edge = (river: string, near: LonLat, off: number, metres: number, area: Works['sewer']): Place => atDistance(city, { river, within: 2500, near, off, area: [area], metres });
  addOutfall(city, '阜宁镇区收集范围边界生活污水散排口', edge('funing', [131.052, 44.455], 13, 4, w.sewerFuning), sound('other.rural_scattered'), { sewer: 'borderline' });
  addOutfall(city, '阜宁镇区收集范围边界外生活污水散排口', edge('funing', [131.052, 44.455], -13, 35, w.sewerFuning), sound('other.rural_scattered'));
  addOutfall(city, '阜宁镇区收集范围边界内生活污水散排口', edge('funing', [131.072, 44.458], 13, -36, w.sewerFuning), sound('other.rural_scattered'), merge);
}

function parks(city: City, w: Works): void {
  const inPark = { park: 'conflict' } as const;
  const sites: [string, string, LonLat, LonLat, number, string?][] = [
    ['边合区木制品厂', '木材加工业', [131.133, 44.355], [131.134, 44.353], 13, '25'], ['边合区水产品加工厂', '农副食品加工业', [131.142, 44.351], [131.142, 44.353], -13, '33'],
    ['边合区建材厂', '非金属矿物制品业', [131.129, 44.352], [131.128, 44.353], -13], ['综保区冷链加工厂', '食品制造业', [131.101, 44.3705], [131.106, 44.371], 13]];
  for (const [name, industry, site, near, off, situation] of sites) {
    const d = firm(city, { name, industry, site, registered_in_park: true, situation });
    const code = addOutfall(city, `${name}排污口`, onBankNear(city, near[0] < 131.11 ? 'town' : 'cold', near, off), factory(d, { problems: situation === '33' ? ['damaged'] : [] }), inPark, situation);
    addChannel(city, 'pipe', code, d, w.pipes, situation);
  }
  const timber = firm(city, { name: '边合区家具厂', industry: '家具制造业', site: [131.138, 44.3505], registered_in_park: true, situation: '24' });
  addOutfall(city, '边合区家具厂排污口', onBankNear(city, 'cold', [131.138, 44.353], 13), factory(timber), inPark, '24');
  addOutfall(city, '边合区家具厂雨洪排口', onBankNear(city, 'cold', [131.1365, 44.353], -13), sound('industrial.enterprise_storm.factory', { discharger: timber, flow_m3d: undefined, discharge_feature: 'dry' }), {}, '24');
  const owner = addDischarger(city, { name: '边境经济合作区污水处理厂', kind: '园区污水处理厂', permit: '示意许可证', site: [131.1235, 44.356], method: 'gnss' });
  addOutfall(city, '边境经济合作区污水处理厂排污口', onBankNear(city, 'cold', [131.122, 44.354], 15), sound('industrial.park_plant', { discharger: owner, approval: 'approved', flow_m3d: 5000, compliant: true }));
  const idle = firm(city, { name: '木材加工园胶合板厂', industry: '木材加工业', site: [131.048, 44.367], registered_in_park: true });
  addOutfall(city, '木材加工园胶合板厂排污口', onBankNear(city, 'cold', [131.05, 44.366], 13), factory(idle), { park: 'unknown' });
  const rim = (metres: number, off: number) => atDistance(city, { river: 'cold', within: 2500, near: [131.12, 44.353], off, area: [w.border], metres });
  const [outside, edge] = [rim(35, 13), rim(3, -13)];
  addOutfall(city, '边合区外粮食加工厂排污口', outside, factory(firm(city, { name: '边合区外粮食加工厂', site: outside.mouth, method: 'rtk' })));
  addOutfall(city, '边合区边界包装厂排污口', edge, factory(firm(city, { name: '边合区边界包装厂', site: edge.mouth })), { park: 'borderline' });
}

function siblings(city: City, w: Works): void {
  const timber = firm(city, { name: '阜宁镇木业公司', industry: '木材加工业', site: [131.022, 44.4475], situation: '26' });
  const mouth = (n: number, at: LonLat, more: object, meant = {}) => addOutfall(city, `阜宁镇木业公司${n}号排污口`, onBankNear(city, 'funing', at, -14), factory(timber, more), meant, '26');
  const first = mouth(1, [131.024, 44.446], { flow_m3d: 130 });
  mouth(2, [131.018, 44.444], { approval: 'unapproved', approval_no: undefined, flow_m3d: 210, compliant: undefined }, { sibling: 'conflict' });
  mouth(3, [131.012, 44.442], { flow_m3d: 45, compliant: undefined, retention_approved: true }, { sibling: 'conflict' });
  addChannel(city, 'pipe', first, timber, w.pipes, '26');
  const brewery = firm(city, { name: '寒葱河酿造厂', industry: '酒、饮料制造业', site: [131.083, 44.3595] });
  addOutfall(city, '寒葱河酿造厂1号排污口', onBankNear(city, 'cold', [131.086, 44.359], 13), factory(brewery, { flow_m3d: 240 }));
  addOutfall(city, '寒葱河酿造厂2号排污口', onBankNear(city, 'cold', [131.08, 44.36], 13), factory(brewery, { flow_m3d: 90, retention_approved: true, retention_report_no: '示意报备〔2024〕1号' }));
  addOutfall(city, '寒葱河单位不明企业排污口', onBankNear(city, 'cold', [131.015, 44.37], 13), sound('industrial.enterprise.factory', { approval: undefined }), { sibling: 'unknown' });
  const shared: [string, string] = [firm(city, { name: '城区河屠宰厂', site: [131.1185, 44.3795], situation: '30' }), firm(city, { name: '城区河豆制品厂', site: [131.1205, 44.3812], situation: '30' })];
  addOutfall(city, '城区河共用排污口', onBankNear(city, 'town', [131.12, 44.3775], 14), factory(shared[0], { shared_with: [shared[1]], shared_declared: true, flow_m3d: 120 }), {}, '30');
}

export function placeMerges(city: City, w: Works): void {
  sewers(city, w);
  parks(city, w);
  siblings(city, w);
}

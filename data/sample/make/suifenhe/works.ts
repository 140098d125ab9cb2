import type { City } from '../city';
import { addFlood, addPipe, addPlant, steps, town } from '../ground';
import type { LonLat, Metres } from '../plane';
import { blocks, multi } from '../shapes';
import type { Drawn } from '../zoning';

export interface Works { sewer: Drawn; sewerFuning: Drawn; border: Drawn; bonded: Drawn; timber: Drawn; pipes: string }

function laySewers(city: City, edition: string): Pick<Works, 'sewer' | 'sewerFuning'> {
  const urban = addPlant(city, edition, { short: 'city', name: '绥芬河市城镇污水处理厂', kind: 'urban', at: [131.117, 44.377], design: 30000, current: 21500, working: true, situation: '29' });
  const funing = addPlant(city, edition, { short: 'fn', name: '阜宁镇污水处理站', kind: 'rural', at: [131.045, 44.4495], design: 600, current: 280, working: true });
  const served = (short: string, name: string, plant: string, shape: Drawn) =>
    city.zone('sewer_coverage', 'sewer_coverage', 'sewer', { code: `${city.code}-sc-${short}`, name: `${name}（示意）`, plant, edition, source: { note: '范围示意' } }, shape);
  const centre = blocks([131.152, 44.397], -0.35, 170, 3400, town('suifenhe', 2050, [[700, 500, 330], [-900, -350, 260]]), 34);
  const village = blocks([131.186, 44.378], 0.2, 130, 900, town('south village', 480), 24), station = blocks([131.118, 44.414], 0.1, 130, 900, town('station', 430), 24);
  return {
    sewer: served('city', '绥芬河市城区污水收集范围', urban, multi(centre, village, station)),
    sewerFuning: served('fn', '阜宁镇区污水收集范围', funing, blocks([131.062, 44.457], 0.25, 140, 1300, town('funing', 720, [[250, 250, 150]]), 24)),
  };
}

function layParks(city: City, edition: string): Pick<Works, 'border' | 'bonded' | 'timber'> {
  const full = addPlant(city, edition, { short: 'bj', name: '边境经济合作区污水处理厂', kind: 'park', at: [131.1235, 44.356], design: 5000, current: 5000, working: true, situation: '25' });
  const bonded = addPlant(city, edition, { short: 'zb', name: '综合保税区污水处理站', kind: 'park', at: [131.098, 44.3745], design: 2000, current: 900, working: true });
  const lay = (short: string, name: string, kind: string, plant: string | undefined, working: boolean, shape: Drawn, situation?: string) =>
    city.zone('industrial_park', 'industrial_parks', 'park', { code: `${city.code}-ip-${short}`, name: `${name}（示意）`, kind, plant, edition, source: { note: '四至示意' }, situation }, shape, { working });
  const annex = blocks([131.162, 44.362], -0.1, 130, 500, steps(300, 240, 130));
  return {
    border: lay('bj', '绥芬河边境经济合作区', '国家级边境经济合作区', full, true, multi(blocks([131.137, 44.353], -0.1, 180, 1400, steps(1050, 620, 380)), annex), '25'),
    bonded: lay('zb', '绥芬河综合保税区', '综合保税区', bonded, true, blocks([131.101, 44.371], 0.35, 150, 1000, steps(620, 480, 280))),
    timber: lay('mc', '木材加工园', '镇级加工园', undefined, false, blocks([131.048, 44.367], -0.2, 140, 800, steps(480, 400, 210))),
  };
}

function layPipes(city: City, edition: string): void {
  const centre: LonLat = [131.152, 44.397];
  const pipe = (n: number, name: string, kind: string, diameter: number, lines: Metres[][], from = centre) => addPipe(city, edition, n, name, kind, diameter, from, lines);
  pipe(1, '城区污水主干管', 'sewage', 900, [[[1300, 1600], [300, 300], [-900, -900], [-2790, -2230]]]);
  pipe(2, '站前污水管', 'sewage', 500, [[[-2700, 1800], [-1500, 900], [-300, 0]]]);
  pipe(3, '城东合流管', 'combined', 800, [[[1800, 200], [900, -100], [-300, -300]], [[1500, -900], [900, -100]]]);
  pipe(4, '城区雨水管', 'storm', 1000, [[[600, 1200], [250, 200]], [[-1200, 200], [-500, -450]]]);
  pipe(5, '阜宁镇污水管', 'sewage', 400, [[[500, 300], [0, 0], [-1350, -830]]], [131.062, 44.457]);
  pipe(6, '边合区污水管', 'sewage', 600, [[[900, 150], [0, 0], [-1070, 330]]], [131.137, 44.353]);
}

export function layWorks(city: City): Works {
  const sewer = city.edition('sewer_coverage', 'sc', { name: '污水收集范围 2025 版（示意）', document: '城镇排水管网普查图（示意）', date: '2025-03-01', from: '2025-03-01', error: 8 });
  const park = city.edition('industrial_parks', 'ip', { name: '园区四至 2020 版（示意）', document: '开发区四至范围公告图（示意）', date: '2020-04-01', from: '2020-04-01', error: 5 });
  const pipes = city.edition('sewer_lines', 'sl', { name: '排水管网 2025 版（示意）', document: '城镇排水管网普查图（示意）', date: '2025-03-01', from: '2025-03-01' });
  const flood = city.edition('flood_defences', 'fd', { name: '河道管理范围 2022 版（示意）', document: '河道管理范围划界图（示意）', date: '2022-11-01', from: '2022-11-01', error: 8 });
  const laid = { ...laySewers(city, sewer), ...layParks(city, park), pipes };
  layPipes(city, pipes);
  addFlood(city, flood, 'town', 'town', [131.162, 44.407], [131.135, 44.385], 24, 35, '城区河', '28');
  return laid;
}

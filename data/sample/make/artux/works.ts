import type { City } from '../city';
import { addFlood, addPipe, addPlant, steps, town } from '../ground';
import type { LonLat, Metres } from '../plane';
import { blocks, multi } from '../shapes';

export interface Works { sewer: ReturnType<typeof multi>; sewerUpper: ReturnType<typeof multi>; sewerAhu: ReturnType<typeof multi>; sewerGed: ReturnType<typeof multi>; park: ReturnType<typeof multi>; kunshan: ReturnType<typeof multi>; idle: ReturnType<typeof multi>; pipes: string }

function laySewers(city: City, edition: string): Pick<Works, 'sewer' | 'sewerUpper' | 'sewerAhu' | 'sewerGed'> {
  const served = (short: string, name: string, plantCode: string, shape: ReturnType<typeof multi>, error?: number) =>
    city.zone('sewer_coverage', 'sewer_coverage', 'sewer', { code: `${city.code}-sc-${short}`, name: `${name}（示意）`, plant: plantCode, boundary_error_m: error, edition, source: { note: '范围示意' } }, shape);
  const urban = addPlant(city, edition, { short: 'city', name: '阿图什市城镇污水处理厂', kind: 'urban', at: [76.2235, 39.6705], design: 40000, current: 26500, working: true });
  const upper = addPlant(city, edition, { short: 'sat', name: '上阿图什镇污水处理站', kind: 'rural', at: [75.8985, 39.7385], design: 1200, current: 640, working: true });
  const ahu = addPlant(city, edition, { short: 'ahu', name: '阿湖乡污水处理站', kind: 'rural', at: [76.2945, 39.874], design: 500, current: 310, working: true });
  const ged = addPlant(city, edition, { short: 'ged', name: '格达良乡污水处理站', kind: 'rural', at: [76.703, 39.777], design: 400 });
  const centre = blocks([76.172, 39.702], 0.16, 230, 5200, town('artux', 3500, [[-1350, 950, 430], [1050, -450, 360]]), 45);
  const songtak = blocks([76.098, 39.717], 0.35, 170, 1200, town('songtak', 780), 30), azak = blocks([76.262, 39.682], -0.2, 170, 1200, town('azak', 640), 30);
  return {
    sewer: served('city', '阿图什市城区及近郊村污水收集范围', urban, multi(centre, songtak, azak)),
    sewerUpper: served('sat', '上阿图什镇区污水收集范围', upper, blocks([75.868, 39.757], 0.5, 180, 1700, town('upper artux', 980, [[150, 330, 210]]), 30)),
    sewerAhu: served('ahu', '阿湖乡驻地污水收集范围', ahu, blocks([76.293, 39.885], 0.1, 170, 1300, town('ahu', 720), 28)),
    sewerGed: served('ged', '格达良乡驻地污水收集范围', ged, blocks([76.676, 39.796], -0.3, 170, 1300, town('gedaliang', 690), 28)),
  };
}

function layParks(city: City, edition: string): Pick<Works, 'park' | 'kunshan' | 'idle'> {
  const main = addPlant(city, edition, { short: 'park', name: '阿图什工业园区污水处理厂', kind: 'park', at: [76.0485, 39.6835], design: 8000, current: 4900, working: true });
  const kunshan = addPlant(city, edition, { short: 'ks', name: '昆山产业园污水处理站', kind: 'park', at: [76.2815, 39.6485], design: 3000, current: 1800, working: true });
  const idle = addPlant(city, edition, { short: 'gdp', name: '格达良轻工业园污水处理站', kind: 'park', at: [76.772, 39.774], design: 1000, current: 0, working: false });
  const lay = (short: string, name: string, kind: string, plantCode: string, working: boolean, shape: ReturnType<typeof multi>) =>
    city.zone('industrial_park', 'industrial_parks', 'park', { code: `${city.code}-ip-${short}`, name: `${name}（示意）`, kind, plant: plantCode, edition, source: { note: '四至示意' } }, shape, { working });
  const offshoot = blocks([76.062, 39.672], 0.12, 200, 600, steps(420, 300, 180));
  return {
    park: lay('main', '阿图什工业园区', '自治区级工业园区', main, true, multi(blocks([76.034, 39.688], 0.12, 250, 1800, steps(1500, 900, 560)), offshoot)),
    kunshan: lay('ks', '昆山产业园', '援建产业园', kunshan, true, blocks([76.288, 39.652], -0.18, 220, 1400, steps(900, 760, 420))),
    idle: lay('ged', '格达良轻工业园', '乡镇产业园', idle, false, blocks([76.782, 39.772], 0.3, 180, 900, steps(520, 480, 240))),
  };
}

function layPipes(city: City, edition: string): void {
  const centre: LonLat = [76.178, 39.708];
  const pipe = (n: number, name: string, kind: string, diameter: number, lines: Metres[][], from = centre) => addPipe(city, edition, n, name, kind, diameter, from, lines);
  pipe(1, '城区污水主干管', 'sewage', 1000, [[[-2500, 900], [-1200, 350], [300, -900], [2200, -2900], [3850, -4150]]]);
  pipe(2, '幸福路污水管', 'sewage', 600, [[[-1900, -700], [-600, -300], [300, -900]], [[-1400, 2100], [-1200, 350]]]);
  pipe(3, '光明路污水管', 'sewage', 600, [[[-500, -2200], [900, -1600], [1500, -2100]]]);
  pipe(4, '新城污水管', 'combined', 800, [[[2300, 900], [1500, 100], [1200, -1800]], [[800, 2300], [1500, 100]]]);
  pipe(5, '城北雨水管', 'storm', 1200, [[[-400, 600], [-350, 1750]], [[900, 700], [950, 1500]]]);
  pipe(6, '松他克村污水管', 'sewage', 400, [[[-700, 200], [0, 0], [1500, -400], [4200, 350]]], [76.098, 39.717]);
  pipe(7, '上阿图什镇污水管', 'sewage', 400, [[[-500, 300], [0, 0], [900, -700], [2500, -1900]]], [75.868, 39.757]);
  pipe(8, '工业园区污水管', 'sewage', 700, [[[-1100, 300], [0, 0], [1250, -480]]], [76.034, 39.688]);
}

export function layWorks(city: City): Works {
  const sewer = city.edition('sewer_coverage', 'sc', { name: '污水收集范围 2024 版（示意）', document: '城镇排水管网普查图（示意）', date: '2024-04-01', from: '2024-04-01', error: 12 });
  const park = city.edition('industrial_parks', 'ip', { name: '园区四至 2022 版（示意）', document: '园区总体规划图（示意）', date: '2022-08-01', from: '2022-08-01', error: 6 });
  const pipes = city.edition('sewer_lines', 'sl', { name: '排水管网 2024 版（示意）', document: '城镇排水管网普查图（示意）', date: '2024-04-01', from: '2024-04-01' });
  const laid = { ...laySewers(city, sewer), ...layParks(city, park), pipes };
  layPipes(city, pipes);
  const flood = city.edition('flood_defences', 'fd', { name: '河道管理范围 2023 版（示意）', document: '河道管理范围划界图（示意）', date: '2023-09-01', from: '2023-09-01', error: 8 });
  addFlood(city, flood, 'chakmak', 'chakmak', [76.09, 39.69], [76.23, 39.668], 45, 60, '恰克马克河城区段');
  return laid;
}

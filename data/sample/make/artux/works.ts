import type { City } from '../city';
import { noiseFrom } from '../random';
import { type LonLat, type Metres, planeAt } from '../plane';
import { beside, stretch } from '../course';
import { metresAt } from '../rivers';
import { blocks, multi, widened } from '../shapes';

export interface Works { sewer: ReturnType<typeof multi>; sewerUpper: ReturnType<typeof multi>; sewerAhu: ReturnType<typeof multi>; sewerGed: ReturnType<typeof multi>; park: ReturnType<typeof multi>; kunshan: ReturnType<typeof multi>; idle: ReturnType<typeof multi>; pipes: string }

/** Built-up ground: an uneven disc less its gaps (a lake, a hill), in metres from the centre. */
export function town(name: string, radius: number, gaps: [number, number, number][] = []): (p: Metres) => boolean {
  const noise = noiseFrom(name);
  return ([x, y]) => Math.hypot(x, y * 1.15) < radius * (1 + 0.28 * noise(4 + 2.2 * Math.atan2(y, x))) && !gaps.some(([gx, gy, r]) => Math.hypot(x - gx, y - gy) < r);
}

function plant(city: City, short: string, name: string, kind: 'urban' | 'park' | 'rural', at: LonLat, design: number, current: number | undefined, working: boolean | undefined, edition: string): string {
  return city.add('treatment_plant', { code: `${city.code}-tp-${short}`, region_code: city.code, name: `${name}（示意）`, kind, working, design_m3d: design, current_m3d: current, edition, sample: true }, { type: 'Point', coordinates: at });
}

function laySewers(city: City, edition: string): Pick<Works, 'sewer' | 'sewerUpper' | 'sewerAhu' | 'sewerGed'> {
  const served = (short: string, name: string, plantCode: string, shape: ReturnType<typeof multi>, error?: number) =>
    city.zone('sewer_coverage', 'sewer_coverage', 'sewer', { code: `${city.code}-sc-${short}`, name: `${name}（示意）`, plant: plantCode, boundary_error_m: error, edition, source: { note: '范围示意' } }, shape);
  const urban = plant(city, 'city', '阿图什市城镇污水处理厂', 'urban', [76.2235, 39.6705], 40000, 26500, true, edition);
  const upper = plant(city, 'sat', '上阿图什镇污水处理站', 'rural', [75.8985, 39.7385], 1200, 640, true, edition);
  const ahu = plant(city, 'ahu', '阿湖乡污水处理站', 'rural', [76.2945, 39.874], 500, 310, true, edition);
  const ged = plant(city, 'ged', '格达良乡污水处理站', 'rural', [76.703, 39.777], 400, undefined, undefined, edition);
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
  const main = plant(city, 'park', '阿图什工业园区污水处理厂', 'park', [76.0485, 39.6835], 8000, 4900, true, edition);
  const kunshan = plant(city, 'ks', '昆山产业园污水处理站', 'park', [76.2815, 39.6485], 3000, 1800, true, edition);
  const idle = plant(city, 'gdp', '格达良轻工业园污水处理站', 'park', [76.772, 39.774], 1000, 0, false, edition);
  const lay = (short: string, name: string, kind: string, plantCode: string, working: boolean, shape: ReturnType<typeof multi>) =>
    city.zone('industrial_park', 'industrial_park', 'park', { code: `${city.code}-ip-${short}`, name: `${name}（示意）`, kind, plant: plantCode, edition, source: { note: '四至示意' } }, shape, { working });
  const steps = (w: number, h: number, cut: number) => ([x, y]: Metres) => Math.abs(x) < w && Math.abs(y) < h && !(x > w - cut && y > h - cut) && !(x < -w + cut * 1.4 && y < -h + cut * 0.7);
  const offshoot = blocks([76.062, 39.672], 0.12, 200, 600, steps(420, 300, 180));
  return {
    park: lay('main', '阿图什工业园区', '自治区级工业园区', main, true, multi(blocks([76.034, 39.688], 0.12, 250, 1800, steps(1500, 900, 560)), offshoot)),
    kunshan: lay('ks', '昆山产业园', '援建产业园', kunshan, true, blocks([76.288, 39.652], -0.18, 220, 1400, steps(900, 760, 420))),
    idle: lay('ged', '格达良轻工业园', '乡镇产业园', idle, false, blocks([76.782, 39.772], 0.3, 180, 900, steps(520, 480, 240))),
  };
}

function layPipes(city: City, edition: string): void {
  const [cx, cy]: LonLat = [76.178, 39.708];
  const plane = planeAt([cx, cy]);
  const street = (points: Metres[]) => points.map((p) => plane.from(p).map((v) => Math.round(v * 1e7) / 1e7));
  const pipe = (n: number, name: string, kind: string, diameter: number, lines: Metres[][], from = [cx, cy]) => city.add('sewer_line', { code: `${city.code}-sl-${String(n).padStart(2, '0')}`, region_code: city.code, name: `${name}（示意）`, kind, diameter_mm: diameter, edition, sample: true },
    { type: 'MultiLineString', coordinates: lines.map((l) => street(l.map(([x, y]) => [x + (from[0] - cx) * 85600, y + (from[1] - cy) * 111000]))) });
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
  const park = city.edition('industrial_park', 'ip', { name: '园区四至 2022 版（示意）', document: '园区总体规划图（示意）', date: '2022-08-01', from: '2022-08-01', error: 6 });
  const pipes = city.edition('sewer_line', 'sl', { name: '排水管网 2024 版（示意）', document: '城镇排水管网普查图（示意）', date: '2024-04-01', from: '2024-04-01' });
  const laid = { ...laySewers(city, sewer), ...layParks(city, park), pipes };
  layPipes(city, pipes);
  layFlood(city);
  return laid;
}

function layFlood(city: City): void {
  const edition = city.edition('flood_defence', 'fd', { name: '河道管理范围 2023 版（示意）', document: '河道管理范围划界图（示意）', date: '2023-09-01', from: '2023-09-01', error: 8 });
  const river = city.rivers.chakmak;
  const [from, to] = [metresAt(river, [76.09, 39.69]), metresAt(river, [76.23, 39.668])];
  const levee = river.along.filter((s) => s > from && s < to).map((s) => beside(river.line, river.along, s, 45));
  city.add('flood_defence', { code: `${city.code}-fd-levee`, region_code: city.code, name: '恰克马克河城区段防洪堤（示意）', kind: 'levee', edition, sample: true }, { type: 'MultiLineString', coordinates: [levee] });
  city.add('flood_defence', { code: `${city.code}-fd-range`, region_code: city.code, name: '恰克马克河城区段河道管理范围（示意）', kind: 'management_range', boundary_error_m: 8, edition, sample: true }, multi(widened(stretch(river.line, from, to), 60)));
}

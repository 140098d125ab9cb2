import type { City } from '../city';
import { type Borders, drawBorders, enclosed } from '../towns';
import type { LonLat } from '../plane';
import type { multi } from '../shapes';

const A: LonLat = [75.53, 39.63], B: LonLat = [75.56, 39.97], D: LonLat = [76.42, 40.38], F: LonLat = [77.45, 39.96], G: LonLat = [76.60, 39.62];
const H: LonLat = [76.13, 39.585], I: LonLat = [75.98, 39.59], J: LonLat = [75.98, 39.93], L: LonLat = [76.33, 39.985], M: LonLat = [76.75, 39.95];
const N: LonLat = [76.55, 39.80], O: LonLat = [76.25, 39.785], P: LonLat = [76.07, 39.82], Q: LonLat = [76.42, 39.70];
const X: LonLat = [76.178, 39.742], W: LonLat = [76.150, 39.693], E: LonLat = [76.216, 39.697], C: LonLat = [76.177, 39.714];

/** Courses are ours (示意); only the extent follows published figures. */
const BORDERS: Borders = {
  west: [A, [75.52, 39.80], B], northwest: [B, [75.62, 40.15], [75.72, 40.36], [75.86, 40.49], [76.12, 40.44], D],
  northeast: [D, [76.62, 40.47], [76.85, 40.62], [77.15, 40.67], [77.5, 40.6], [77.85, 40.64], [78.12, 40.53], [78.34, 40.33], [78.2, 40.15], [77.85, 40.07], F],
  southeast: [F, [77.2, 39.87], [76.95, 39.74], G], south: [G, [76.35, 39.60], H], southmid: [H, I], southwest: [I, [75.78, 39.585], A],
  bj: [B, [75.75, 39.97], J], jl: [J, [76.16, 39.99], L], ld: [L, [76.40, 40.16], D], lm: [L, [76.55, 40.0], M], mf: [M, [77.1, 40.02], F],
  mn: [M, [76.68, 39.86], N], nq: [N, [76.47, 39.74], Q], qg: [Q, [76.53, 39.67], G], no: [N, [76.40, 39.81], O], op: [O, [76.16, 39.81], P], pj: [P, J],
  pi: [P, [76.02, 39.75], [76.01, 39.66], I], oq: [O, [76.33, 39.73], Q], xo: [X, O], hw: [H, [76.14, 39.64], W],
  wx: [W, [76.142, 39.716], X], xe: [X, [76.208, 39.728], E], ew: [E, [76.185, 39.687], W], cx: [C, X], cw: [C, W], ce: [C, E],
};
const CORE = ['wx', 'xe', 'ew', 'cx', 'cw', 'ce'];

const TOWNS: [string, string, string, 'street' | 'town' | 'farm', string][] = [
  ['001', '幸福路街道', 'Xingfulu Subdistrict', 'street', 'wx -cx cw'],
  ['002', '光明路街道', 'Guangminglu Subdistrict', 'street', 'ew -cw ce'],
  ['003', '新城街道', 'Xincheng Subdistrict', 'street', 'xe -ce cx'],
  ['100', '上阿图什镇', 'Shang Artux Town', 'town', 'west bj -pj pi southwest'],
  ['101', '松他克镇', 'Songtak Town', 'town', 'op pi -southmid hw wx xo'],
  ['102', '阿扎克镇', 'Azak Town', 'town', 'hw -ew -xe xo oq qg south'],
  ['202', '阿湖乡', 'Ahu Township', 'town', 'jl lm mn no op pj'],
  ['204', '格达良乡', 'Gedaliang Township', 'town', 'mf southeast -qg -nq -mn'],
  ['205', '哈拉峻乡', 'Halajun Township', 'town', 'northeast -mf -lm ld'],
  ['206', '吐古买提乡', 'Tugumaiti Township', 'town', 'northwest -ld -jl -bj'],
  ['500', '兵团农三师红旗农场', 'Hongqi Farm', 'farm', 'no oq -nq'],
];

export interface Land { whole: ReturnType<typeof multi>; withoutHalajun: ReturnType<typeof multi>; mountains: ReturnType<typeof multi>; plains: ReturnType<typeof multi> }

export function layLand(city: City): Land {
  const drawn = drawBorders(BORDERS, (name) => (CORE.includes(name) ? 300 : 1800));
  const whole = enclosed(drawn, 'west northwest northeast southeast south southmid southwest');
  city.add('region', { code: city.code, name: '阿图什市', name_en: 'Artux City', level: 'city', sample: true }, whole);
  for (const [suffix, name, name_en, level, borders] of TOWNS) {
    const geometry = enclosed(drawn, borders);
    city.towns.push({ code: city.code + suffix, name, geometry });
    city.add('region', { code: city.code + suffix, parent_code: city.code, name, name_en, level, sample: true }, geometry);
  }
  return {
    whole, withoutHalajun: enclosed(drawn, 'west northwest -ld lm mf southeast south southmid southwest'),
    mountains: enclosed(drawn, 'northwest northeast -mf -lm -jl -bj'), plains: enclosed(drawn, 'west bj jl lm mf southeast south southmid southwest'),
  };
}

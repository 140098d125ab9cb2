import type { City } from '../city';
import { type Bend, meander, nearestVertex } from '../course';
import { type LonLat, nth } from '../plane';
import { townOf } from '../place';
import { type Course, layRivers, type ReachFacts } from '../rivers';
import { multi, reservoir } from '../shapes';

const MOUNTAIN: Bend[] = [{ length: 5200, width: 520 }, { length: 1500, width: 150 }];
const PLAIN: Bend[] = [{ length: 3100, width: 300 }, { length: 1000, width: 95 }];
const CANAL: Bend[] = [{ length: 1700, width: 60 }];

const at = (line: LonLat[], p: LonLat) => nth(line, nearestVertex(line, p));

/** Known points of the two rivers are kept (confluence, bridge, seat); what lies between is 示意. */
function courses(code: string): Course[] {
  const w = (n: string) => `${code}-w-${n}`;
  const chakmak = meander('chakmak', [[75.30639, 40.16278], [75.39944, 40.09833], [75.50, 39.95], [75.63, 39.83], [75.80, 39.745], [75.93, 39.705], [76.05, 39.692], [76.13, 39.684], [76.19, 39.676], [76.26, 39.655]], 130, PLAIN);
  const acha = meander('acha', [nth(chakmak, chakmak.length - 1), [76.33, 39.648], [76.42, 39.652], [76.505, 39.655]], 130, PLAIN);
  const suyok = meander('suyok', [[75.303, 40.262], [75.318, 40.21], nth(chakmak, 0)], 130, MOUNTAIN);
  const tuoyun = meander('tuoyun', [[75.455, 40.405], [75.40, 40.30], [75.355, 40.22], nth(chakmak, 0)], 130, MOUNTAIN);
  const buguzi = meander('buguzi', [[75.93, 40.385], [76.00, 40.28], [76.08, 40.15], [76.17, 40.04], [76.27, 39.955], [76.295, 39.90], [76.283, 39.845], [76.285, 39.812], [76.345, 39.765], [76.335, 39.735], [76.30, 39.70], at(acha, [76.335, 39.65])], 130, MOUNTAIN);
  const east = meander('buguzi east', [at(buguzi, [76.295, 39.90]), [76.37, 39.868], [76.46, 39.842], [76.53, 39.825], [76.60, 39.79], [76.70, 39.772], [76.79, 39.768]], 130, PLAIN);
  const gully = meander('gully', [[76.28, 40.27], [76.22, 40.19], at(buguzi, [76.10, 40.12])], 130, MOUNTAIN);
  const north = meander('north drain', [at(chakmak, [76.06, 39.69]), [76.09, 39.712], [76.135, 39.722], [76.178, 39.724], [76.215, 39.705], [76.262, 39.69], at(buguzi, [76.30, 39.70])], 90, CANAL);
  const songtak = meander('songtak drain', [[76.052, 39.752], [76.078, 39.738], [76.09, 39.726], at(north, [76.105, 39.716])], 90, CANAL);
  const upper = meander('upper artux drain', [[75.83, 39.785], [75.865, 39.757], [75.905, 39.73], at(chakmak, [75.95, 39.70])], 90, CANAL);
  const gedaliang = meander('gedaliang drain', [[76.66, 39.82], [76.675, 39.795], at(east, [76.71, 39.772])], 90, CANAL);
  const halajun = meander('halajun', [[77.08, 40.53], [76.98, 40.36], [76.90, 40.21], [77.0, 40.13], [77.18, 40.09]], 130, MOUNTAIN);
  return [
    { key: 'chakmak', code: w('01'), name: '恰克马克河', grade: 'trunk', line: chakmak, cuts: [[75.56, 39.89], [75.72, 39.78], [76.02, 39.69]] },
    { key: 'acha', code: w('02'), name: '阿恰牙勒克河', grade: 'trunk', parent: w('01'), line: acha, end: 'outlet' },
    { key: 'suyok', code: w('03'), name: '苏约克河', grade: 'major_tributary', parent: w('01'), line: suyok },
    { key: 'tuoyun', code: w('04'), name: '托云河（吐尔尕特）', grade: 'major_tributary', parent: w('01'), line: tuoyun },
    { key: 'buguzi', code: w('05'), name: '布谷孜河', grade: 'trunk', line: buguzi, cuts: [[76.01, 40.26], [76.24, 39.98], [76.285, 39.815], [76.34, 39.74]] },
    { key: 'east', code: w('06'), name: '布谷孜河东支（示意）', grade: 'major_tributary', parent: w('05'), line: east, cuts: [[76.44, 39.848], [76.52, 39.828]], end: 'outlet' },
    { key: 'gully', code: w('07'), name: '吐古买提沟（示意）', grade: 'tributary', parent: w('05'), line: gully },
    { key: 'north', code: w('08'), name: '城北排渠（示意）', grade: 'tributary', parent: w('05'), line: north, cuts: [[76.178, 39.724]] },
    { key: 'songtak', code: w('09'), name: '松他克排渠（示意）', grade: 'tributary', parent: w('08'), line: songtak },
    { key: 'upper', code: w('10'), name: '上阿图什排渠（示意）', grade: 'tributary', parent: w('01'), line: upper },
    { key: 'gedaliang', code: w('11'), name: '格达良排渠（示意）', grade: 'tributary', parent: w('06'), line: gedaliang },
    { key: 'halajun', code: w('12'), name: '哈拉峻河（示意）', grade: 'major_tributary', line: halajun, end: 'outlet' },
  ];
}

const ZONES: Record<string, string[]> = {
  chakmak: ['源头水保护区', '保留区', '农业用水区', '饮用农业用水区', '农业用水区', '景观农业用水区', '农业用水区', '农业用水区'], buguzi: ['源头水保护区', '保留区', '农业用水区', '饮用农业用水区', '饮用水源区', '饮用水源区', '农业用水区', '农业用水区'],
};
const CLASSES = ['I', 'II', 'II', 'III', 'III', 'III'];

function facts(course: Course, index: number): ReachFacts {
  const kind = ZONES[course.key]?.[index] ?? (course.grade === 'tributary' ? '农业用水区' : '保留区');
  const target = kind.startsWith('源头') ? 'I' : kind.startsWith('饮用') ? 'II' : course.grade === 'tributary' ? 'IV' : 'III';
  const short = ['north', 'songtak'].includes(course.key);
  const unknown = ['gully', 'halajun', 'suyok'].includes(course.key);
  return { zone: { kind, target, latest: unknown ? null : short ? 'V' : target === 'III' ? CLASSES[index % 6] === 'I' ? 'II' : 'III' : target, attained: unknown ? null : !short } };
}

export interface Water { takrak: ReturnType<typeof multi>; tuokayi: ReturnType<typeof multi> }

export function layWater(city: City): Water {
  const water = city.edition('waterbodies', 'water', { name: '水系图 2023 版（示意）', document: '水系示意图（示意）', date: '2023-03-01', from: '2023-03-01' });
  const zone = city.edition('function_zones', 'fz', { name: '水功能区划 2019 版（示意）', document: '水功能区划图（示意）', date: '2019-06-01', from: '2019-06-01' });
  layRivers(city, courses(city.code), { water, zone }, facts, (middle) => {
    const town = townOf(city, middle)?.name;
    return { chief_city: '阿图什市副市长（市级河长）', ...(town && { chief_town: `${town}${town.endsWith('镇') ? '镇长' : town.endsWith('乡') ? '乡长' : '主任'}（乡级河长）`, chief_village: '村民委员会主任（村级河长）' }) };
  });
  return layReservoirs(city, water);
}

function layReservoirs(city: City, edition: string): Water {
  const pool = (n: string, name: string, parent: string, shape: ReturnType<typeof reservoir>) => {
    const geometry = multi(shape);
    city.add('waterbody', { code: `${city.code}-w-${n}`, region_code: city.code, name, kind: 'reservoir', grade: 'key_lake', parent: `${city.code}-w-${parent}`, edition, source: { note: '水面示意' }, sample: true }, geometry);
    return geometry;
  };
  const takrak = pool('21', '托克拉克水库', '06', reservoir('takrak', [
    { line: meander('takrak', [[76.484, 39.838], [76.462, 39.843], [76.435, 39.85]], 260, []), wide: 520, narrow: 140 },
    { line: meander('takrak n', [[76.474, 39.842], [76.468, 39.858], [76.472, 39.866]], 240, []), wide: 330, narrow: 60 },
    { line: meander('takrak s', [[76.462, 39.842], [76.456, 39.831], [76.448, 39.826]], 240, []), wide: 260, narrow: 50 }]));
  const tuokayi = pool('22', '托喀依水库', '05', reservoir('tuokayi', [
    { line: meander('tuokayi', [[76.348, 39.756], [76.34, 39.768], [76.325, 39.779]], 240, []), wide: 560, narrow: 150 },
    { line: meander('tuokayi e', [[76.344, 39.763], [76.362, 39.769], [76.371, 39.777]], 240, []), wide: 300, narrow: 60 }]));
  const small: [string, LonLat, number][] = [['23', [76.235, 39.668], 260], ['24', [76.305, 39.662], 220], ['25', [76.37, 39.66], 300], ['26', [76.115, 39.664], 200], ['27', [75.99, 39.678], 240]];
  small.forEach(([n, [x, y], r], i) => pool(n, `恰克马克河下游${i + 1}号小水库（示意）`, '01', reservoir(`small ${i}`, [
    { line: meander(`small ${i}`, [[x, y], [x - 0.004, y + 0.003], [x - 0.009, y + 0.004]], 150, []), wide: r, narrow: r / 4 }])));
  return { takrak, tuokayi };
}

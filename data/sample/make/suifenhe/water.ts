import type { City } from '../city';
import { type Bend, meander, nearestVertex } from '../course';
import { townOf } from '../place';
import { type LonLat, nth } from '../plane';
import { type Course, layRivers, type ReachFacts } from '../rivers';
import { type Arm, multi, reservoir } from '../shapes';

const TRUNK: Bend[] = [{ length: 3600, width: 420 }, { length: 1150, width: 130 }];
const VALLEY: Bend[] = [{ length: 1900, width: 170 }, { length: 620, width: 55 }];
const TOWN: Bend[] = [{ length: 1300, width: 80 }, { length: 480, width: 22 }];

const at = (line: LonLat[], p: LonLat) => nth(line, nearestVertex(line, p));

/** 小绥芬河 above 绥阳 with 五花山水库, joining 绥芬河; the city lies on its tributaries. All courses 示意. */
function courses(code: string): Course[] {
  const w = (n: string) => `${code}-w-${n}`;
  const trunk = meander('suifen', [[130.78, 44.03], [130.90, 44.075], [130.98, 44.08], [131.10, 44.06], [131.22, 44.04]], 130, TRUNK);
  const small = meander('small suifen', [[130.985, 44.655], [130.95, 44.60], [130.925, 44.545], [130.915, 44.515], [130.885, 44.465], [130.84, 44.43], [130.785, 44.40], [130.79, 44.31], [130.86, 44.22], [130.93, 44.14], at(trunk, [130.98, 44.08])], 120, TRUNK);
  const cold = meander('hancong', [[131.188, 44.347], [131.125, 44.353], [131.05, 44.366], [130.97, 44.375], [130.90, 44.385], at(small, [130.80, 44.408])], 100, VALLEY);
  const funing = meander('funing', [[131.175, 44.497], [131.11, 44.475], [131.06, 44.456], [130.99, 44.435], [130.92, 44.428], at(small, [130.845, 44.434])], 100, VALLEY);
  const town = meander('town brook', [[131.179, 44.437], [131.168, 44.416], [131.155, 44.398], [131.128, 44.38], at(cold, [131.075, 44.362])], 80, TOWN);
  const east = meander('wuhua east', [[131.045, 44.508], [130.99, 44.503], [130.95, 44.493], at(small, [130.908, 44.492])], 90, VALLEY);
  const gold = meander('jinjia', [[131.09, 44.312], [131.068, 44.325], [131.045, 44.345], at(cold, [131.03, 44.369])], 90, TOWN);
  const north = meander('north brook', [[131.205, 44.455], [131.15, 44.452], [131.10, 44.462], at(funing, [131.06, 44.456])], 90, VALLEY);
  return [
    { key: 'trunk', code: w('01'), name: '绥芬河', grade: 'trunk', line: trunk, end: 'border' },
    { key: 'small', code: w('02'), name: '小绥芬河', grade: 'major_tributary', parent: w('01'), line: small, cuts: [[130.925, 44.545], [130.883, 44.462]] },
    { key: 'cold', code: w('03'), name: '寒葱河', grade: 'tributary', parent: w('02'), line: cold, cuts: [[131.15, 44.35], [130.98, 44.374]] },
    { key: 'funing', code: w('04'), name: '阜宁河（示意）', grade: 'tributary', parent: w('02'), line: funing, cuts: [[130.95, 44.43]] },
    { key: 'town', code: w('05'), name: '城区河（示意）', grade: 'tributary', parent: w('03'), line: town, cuts: [[131.168, 44.416], [131.14, 44.388]] },
    { key: 'east', code: w('06'), name: '五花山东沟（示意）', grade: 'tributary', parent: w('02'), line: east, situation: '31' },
    { key: 'gold', code: w('07'), name: '金家沟（示意）', grade: 'tributary', parent: w('03'), line: gold },
    { key: 'north', code: w('08'), name: '城北沟（示意）', grade: 'tributary', parent: w('04'), line: north },
  ];
}

const FACTS: Record<string, ReachFacts['zone'][]> = {
  small: [{ kind: '源头水保护区', target: 'II', latest: 'II', attained: true }, { kind: '饮用水源区', target: 'II', latest: 'II', attained: true }],
  cold: [{ kind: '过渡区', target: 'III', latest: 'IV', attained: false, situation: '34' }, { kind: '工业用水区', target: 'III', latest: 'IV', attained: false }, { kind: '工业用水区', target: 'III', latest: 'IV', attained: false }],
  town: [{ kind: '饮用水源区', target: 'II', latest: 'II', attained: true }, { kind: '景观娱乐用水区', target: 'IV', latest: 'V', attained: false }, { kind: '排污控制区', target: 'IV', latest: 'worse', attained: false }],
};

const facts = (course: Course, index: number): ReachFacts =>
  ({ zone: FACTS[course.key]?.[index] ?? { kind: '保留区', target: 'III', latest: course.key === 'north' ? null : 'III', attained: course.key === 'north' ? null : true } });

export interface Water { wuhua: ReturnType<typeof multi>; tianchang: ReturnType<typeof multi>; jinjia: ReturnType<typeof multi> }

export function layWater(city: City): Water {
  const water = city.edition('waterbodies', 'water', { name: '水系图 2023 版（示意）', document: '水系示意图（示意）', date: '2023-04-01', from: '2023-04-01' });
  const zone = city.edition('function_zones', 'fz', { name: '水功能区划 2018 版（示意）', document: '水功能区划图（示意）', date: '2018-09-01', from: '2018-09-01' });
  layRivers(city, courses(city.code), { water, zone }, facts, (middle): Record<string, string> => {
    const town = townOf(city, middle)?.name;
    return town ? { chief_city: '绥芬河市副市长（市级河长）', chief_town: `${town}镇长（镇级河长）`, chief_village: '村民委员会主任（村级河长）' } : {};
  });
  return layReservoirs(city, water);
}

function layReservoirs(city: City, edition: string): Water {
  const pool = (n: string, name: string, parent: string, arms: Arm[], situation?: string) => {
    const geometry = multi(reservoir(name, arms));
    city.add('waterbody', { code: `${city.code}-w-${n}`, region_code: city.code, name, kind: 'reservoir', grade: 'key_lake', parent: `${city.code}-w-${parent}`, edition, source: { note: '水面示意' }, sample: true, situation }, geometry);
    return geometry;
  };
  const arm = (name: string, through: LonLat[], wide: number, narrow: number): Arm => ({ line: meander(name, through, 300, [{ length: 2500, width: 130 }]), wide, narrow });
  return {
    wuhua: pool('21', '五花山水库', '02', [
      arm('wuhua main', [[130.886, 44.467], [130.897, 44.482], [130.908, 44.497], [130.915, 44.515]], 640, 170), arm('wuhua east', [[130.903, 44.489], [130.918, 44.491], [130.93, 44.492]], 360, 70),
      arm('wuhua west', [[130.894, 44.477], [130.88, 44.484], [130.871, 44.493]], 330, 60), arm('wuhua north', [[130.91, 44.50], [130.899, 44.509], [130.893, 44.519]], 280, 50)], '31'),
    tianchang: pool('22', '天长山水库', '05', [arm('tianchang', [[131.1775, 44.4345], [131.1805, 44.439], [131.184, 44.443]], 190, 50), arm('tianchang e', [[131.179, 44.437], [131.185, 44.438], [131.189, 44.4375]], 110, 30)]),
    jinjia: pool('23', '金家沟水库', '07', [arm('jinjia', [[131.075, 44.3205], [131.0815, 44.3165], [131.087, 44.3135]], 180, 40)]),
  };
}

import type { City } from '../city';
import { addOutfall, type Placed } from '../outfall';
import { onBankNear } from '../place';
import { randomFrom } from '../random';
import { addSample, sampleTheRest, usualValues, type Visit } from '../sampling';

function visit(city: City, o: Placed, visits: Visit[]): void {
  const random = randomFrom(`${o.code} named`);
  for (const one of visits) addSample(city, o, { flow: o.facts.flow_m3d, ...one, values: { ...usualValues(random, o), ...one.values }, situation: o.situation });
}

/** 29: the same 7 mg/L of ammonia nitrogen complies in cold water and exceeds in warm. */
function plant(city: City): void {
  const first = city.outfalls.find((o) => o.situation === '29') as Placed;
  addOutfall(city, '绥芬河市城镇污水处理厂二期排污口', onBankNear(city, 'town', [131.1125, 44.374], -15), { ...first.facts, flow_m3d: 9800 }, {}, '29');
  visit(city, first, [{ on: '2025-01-09', celsius: 8, kind: 'supervision', method: 'daily_mean', values: { nh3_n: 7 } }]);
  visit(city, city.outfalls.at(-1) as Placed, [
    { on: '2024-07-16', celsius: 15, kind: 'supervision', method: 'daily_mean', values: { nh3_n: 7 } },
    { on: '2025-01-09', celsius: 8, kind: 'supervision', method: 'daily_mean', values: { nh3_n: 7 } },
  ]);
}

export function layMonitoring(city: City): void {
  plant(city);
  visit(city, city.outfalls.find((o) => o.situation === '30') as Placed, [{ on: '2024-08-21', celsius: 17, method: 'daily_mean' }]);
  addSample(city, city.outfalls.find((o) => o.facts.category === 'industrial.park_plant') as Placed,
    { on: '2024-08-20', celsius: 18, kind: 'self', method: 'online', values: { ph: 7.4, cod: 41, nh3_n: 3.2, tp: 0.6, tn: 14.5, bod5: 12, ss: 11 } });
  sampleTheRest(city);
}

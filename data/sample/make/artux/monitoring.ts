import type { City } from '../city';
import type { Placed } from '../outfall';
import { addSample, sampleTheRest, usualValues, type Visit } from '../sampling';
import { randomFrom } from '../random';

function visit(city: City, situation: string, category: string, visits: Visit[]): void {
  const o = city.outfalls.find((one) => one.situation === situation && one.facts.category === category) as Placed;
  const random = randomFrom(`${o.code} named`);
  for (const one of visits) addSample(city, o, { values: one.discharging === false ? undefined : usualValues(random, o), flow: o.facts.flow_m3d, ...one, situation });
}

export function layMonitoring(city: City): void {
  visit(city, '11', 'other.farmland_return', [{ on: '2024-07-09', celsius: 21 }]);
  visit(city, '12', 'other.farmland_return', [{ on: '2025-01-12', kind: 'dynamic', discharging: false }]);
  visit(city, '13', 'other.rural_facility', [{ on: '2024-06-18', celsius: 18 }, { on: '2024-11-20', celsius: 10, kind: 'self', method: 'daily_mean' }]);
  visit(city, '8', 'industrial.park_plant', [{ on: '2024-03-12', celsius: 11, method: 'online', kind: 'self' }, { on: '2024-09-05', celsius: 20, method: 'daily_mean' }]);
  sampleTheRest(city);
}

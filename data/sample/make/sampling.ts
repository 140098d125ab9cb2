import { type Limit, readLimits, readPollutants } from '../../../server/loading/limits';
import type { City } from './city';
import type { Placed } from './outfall';
import { type Random, randomFrom } from './random';

/** One visit: when, how, and mg/L by pollutant (pH without unit). Temperature in °C. */
export interface Visit {
  on: string; kind?: 'self' | 'dynamic' | 'supervision' | 'enforcement'; method?: 'grab' | 'daily_mean' | 'online'; celsius?: number;
  flow?: number; discharging?: boolean; valid?: boolean; values?: Record<string, number>; below?: string[]; situation?: string;
}

const limits = readLimits();
const pollutants = readPollutants();

/** Limits that can hold for an outfall, by its standard, grade and date of set-up. */
export const limitsOf = ({ facts }: Placed): Limit[] => limits.filter((l) =>
  l.standard === facts.discharge_standard && l.grade === (facts.discharge_grade ?? 'all')
  && (!facts.set_up || ((l.set_up_from === '-infinity' || facts.set_up >= l.set_up_from) && (l.set_up_to === 'infinity' || facts.set_up < l.set_up_to))));

/** Writes a sample and its values. The laboratory is invented. */
export function addSample(city: City, o: Placed, visit: Visit): void {
  const code = `${o.code}-s${(city.rows.get('monitoring_sample') ?? []).filter((row) => row.properties?.outfall === o.code).length + 1}`;
  city.add('monitoring_sample', {
    outfall: o.code, code, taken_at: `${visit.on}T10:30:00+08:00`, kind: visit.kind ?? 'supervision', method: visit.method ?? 'grab', water_temperature_c: visit.celsius,
    flow_m3d: visit.flow, discharging: visit.discharging ?? true, valid: visit.valid ?? true, laboratory: '示意检测机构', sample: true, situation: visit.situation,
  }, null);
  for (const { code: pollutant, unit } of pollutants) {
    const value = visit.values?.[pollutant];
    if (value !== undefined) city.add('monitoring_value', { outfall: o.code, sample: code, pollutant, value, unit, below_detection: visit.below?.includes(pollutant) ?? false }, null);
  }
}

const ROUTINE: Record<string, [number, number]> = { ph: [6.9, 8.2], cod: [18, 95], nh3_n: [0.8, 14], tp: [0.1, 1.8], tn: [3, 24], bod5: [4, 20], ss: [8, 40] };

/** Routine items, each at a share of its limit; without a limit what such water usually holds. */
export function usualValues(random: Random, o: Placed, share: [number, number] = [0.3, 0.85]): Record<string, number> {
  const holding = limitsOf(o);
  const wanted = pollutants.filter(({ code, required }) => required || (o.facts.category.endsWith('plant') && holding.some((l) => l.pollutant === code)));
  return Object.fromEntries(wanted.map(({ code }) => {
    const strictest = Math.min(...holding.filter((l) => l.pollutant === code).map((l) => l.value));
    const [low, high] = code === 'ph' || strictest === Number.POSITIVE_INFINITY ? (ROUTINE[code] as [number, number]) : [strictest * share[0], strictest * share[1]];
    return [code, Math.round(random.between(low, high) * 100) / 100];
  }));
}

const WARMEST: Record<string, number> = { '653001': 22, '231081': 18 };

/** Water temperature of a month: a plant's water stays warmer than the river. */
const celsius = (city: City, on: string, random: Random) =>
  Math.round(((WARMEST[city.code] ?? 20) - 2.2 * Math.abs(Number(on.slice(5, 7)) - 7.5) + random.between(-1.5, 1.5)) * 10) / 10;

const day = (random: Random, year: number, from: number, to: number) =>
  `${year}-${String(random.integer(from, to)).padStart(2, '0')}-${String(random.integer(1, 28)).padStart(2, '0')}`;

/** One value over its limit: shown by a daily mean, only suspected from a grab sample. */
function spoil(random: Random, o: Placed, values: Record<string, number>): void {
  const over = random.pick(limitsOf(o).filter((l) => l.pollutant === 'cod' || l.pollutant === 'nh3_n'));
  values[over.pollutant] = Math.round((over.cold_value ?? over.value) * random.between(1.15, 2.8) * 10) / 10;
}

/** The usual round of monitoring over outfalls that have no sample of their own yet; about a third is never sampled. */
export function sampleTheRest(city: City): void {
  const done = new Set((city.rows.get('monitoring_sample') ?? []).map((row) => row.properties?.outfall));
  for (const o of city.outfalls) if (!done.has(o.code) && !o.facts.category.includes('storm')) sampleOne(city, o, randomFrom(`${o.code} water`));
}

function sampleOne(city: City, o: Placed, random: Random): void {
  const inUse = (o.facts.status ?? 'in_use') === 'in_use';
  const flowing = o.facts.discharge_feature === 'flowing';
  const limited = limitsOf(o).length > 0;
  if (!inUse || !random.chance(flowing ? (limited ? 0.85 : 0.45) : 0.15)) return;
  const on = day(random, 2024, 9, 11);
  if (!flowing) return addSample(city, o, { on, kind: 'dynamic', discharging: false });
  const flow = o.facts.flow_m3d;
  const before = day(random, 2024, 4, 6);
  addSample(city, o, { on: before, kind: 'self', method: 'grab', celsius: celsius(city, before, random), flow, values: usualValues(random, o) });
  const values = usualValues(random, o);
  const fate = o.facts.compliant || !limited ? 'within' : random.pick(['within', 'within', 'over', 'suspected', 'refused'] as const);
  if (fate === 'over' || fate === 'suspected') spoil(random, o, values);
  const method = fate === 'over' ? 'daily_mean' : fate === 'suspected' ? 'grab' : random.pick(['grab', 'grab', 'daily_mean', 'online'] as const);
  addSample(city, o, { on, kind: fate === 'over' ? 'enforcement' : 'supervision', method, celsius: celsius(city, on, random), flow, valid: fate !== 'refused', values });
}

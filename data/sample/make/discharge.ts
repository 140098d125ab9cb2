import { type Limit, readPollutants } from '../../../server/loading/limits';
import type { City } from './city';
import type { Outcome } from './outcome';
import type { Placed } from './outfall';
import { limitsOf } from './sampling';

// keep-discharge told again from the rows that were written. Samples stay fresh for the sixty months of both packs.

interface Sample { code: string; taken_at: string; method: string; water_temperature_c?: number; discharging: boolean; valid: boolean }
interface Value { sample: string; pollutant: string; value: number; below_detection: boolean }

const required = readPollutants().filter((p) => p.required).map((p) => p.code);
const ORDER: Outcome[] = ['clear', 'borderline', 'unknown', 'conflict'];
const strictest = (outcomes: Outcome[]): Outcome => ORDER[Math.max(0, ...outcomes.map((one) => ORDER.indexOf(one)))] as Outcome;

const rowsOf = <T>(city: City, table: string, o: Placed): T[] =>
  (city.rows.get(table) ?? []).filter((row) => row.properties?.outfall === o.code).map((row) => row.properties as T);

/** Samples of the twelve months that end with the latest one that counts. */
function seasonOf(samples: Sample[]): Sample[] {
  const counted = samples.filter((s) => s.valid && s.discharging);
  const latest = counted.map((s) => s.taken_at.slice(0, 10)).sort().at(-1) ?? '';
  const from = `${Number(latest.slice(0, 4)) - 1}${latest.slice(4)}`;
  return counted.filter((s) => s.taken_at.slice(0, 10) > from);
}

const bracket = (limit: Limit, celsius: number | undefined): number[] =>
  limit.cold_value === null ? [limit.value] : celsius === undefined ? [limit.value, limit.cold_value] : [celsius <= 12 ? limit.cold_value : limit.value];

function compare(value: Value, sample: Sample, limits: Limit[]): Outcome {
  if (limits.some((l) => l.confidence !== 'high')) return 'unknown';
  const allowed = limits.flatMap((l) => bracket(l, sample.water_temperature_c));
  if (limits.some((l) => l.at_least !== null && value.value < l.at_least) || value.value > Math.max(...allowed)) {
    return value.below_detection ? 'unknown' : sample.method === 'grab' && limits[0]?.averaging === 'daily_mean' ? 'borderline' : 'conflict';
  }
  return value.value <= Math.min(...allowed) ? 'clear' : 'unknown';
}

function water(city: City, o: Placed, storm: boolean): Outcome {
  const season = seasonOf(rowsOf<Sample>(city, 'monitoring_sample', o));
  const limits = limitsOf(o);
  if (storm && (season.length === 0 || !o.facts.discharge_standard)) return 'clear';
  if (season.length === 0 || limits.length === 0) return 'unknown';
  const values = rowsOf<Value>(city, 'monitoring_value', o).filter((v) => season.some((s) => s.code === v.sample));
  const compared = values.map((v) => [v, limits.filter((l) => l.pollutant === v.pollutant)] as const).filter(([, own]) => own.length > 0)
    .map(([v, own]) => compare(v, season.find((s) => s.code === v.sample) as Sample, own));
  const lacking = required.some((p) => limits.some((l) => l.pollutant === p) && !values.some((v) => v.pollutant === p));
  return strictest([...compared, lacking ? 'unknown' : 'clear']);
}

/** Outcome of keep-discharge on one outfall. */
export function discharge(city: City, o: Placed): Outcome {
  const { category, shared_with, shared_declared, dry_flow_hours, dry_flow_cause } = o.facts;
  const storm = category.includes('storm');
  const sharing: Outcome = !shared_with?.length || shared_declared ? 'clear' : shared_declared === undefined ? 'unknown' : 'conflict';
  const natural = dry_flow_cause === 'snowmelt' || dry_flow_cause === 'irrigation';
  const dry: Outcome = !storm ? 'clear' : dry_flow_hours === undefined ? 'unknown' : dry_flow_hours >= 24 && !natural ? 'conflict' : 'clear';
  return strictest([water(city, o, storm), sharing, dry]);
}

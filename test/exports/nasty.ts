import fc from 'fast-check';
import type { Knex } from 'knex';

const CITY = '231081';

/** Texts that a file format may trip over; trimmed and no word for "nothing known", as an import takes them. */
const text = (most: number) => fc.oneof(
  fc.constantFrom('=1+1', '=HYPERLINK("http://x","y")', '+86', '-2+3', '@SUM(A1)', "'=x", "''+y", 'a,b', '他说“好”', 'say "hi"', '<b>&amp;</b>', 'a\nb', '0012', '1e5', '2019-05-01', '示意；甲、乙', 'ئاتۇش', '𠮷野', '😀', '  x'.trim(), '\\N', 'NULL x', '＝１', '；', "O'Neill"),
  fc.string({ unit: fc.constantFrom(...'甲乙丙丁绥芬河abcXYZ019,;"\'<>&=+-@()（）、 '), minLength: 1, maxLength: most }),
).map((one) => one.replace(/\s+$|^\s+/g, '')).filter((one) => one.length > 0 && !/^([-—/\\]+|空|合计|总计|无|不详|未知|"|'')$/.test(one.replace(/\s/g, '')));

const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null, freq: 3 });

const day = fc.date({ min: new Date('1951-01-01'), max: new Date('2026-01-01'), noInvalidDate: true }).map((one) => one.toISOString().slice(0, 10));

const outfall = fc.record({
  name: text(60), national_code: maybe(fc.constantFrom('FA-420582-0083-QT-00', '旧-12 号')), river_name: maybe(text(20)), mouth_form: maybe(text(20)), discharge_standard: maybe(text(20)),
  category: fc.constantFrom('industrial.enterprise.mine', 'urban_plant', 'other.misc', 'undetermined', 'other'), status: fc.constantFrom('in_use', 'stopped'),
  approval: maybe(fc.constantFrom('approved', 'registered', 'unapproved', 'unregistered')), position_method: fc.constantFrom('rtk', 'gnss', 'map_10k', 'unknown'),
  position_error_m: maybe(fc.double({ min: 0.01, max: 500, noNaN: true }).map((one) => Number(one.toPrecision(14)))), flow_m3d: maybe(fc.double({ min: 0.001, max: 1e6, noNaN: true }).map((one) => Number(one.toPrecision(14)))),
  discharge_feature: maybe(fc.constantFrom('flowing', 'dry', 'stagnant', 'gated', 'uncertain')), set_up: maybe(day), inspected_on: maybe(day), compliant: maybe(fc.boolean()),
  shared_declared: maybe(fc.boolean()), retention_approved: maybe(fc.boolean()), dry_flow_cause: maybe(fc.constantFrom('snowmelt', 'irrigation', 'sewage', 'undetermined')),
  problems: fc.subarray(['no_sign', 'damaged', 'hard_to_maintain']),
  lon: fc.double({ min: 130.95, max: 131.2, noNaN: true }), lat: fc.double({ min: 44.3, max: 44.5, noNaN: true }), entry: fc.boolean(),
});

/** Writes random outfalls of one seed into the database. @returns their codes */
export async function insertNasty(knex: Knex, count: number, seed: number): Promise<string[]> {
  const rows = fc.sample(outfall, { numRuns: count, seed });
  const codes = rows.map((_, n) => `${CITY}-X${String(n).padStart(3, '0')}`);
  for (const [n, { lon, lat, entry, ...rest }] of rows.entries()) {
    await knex('outfall').insert({
      ...rest, national_code: rest.national_code && `${rest.national_code}`, name: `${rest.name}`, local_code: codes[n], region_code: n % 3 ? CITY : `${CITY}101`,
      geom: knex.raw('ST_SetSRID(ST_MakePoint(?, ?), 4490)', [lon, lat]), entry_geom: entry ? knex.raw('ST_SetSRID(ST_MakePoint(?, ?), 4490)', [lat + 86.6, lon - 86.7]) : null,
    });
  }
  return codes;
}

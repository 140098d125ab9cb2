import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import gcoord from 'gcoord';
import proj4 from 'proj4';
import type { ContradictionList, DatumGuess } from '../server/api-types';
import { type RunningApp, startApp } from './harness';

// Published formulas in SQL against gcoord; what a pair of typed coordinates can mean; the list of contradictions.

let app: RunningApp;
beforeAll(async () => { app = await startApp(); });
afterAll(() => app.close());

const PLACES: [number, number][] = [[75.9754564, 39.7004277], [131.15, 44.39], [76.17, 39.71], [100, 36], [114.05, 22.55], [73.2, 38.1], [134.6, 48.3], [105, 35]];

test('GCJ-02 and BD-09 in SQL are gcoord’s to a millimetre', async () => {
  const { rows } = await app.db.knex.raw(`
    SELECT ST_X(g) AS gx, ST_Y(g) AS gy, ST_X(w) AS wx, ST_Y(w) AS wy, ST_X(b) AS bx, ST_Y(b) AS by
    FROM jsonb_array_elements(?::jsonb) WITH ORDINALITY e (p, n),
      LATERAL (SELECT ST_SetSRID(ST_MakePoint((p->>0)::float8, (p->>1)::float8), 4490) AS at) a,
      LATERAL (SELECT to_gcj02(at) AS g, from_gcj02(at) AS w, bd09_to_gcj02(at) AS b) f ORDER BY n`, [JSON.stringify(PLACES)]);
  PLACES.forEach((place, i) => {
    const row = rows[i];
    const close = (found: number[], wanted: number[], within: number) => found.forEach((one, k) => expect(Math.abs(one - (wanted[k] as number))).toBeLessThan(within));
    close([row.gx, row.gy], gcoord.transform(place, gcoord.WGS84, gcoord.GCJ02), 1e-8);
    close([row.bx, row.by], gcoord.transform(place, gcoord.BD09, gcoord.GCJ02), 1e-8);
    close([row.wx, row.wy], gcoord.transform(place, gcoord.GCJ02, gcoord.WGS84), 2e-6); // gcoord stops within a millionth of a degree
    close(gcoord.transform([row.wx, row.wy], gcoord.WGS84, gcoord.GCJ02), place, 1e-8);
  });
});

const guess = async (body: object): Promise<DatumGuess> => {
  const answer = await fetch(`${app.url}/api/datum-guesses`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  expect([answer.status, body]).toEqual([200, body]);
  return answer.json() as Promise<DatumGuess>;
};

const typed = JSON.parse(readFileSync(join(__dirname, '../data/sample/653001/outfall.geojson'), 'utf8')).features.find((one: any) => one.properties.situation === '18');
const truth = typed.properties.source.true_place as [number, number];
const where = { region: '653001', town: typed.properties.region_code, river: typed.properties.river_name };

test('situation 18: the ledger’s GCJ-02 point is told, with the zone that the true place lies in', async () => {
  const { best, readings } = await guess({ ...where, coordinates: typed.geometry.coordinates });
  expect(best).toBe('gcj02');
  const first = readings[0]!;
  expect(first).toMatchObject({ reading: 'gcj02', fits: true, in_city: true, town_agrees: true });
  expect(first.shift_m).toBeCloseTo(typed.properties.source.shift_m, -1);
  first.place.coordinates.forEach((one, i) => expect(Math.abs(one - truth[i]!)).toBeLessThan(1e-5));
  expect(first.in_zones.map(({ level }) => level)).toContain('class_2');
  expect(readings.find(({ reading }) => reading === 'as_given')).toMatchObject({ fits: false, in_zones: [] });
});

test('a right point fits as it stands', async () => {
  expect((await guess({ ...where, coordinates: truth })).best).toBe('as_given');
});

const dms = (value: number) => {
  const seconds = Math.round(value * 3600 * 100) / 100;
  const [d, m] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  return { d, m, s: seconds - d * 3600 - m * 60 };
};
const two = (value: number, digits = 0) => value.toFixed(digits).padStart(digits ? 3 + digits : 2, '0');
const [lon, lat] = truth.map(dms) as [ReturnType<typeof dms>, ReturnType<typeof dms>];

test.each([
  ['axes swapped', [truth[1], truth[0]], 'swapped_axes'],
  ['BD-09', gcoord.transform(truth, gcoord.WGS84, gcoord.BD09), 'bd09'],
  ['marks', [`${lon.d}°${lon.m}′${lon.s.toFixed(2)}″`, `北纬${lat.d}度${lat.m}分${lat.s.toFixed(2)}秒`], 'as_given'],
  ['packed degrees and minutes', [lon.d * 100 + lon.m + lon.s / 60, lat.d * 100 + lat.m + lat.s / 60], 'minutes'],
  ['packed degrees, minutes, seconds', [`${lon.d}${two(lon.m)}${two(lon.s, 2)}`, `${lat.d}${two(lat.m)}${two(lat.s, 2)}`], 'seconds'],
  ['degrees.minutes-seconds', [`${lon.d}.${two(lon.m)}${two(lon.s, 2).replace('.', '')}`, `${lat.d}.${two(lat.m)}${two(lat.s, 2).replace('.', '')}`], 'packed_seconds'],
])('%s', async (_, coordinates, reading) => {
  const answer = await guess({ ...where, coordinates });
  expect(answer.best).toBe(reading);
  answer.readings[0]!.place.coordinates.forEach((one, i) => expect(Math.abs(one - truth[i]!)).toBeLessThan(2e-5));
});

/** Northing and easting of the truth about a meridian, metres. */
function projected(meridian: number): [number, number] {
  const [x, y] = proj4('EPSG:4326', `+proj=tmerc +lat_0=0 +lon_0=${meridian} +x_0=500000 +ellps=GRS80 +units=m +no_defs`, truth);
  return [y as number, x as number];
}
const [north3, east3] = projected(75);

test.each([
  ['3-degree zone 25 as typed', [north3, 25_000_000 + east3], 'gk3_zone_25'],
  ['easting first', [25_000_000 + east3, north3], 'gk3_zone_25'],
  ['no zone number', [north3, east3], 'gk3_zone_25'],
  ['zone 26 typed for 25', [north3, 26_000_000 + east3], 'gk3_zone_25'],
  ['6-degree zone 13', [north3, 13_000_000 + east3], 'gk6_zone_13'],
  ['6-degree zone 14 typed for 13', [north3, 14_000_000 + east3], 'gk6_zone_13'],
])('Gauss-Krüger, %s', async (_, coordinates, reading) => {
  const { readings, best } = await guess({ ...where, coordinates });
  expect(readings[0]!.place.coordinates[0]).toBeCloseTo(truth[0], 6);
  expect(readings[0]!.place.coordinates[1]).toBeCloseTo(truth[1], 6);
  expect(readings.filter(({ fits }) => fits).map((one) => one.reading)).toContain(reading);
  expect(best).not.toBeNull();
});

test('situation 19: east of 76.5°E, zone 25 typed for 26', async () => {
  const place: [number, number] = [76.66, 39.7835];
  const [y, x] = [proj4('EPSG:4326', '+proj=tmerc +lon_0=78 +x_0=500000 +ellps=GRS80', place)].map(([e, n]) => [n, e] as [number, number])[0]!;
  const { readings, best } = await guess({ region: '653001', town: '653001204', coordinates: [y, 25_000_000 + x] });
  expect(best).toBe('gk3_zone_26');
  expect(readings[0]).toMatchObject({ reading: 'gk3_zone_26', fits: true, in_city: true });
  expect(readings.find(({ reading }) => reading === 'gk3_zone_25')).toMatchObject({ fits: false, in_city_box: false });
});

test.each([
  [{ coordinates: ['here', 'there'], region: '653001' }, 'coordinates'],
  [{ coordinates: [76.1, 39.7], region: '110000' }, 'region'],
  [{ coordinates: [76.1, 39.7], region: '653001', town: '231081100' }, 'town'],
  [{ coordinates: [76.1, 39.7], region: '653001', river: '无此河' }, 'river'],
])('%j is refused by field', async (body, field) => {
  const answer = await fetch(`${app.url}/api/datum-guesses`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  expect(answer.status).toBe(422);
  expect(((await answer.json()) as any).errors[0].field).toBe(field);
});

const list = async (query: string): Promise<ContradictionList> => (await (await fetch(`${app.url}/api/contradictions${query}`)).json()) as ContradictionList;

test('the list has every outfall that the drawing contradicts, with both values', async () => {
  for (const region of ['653001', '231081']) {
    const { outfalls } = JSON.parse(readFileSync(join(__dirname, `../data/sample/${region}/expected.json`), 'utf8'));
    const wanted = Object.keys(outfalls).filter((code) => outfalls[code].findings['flag-contradiction'] === 'conflict');
    const { items, matched } = await list(`?region=${region}&sort=code`);
    expect(items.map(({ outfall }) => outfall.code)).toEqual(wanted);
    expect(matched).toBe(wanted.length);
    for (const { contradictions } of items) for (const one of contradictions) expect(one.ledger).not.toBeNull();
  }
});

test('the list is filtered by kind, sorted by metres and paged', async () => {
  const { items: [gcj] } = await list('?kind=datum');
  expect(gcj).toMatchObject({ outfall: { code: typed.properties.local_code }, datum: { reading: 'gcj02', in_zones: expect.arrayContaining([expect.objectContaining({ level: 'class_2' })]) } });
  expect(gcj!.outfall.location.coordinates).toEqual(typed.geometry.coordinates);
  const all = await list('');
  const metres = all.items.map(({ contradictions }) => Math.max(...contradictions.map((one) => Math.abs(one.metres ?? 0))));
  expect(metres).toEqual([...metres].sort((a, b) => b - a));
  const first = await list('?limit=2');
  const rest = await list(`?limit=1000&cursor=${first.next}`);
  expect([...first.items, ...rest.items]).toEqual(all.items);
  expect((await fetch(`${app.url}/api/contradictions?sort=nonsense`)).status).toBe(400);
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { layerListSchema } from '../server/api-types';
import type { Layer as Described } from '../server/api-types';
import { readLayers } from '../server/layers/layer-files';
import { ROOT } from '../server/sql-file';
import { rowsOfTile } from '../server/tiles/tile-query';
import { runQuery } from '../server/db/query';
import { type RunningApp, startApp } from './harness';

const IDS = ['outfalls', 'waterbodies', 'rivers', 'reaches', 'function_zones', 'drinking_water_zones', 'protected_areas', 'special_waters',
  'sewer_coverage', 'sewer_lines', 'treatment_plants', 'industrial_parks', 'flood_defences', 'intakes', 'monitoring_sections', 'dischargers',
  'channels', 'regions', 'layer_coverage'];

let app: RunningApp;
let items: (Described & { edition: unknown })[];

beforeAll(async () => {
  app = await startApp();
  const answer = await fetch(`${app.url}/api/layers`);
  ({ items } = await answer.json() as { items: typeof items });
});
afterAll(() => app.close());

const layer = (id: string) => items.find((item) => item.id === id) as (typeof items)[number];

test('every layer stands in the catalogue as its schema says, in drawing order', () => {
  expect(layerListSchema.safeParse({ items }).error).toBeUndefined();
  expect(items.map(({ id }) => id).sort()).toEqual([...IDS].sort());
  expect(items.map(({ order }) => order)).toEqual(items.map(({ order }) => order).sort((a, b) => a - b));
});

test('counts are those of the tables', async () => {
  const count = async (sql: string) => (await app.db.knex.raw(`SELECT count(*) AS n FROM ${sql}`)).rows[0].n;
  expect(layer('outfalls').count).toBe(await count('outfall'));
  expect(layer('rivers').count + layer('waterbodies').count).toBe(await count('waterbody'));
  expect(layer('protected_areas').count + layer('special_waters').count).toBe(await count('protected_area'));
  expect(layer('regions').count).toBe(await count('region'));
});

test('editions, coverage and the words of categories', async () => {
  const zones = layer('drinking_water_zones');
  expect(zones.editions.length).toBeGreaterThan(0);
  expect(zones.edition).toEqual(zones.editions[0]);
  expect(zones.coverage.map(({ statement }) => statement)).toContain('complete');
  const category = layer('outfalls').attributes.find(({ name }) => name === 'category');
  expect(category?.values?.undetermined).toEqual({ zh: '暂无法确定', en: 'Undetermined' });
});

test('a zone of an edition that is no longer in force is neither counted nor drawn', async () => {
  const before = layer('sewer_coverage').count;
  await app.db.knex('layer_edition').whereIn('id', app.db.knex('sewer_coverage').select('edition_id')).update({ valid_to: app.db.knex.raw('valid_from + 1') });
  await new Promise((done) => { setTimeout(done, 300); });
  const { items: after } = await (await fetch(`${app.url}/api/layers`)).json() as { items: typeof items };
  const now = after.find(({ id }) => id === 'sewer_coverage');
  expect(before).toBeGreaterThan(0);
  expect(now?.count).toBe(0);
  expect(now?.version).not.toBe(layer('sewer_coverage').version);
});

test('each file explains exactly the attributes that its SELECT gives', async () => {
  for (const each of readLayers().values()) {
    const { sql, bindings } = rowsOfTile({ layers: [each], address: { z: 22, x: 0, y: 0 }, filter: {} as never, day: '2025-01-01' });
    const probe = sql.replace(/json_build_object\('\w+', \(WITH/, '(WITH').replace(/SELECT coalesce\(json_agg[\s\S]*$/, 'SELECT * FROM picked LIMIT 0').replace(/SELECT \(WITH/, 'SELECT * FROM (WITH');
    const { fields } = await app.db.knex.raw(...(await positionalOf(`${probe}) probe`, bindings)));
    const given = fields.map(({ name }: { name: string }) => name).filter((name: string) => name !== 'feature_id' && name !== 'geom');
    expect([each.header.id, given]).toEqual([each.header.id, Object.keys(each.header.attributes)]);
  }
});

async function positionalOf(sql: string, bindings: Record<string, unknown>): Promise<[string, never]> {
  const { positional } = await import('../server/db/query');
  const read = positional({ sql, bindings });
  return [read.sql, read.values as never];
}

test('no attribute is personal or internal', () => {
  const names = items.flatMap(({ attributes }) => attributes.map(({ name }) => name));
  for (const hidden of ['source', 'status_proof', 'credit_code', 'phone', 'situation', 'declared_by']) expect(names).not.toContain(hidden);
});

test('every table that a layer reads tells of its changes', async () => {
  const rows = await runQuery<{ name: string }>(app.db.knex, { sql: `SELECT tgrelid::regclass::text AS name FROM pg_trigger WHERE tgname = 'note_layer_change'`, bindings: {} });
  const telling = rows.map(({ name }) => name);
  for (const { header, sql } of readLayers().values()) {
    expect(telling).toEqual(expect.arrayContaining(header.tables));
    const joined = [...sql.matchAll(/JOIN (\w+)/g)].map((found) => found[1] as string);
    expect(header.tables).toEqual(expect.arrayContaining(joined));
  }
});

test('a bad header stops the start with file and line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'paikou-layers-'));
  const good = readFileSync(join(ROOT, 'sql/layers/intakes.sql'), 'utf8');
  writeFileSync(join(folder, 'intakes.sql'), good.replace('geometry: point', 'geometry: dot'));
  expect(() => readLayers(folder)).toThrow(/intakes\.sql:6: geometry/);
  writeFileSync(join(folder, 'intakes.sql'), good.replace('from: intake', 'from: intake; DROP TABLE outfall'));
  expect(() => readLayers(folder)).toThrow(/intakes\.sql:9: from/);
  writeFileSync(join(folder, 'intakes.sql'), good.replace(/values:\n( {6}.*\n)+/, 'values: no_such_list\n'));
  expect(() => readLayers(folder)).toThrow(/intakes\.sql:\d+: attributes\.kind\.values/);
  rmSync(folder, { recursive: true });
});

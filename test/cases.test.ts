import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { z } from 'zod';
import { readCatalog } from '../server/catalog';
import type { Db } from '../server/db/open';
import { loadTable } from '../server/loading/geojson-table';
import { evaluate, TOLD_REACH_M } from '../server/rules/engine';
import type { Pack } from '../server/rules/pack-files';
import { parseYaml } from '../server/sql-file';
import { type Drawn, feature } from './cases/draw';
import { openTestDb } from './harness';

// Small maps drawn by hand, a folder per rule, each with the whole result worked out from the drawing: adding a rule
// means adding its folder here. The city is fictitious and lies where no demonstration data is.

const CASES = join(__dirname, 'cases');
const REGION = '999901';
const COVERED = [-20_000, -20_000, 20_000, 20_000];

const finding = z.union([z.string(), z.looseObject({ outcome: z.string() })]);
const caseFile = z.strictObject({
  title: z.string(),
  /** The city whose pack is copied for the fictitious one, and what is changed in the copy. */
  pack: z.string().default('231081'),
  change: z.record(z.string(), z.unknown()).default({}),
  parameters: z.record(z.string(), z.record(z.string(), z.any())).default({}),
  /** Rules that judge besides the folder's own. */
  with: z.array(z.string()).default([]),
  as_of: z.string().default('2026-06-01'),
  /** Layers declared complete all over the city. */
  complete: z.array(z.string()).default([]),
  drawn: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))),
  expect: z.strictObject({
    outfalls: z.record(z.string(), z.strictObject({
      verdict: z.enum(['ban', 'merge', 'keep', 'review']),
      /** [strictest, mildest] of a review. */
      between: z.tuple([z.string(), z.string()]).optional(),
      no_action: z.boolean().nullable().optional(),
      by_category: z.record(z.string(), z.string()).optional(),
      findings: z.record(z.string(), finding).default({}),
    })),
    totals: z.record(z.string(), z.number()),
  }),
});
type Case = z.infer<typeof caseFile>;
type Expected = Case['expect']['outfalls'][string];
type Finding = Record<string, unknown> & { outcome: string };

/** What a drawn row has where the drawing says nothing: an outfall without fault, surveyed without error. */
const USUAL: Record<string, Drawn> = {
  layer_edition: { layer: 'drawn', valid_from: '2000-01-01', boundary_error_m: 0 },
  layer_coverage: { statement: 'complete', as_of: '2026-01-01', declared_by: '示意' },
  drinking_water_zone: { source_name: '示意水源地', edition: 'edition' },
  protected_area: { class: 'nature', kind: 'nature_reserve', edition: 'edition' },
  sewer_coverage: { edition: 'edition' },
  industrial_park: { edition: 'edition' },
  flood_defence: { edition: 'edition' },
  treatment_plant: { kind: 'park', working: true, design_m3d: 1000, current_m3d: 600, at: [9000, 9000] },
  sewer_line: { kind: 'sewage' },
  discharger: { kind: 'enterprise', position_error_m: 0 },
  waterbody: { kind: 'river' },
  monitoring_sample: { taken_at: '2025-07-01T10:00:00+08:00', kind: 'supervision', method: 'daily_mean' },
  monitoring_value: { unit: 'mg/L' },
  reach_node: { kind: 'junction' },
  outfall: { category: 'other.misc', status: 'in_use', position_error_m: 0, set_up: '2015-01-01', approval: 'approved', inspected_on: '2025-05-01' },
};

const catalog = readCatalog();
const folders = readdirSync(CASES, { withFileTypes: true }).filter((one) => one.isDirectory()).map(({ name }) => name).sort();
const cases = folders.flatMap((rule) => readdirSync(join(CASES, rule)).filter((name) => name.endsWith('.yaml')).sort().map((name) => {
  const file = join(CASES, rule, name);
  return [`${rule}/${name.slice(0, -5)}`, rule, parseYaml(file, readFileSync(file, 'utf8'), caseFile)] as const;
}));

let db: Db;
beforeAll(async () => { db = await openTestDb(); });
afterAll(() => db.close());

test('every rule has a case', () => {
  expect([...catalog.rules.keys()].filter((rule) => !cases.some(([, folder]) => folder === rule))).toEqual([]);
  expect(folders.filter((folder) => !catalog.rules.has(folder))).toEqual([]);
});

test.each(cases)('%s', async (_, rule, one) => {
  const trx = await db.knex.transaction();
  try {
    await draw(trx, one);
    await judge(trx, packOf(one, rule), one.as_of);
    const found = await resultOf(trx, one.expect.outfalls);
    expect({ outfalls: found, totals: totalsOf(found) }).toEqual({ outfalls: Object.fromEntries(Object.entries(one.expect.outfalls).map(([code, row]) => [code, whole(row)])), totals: one.expect.totals });
  } finally {
    await trx.rollback();
  }
});

/** The copy keeps of the city's rules only those under test, so that another rule changes no case. */
function packOf(one: Case, rule: string): Pack {
  const original = catalog.packs.find(({ region }) => region === one.pack) as Pack;
  const rules = Object.fromEntries([rule, ...one.with].map((id) => {
    const own = original.rules[id] ?? { parameters: {}, basis: [] };
    return [id, { ...own, parameters: { ...own.parameters, ...one.parameters[id] } }];
  }));
  return { ...original, ...one.change, id: REGION, region: REGION, rules, hash: 'drawn' } as Pack;
}

async function draw(trx: Knex.Transaction, one: Case) {
  const folder = mkdtempSync(join(tmpdir(), 'paikou-case-'));
  const declared = Object.fromEntries(one.complete.map((layer) => [`complete-${layer}`, { layer, box: COVERED }]));
  const tables: Case['drawn'] = {
    region: { [REGION]: { name: '示意市', name_en: 'Drawn city', level: 'city', box: COVERED } },
    ...one.drawn,
    layer_edition: { edition: {}, ...one.drawn.layer_edition },
    layer_coverage: { ...declared, ...one.drawn.layer_coverage },
  };
  const first = ['region', 'layer_edition', 'layer_coverage'];
  for (const table of [...first, ...Object.keys(tables).filter((name) => !first.includes(name))]) {
    const features = Object.entries(tables[table] as Record<string, Drawn>).map(([code, row]) => feature({ ...named(table, code), ...USUAL[table], ...row }));
    const file = join(folder, `${table}.geojson`);
    writeFileSync(file, JSON.stringify({ type: 'FeatureCollection', features }));
    if (features.length > 0) await loadTable(trx, file);
  }
  rmSync(folder, { recursive: true });
}

function named(table: string, code: string): Drawn {
  if (table === 'region') return { code };
  if (table === 'outfall') return { local_code: code, name: code, region_code: REGION };
  if (table.startsWith('monitoring_')) return table === 'monitoring_sample' ? { code } : {};
  return { code, region_code: REGION, ...(table === 'reach_node' ? {} : { name: code }) };
}

async function judge(trx: Knex.Transaction, pack: Pack, asOf: string) {
  await trx('rule_pack').insert({ id: pack.id, version: pack.version, region_code: pack.region, title: '示意', hash: pack.hash, body: JSON.stringify(pack), valid_from: pack.valid_from });
  await evaluate(trx, { pack, rules: catalog.rules, asOf, reachM: TOLD_REACH_M, withClear: false }, { reason: 'test' });
}

async function resultOf(trx: Knex.Transaction, expected: Record<string, Expected>) {
  const { rows } = await trx.raw(`
    SELECT o.local_code AS code, v.verdict, v.strictest, v.mildest, v.no_action,
           (SELECT jsonb_object_agg(key, value ->> 'verdict') FROM jsonb_each(v.by_category)) AS by_category,
           coalesce((SELECT jsonb_object_agg(f.rule, f.evidence || jsonb_build_object('outcome', f.outcome, 'effect', f.effect,
                      'distance_m', f.distance_m, 'error_m', f.error_m, 'hits', jsonb_array_length(f.areas)))
                     FROM finding f WHERE f.outfall_id = v.outfall_id AND f.verdict_id = v.id), '{}') AS findings
    FROM outfall o JOIN verdict_current c ON c.outfall_id = o.id
    JOIN verdict v ON v.outfall_id = c.outfall_id AND v.id = c.verdict_id
    WHERE o.region_code = ? ORDER BY o.local_code COLLATE "C"`, [REGION]);
  return Object.fromEntries((rows as Record<string, unknown>[]).map((row) => [row.code as string, asAsked(row, expected[row.code as string])]));
}

/** Outcomes of all findings; of their numbers and facts those that the case states. */
function asAsked(row: Record<string, unknown>, asked: Expected | undefined) {
  const findings = Object.entries(row.findings as Record<string, Finding>).map(([rule, found]) => [rule, likeAsked(found, stated(asked?.findings[rule] ?? found.outcome))]);
  return {
    verdict: row.verdict as string,
    between: row.strictest ? [row.strictest, row.mildest] : null,
    ...(asked?.no_action !== undefined && { no_action: row.no_action }),
    ...(asked?.by_category && { by_category: row.by_category }),
    findings: Object.fromEntries(findings),
  };
}

const stated = (one: z.infer<typeof finding>): Finding => (typeof one === 'string' ? { outcome: one } : one as Finding);

function likeAsked(found: Finding, asked: Finding) {
  return Object.fromEntries(Object.keys(asked).map((key) => [key, within(found[key] ?? null, asked[key], key === 'distance_m' ? 0.01 : 1e-6)]));
}

/** A number within the tolerance counts as the number stated. */
const within = (found: unknown, asked: unknown, tolerance: number) =>
  (typeof found === 'number' && typeof asked === 'number' && Math.abs(found - asked) <= tolerance ? asked : found);

const whole = ({ between, findings, ...rest }: Expected) =>
  ({ ...rest, between: between ?? null, findings: Object.fromEntries(Object.entries(findings).map(([rule, one]) => [rule, stated(one)])) });

function totalsOf(found: Record<string, { verdict: string }>) {
  const verdicts = Object.values(found).map(({ verdict }) => verdict);
  return Object.fromEntries([...new Set(verdicts)].map((one) => [one, verdicts.filter((verdict) => verdict === one).length]));
}

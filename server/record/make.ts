import type { Knex } from 'knex';
import type { Catalog } from '../catalog';
import type { Db } from '../db/open';
import { runJob, runQuery } from '../db/query';
import { endReplay, judgeAgain, type VerdictAsked, verdictAsked } from '../history/replay';
import type { StoredVerdict } from '../history/stored-verdict';
import { overridesOf } from '../overrides/on-record';
import { citationsOf } from '../rules/citation';
import { ENGINE } from '../rules/engine-text';
import { lawsKept } from '../rules/pack-files';
import type { PackText } from '../rules/pack-text';
import { today } from '../today';
import { recordHash, sha256 } from './hash';
import { readRowText } from './row-text';
import { FORMAT, type Found, type RecordedGeometry, type Subject, type VerdictRecord } from './shape';

/**
 * One verdict with everything that it was reached from, as one document that `paikou verify` checks without a database.
 * @throws AppError not_found, or conflict when the rules of then were not kept.
 */
export function makeRecord(db: Db, catalog: Catalog, outfallId: number, asked: VerdictAsked): Promise<VerdictRecord> {
  return runJob(db.knex, async (trx) => {
    const row = await verdictAsked(trx, outfallId, asked);
    const { pack, text, conclusion } = await judgeAgain(trx, row);
    const subjects = await subjectsOf(trx);
    const own = subjects.find(({ variant }) => !variant);
    if (!own) throw new Error(`outfall ${outfallId} is not in the archive of ${row.known_at}`);
    const findings = await storedFindings(trx, row);
    const { rules, codes } = text as PackText;
    const layers = [...new Set(rules.flatMap(({ header }) => header.areas?.layer ?? header.needs.filter((need) => catalog.layers.has(need))))];
    const record = {
      format: FORMAT,
      exported_at: new Date().toISOString(),
      outfall: { id: outfallId, facts: (await rowsAsJson(trx, 'outfall', [outfallId]))[0]?.facts ?? {} },
      verdict: verdictPart(row),
      findings,
      replayed: { same: conclusion?.input_hash === row.input_hash, engine_of_run: row.engine_hash, engine_now: ENGINE.hash },
      input: { subject: plain(own), variants: subjects.filter(({ variant }) => variant).map(plain), by_category_text: await byCategoryText(trx, outfallId) },
      places: await placesOf(trx),
      areas: await areasOf(trx, catalog, [findings, ...subjects.map((subject) => subject.findings)].flat()),
      editions: (await rowsAsJson(trx, 'layer_edition', row.editions)).map(({ facts }) => facts),
      coverages: await coveragesOf(trx, layers, row.as_of),
      pack: { id: pack.id, version: pack.version, hash: pack.hash, body: text?.body as object, rules, codes },
      codes_hash: sha256(codes),
      citations: findings.map(({ rule }) => ({ rule, citations: citationsOf(pack, rule, lawsKept(codes) ?? catalog.laws, row.as_of) })),
    };
    await endReplay(trx);
    const overrides = await overridesOf(trx, outfallId, { day: today(), verdictId: row.id });
    const whole = JSON.parse(JSON.stringify({ ...record, overrides })) as VerdictRecord;
    return { ...whole, record_hash: recordHash(whole) };
  });
}

const verdictPart = (row: StoredVerdict) => ({
  id: row.id, as_of: row.as_of, decided_at: row.decided_at.toISOString(), known_at: row.known_at, verdict: row.verdict,
  provisional: row.strictest && row.mildest && { strictest: row.strictest, mildest: row.mildest }, no_action: row.no_action,
  by_category: row.by_category, editions: row.editions, input_hash: row.input_hash, run: { id: row.run_id, reason: row.reason, actor: row.actor },
});

const storedFindings = (trx: Knex, { outfall_id, id }: StoredVerdict): Promise<VerdictRecord['findings']> => runQuery(trx, {
  sql: `SELECT rule, class, outcome, effect, distance_m, beyond_m, error_m, areas, evidence FROM finding
        WHERE outfall_id = :outfall_id AND verdict_id = :id ORDER BY rule COLLATE "C"`,
  bindings: { outfall_id, id },
});

type SubjectRow = Omit<Subject, 'values'> & { variant: boolean };

const plain = ({ variant: _, ...subject }: SubjectRow): Subject => ({ ...subject, values: readRowText(subject.text) });

/** The outfall as the rules saw it, and under each candidate category, with the very texts that were hashed. */
const subjectsOf = (trx: Knex) => runQuery<SubjectRow>(trx, {
  sql: `SELECT s.variant_of IS NOT NULL AS variant, s.category, c.columns, s::text AS text, f.findings, f.findings_text
        FROM subject s
        CROSS JOIN (SELECT array_agg(attname::text ORDER BY attnum) AS columns FROM pg_attribute
                    WHERE attrelid = to_regclass('pg_temp.subject') AND attnum > 0 AND NOT attisdropped) c
        CROSS JOIN LATERAL (
          SELECT coalesce(json_agg(json_build_object('rule', f.rule, 'class', f.class, 'outcome', f.outcome, 'distance_m', f.distance_m,
                   'error_m', f.error_m, 'areas', f.areas, 'evidence', f.evidence) ORDER BY f.rule COLLATE "C"), '[]') AS findings,
                 string_agg(finding_text(f.rule, f.outcome, f.distance_m, f.error_m, f.areas, f.evidence), E'\\n' ORDER BY f.rule COLLATE "C") AS findings_text
          FROM found_so_far f WHERE f.subject_id = s.id AND f.outcome IN ('conflict', 'borderline', 'unknown')) f
        WHERE s.own ORDER BY s.variant_of IS NOT NULL, s.category COLLATE "C"`,
  bindings: {},
});

async function byCategoryText(trx: Knex, id: number): Promise<string | null> {
  const [row] = await runQuery<{ text: string | null }>(trx, {
    sql: 'SELECT by_category::text AS text FROM composed WHERE outfall_id = :id AND own AND variant_of IS NULL', bindings: { id },
  });
  return row?.text ?? null;
}

const geometryOf = (column: string) =>
  `CASE WHEN ${column} IS NOT NULL THEN json_build_object('ewkb', ${column}::text, 'geojson', ST_AsGeoJSON(${column}, 15, 0)::json) END`;

async function placesOf(trx: Knex): Promise<VerdictRecord['places']> {
  const [row] = await runQuery<VerdictRecord['places']>(trx, {
    sql: `SELECT ${geometryOf('geom')} AS mouth, ${geometryOf('entry_geom')} AS entry, ${geometryOf('site_geom')} AS site FROM subject WHERE own AND variant_of IS NULL`, bindings: {},
  });
  return row as VerdictRecord['places'];
}

/** Columns that are geometry stand beside the facts, exact; copies for tiles are left out. */
const FACTS = (alias: string) => `(SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(to_jsonb(${alias})) WHERE key !~ '^(geom|entry_geom|wall|centre)')`;

const rowsAsJson = (trx: Knex, table: string, ids: number[]) => runQuery<{ id: number; facts: Record<string, unknown> }>(trx, {
  sql: `SELECT t.id, ${FACTS('t')} AS facts FROM "${table}" t WHERE id = ANY (:ids::bigint[]) ORDER BY id`, bindings: { ids },
});

type Placed = { id: number; facts: Record<string, unknown>; geometry: RecordedGeometry };

async function areasOf(trx: Knex, catalog: Catalog, findings: Found[]): Promise<VerdictRecord['areas']> {
  const wanted = new Map<string, Set<number>>();
  for (const { layer, id } of findings.flatMap(({ areas }) => areas as { layer: string; id: number }[])) wanted.set(layer, (wanted.get(layer) ?? new Set()).add(id));
  const areas: VerdictRecord['areas'] = [];
  for (const [layer, ids] of [...wanted].sort()) {
    const table = catalog.layers.get(layer)?.header.from;
    if (!table) throw new Error(`no layer ${layer}`);
    const rows = await runQuery<Placed>(trx, {
      sql: `SELECT t.id, ${FACTS('t')} AS facts, ${geometryOf('t.geom')} AS geometry FROM "${table}" t WHERE id = ANY (:ids::bigint[]) ORDER BY id`, bindings: { ids: [...ids] },
    });
    areas.push(...rows.map((row) => ({ layer, ...row })));
  }
  return areas;
}

/** Declarations of completeness at the outfall's places, for the layers that its rules ask about. */
const coveragesOf = (trx: Knex, layers: string[], asOf: string) => runQuery<Placed & { layer: string }>(trx, {
  sql: `SELECT c.id, c.layer, ${FACTS('c')} AS facts, ${geometryOf('c.geom')} AS geometry FROM layer_coverage c
        WHERE c.layer = ANY (:layers::text[]) AND c.as_of <= :as_of::date AND EXISTS (
          SELECT FROM subject s WHERE s.own AND s.variant_of IS NULL AND (c.geom && s.geom OR c.geom && s.entry_geom OR c.geom && s.site_geom))
        ORDER BY c.layer, c.id`,
  bindings: { layers, as_of: asOf },
});

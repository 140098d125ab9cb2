import type { Knex } from 'knex';
import type { Catalog } from '../catalog';
import { type Query, runKept, runQuery } from '../db/query';
import { schemaFact } from '../db/schema-facts';
import { today } from '../today';
import { connectedTo, nearby } from './nearby';
import { citywideTables, coverageReach, judgesGroups, lookingElsewhere, type Readers, readersOf, widestPositionErrors } from './readers';
import { type Widths, widthsOf } from './widths';

/** Rows that are about to change, or have just changed. */
export interface Touched { table: string; ids: number[] }

/** What could be affected as things stood before a change. */
export interface Before { ids: Set<number>; widths: Map<string, Widths> }

/**
 * The one place that decides what an edit can affect: outfalls whose findings can hang on the touched rows. Asked before
 * and after the change, so that old and new places both count. Never less than that, and more only by what lies near.
 * What it knows of rules stands in their headers (see `readersOf`).
 */
export async function affectedBefore(trx: Knex.Transaction, catalog: Catalog, touched: Touched[]): Promise<Before> {
  return { ids: await affectedBy(trx, catalog, touched), widths: await widthsOf(trx, catalog, touched) };
}

/** @returns ids of outfalls to judge anew; some may be gone. */
export async function affectedAfter(trx: Knex.Transaction, catalog: Catalog, touched: Touched[], before: Before): Promise<number[]> {
  const ids = new Set([...before.ids, ...await affectedBy(trx, catalog, touched)]);
  const widths = await widthsOf(trx, catalog, touched);
  for (const [table, { widest, told }] of widths) {
    const former = before.widths.get(table);
    if (former && former.told !== told) await addAllAround(trx, catalog, table, Math.max(widest, former.widest), ids);
  }
  return [...ids].sort((a, b) => a - b);
}

/** Areas farther off than the widest boundary error are not looked at: when it changes, others count all over the table. */
async function addAllAround(trx: Knex.Transaction, catalog: Catalog, table: string, widest: number, ids: Set<number>) {
  const search = new Search(trx, catalog, [], new Set());
  await search.add(nearby(table, 'true', {}, widest + 1, widestPositionErrors(catalog)));
  for (const id of await search.withGroups()) ids.add(id);
}

async function affectedBy(trx: Knex.Transaction, catalog: Catalog, touched: Touched[]): Promise<Set<number>> {
  const search = new Search(trx, catalog, await referencesIn(trx), await placedTables(trx));
  for (const { table, ids } of touched) await search.follow(table, ids, 'changed');
  return search.withGroups();
}

/** changed = the row itself, with its shape; facts = something that the row refers to. */
type How = 'changed' | 'facts';

interface Reference { from: string; column: string; to: string }

/** What the engine itself reads; everything else counts only if a rule reads it. */
const ENGINE = ['outfall', 'discharger', 'layer_edition', 'layer_coverage'];

class Search {
  private readonly found = new Set<number>();
  private readonly seen = new Set<string>();
  private readonly readers: Map<string, Readers>;
  private readonly errors: Record<string, number>;

  constructor(private readonly trx: Knex.Transaction, private readonly catalog: Catalog,
    private readonly references: Reference[], private readonly placed: Set<string>) {
    this.readers = readersOf(catalog);
    this.errors = widestPositionErrors(catalog);
  }

  async follow(table: string, all: number[], how: How): Promise<void> {
    const ids = all.filter((id) => !this.seen.has(`changed ${table}/${id}`) && !this.seen.has(`${how} ${table}/${id}`));
    for (const id of ids) this.seen.add(`${how} ${table}/${id}`);
    if (ids.length === 0 || !this.isRead(table)) return;
    if (citywideTables(this.catalog).has(table)) await this.addCities(table, ids);
    if (lookingElsewhere(this.catalog, table).length) await this.addElsewhere(lookingElsewhere(this.catalog, table));
    if (table === 'layer_coverage') return this.followCoverage(ids);
    await this.followPlaces(table, ids, how);
    if (table === 'outfall') return ids.forEach((id) => { this.found.add(id); });
    await this.followOwner(table, ids);
    for (const { from, column } of this.references.filter((one) => one.to === table && one.from !== table && this.isRead(one.from))) {
      // a dated state of a layer comes into force with its rows; anything else only lends them facts
      await this.follow(from, await this.trx(from).whereIn(column, ids).pluck('id'), table === 'layer_edition' ? 'changed' : 'facts');
    }
  }

  private isRead = (table: string) => ENGINE.includes(table) || this.readers.has(table);

  private async followPlaces(table: string, ids: number[], how: How) {
    const readers = this.readers.get(table);
    const reachM = (how === 'changed' ? readers?.reachM : readers?.factsReachM) ?? null;
    if (!readers || reachM === null || !this.placed.has(table)) return;
    const widest = readers.areas ? (await widthsOf(this.trx, this.catalog, [{ table, ids }])).get(table)?.widest ?? 0 : 0;
    await this.add(nearby(table, 't.id = ANY (:ids::bigint[])', { ids }, Math.max(reachM, widest + 1), this.errors));
    if (!readers.areas || how !== 'changed') return;
    const connected = await runQuery<{ id: number }>(this.trx, connectedTo(table, ids, today()));
    if (connected.length) await this.add(nearby(table, 't.id = ANY (:ids::bigint[])', { ids: connected.map(({ id }) => id) }, 1, this.errors));
  }

  /** Rows that belong to one outfall, and are read for it. */
  private async followOwner(table: string, ids: number[]) {
    if (!this.references.some(({ from, to, column }) => from === table && to === 'outfall' && column === 'outfall_id')) return;
    await this.follow('outfall', await this.trx(table).whereIn('id', ids).whereNotNull('outfall_id').pluck('outfall_id'), 'facts');
  }

  /** Every outfall of the cities that the rows are listed in. */
  private addCities = (table: string, ids: number[]) => this.add({
    sql: `SELECT o.id FROM outfall o WHERE left(o.region_code, 6) IN (SELECT left(t.region_code, 6) FROM "${table}" t WHERE t.id = ANY (:ids::bigint[]))`,
    bindings: { ids },
  });

  /** Outfalls of which a finding tells of a place elsewhere; few, found by the index finding_elsewhere. */
  private addElsewhere = (rules: string[]) => this.add({
    sql: `SELECT c.outfall_id AS id FROM finding f JOIN verdict_current c ON c.outfall_id = f.outfall_id AND c.verdict_id = f.verdict_id
          WHERE f.rule = ANY (:rules::text[]) AND f.evidence -> 'datum' IS NOT NULL`,
    bindings: { rules },
  });

  /** A declaration counts for every place whose error disc it can hold or leave. */
  private async followCoverage(ids: number[]) {
    const rows: { id: number; layer: string }[] = await this.trx('layer_coverage').whereIn('id', ids).select('id', 'layer');
    for (const { id, layer } of rows) {
      const reachM = coverageReach(this.catalog, layer);
      if (reachM !== null) await this.add(nearby('layer_coverage', 't.id = ANY (:ids::bigint[])', { ids: [id] }, reachM, this.errors));
    }
  }

  async add(query: Query) {
    for (const { id } of await runQuery<{ id: number }>(this.trx, query)) this.found.add(id);
  }

  /** Whole groups: an edit near one outfall can change which of its discharger's others is kept. */
  async withGroups(): Promise<Set<number>> {
    if (this.found.size && judgesGroups(this.catalog)) {
      const group: Query = {
        sql: 'SELECT o.id FROM outfall o WHERE o.discharger_id IN (SELECT g.discharger_id FROM outfall g WHERE g.id = ANY (:ids::bigint[]))',
        bindings: { ids: [...this.found] },
      };
      for (const { id } of await runKept<{ id: number }>(this.trx, group)) this.found.add(id);
    }
    return this.found;
  }
}

/** References `x_id` between tables whose rows have an id. */
const referencesIn = (trx: Knex.Transaction) => schemaFact(trx, 'references', () => runQuery<Reference>(trx, {
  sql: `SELECT t.relname AS from, a.attname AS column, r.relname AS to
        FROM pg_constraint c
        JOIN pg_class t ON t.oid = c.conrelid
        JOIN pg_class r ON r.oid = c.confrelid
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[cardinality(c.conkey)]
        WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace AND a.attname LIKE '%\\_id'
          AND EXISTS (SELECT FROM pg_attribute i WHERE i.attrelid = t.oid AND i.attname = 'id')`,
  bindings: {},
}));

const placedTables = (trx: Knex.Transaction) => schemaFact(trx, 'placed tables', async () => new Set((await runQuery<{ name: string }>(trx, {
  sql: `SELECT t.relname AS name FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid
        WHERE a.attname = 'geom' AND t.relkind = 'r' AND t.relnamespace = 'public'::regnamespace`,
  bindings: {},
})).map(({ name }) => name)));

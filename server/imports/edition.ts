import type { Knex } from 'knex';
import { z } from 'zod';
import { runQuery } from '../db/query';
import { AppError } from '../errors';
import { today } from '../today';
import type { Target } from './meaning/layers';

const day = z.iso.date();

/** Which edition the rows of an import belong to: one that stands, or a new one with its source document. */
export const editionSchema = z.union([
  z.strictObject({ code: z.string().min(1).max(200) }),
  z.strictObject({
    name: z.string().min(1).max(200),
    document: z.string().min(1).max(500).meta({ description: '来源文件 source document' }),
    document_date: day.optional(),
    valid_from: day,
    boundary_error_m: z.number().min(0).max(10_000).meta({ description: '边界误差，95 %，米 boundary error, metres' }),
    note: z.string().max(1000).optional(),
    replaces: z.string().max(200).optional().meta({ description: '由此失效的数据版本编码 code of the edition that ends with it' }),
  }),
]);

/** Whether the layer is thereby declared complete, and where. */
export const coverageSchema = z.union([
  z.literal(false),
  z.strictObject({
    declared_by: z.string().min(1).max(200),
    as_of: day,
    region: z.string().regex(/^\d{6}(\d{3})?$/).optional().meta({ description: '完备范围为此区划；不给则为导入的城市 the whole of this region; else of the import’s' }),
    document: z.string().max(500).optional(),
  }),
]).meta({ description: '是否声明数据完备 whether the layer is declared complete' });

export type EditionWish = z.infer<typeof editionSchema>;
export type CoverageWish = z.infer<typeof coverageSchema>;

export interface Declared { table: string; id: number; action: 'create' | 'change' }

/** Makes or finds the edition. @throws AppError 422 where the layer needs one and none is given. */
export async function takeEdition(trx: Knex.Transaction, { resource, shape }: Target, wish: EditionWish | undefined, region: string, job: number): Promise<{ id: number | null; code: string | null; rows: Declared[] }> {
  const needed = shape.columns.some(({ name, required }) => name === 'edition_id' && required);
  if (!wish) {
    if (!needed) return { id: null, code: null, rows: [] };
    throw refuse('edition', '此图层须说明数据版本：来源文件、生效日期、边界误差 (this layer needs an edition: document, date, boundary error)', null);
  }
  if ('code' in wish) {
    const found = await trx('layer_edition').where({ code: wish.code }).first('id', 'layer');
    if (!found) throw refuse('edition.code', '没有这个数据版本 (no such edition)', wish.code);
    if (found.layer !== resource.id) throw refuse('edition.code', `是 ${found.layer} 的数据版本 (an edition of another layer)`, wish.code);
    return { id: Number(found.id), code: wish.code, rows: [] };
  }
  const { replaces, ...given } = wish;
  const ended = replaces === undefined ? [] : [await end(trx, resource.id, replaces, wish.valid_from)];
  const code = `${region}-import-${job}`;
  const [{ id }] = await trx('layer_edition').insert({ code, layer: resource.id, region_code: region, ...given }).returning('id');
  return { id: Number(id), code, rows: [...ended, { table: 'layer_edition', id: Number(id), action: 'create' }] };
}

async function end(trx: Knex.Transaction, layer: string, code: string, from: string): Promise<Declared> {
  const row = await trx('layer_edition').where({ code, layer }).first('id', 'valid_from');
  if (!row) throw refuse('edition.replaces', '没有这个数据版本 (no such edition of this layer)', code);
  if (row.valid_from >= from) throw refuse('edition.valid_from', `须晚于被取代版本的生效日 (later than that of the edition it replaces) ${row.valid_from}`, from);
  await trx('layer_edition').where({ id: row.id }).update({ valid_to: from });
  return { table: 'layer_edition', id: Number(row.id), action: 'change' };
}

export async function declareCoverage(trx: Knex.Transaction, { resource }: Target, wish: CoverageWish | undefined, region: string, job: number, document: string | undefined): Promise<Declared[]> {
  if (!wish) return [];
  if (wish.as_of > today()) throw refuse('coverage.as_of', '不能是将来的日期 (not a day to come)', wish.as_of);
  const where = wish.region ?? region;
  const rows = await runQuery<{ id: number }>(trx, {
    sql: `INSERT INTO layer_coverage (code, layer, region_code, name, statement, as_of, declared_by, document, geom)
          SELECT :code, :layer, r.code, r.name || '：' || :title, 'complete', :as_of, :declared_by, :document, r.geom FROM region r WHERE r.code = :where RETURNING id`,
    bindings: { code: `${where}-${resource.id}-import-${job}`, layer: resource.id, title: resource.title.zh, as_of: wish.as_of, declared_by: wish.declared_by, document: wish.document ?? document ?? null, where },
  });
  if (!rows[0]) throw refuse('coverage.region', '没有这个行政区划 (no such region)', where);
  return [{ table: 'layer_coverage', id: rows[0].id, action: 'create' }];
}

const refuse = (field: string, reason: string, value: unknown) => new AppError('invalid', reason, [{ field, reason, value }]);

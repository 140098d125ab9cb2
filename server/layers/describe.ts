import type { z } from 'zod';
import type { layerSchema } from '../api-types';
import type { Db } from '../db/open';
import { type Query, runQuery } from '../db/query';
import type { Stamps } from '../tiles/stamps';
import { versionOf } from '../tiles/versions';
import type { Layer, LayerHeader } from './layer-files';
import { layerWhere } from './layer-filter';

type Described = z.input<typeof layerSchema>;
type Edition = Described['editions'][number];
type Words = Record<string, { zh: string; en: string }>;

interface Facts { count: number; editions: Edition[]; coverage: Described['coverage'] }

/** The catalogue of public layers: headers, and what the database says of each. */
export async function describeLayers(db: Db, layers: Layer[], day: string, stamps: Stamps) {
  const [facts] = await runQuery<Record<string, Facts> & { categories: Words }>(db.knex, factsOf(layers, day));
  if (!facts) throw new Error('the layers were described by no row');
  return layers.map((layer) => {
    const { count, editions, coverage } = facts[layer.header.id] as Facts;
    return { ...described(layer.header, facts.categories), count, editions, edition: editions[0] ?? null, coverage, version: versionOf([layer], stamps, day) };
  });
}

const described = ({ id, title, group, order, geometry, minzoom, maxzoom, access, visible, style, attributes }: LayerHeader, categories: Words) => ({
  id, title, group, order, geometry, minzoom, maxzoom, access, visible, style,
  attributes: Object.entries(attributes).map(([name, { type, unit, zh, en, values, codes }]) => ({
    name, type, ...(unit && { unit }), zh, en, ...((values ?? codes) && { values: values ?? categories }),
  })),
});

/** One row: per layer its count, the editions in force of its rows (latest first), and where it is declared complete. */
function factsOf(layers: Layer[], day: string): Query {
  const columns = layers.map(({ header }) => `(SELECT json_build_object('count', ${count(header)}, 'editions', ${editions(header)}, 'coverage', ${coverage(header)})) AS ${header.id}`);
  return {
    sql: `WITH tile AS NOT MATERIALIZED (SELECT CAST(:tile_day AS date) AS day)
      SELECT ${columns.join(',\n')},
        (SELECT coalesce(json_object_agg(code, json_build_object('zh', name, 'en', name_en) ORDER BY sort), '{}') FROM category) AS categories`,
    bindings: { tile_day: day, items_day: day },
  };
}

/** Its bindings stand in the statement: without a filter there is only the day. */
const rows = (header: LayerHeader) => {
  const { from, sql } = layerWhere(header, {} as never, '');
  return `${from} i, tile WHERE ${sql}`;
};

const count = (header: LayerHeader) => `(SELECT count(*) FROM ${rows(header)})`;

const editions = (header: LayerHeader) => !header.dated ? `CAST('[]' AS json)` : `(SELECT coalesce(json_agg(json_build_object('id', e.id, 'code', e.code, 'name', e.name,
    'region', e.region_code, 'document', e.document, 'document_date', e.document_date, 'valid_from', e.valid_from, 'valid_to', e.valid_to,
    'boundary_error_m', e.boundary_error_m) ORDER BY e.valid_from DESC, e.code COLLATE "C"), '[]')
  FROM layer_edition e WHERE e.id IN (SELECT i.edition_id FROM ${rows(header)}))`;

const coverage = (header: LayerHeader) => `(SELECT coalesce(json_agg(json_build_object('region', c.region_code, 'name', c.name,
    'statement', c.statement, 'as_of', c.as_of, 'declared_by', c.declared_by) ORDER BY c.region_code COLLATE "C", c.code COLLATE "C"), '[]')
  FROM layer_coverage c WHERE c.layer = '${header.id}')`;

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { CatalogError, ROOT, readSqlFolder, type SqlFile } from '../sql-file';
import { VALUE_LISTS, type ValueWords } from './value-lists';

const words = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });

export const attributeSchema = words.extend({
  type: z.enum(['string', 'integer', 'number', 'boolean', 'date']),
  /** Unit of a number. */
  unit: z.string().optional(),
  /** Table of codes (code, name, name_en) that explains the values. */
  codes: z.literal('category').optional(),
  /** Of sums of several rows, which only tiles show. */
  aggregate: z.literal(true).optional(),
  /** Its values in words: here, or the name of a list of data/codes/values.yaml. */
  values: z.union([
    z.record(z.string(), words),
    z.enum([...VALUE_LISTS.keys()]).transform((list) => VALUE_LISTS.get(list) as Record<string, ValueWords>),
  ]).optional(),
});

/** SQL names: the only parts of a header that become SQL text. */
const identifier = z.string().regex(/^[a-z_][a-z0-9_]*$/);

const header = z.strictObject({
  id: identifier,
  title: words,
  group: words.extend({ id: identifier }),
  /** Drawing order: higher lies on top. */
  order: z.int(),
  geometry: z.enum(['point', 'line', 'polygon']),
  /** Below it the layer has no features in tiles. */
  minzoom: z.int().min(0).max(22),
  /** Closer in, clients may enlarge tiles of this zoom; the server still answers to zoom 22. */
  maxzoom: z.int().min(0).max(22),
  /** Table or view whose rows are the layer's features. */
  from: identifier,
  /** Condition that picks this layer's rows out of `from`. */
  where: z.string().optional(),
  /** Column with the region code. */
  region: identifier.default('region_code'),
  /** Rows belong to editions, and only those in force on the day are shown. */
  dated: z.boolean().default(false),
  /** What is shown may change at midnight (China) though no row does. */
  daily: z.boolean().default(false),
  /** Tables that change it. */
  tables: z.array(identifier).min(1),
  access: z.enum(['public', 'internal']),
  /** How its rows are edited: their table, columns that are the same in every row of the layer, types of geometry (else those of the column). */
  edit: z.strictObject({
    table: identifier,
    fixed: z.record(identifier, z.string()).default({}),
    shapes: z.array(z.enum(['MultiLineString', 'MultiPolygon'])).optional(),
    /** Columns that say how things stood on a day: none is to come. */
    past: z.array(identifier).default([]),
  }).optional(),
  visible: z.boolean(),
  attributes: z.record(identifier, attributeSchema),
  /**
   * Map and legend alike, from the lowest to the topmost: OpenLayers flat styles, of which styles/onemap.ts makes the map style.
   * `icon-src` names a file of styles/symbols. `ring`: a ring of the attribute `shares`, in the colours of these symbols.
   */
  style: z.array(z.strictObject({
    label: words, filter: z.array(z.unknown()).optional(), style: z.record(z.string(), z.unknown()), ring: z.array(z.string()).min(2).optional(),
  })).min(1),
  /** Names that the map writes (attribute `name`): size in pixels, `maxzoom` from which they are left out, `along` the line. */
  names: z.array(z.strictObject({
    filter: z.array(z.unknown()).optional(), maxzoom: z.int().optional(), size: z.int(), colour: z.string(), bold: z.boolean().default(false), along: z.boolean().default(false),
  })).default([]),
});

export type LayerHeader = z.infer<typeof header>;

/**
 * Attributes that tiles add to a layer of lines or areas, and only where they say something: a feature that is smaller than a
 * tile's unit is a point there, and in crowded tiles one point stands for several that look alike.
 */
const TILE_ATTRIBUTES: Record<'aggregate' | 'count' | 'drawn_as', z.infer<typeof attributeSchema>> = {
  aggregate: { type: 'boolean', zh: '聚合点（过密处）', en: 'Aggregate of several (where they crowd)' },
  count: { type: 'integer', zh: '聚合的要素数', en: 'Features in the aggregate' },
  drawn_as: {
    type: 'string', zh: '图形不同于图层类型：过小或聚合而以点表示，或面图层中的线', en: 'Shape other than that of the layer: a point where too small or counted, a line in a layer of areas',
    values: { point: { zh: '点', en: 'Point' }, line: { zh: '线', en: 'Line' } },
  },
};

/** What features of a layer can carry in tiles. */
export const tileAttributes = ({ attributes, geometry }: LayerHeader) => ({ ...attributes, ...(geometry !== 'point' && TILE_ATTRIBUTES) });

/** The attributes that a row has by itself: those of items, by name. */
export const itemAttributes = ({ attributes }: LayerHeader) => Object.entries(attributes).filter(([, { aggregate }]) => !aggregate);

/**
 * One tile layer. Its SELECT reads `item` (rows of `from` that the tile and the filter leave, with `shape` in EPSG:3857,
 * generalised for the zoom) and `tile` (see tiles/tile-query.ts), and returns `feature_id`, the attributes and `geom`.
 */
export interface Layer extends SqlFile<LayerHeader> {
  /** The statement that gives the rows one by one: all of it, or where sums follow (attributes `aggregate`) what stands before the line `UNION ALL`. */
  rows: string;
  /** Of header and statement: a changed file is a changed layer. */
  hash: string;
}

/** Every layer of sql/layers in drawing order. @throws CatalogError naming file and line. */
export function readLayers(folder = join(ROOT, 'sql/layers')): Map<string, Layer> {
  const layers = readSqlFolder(folder, header).map((file) => ({ ...file, rows: rowsOf(file), hash: hashOf(file) }));
  for (const { header: { id, minzoom, maxzoom }, file } of layers) {
    if (maxzoom < minzoom) throw new CatalogError(file, 1, `${id}: maxzoom ${maxzoom} is below minzoom ${minzoom}`);
  }
  return new Map(layers.sort((a, b) => a.header.order - b.header.order).map((layer) => [layer.header.id, layer]));
}

function rowsOf({ header, sql, file }: SqlFile<LayerHeader>): string {
  if (!Object.values(header.attributes).some(({ aggregate }) => aggregate)) return sql;
  const [rows = '', sums] = sql.split(/^UNION ALL$/m);
  if (sums === undefined) throw new CatalogError(file, 1, `${header.id}: sums are to follow the rows after a line UNION ALL`);
  return rows;
}

const hashOf = ({ header, sql }: SqlFile<LayerHeader>) =>
  createHash('sha256').update(JSON.stringify(header)).update(sql).digest('hex').slice(0, 12);

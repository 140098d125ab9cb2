import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../errors';
import type { LayerHeader } from '../layers/layer-files';
import type { LayerFilter } from '../layers/layer-filter';
import { dayAsked, filterShape } from '../outfalls/filters';
import { refuseIdleFilters } from '../tiles/request';
import { boxGeometry, storedGeometry } from './box';
import { CRS84, type Crs, findCrs } from './crs';
import { type Filter, filterSql } from './cql2/sql';
import { readJson } from './cql2/json';
import { readText } from './cql2/text';
import { f } from './negotiation';
import { type Period, readPeriod } from './period';
import { queryablesOf } from './queryables';

const { bbox: _, ...shared } = filterShape;

const uri = (description: string) => z.string().max(200).optional().meta({ description, format: 'uri' });

export const itemQuery = {
  ...shared,
  limit: z.unknown().transform((given, context) => {
    const read = /^\d{1,15}$/.test(String(given)) ? Number(given) : 0;
    if (read < 1) context.addIssue({ code: 'custom', message: '应为正整数，超过 1000 按 1000 (a positive integer; more than 1000 counts as 1000)' });
    return Math.min(read, 1000);
  }).prefault(100).meta({ description: '每页条数，超过 1000 按 1000 (items a page; more than 1000 counts as 1000)', type: 'integer', minimum: 1, maximum: 1000 }),
  bbox: z.string().max(300).optional().meta({ description: '范围，按 bbox-crs，缺省 西,南,东,北 (box in bbox-crs; else west,south,east,north)', type: 'array', items: { type: 'number' }, minItems: 4, maxItems: 6 }),
  'bbox-crs': uri('bbox 的坐标系 (CRS of bbox)'),
  crs: uri('结果的坐标系 (CRS of the answer)'),
  datetime: z.string().max(100).optional().meta({ description: '时间或区间：该期间有效的数据版本 (time or interval: editions in force then)' }),
  filter: z.string().optional().meta({ description: 'CQL2 筛选表达式 (CQL2 filter)' }),
  'filter-lang': z.enum(['cql2-text', 'cql2-json']).optional().meta({ description: '筛选语言，缺省 cql2-text (language of filter)', default: 'cql2-text' }),
  'filter-crs': uri('filter 中几何的坐标系 (CRS of shapes in filter)'),
  cursor: z.string().max(200).optional().meta({ description: '上一页 next 链接中的值 (from the next link of the page before)' }),
  f,
};

export type ItemQuery = z.output<z.ZodObject<typeof itemQuery>>;

/** What a page of items is asked for, cleaned; what is in it selects rows, nothing of it is SQL text from outside. */
export interface ItemRequest {
  filter: LayerFilter;
  day: string;
  period: Period | undefined;
  box: { sql: string; bindings: Record<string, unknown> } | undefined;
  cql: Filter | undefined;
  crs: Crs;
  limit: number;
  /** Id after which the page begins. */
  after: number;
  /** Of everything that selects rows, to know a cursor and a count by. */
  mark: string;
}

/** @throws AppError 400 naming the parameter that is wrong */
export function readItemRequest(header: LayerHeader, query: ItemQuery, served: Crs[]): ItemRequest {
  const { limit, bbox, 'bbox-crs': bboxCrs, crs, datetime, filter: cql, 'filter-lang': language, 'filter-crs': filterCrs, cursor, f: _format, ...filter } = query;
  refuseIdleFilters([{ header } as never], filter as LayerFilter);
  if (datetime !== undefined && filter.as_of) wrong('datetime', '与 as_of 只能有一个 (only one of datetime and as_of)', datetime);
  if (cql === undefined && language) wrong('filter-lang', '没有 filter (there is no filter)', language);
  if (cql === undefined && filterCrs) wrong('filter-crs', '没有 filter (there is no filter)', filterCrs);
  if (bbox === undefined && bboxCrs) wrong('bbox-crs', '没有 bbox (there is no bbox)', bboxCrs);
  const expression = cql === undefined ? undefined : language === 'cql2-json' ? readJson(cql) : readText(cql);
  const mark = markOf([header.id, filter, bbox, bboxCrs, datetime, cql, language, filterCrs]);
  return {
    filter: filter as LayerFilter,
    day: dayAsked(filter),
    period: datetime === undefined ? undefined : readPeriod(datetime),
    box: bbox === undefined ? undefined : readBox(bbox, findCrs(served, bboxCrs, 'bbox-crs')),
    cql: expression === undefined ? undefined : filterSql(expression, queryablesOf(header), findCrs(served, filterCrs, 'filter-crs')),
    crs: findCrs(served, crs, 'crs'),
    limit,
    after: cursor === undefined ? 0 : readCursor(cursor, mark),
    mark,
  };
}

/** CRS84 needs no look at what is served. */
export const namesCrs = (query: Pick<ItemQuery, 'crs' | 'bbox-crs' | 'filter-crs'>) =>
  [query.crs, query['bbox-crs'], query['filter-crs']].some((each) => each !== undefined && each !== CRS84.uri);

function readBox(text: string, crs: Crs): ItemRequest['box'] {
  const numbers = text.split(',').map((part) => (/^\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?\s*$/.test(part) ? Number(part) : Number.NaN));
  if (!numbers.every(Number.isFinite)) wrong('bbox', '应为逗号分隔的数 (must be numbers separated by commas)', text);
  const box = boxGeometry(crs, numbers);
  if (typeof box === 'string') return wrong('bbox', box, text);
  const { sql, bindings } = storedGeometry(crs, box, 'asked_box');
  return { sql: `ST_Intersects(i.geom, ${sql})`, bindings };
}

function wrong(field: string, reason: string, value: unknown): never {
  throw new AppError('bad_request', '查询参数有误 (wrong query parameters)', [{ field, reason, value }]);
}

const markOf = (parts: unknown[]) => createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 12);

/** Opaque to callers; it carries a mark of what selects the rows that it leads through. */
export const writeCursor = (id: number, mark: string) => Buffer.from(`${mark}.${id}`).toString('base64url');

function readCursor(cursor: string, mark: string): number {
  const found = /^([\w-]{12})\.([1-9]\d{0,14})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  if (!found) return wrong('cursor', '不是本服务给出的游标 (not a cursor of this service)', cursor);
  if (found[1] !== mark) wrong('cursor', '游标属于另一种筛选 (the cursor belongs to another filter)', cursor);
  return Number(found[2]);
}

import type { Query } from '../db/query';
import { itemAttributes, type Layer } from '../layers/layer-files';
import { layerWhere } from '../layers/layer-filter';
import { STAMPS } from '../tiles/stamps';
import { rowsRelations, tablesOf } from '../tiles/tile-query';
import { type Crs, REACH } from './crs';
import type { ItemRequest } from './item-request';

/** Decimals of an answer: a tenth of a millimetre. */
const DECIMALS = { degrees: 9, metres: 4 };

type Selection = Pick<ItemRequest, 'filter' | 'day' | 'period' | 'box' | 'cql'>;

/**
 * A page of a layer: `features`, each as the text of its GeoJSON, in the order of their ids from after `after`; how many are
 * `returned`; `last`, the id of the last of them; whether there are `more`; `beyond`, the id of one that the CRS does not reach; the tables' stamps, and with
 * `counting` the number of all that match, all of one snapshot. Places are found by id, so no page is dearer than the first.
 */
export function pageQuery(layer: Layer, asked: Selection & Pick<ItemRequest, 'crs' | 'limit' | 'after'>, counting: boolean): Query {
  const { relations, condition, bindings } = selected(layer, asked, 'AND i.id > :after');
  const counted = selected(layer, asked, '');
  const count = counting ? `, (WITH ${counted.inner} SELECT count(*) FROM picked p WHERE ${condition}) AS matched` : '';
  return {
    sql: `WITH ${relations},
    page AS MATERIALIZED (SELECT p.* FROM picked p WHERE ${condition} AND p.feature_id > :after ORDER BY p.feature_id LIMIT CAST(:page_size AS integer) + 1),
    shown AS MATERIALIZED (SELECT page.*, row_number() OVER (ORDER BY feature_id) AS place FROM page)
    SELECT (SELECT max(feature_id) FROM shown WHERE place <= :page_size) AS last,
      (SELECT count(*) FROM shown WHERE place <= :page_size) AS returned,
      (SELECT string_agg(${featureText(layer, asked.crs)}, ',' ORDER BY place) FROM shown WHERE place <= :page_size) AS features,
      (SELECT count(*) FROM shown) > :page_size AS more, ${beyond(asked.crs)} AS beyond, ${STAMPS} AS stamps${count}`,
    bindings: { ...bindings, after: asked.after, page_size: asked.limit, stamp_tables: tablesOf([layer]).join(',') },
  };
}

/** One row of a layer by its id, as `pageQuery` gives it. */
export function itemQueryOf(layer: Layer, asked: Selection & Pick<ItemRequest, 'crs'>, id: number): Query {
  const { relations, bindings } = selected(layer, asked, 'AND i.id = :wanted');
  return {
    sql: `WITH ${relations}, shown AS MATERIALIZED (SELECT p.* FROM picked p WHERE p.feature_id = :wanted)
    SELECT ${featureText(layer, asked.crs)} AS feature, ${beyond(asked.crs)} AS beyond FROM shown`,
    bindings: { ...bindings, wanted: id },
  };
}

/** `item`, the rows that all but the CQL2 filter lets through, and `picked`, what the layer's own SELECT makes of them. */
function selected(layer: Layer, { filter, day, period, box, cql }: Selection, more: string) {
  const tile = rowsRelations(day);
  const where = layerWhere(layer.header, filter, day, period ? { inForce: IN_FORCE_IN_PERIOD } : {});
  const inner = `item AS NOT MATERIALIZED (
      SELECT i.*, i.geom AS shape FROM ${where.from} i, tile WHERE (${where.sql})${box ? ` AND ${box.sql}` : ''} ${more}
    ), picked AS NOT MATERIALIZED (${layer.rows}
    )`;
  return {
    inner,
    relations: `${tile.sql}, ${inner}`,
    condition: cql?.sql ?? 'true',
    bindings: {
      ...tile.bindings, ...where.bindings, ...box?.bindings, ...cql?.bindings,
      ...(period && { period_from: period.from, period_to: period.to }),
    },
  };
}

/** Of a dated layer, whatever was in force on any day of the period. */
const IN_FORCE_IN_PERIOD = `(i.edition_id IS NULL OR EXISTS (SELECT FROM layer_edition edition WHERE edition.id = i.edition_id
  AND edition.valid_from <= CAST(:period_to AS date) AND coalesce(edition.valid_to > CAST(:period_from AS date), true)))`;

/** Text of a GeoJSON feature; values that are not known are null, so that every feature has every attribute. */
function featureText({ header }: Layer, crs: Crs): string {
  const names = itemAttributes(header).map(([name]) => name).join(', ');
  return `'{"type":"Feature","id":' || feature_id || ',"geometry":' || coalesce(${geometryText(crs)}, 'null') || ',"properties":' ||
    (SELECT CAST(row_to_json(a) AS text) FROM (SELECT ${names}) a) || '}'`;
}

function geometryText({ srid, swapped, degrees, meridian }: Crs): string {
  const there = srid === 4490 ? 'geom' : `ST_Transform(${meridian === undefined ? 'geom' : `CASE WHEN NOT (${farFrom(meridian)}) THEN geom END`}, ${srid})`;
  return `ST_AsGeoJSON(${swapped ? `ST_FlipCoordinates(${there})` : there}, ${degrees ? DECIMALS.degrees : DECIMALS.metres}, 0)`;
}

/** Id of a row that lies where the projection gives no coordinates. */
const beyond = ({ meridian }: Crs) => (meridian === undefined ? 'CAST(NULL AS bigint)'
  : `(SELECT min(feature_id) FROM shown WHERE ${farFrom(meridian)})`);

const farFrom = (meridian: number) => `ST_XMin(geom) < ${meridian - REACH} OR ST_XMax(geom) > ${meridian + REACH}`;

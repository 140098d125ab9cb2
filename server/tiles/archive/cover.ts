import type { Db } from '../../db/open';
import { type Query, runQuery } from '../../db/query';
import { asKnown } from '../../history/past';
import { layerWhere } from '../../layers/layer-filter';
import type { TileAddress } from '../address';
import type { LayersRequest } from '../request';
import { boxOf, FULL_FROM } from '../tile-query';

/** Tiles asked about in one statement. */
const AT_ONCE = 500;

/**
 * The tiles of WebMercatorQuad that can hold something, from `roots` (all of one zoom, themselves included) to zoom `to`: every other
 * tile is empty. Those of a zoom stand together, zoom after zoom.
 */
export function cover(db: Db, asked: LayersRequest, roots: TileAddress[], to: number): Promise<TileAddress[]> {
  return asKnown(db, asked.filter.known_at, async (knex) => {
    const found: TileAddress[] = [];
    for (let level = roots; level.length;) {
      const reached: TileAddress[] = [];
      for (let n = 0; n < level.length; n += AT_ONCE) {
        const some = level.slice(n, n + AT_ONCE);
        for (const { place } of await runQuery<{ place: number }>(knex, reachedOf(asked, some))) reached.push(some[place - 1] as TileAddress);
      }
      found.push(...reached);
      level = (level[0] as TileAddress).z < to ? reached.flatMap(children) : [];
    }
    return found;
  });
}

/** A tile's box with its buffer holds those of all four: where it meets no row they do not. */
const children = ({ z, x, y }: TileAddress): TileAddress[] => [0, 1].flatMap((south) => [0, 1].map((east) => ({ z: z + 1, x: 2 * x + east, y: 2 * y + south })));

/** By the same condition as the tile itself, in places from 1; where full geometries are drawn, by those and not their boxes. */
function reachedOf({ layers, filter, day }: LayersRequest, tiles: TileAddress[]): Query {
  const exact = (tiles[0] as TileAddress).z >= FULL_FROM;
  const wheres = layers.map(({ header }) => ({ header, ...layerWhere(header, filter, day) }));
  const boxes = tiles.map(boxOf);
  return {
    sql: `WITH tile AS NOT MATERIALIZED (SELECT CAST(:tile_day AS date) AS day)
      SELECT CAST(place AS integer) AS place
      FROM tile, (SELECT place, ST_MakeEnvelope(west, south, east, north, 3857) AS box
        FROM unnest(CAST(:west AS float8[]), CAST(:south AS float8[]), CAST(:east AS float8[]), CAST(:north AS float8[])) WITH ORDINALITY AS each_tile (west, south, east, north, place)) asked
      WHERE ${wheres.map(({ header, from, sql }) => `EXISTS (SELECT FROM ${from} i
        WHERE i.geom_3857 && asked.box AND (${sql})${exact && header.geometry !== 'point' ? ' AND ST_Intersects(i.geom_3857, asked.box)' : ''})`).join('\n OR ')}
      ORDER BY place`,
    bindings: Object.assign({
      tile_day: day, west: boxes.map(({ west }) => west), south: boxes.map(({ south }) => south), east: boxes.map(({ east }) => east), north: boxes.map(({ north }) => north),
    }, ...wheres.map(({ bindings }) => bindings)),
  };
}

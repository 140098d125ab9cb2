import type { Db } from '../db/open';
import { runQuery, runStoppable } from '../db/query';
import { asKnown } from '../history/past';
import { encodeTile, type TileRow } from './geojson-tile';
import type { Stamps } from './stamps';
import { rowsOfTile, serverTile, type TileRequest } from './tile-query';

export interface Tile {
  /** Uncompressed Mapbox vector tile; empty when no layer has a feature. */
  bytes: Buffer;
  /** State of the layers' tables in the tile's own snapshot. */
  stamps: Stamps;
}

interface ServerRow { tile: Buffer; stamps: Stamps }

/** Draws one tile. An aborted signal ends the statement on a server; the embedded engine lets it finish. */
export async function runTile(db: Db, request: TileRequest, signal?: AbortSignal): Promise<Tile> {
  if (!db.abilities.mvt) return runTileFromRows(db, request);
  const { known_at } = request.filter;
  const query = serverTile(request);
  const [row] = db.engine === 'embedded'
    ? await asKnown(db, known_at, (knex) => runQuery<ServerRow>(knex, query))
    : await asKnown({ ...db, knex: known_at ? db.knex : db.tiles }, known_at, (knex) => runStoppable<ServerRow>(knex, query, { keep: !known_at, signal, other: db.knex }));
  return { bytes: row?.tile ?? Buffer.alloc(0), stamps: row?.stamps ?? {} };
}

interface LooseRow { layers: Record<string, TileRow[]>; stamps: Stamps }

/** The same from features as JSON; any engine can. */
export async function runTileFromRows(db: Db, request: TileRequest): Promise<Tile> {
  const { known_at } = request.filter;
  const query = rowsOfTile(request);
  const [row] = await asKnown(db, known_at, (knex) => runQuery<LooseRow>(knex, query));
  return { bytes: encodeTile(row?.layers ?? {}, request.address), stamps: row?.stamps ?? {} };
}

import type { Knex } from 'knex';
import type { Db } from '../db/open';
import { positional, type Query, runQuery } from '../db/query';
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

/** Draws one tile. An aborted signal ends the statement on a server, unless it looks into the past; the embedded engine lets it finish. */
export async function runTile(db: Db, request: TileRequest, signal?: AbortSignal): Promise<Tile> {
  if (db.abilities.mvt) {
    const { known_at } = request.filter;
    const query = serverTile(request);
    const [row] = await (known_at ? asKnown(db, known_at, (knex) => runQuery<ServerRow>(knex, query)) : cancellable<ServerRow>(db, query, signal));
    return { bytes: row?.tile ?? Buffer.alloc(0), stamps: row?.stamps ?? {} };
  }
  return runTileFromRows(db, request);
}

interface LooseRow { layers: Record<string, TileRow[]>; stamps: Stamps }

/** The same from features as JSON; any engine can. */
export async function runTileFromRows(db: Db, request: TileRequest): Promise<Tile> {
  const { known_at } = request.filter;
  const query = rowsOfTile(request);
  const [row] = await asKnown(db, known_at, (knex) => runQuery<LooseRow>(knex, query));
  return { bytes: encodeTile(row?.layers ?? {}, request.address), stamps: row?.stamps ?? {} };
}

interface PgConnection { processID: number }

/** The connection is held until the cancellation is through, so that it never hits a later statement. */
async function cancellable<Row>({ knex, engine }: Db, query: Query, signal?: AbortSignal): Promise<Row[]> {
  if (!signal || engine !== 'server') return runQuery<Row>(knex, query);
  const connection: PgConnection = await knex.client.acquireConnection();
  let cancelling: Promise<unknown> | undefined;
  const cancel = () => { cancelling = knex.raw('SELECT pg_cancel_backend(?)', [connection.processID]).then(() => {}, () => {}); };
  try {
    signal.throwIfAborted();
    signal.addEventListener('abort', cancel, { once: true });
    const { sql, values } = positional(query);
    const { rows } = await knex.raw(sql, values as Knex.Value[]).connection(connection);
    return rows;
  } finally {
    signal.removeEventListener('abort', cancel);
    await cancelling;
    await knex.client.releaseConnection(connection);
  }
}

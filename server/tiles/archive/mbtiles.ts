import { closeSync, fsyncSync, openSync, rmSync } from 'node:fs';
import { Database } from 'node-sqlite3-wasm';
import type { Drawing } from './drawing';
import type { ArchiveFacts } from './facts';
import { tileOf } from './tile-id';

// MBTiles 1.3: the table `tiles` is a view, so that each content stands in the file once.

const SCHEMA = `
  PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA application_id = 0x4d504258;
  BEGIN;
  CREATE TABLE metadata (name text PRIMARY KEY, value text) WITHOUT ROWID;
  CREATE TABLE images (tile_id integer PRIMARY KEY, tile_data blob NOT NULL);
  CREATE TABLE map (zoom_level integer, tile_column integer, tile_row integer, tile_id integer, PRIMARY KEY (zoom_level, tile_column, tile_row)) WITHOUT ROWID;
  CREATE VIEW tiles AS SELECT zoom_level, tile_column, tile_row, tile_data FROM map JOIN images USING (tile_id);`;

/** Writes the archive of a drawing in one transaction, always the same way, so that equal tiles make equal files. */
export function writeMbtiles(file: string, drawing: Drawing, facts: ArchiveFacts) {
  for (const each of [file, `${file}.lock`]) rmSync(each, { recursive: true, force: true });
  const db = new Database(file);
  try {
    db.exec(SCHEMA);
    for (const pair of Object.entries(words(facts))) db.run('INSERT INTO metadata VALUES (?, ?)', pair);
    writeTiles(db, drawing);
    db.exec('COMMIT');
  } finally {
    db.close();
  }
  const written = openSync(file, 'r+');
  fsyncSync(written);
  closeSync(written);
}

function writeTiles(db: Database, drawing: Drawing) {
  const [image, place] = [db.prepare('INSERT INTO images VALUES (?, ?)'), db.prepare('INSERT INTO map VALUES (?, ?, ?, ?)')];
  const known = new Map<number, number>();
  for (const entry of drawing.entries) {
    const content = known.get(entry.offset) ?? known.size + 1;
    if (!known.has(entry.offset)) {
      known.set(entry.offset, content);
      image.run([content, drawing.read(entry)]);
    }
    const { z, x, y } = tileOf(entry.id);
    place.run([z, x, 2 ** z - 1 - y, content]); // rows count from the south
  }
  image.finalize();
  place.finalize();
}

const words = ({ metadata: { vector_layers, ...metadata }, minzoom, maxzoom, bounds, center }: ArchiveFacts): Record<string, string> => ({
  ...metadata, format: 'pbf', minzoom: String(minzoom), maxzoom: String(maxzoom), bounds: bounds.join(), center: center.join(),
  json: JSON.stringify({ vector_layers: vector_layers.map((layer) => ({ ...layer, fields: typesOf(layer.fields) })) }),
});

/** The format knows three types and no explanations; TileJSON's begin with the type. */
const TYPES: Record<string, string> = { integer: 'Number', number: 'Number', boolean: 'Boolean' };

const typesOf = (fields: Record<string, string>) =>
  Object.fromEntries(Object.entries(fields).map(([name, words]) => [name, TYPES[/^\w*/.exec(words)?.[0] ?? ''] ?? 'String']));

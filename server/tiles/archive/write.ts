import { closeSync, existsSync, fsyncSync, openSync, renameSync, statSync } from 'node:fs';
import { dirname, extname } from 'node:path';
import type { TileAddress } from '../address';
import { Drawing } from './drawing';
import { factsOf, type ArchiveFacts } from './facts';
import { writeMbtiles } from './mbtiles';
import { writePmtiles } from './pmtiles';
import type { Source } from './source';
import { tileId, tileOf } from './tile-id';

/** A file of tiles by its ending. */
export const FORMATS: Record<string, (file: string, drawing: Drawing, facts: ArchiveFacts) => void> = {
  '.pmtiles': writePmtiles, '.mbtiles': writeMbtiles,
};

/** What is wanted. Zooms of WebMercatorQuad; `what` names layers and filters. */
export interface Wanted { out: string; minzoom: number; maxzoom: number; what: string }

type Tell = (line: string) => void;

/** Zooms that are gone down at a time while it is looked where there is anything. */
const STEP = 6;
/** Tiles after which what was drawn is safe on disk. */
const AT_ONCE = 64;
/** Between two lines about the progress, ms. */
const TOLD_EVERY = 2_000;

/**
 * Draws every tile that holds something and writes them as one file, which has its name only when it is whole. What is drawn
 * stands in `${out}.drawing` until then: a run that ended early goes on there, if layers, filters, zooms and data are the same.
 * @throws Error where the file cannot be, nothing is there to draw, or the data changed
 */
export async function writeArchive(source: Source, { out, minzoom, maxzoom, what }: Wanted, tell: Tell): Promise<void> {
  if (!existsSync(dirname(out))) throw new Error(`没有这个文件夹 (no such folder): ${dirname(out)}`);
  const drawing = new Drawing(`${out}.drawing`, JSON.stringify({ what, minzoom, maxzoom, version: source.version }));
  try {
    if (drawing.last >= 0) tell(`继续上次的输出 (going on): 已有 ${drawing.entries.length} 个瓦片 (tiles)`);
    await draw(source, await tilesOf(source, minzoom, maxzoom), drawing, tell);
    if (drawing.last < 0) throw new Error('所选图层与条件下没有任何要素，未输出文件 (no feature at all: no file was written)');
    const beside = `${out}.part`;
    FORMATS[extname(out)]?.(beside, drawing, factsOf(source.document, minzoom, maxzoom));
    renameSync(beside, out);
    syncFolder(dirname(out));
  } catch (error) {
    if (drawing.last < 0) drawing.remove();
    else drawing.close();
    throw error;
  }
  tell(`${out}: ${drawing.entries.length} 个瓦片 (tiles)，其中不同的 ${drawing.different} 个 (different)，${megabytes(statSync(out).size)}`);
  drawing.remove();
}

/** A name given is lost with the power unless its folder is on disk too. */
function syncFolder(folder: string) {
  const opened = openSync(folder, 'r');
  fsyncSync(opened);
  closeSync(opened);
}

/** Numbers of all tiles that can hold something, in order. */
async function tilesOf(source: Source, minzoom: number, maxzoom: number): Promise<Float64Array> {
  const ids = new Set<number>();
  let roots: TileAddress[] = [{ z: 0, x: 0, y: 0 }];
  while (roots.length) {
    const to = Math.min((roots[0] as TileAddress).z + STEP, maxzoom);
    const found = await source.cover(roots, to);
    for (const tile of found) if (tile.z >= minzoom) ids.add(tileId(tile));
    roots = to < maxzoom ? found.filter(({ z }) => z === to) : [];
  }
  return Float64Array.from(ids).sort();
}

async function draw(source: Source, all: Float64Array, drawing: Drawing, tell: Tell) {
  const left = all.filter((id) => id > drawing.last);
  const [started, done] = [Date.now(), all.length - left.length];
  let told = started;
  tell(`待绘瓦片 (tiles to draw): ${left.length} / ${all.length}`);
  for (let n = 0; n < left.length; n += AT_ONCE) {
    const tiles = await drawn(source, left.subarray(n, n + AT_ONCE));
    drawing.append(tiles.filter(({ bytes }) => bytes.length > 0));
    if (Date.now() - told < TOLD_EVERY) continue;
    told = Date.now();
    const now = Math.min(n + AT_ONCE, left.length);
    const rest = ((told - started) / now) * (left.length - now);
    tell(`  ${done + now} / ${all.length} (${((100 * (done + now)) / all.length).toFixed(1)} %)，${megabytes(drawing.bytes)}，约余 (left) ${duration(rest)}`);
  }
}

/** Some tiles at a time, in order. */
async function drawn(source: Source, ids: Float64Array): Promise<{ id: number; bytes: Buffer }[]> {
  const tiles: { id: number; bytes: Buffer }[] = [];
  let next = 0;
  await Promise.all(Array.from({ length: source.width }, async () => {
    for (let n = next++; n < ids.length; n = next++) {
      const id = ids[n] as number;
      tiles[n] = { id, bytes: await source.draw(tileOf(id)) };
    }
  }));
  return tiles;
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

const duration = (ms: number) => (ms < 90_000 ? `${Math.ceil(ms / 1000)} s` : `${Math.ceil(ms / 60_000)} min`);

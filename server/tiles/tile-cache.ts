import { Counter, Gauge } from 'prom-client';
import { metrics } from '../http/metrics';

/** Bytes that an entry costs beside its tile: key, place in the map, buffer. */
const ENTRY_BYTES = 400;

const kept = new Gauge({ name: 'paikou_tile_cache_bytes', help: 'Bytes of compressed tiles kept in memory, of all caches of the process', registers: [metrics] });
const entries = new Gauge({ name: 'paikou_tile_cache_entries', help: 'Compressed tiles kept in memory', registers: [metrics] });
const evicted = new Counter({ name: 'paikou_tile_cache_evicted_total', help: 'Tiles dropped because the cache was full', registers: [metrics] });

/** Tiles as they are sent, by key; the least recently used go first. */
export class TileCache {
  private readonly tiles = new Map<string, Buffer>();
  private bytes = 0;

  /** @param limit bytes kept, what the entries themselves cost included; 0 keeps nothing. */
  constructor(private readonly limit: number) {}

  get(key: string): Buffer | undefined {
    const found = this.tiles.get(key);
    if (found === undefined) return undefined;
    this.tiles.delete(key);
    this.tiles.set(key, found);
    return found;
  }

  set(key: string, tile: Buffer) {
    this.drop(key);
    this.tiles.set(key, tile);
    this.count(1, tile.length + ENTRY_BYTES);
    for (const oldest of this.tiles.keys()) {
      if (this.bytes <= this.limit) break;
      this.drop(oldest);
      evicted.inc();
    }
  }

  private drop(key: string) {
    const found = this.tiles.get(key);
    if (found === undefined) return;
    this.tiles.delete(key);
    this.count(-1, -found.length - ENTRY_BYTES);
  }

  private count(tiles: number, bytes: number) {
    this.bytes += bytes;
    kept.inc(bytes);
    entries.inc(tiles);
  }
}

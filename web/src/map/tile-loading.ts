import type Tile from 'ol/Tile';
import type VectorTile from 'ol/VectorTile';
import MVT from 'ol/format/MVT';
import type RenderFeature from 'ol/render/Feature';
import TileState from 'ol/TileState';
import { type Extent, intersects } from 'ol/extent';
import { layers } from '../state/layers';
import { reachable } from '../state/connection';

/** 20 s: the server's own statement limit lies well below. */
const TIMEOUT_MS = 20_000;
/** Second and third attempt; a refusal (4xx) is not asked again. */
const RETRY_AFTER_MS = [1_500, 6_000];

type SourceTile = VectorTile<RenderFeature>;

const format = new MVT();

/** Requests of one layer under way, and tiles given up that come back when they are in view again. */
export class TileLoading {
  private readonly running = new Map<SourceTile, AbortController>();
  private readonly abandoned = new Map<SourceTile, string>();

  constructor(private readonly layer: string) {}

  /** For `tileLoadFunction`: OpenLayers marks the tile as loading and calls this. */
  readonly load = (tile: Tile, url: string): void => {
    void this.fetch(tile as SourceTile, url, 0);
  };

  /** Aborts requests for tiles outside `extent` (EPSG:3857) or of another zoom, and resumes those inside. */
  keepOnly(extent: Extent, z: number): void {
    const inView = (tile: SourceTile): boolean =>
      Math.abs((tile.tileCoord[0] ?? z) - z) <= 1 && intersects(tile.extent as Extent, extent);
    for (const [tile, controller] of this.running) if (!inView(tile)) controller.abort();
    for (const [tile, url] of this.abandoned) {
      if (!inView(tile)) continue;
      this.abandoned.delete(tile);
      tile.setState(TileState.LOADING);
      void this.fetch(tile, url, 0);
    }
  }

  /** Forgets everything, before the source is refreshed. */
  reset(): void {
    for (const controller of this.running.values()) controller.abort();
    this.abandoned.clear();
    delete layers.failed[this.layer];
  }

  private async fetch(tile: SourceTile, url: string, attempt: number): Promise<void> {
    const controller = new AbortController();
    this.running.set(tile, controller);
    this.count(1);
    try {
      await this.read(tile, url, controller.signal);
      reachable(true);
      delete layers.failed[this.layer];
    } catch (error) {
      this.givenUp(tile, url, attempt, controller.signal, error as Error);
    } finally {
      this.running.delete(tile);
      this.count(-1);
    }
  }

  private async read(tile: SourceTile, url: string, signal: AbortSignal): Promise<void> {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]) });
    if (!response.ok) throw new Error(await reasonOf(response), { cause: response.status });
    const bytes = response.status === 204 ? null : await response.arrayBuffer();
    const { extent, projection } = tile;
    const features = bytes?.byteLength
      ? format.readFeatures(bytes, { extent: extent ?? undefined, featureProjection: projection ?? undefined })
      : [];
    tile.setFeatures(features as RenderFeature[]);
  }

  private givenUp(tile: SourceTile, url: string, attempt: number, signal: AbortSignal, error: Error): void {
    if (!signal.aborted) {
      const refused = typeof error.cause === 'number' && error.cause < 500;
      const wait = refused ? undefined : RETRY_AFTER_MS[attempt];
      if (wait !== undefined) {
        setTimeout(() => void this.fetch(tile, url, attempt + 1), wait);
        return;
      }
      layers.failed[this.layer] = error.name === 'TimeoutError' ? 'timeout' : error.message;
      if (error instanceof TypeError) reachable(false);
    }
    this.abandoned.set(tile, url);
    tile.setState(TileState.ERROR);
  }

  private count(by: 1 | -1): void {
    layers.loading[this.layer] = Math.max(0, (layers.loading[this.layer] ?? 0) + by);
  }
}

async function reasonOf(response: Response): Promise<string> {
  const problem = await response.json().catch(() => null);
  return problem?.detail || problem?.title || `HTTP ${response.status}`;
}

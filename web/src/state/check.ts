import type { Feature, FeatureCollection, Geometry, Point } from 'geojson';
import { reactive } from 'vue';
import { isAbort, postJson } from '../api/request';
import type { CheckResult } from '../api/shapes';
import { city } from './city';

export type Shape = 'point' | 'line' | 'polygon';

export const POSITION_METHODS = ['rtk', 'gnss', 'imagery', 'map_10k', 'map_50k', 'geocoded', 'unknown'];

/** The zone-conflict check: what is asked about, and what the server answered. */
export const check = reactive({
  category: '',
  status: 'proposed' as 'existing' | 'proposed',
  method: 'unknown',
  error_m: undefined as number | undefined,
  set_up: '',
  shape: 'point' as Shape,
  drawing: false,
  features: [] as Feature[],
  result: null as CheckResult | null,
  chosen: 0,
  rule: null as string | null,
  running: false,
  error: null as Error | null,
});

const properties = (): Record<string, unknown> => ({
  ...(check.category ? { category: check.category } : {}),
  status: check.status,
  position_method: check.method,
  ...(check.error_m === undefined ? {} : { error_m: check.error_m }),
  ...(check.set_up ? { set_up: check.set_up } : {}),
});

export const drawnFeature = (geometry: Geometry): Feature => ({ type: 'Feature', geometry, properties: properties() });

export const pointAt = (lon: number, lat: number): Point => ({ type: 'Point', coordinates: [lon, lat] });

let running: AbortController | null = null;

/** Sends features to the server; each keeps its own properties. */
export async function runCheck(features: Feature[]): Promise<void> {
  running?.abort();
  running = new AbortController();
  Object.assign(check, { features, result: null, error: null, running: true, chosen: 0, rule: null });
  const body: FeatureCollection = { type: 'FeatureCollection', features };
  try {
    const result = await postJson<CheckResult>('./api/checks', { region: city.code }, body, running.signal);
    Object.assign(check, { result, running: false });
  } catch (error) {
    if (!isAbort(error)) Object.assign(check, { error, running: false });
  }
}

export function clearCheck(): void {
  running?.abort();
  Object.assign(check, { features: [], result: null, error: null, running: false, chosen: 0, rule: null });
}

import { reactive } from 'vue';
import { loadCities } from './city';
import { loadRules } from './codes';
import { reachable } from './connection';
import { loadLayers } from './layers';
import { loadSettings } from './settings';
import { loadStyle } from './style';

export const start = reactive({ ready: false, error: null as Error | null });

/** Loads what the page cannot do without, side by side; rule titles may come later. */
export async function loadAll(): Promise<void> {
  start.error = null;
  try {
    await Promise.all([loadCities(), loadLayers(), loadSettings(), loadStyle()]);
    start.ready = true;
    reachable(true);
  } catch (error) {
    start.error = error as Error;
    return;
  }
  await loadRules().catch(() => undefined);
}

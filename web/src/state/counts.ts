import { reactive, watch } from 'vue';
import { getJson, isAbort } from '../api/request';
import type { OutfallItem, Page } from '../api/shapes';
import { filterQuery, VERDICTS } from './filter';

/** How many outfalls match: in all, and per verdict under the rest of the filter. */
export const counts = reactive({ matched: null as number | null, byVerdict: {} as Record<string, number>, error: null as Error | null });

/** 300 ms: typing a name asks once. */
const PAUSE_MS = 300;

let running: AbortController | null = null;

export async function countAll(): Promise<void> {
  running?.abort();
  running = new AbortController();
  const { signal } = running;
  const ask = (verdict: string): Promise<number> =>
    getJson<Page<OutfallItem>>('./api/outfalls', { ...filterQuery.value, verdict, limit: 1 }, signal).then((page) => page.matched);
  try {
    const [matched, ...each] = await Promise.all([ask(String(filterQuery.value.verdict ?? '')), ...VERDICTS.map(ask)]);
    counts.matched = matched ?? null;
    counts.byVerdict = Object.fromEntries(VERDICTS.map((verdict, index) => [verdict, each[index] ?? 0]));
    counts.error = null;
  } catch (error) {
    if (!isAbort(error)) Object.assign(counts, { matched: null, byVerdict: {}, error });
  }
}

/** Keeps the counts in step with the filter. */
export function followCounts(): void {
  let pause = 0;
  watch(filterQuery, () => {
    clearTimeout(pause);
    pause = window.setTimeout(() => void countAll(), PAUSE_MS);
  });
  void countAll();
}

import { reactive, watch } from 'vue';
import { getJson, isAbort } from '../api/request';
import type { OutfallItem, Page } from '../api/shapes';
import { filterQuery } from './filter';
import { panels } from './panels';

export const PAGE_SIZE = 50;

/** The list of matches, a page at a time; `cursors` leads back to the pages before. */
export const table = reactive({
  items: [] as OutfallItem[],
  matched: 0,
  next: null as string | null,
  cursors: [''] as string[],
  sort: '',
  loading: false,
  error: null as Error | null,
});

let running: AbortController | null = null;

export async function loadPage(): Promise<void> {
  running?.abort();
  running = new AbortController();
  Object.assign(table, { loading: true, error: null });
  const query = { ...filterQuery.value, limit: PAGE_SIZE, sort: table.sort, cursor: table.cursors.at(-1) };
  try {
    const page = await getJson<Page<OutfallItem>>('./api/outfalls', query, running.signal);
    Object.assign(table, { ...page, loading: false });
  } catch (error) {
    if (!isAbort(error)) Object.assign(table, { error, loading: false, items: [], matched: 0, next: null });
  }
}

export function nextPage(): void {
  if (!table.next) return;
  table.cursors.push(table.next);
  void loadPage();
}

export function previousPage(): void {
  if (table.cursors.length > 1) table.cursors.pop();
  void loadPage();
}

/** Sorting starts over at the first page; empty means the server's own order. */
export function sortBy(field: string): void {
  table.sort = field;
  table.cursors = [''];
  void loadPage();
}

/** Loads while the table is open, anew with every change of the filter. */
export function followTable(): void {
  watch(
    () => [panels.table, filterQuery.value] as const,
    ([open]) => {
      table.cursors = [''];
      if (open) void loadPage();
    },
    { immediate: true },
  );
}

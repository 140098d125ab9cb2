import { reactive, watch } from 'vue';
import { Problem, getJson, isAbort } from '../api/request';
import type { OutfallFile, VerdictRecord } from '../api/shapes';
import { chooseCity, city } from './city';
import { filter } from './filter';
import { keepInUrl } from './url';

/** The outfall in hand: its id, what is known of it, its verdict, and the finding being looked at. */
export const selection = reactive({
  id: null as number | null,
  /** at once, from the tile or the table row; replaced by the file */
  outfall: null as Partial<OutfallFile> | null,
  verdict: null as VerdictRecord | null,
  rule: null as string | null,
  loading: false,
  error: null as Error | null,
});

let running: AbortController | null = null;

/** An outfall that has not been judged (yet, or by then) is no failure. */
function noneYet(error: unknown): null {
  if (error instanceof Problem && error.status === 404) return null;
  throw error;
}

async function load(id: number): Promise<void> {
  running?.abort();
  running = new AbortController();
  const { signal } = running;
  const asOf = { as_of: filter.as_of };
  Object.assign(selection, { verdict: null, rule: null, error: null, loading: true });
  try {
    const [outfall, verdict] = await Promise.all([
      getJson<OutfallFile>(`./api/outfalls/${id}`, asOf, signal),
      getJson<VerdictRecord>(`./api/outfalls/${id}/verdict`, asOf, signal).catch(noneYet),
    ]);
    Object.assign(selection, { outfall, verdict, loading: false });
  } catch (error) {
    if (!isAbort(error)) Object.assign(selection, { error, loading: false });
  }
}

/** Takes an outfall in hand; `known` is shown until its file arrives. */
export function selectOutfall(id: number, known: Partial<OutfallFile> | null = null): void {
  selection.outfall = known;
  if (selection.id === id) void load(id);
  selection.id = id;
}

export function clearSelection(): void {
  selection.id = null;
}

export const reloadSelection = (): void => {
  if (selection.id !== null) void load(selection.id);
};

watch(() => selection.id, (id) => {
  if (id !== null) return void load(id);
  running?.abort();
  Object.assign(selection, { outfall: null, verdict: null, rule: null, error: null, loading: false });
}, { flush: 'sync' });

watch(() => filter.as_of, reloadSelection);

// A link may name an outfall of another city than the one last used.
watch(() => [selection.outfall?.region, city.all] as const, ([region, cities]) => {
  const home = cities.find((each) => region?.startsWith(each.code));
  if (home && home.code !== city.code) chooseCity(home.code);
});

keepInUrl({
  read: (parameters) => {
    const id = Number(parameters.get('outfall'));
    selection.id = Number.isInteger(id) && id > 0 ? id : null;
  },
  write: (parameters) => {
    if (selection.id !== null) parameters.set('outfall', String(selection.id));
  },
});

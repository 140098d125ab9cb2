import { computed, reactive, watch } from 'vue';
import type { Query } from '../api/request';
import type { Verdict } from '../api/shapes';
import { city } from './city';
import { keepInUrl, listOf } from './url';

export const VERDICTS: Verdict[] = ['ban', 'merge', 'keep', 'review'];

/** The one filter that drives map, table, search and address. Empty lists mean all. */
export const filter = reactive({
  verdict: [] as string[],
  category: [] as string[],
  town: [] as string[],
  stage: [] as string[],
  q: '',
});

type ListName = 'verdict' | 'category' | 'town' | 'stage';
const LISTS: ListName[] = ['verdict', 'category', 'town', 'stage'];

/** The filter as the server's query, for list and tiles alike. */
export const filterQuery = computed<Query>(() => ({
  region: filter.town.length ? filter.town.join(',') : city.code,
  verdict: filter.verdict.join(','),
  category: filter.category.join(','),
  stage: filter.stage.join(','),
  q: filter.q.trim(),
}));

export const isFiltered = computed(() => filter.q.trim() !== '' || LISTS.some((name) => filter[name].length > 0));

export function resetFilter(): void {
  for (const name of LISTS) filter[name] = [];
  filter.q = '';
}

// Towns belong to one city: the other city's choice would hide everything without a word.
watch(() => city.code, (code) => {
  filter.town = filter.town.filter((town) => town.startsWith(code));
});

keepInUrl({
  read: (parameters) => {
    for (const name of LISTS) filter[name] = listOf(parameters.get(name));
    filter.q = parameters.get('q') ?? '';
  },
  write: (parameters) => {
    for (const name of LISTS) if (filter[name].length) parameters.set(name, filter[name].join(','));
    if (filter.q.trim()) parameters.set('q', filter.q.trim());
  },
});

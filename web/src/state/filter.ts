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
  river: '',
  /** a past day as YYYY-MM-DD, meaning its end; empty means now */
  as_of: '',
  q: '',
});

type WordName = 'river' | 'as_of' | 'q';
const WORDS: WordName[] = ['river', 'as_of', 'q'];

type ListName = 'verdict' | 'category' | 'town' | 'stage';
const LISTS: ListName[] = ['verdict', 'category', 'town', 'stage'];

/** The filter as the server's query, for list and tiles alike. */
export const filterQuery = computed<Query>(() => ({
  region: filter.town.length ? filter.town.join(',') : city.code,
  verdict: filter.verdict.join(','),
  category: filter.category.join(','),
  stage: filter.stage.join(','),
  river: filter.river.trim(),
  as_of: filter.as_of,
  q: filter.q.trim(),
}));

export const isFiltered = computed(() => WORDS.some((name) => filter[name].trim() !== '') || LISTS.some((name) => filter[name].length > 0));

export function resetFilter(): void {
  for (const name of LISTS) filter[name] = [];
  for (const name of WORDS) filter[name] = '';
}

// Towns belong to one city: the other city's choice would hide everything without a word.
watch(() => city.code, (code) => {
  filter.town = filter.town.filter((town) => town.startsWith(code));
});

keepInUrl({
  read: (parameters) => {
    for (const name of LISTS) filter[name] = listOf(parameters.get(name));
    for (const name of WORDS) filter[name] = parameters.get(name) ?? '';
  },
  write: (parameters) => {
    for (const name of LISTS) if (filter[name].length) parameters.set(name, filter[name].join(','));
    for (const name of WORDS) if (filter[name].trim()) parameters.set(name, filter[name].trim());
  },
});

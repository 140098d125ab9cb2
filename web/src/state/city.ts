import { computed, reactive } from 'vue';
import { getJson } from '../api/request';
import type { Region } from '../api/shapes';
import { language } from '../language/language';
import { keepInUrl } from './url';

const STORED = 'paikou.city';

export const city = reactive({ all: [] as Region[], code: localStorage.getItem(STORED) ?? '' });

/** The city in use, or null before the regions are known. */
export const theCity = computed(() => city.all.find((each) => each.code === city.code) ?? null);

export const towns = computed<Town[]>(() => theCity.value?.towns ?? []);

export type Town = Region['towns'][number];

export const nameOf = (place: { name: string; name_en: string }): string => (language.code === 'en' && place.name_en) || place.name;

/** City or town code in words: a town with its city, an unknown code as it is. */
export function placeName(code: string): string {
  for (const each of city.all) {
    if (each.code === code) return nameOf(each);
    const town = each.towns.find((one) => one.code === code);
    if (town) return `${nameOf(each)} ${nameOf(town)}`;
  }
  return code;
}

/** A town's own name, for a list that is of one city anyway. */
export function townName(code: string): string {
  const town = towns.value.find((each) => each.code === code);
  return town ? nameOf(town) : placeName(code);
}

export function chooseCity(code: string): void {
  city.code = code;
  localStorage.setItem(STORED, code);
}

/** Loads the regions and settles on the city asked for, else the one last used, else the first. */
export async function loadCities(): Promise<void> {
  const { items } = await getJson<{ items: Region[] }>('./api/regions');
  city.all = items.filter((region) => region.level === 'city');
  const first = city.all[0];
  if (!theCity.value && first) chooseCity(first.code);
}

keepInUrl({
  read: (parameters) => {
    const asked = parameters.get('city');
    if (asked && asked !== city.code) chooseCity(asked);
  },
  write: (parameters) => {
    if (city.code) parameters.set('city', city.code);
  },
});

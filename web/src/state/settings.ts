import { reactive } from 'vue';
import { getJson } from '../api/request';
import type { Settings } from '../api/shapes';
import { keepInUrl } from './url';

export type BaseMap = 'own' | 'vec' | 'img' | 'ter';
const BASES: BaseMap[] = ['own', 'vec', 'img', 'ter'];

export const settings = reactive({
  tianditu_key: null as string | null,
  version: '',
  categories: [] as Settings['categories'],
  base: 'own' as BaseMap,
  baseFailed: false,
});

export async function loadSettings(): Promise<void> {
  const answer = await getJson<Settings>('./api/settings');
  settings.tianditu_key = answer.tianditu_key || null;
  settings.version = answer.version;
  settings.categories = answer.categories;
  if (!settings.tianditu_key) settings.base = 'own';
}

keepInUrl({
  read: (parameters) => {
    const asked = parameters.get('base') as BaseMap;
    if (BASES.includes(asked)) settings.base = asked;
  },
  write: (parameters) => {
    if (settings.base !== 'own') parameters.set('base', settings.base);
  },
});

import { reactive, watch } from 'vue';
import type { Text } from '../api/shapes';
import { keepInUrl } from '../state/url';
import { en } from './en';
import { type Messages, zh } from './zh';

const STORED = 'paikou.language';
const catalogues: Record<'zh' | 'en', Messages> = { zh, en };

export const language = reactive({ code: (localStorage.getItem(STORED) === 'en' ? 'en' : 'zh') as 'zh' | 'en' });

keepInUrl({
  read: (parameters) => {
    const asked = parameters.get('lang');
    if (asked === 'en' || asked === 'zh') language.code = asked;
  },
  write: (parameters) => {
    if (language.code === 'en') parameters.set('lang', 'en');
  },
});

watch(() => language.code, (code) => {
  localStorage.setItem(STORED, code);
  document.documentElement.lang = code === 'zh' ? 'zh-CN' : 'en';
  document.title = catalogues[code].product;
}, { immediate: true });

/** The message in the chosen language, with {name} replaced by values. */
export function t(key: keyof Messages, values: Record<string, string | number> = {}): string {
  return catalogues[language.code][key].replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/** A code of a closed list in words, or the code itself where no words are known. */
export function word(list: string, code: string | null | undefined): string {
  if (!code) return '';
  const key = `${list}.${code}`;
  return key in catalogues.zh ? t(key as keyof Messages) : code;
}

/** A text from the server in the chosen language; Chinese where there is no other. */
export function say(text: Text): string {
  if (!text) return '';
  if (typeof text === 'string') return text;
  return text[language.code] || text.zh || '';
}

import type { ImportJob } from '../api/shapes';
import { language, t } from '../language/language';
import { theCity } from '../state/city';

/** The server speaks Chinese first, then English in brackets at the end: in Chinese the brackets are left out. */
export function said(text: string): string {
  return language.code === 'en' ? text : text.replace(/ ?\((?:[^()]|\([^()]*\))*[a-z](?:[^()]|\([^()]*\))*\)/g, '').trim();
}

const PARTS: Record<string, 'as_given' | 'stated' | 'gcj02' | 'bd09' | 'swapped_axes'> = { as_given: 'as_given', stated: 'stated', gcj02: 'gcj02', bd09: 'bd09', swapped_axes: 'swapped_axes' };

/** A way to read coordinates in words; the code where no words are known. */
export function readingName(reading: string): string {
  const [, width, zone] = /^gk([36])_zone_(\d+)$/.exec(reading) ?? [];
  if (width && zone) return t('import.reading.gk', { width, zone });
  return reading.split('+').map((part) => (PARTS[part] ? t(`import.reading.${PARTS[part]}`) : part)).join(' + ');
}

/** Ways to read coordinates that can be chosen: zones are those of the city and beside it. */
export function readingChoices({ crs, stated_crs }: ImportJob): string[] {
  const [west, , east] = theCity.value?.bbox ?? [0, 0, 0];
  const middle = (west + east) / 2;
  const zone3 = Math.round(middle / 3);
  const zones = theCity.value ? [zone3, zone3 - 1, zone3 + 1].map((zone) => `gk3_zone_${zone}`).concat(`gk6_zone_${Math.floor(middle / 6) + 1}`) : [];
  const guessed = crs && /^(gk[36]_zone_\d+|gcj02|bd09|swapped_axes(\+\w+)?)$/.test(crs.guess) ? [crs.guess] : [];
  return [...new Set(['as_given', ...(stated_crs ? ['stated'] : []), ...guessed, 'gcj02', 'bd09', 'swapped_axes', ...zones])];
}

import { language, t } from '../language/language';

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

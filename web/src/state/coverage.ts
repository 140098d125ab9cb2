import { t } from '../language/language';

/** A layer's coverage as the server tells it, in words; empty where it has none to declare. */
export function coverageWords(coverage: unknown): string {
  if (coverage === undefined || coverage === null) return '';
  const rows = Array.isArray(coverage) ? coverage : [coverage];
  if (!rows.length) return t('layers.coverage.none');
  const named = rows.map((row) => {
    const { name, as_of: asOf } = row as { name?: string; as_of?: string };
    return [name, asOf?.slice(0, 10)].filter(Boolean).join(' ');
  });
  return `${t('layers.coverage')}：${named.filter(Boolean).join('；')}`;
}

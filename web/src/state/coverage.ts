import type { Coverage } from '../api/shapes';
import { t } from '../language/language';

/** A layer's declared coverage of a city in words: where it is complete, or declared to have none, and since when. */
export function coverageWords(coverage: Coverage, region: string): string {
  const here = coverage.filter((each) => each.region.startsWith(region));
  if (!here.length) return t('layers.coverage.none');
  return here.map((each) => `${t(`layers.coverage.${each.statement}`)}：${each.name}（${each.as_of}，${each.declared_by}）`).join('；');
}

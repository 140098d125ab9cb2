import type { Screening } from '../api-types';
import type { FindingRow } from '../rules/finding-shape';

/**
 * What the findings mean for a proposed outfall, strictest first. The function zone of a place that is not in the database is not known yet, and
 * without it nothing can be said to pass: what would pass is 暂不能判定.
 */
export function screeningOf(rows: Pick<FindingRow, 'rule' | 'class' | 'outcome'>[]): Screening {
  const has = (kind: string, ...outcomes: string[]) => rows.some((row) => row.class === kind && outcomes.includes(row.outcome));
  if (has('ban', 'conflict')) return 'refused';
  if (has('ban', 'borderline', 'unknown') || has('merge', 'borderline', 'unknown')) return 'undecided';
  if (has('merge', 'conflict')) return 'restricted';
  if (rows.some((row) => row.rule === 'flag-quasi-zone' && row.outcome !== 'clear')) return 'consult';
  return 'undecided';
}

import type { FindingRow } from '../rules/finding-shape';

/** Findings by the subject that they are about. */
export function bySubject(rows: FindingRow[]): Map<number, FindingRow[]> {
  const groups = new Map<number, FindingRow[]>();
  for (const row of rows) groups.set(row.subject_id, [...(groups.get(row.subject_id) ?? []), row]);
  return groups;
}

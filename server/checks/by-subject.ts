/** Findings by the subject that they are about. */
export function bySubject<Row extends { subject_id: number }>(rows: Row[]): Map<number, Row[]> {
  const groups = new Map<number, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.subject_id);
    if (group) group.push(row);
    else groups.set(row.subject_id, [row]);
  }
  return groups;
}

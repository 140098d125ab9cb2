import { type Expression, LIMITS } from './expression';
import { refuse } from './refusal';
import type { Writer } from './sql';

const RELATIONS: Record<string, (a: string, b: string) => string> = {
  a_equals: (a, b) => `${a} @> ${b} AND ${a} <@ ${b}`,
  a_contains: (a, b) => `${a} @> ${b}`,
  a_containedBy: (a, b) => `${a} <@ ${b}`,
  a_overlaps: (a, b) => `${a} && ${b}`,
};

/** A relation between two sets of values. Where one of the values is unknown, so is the relation. @throws AppError 400 */
export function arraySql(op: string, a: Expression, b: Expression, writer: Writer): string {
  const [left, right] = [listOf(a), listOf(b)];
  const terms = writer.alike([...left, ...right]);
  const type = { string: 'text', integer: 'float8', number: 'float8', boolean: 'boolean', date: 'date', timestamp: 'timestamptz', geometry: '' }[terms[0]?.type ?? 'string'];
  const array = (of: typeof terms) => `CAST(ARRAY[${of.map(({ sql }) => sql).join(', ')}] AS ${type}[])`;
  const known = terms.map(({ sql }) => `${sql} IS NOT NULL`).join(' AND ') || 'true';
  return `CASE WHEN ${known} THEN ${(RELATIONS[op] as (a: string, b: string) => string)(array(terms.slice(0, left.length)), array(terms.slice(left.length)))} END`;
}

/** In brackets one value alone looks like itself. */
function listOf(expression: Expression): Expression[] {
  const list = Array.isArray(expression) ? expression : [expression];
  if (list.length > LIMITS.list) refuse(`数组超过 ${LIMITS.list} 个值 (an array longer than that)`, list.length);
  return list;
}

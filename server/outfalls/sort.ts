import { STAGES, VERDICTS } from '../api-types';

interface Key {
  /** Expression over the alias `i`. */
  sql: string;
  type: 'bigint' | 'text' | 'integer' | 'float8' | 'date';
  nullable: boolean;
}

const text = (column: string, nullable = false): Key => ({ sql: `i.${column} COLLATE "C"`, type: 'text', nullable });
/** Values by their own order instead of the alphabet's: strictest verdict, earliest stage first. */
const ranked = (column: string, values: readonly string[]): Key =>
  ({ sql: `array_position(ARRAY['${values.join("','")}'], i.${column})`, type: 'integer', nullable: true });

/** What a list may be sorted by. Text sorts by code point on both engines. */
export const SORT_KEYS = {
  id: { sql: 'i.id', type: 'bigint', nullable: false },
  code: text('local_code'),
  national_code: text('national_code', true),
  name: text('name'),
  region: text('region_code'),
  category: text('category'),
  status: text('status'),
  position_method: text('position_method'),
  verdict: ranked('verdict', VERDICTS),
  stage: ranked('stage', STAGES),
  set_up: { sql: 'i.set_up', type: 'date', nullable: true },
  flow_m3d: { sql: 'i.flow_m3d', type: 'float8', nullable: true },
} satisfies Record<string, Key>;

export type SortKey = keyof typeof SORT_KEYS;
export interface Sort { by: SortKey; descending: boolean }

export const readSort = (text: string): Sort | undefined => {
  const by = text.replace(/^-/, '');
  return Object.hasOwn(SORT_KEYS, by) ? { by: by as SortKey, descending: text.startsWith('-') } : undefined;
};

/** Unknown values come last either way; equal ones in order of id. */
export const orderBy = ({ by, descending }: Sort): string =>
  `${SORT_KEYS[by].sql} ${descending ? 'DESC' : 'ASC'} NULLS LAST${by === 'id' ? '' : ', i.id'}`;

/** The rows after the one with this key and id, in the order of `orderBy`; bindings `after_key`, `after_id`. */
export function rowsAfter({ by, descending }: Sort, key: unknown): string {
  const { sql, type, nullable } = SORT_KEYS[by];
  const beyond = descending ? '<' : '>';
  if (by === 'id') return `${sql} ${beyond} :after_id`;
  if (key === null) return `(${sql} IS NULL AND i.id > :after_id)`;
  const value = `:after_key::${type}`;
  return `(${sql} ${beyond} ${value} OR (${sql} = ${value} AND i.id > :after_id)${nullable ? ` OR ${sql} IS NULL` : ''})`;
}

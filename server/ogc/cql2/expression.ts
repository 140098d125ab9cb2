import type { Geometry } from 'geojson';

// CQL2 as its JSON encoding has it; the text encoding is read into the same.

export interface Operation { op: string; args: Expression[] }
export type Expression =
  | string | number | boolean
  | Expression[]
  | Operation
  | { property: string }
  | { date: string }
  | { timestamp: string }
  | { interval: [Expression, Expression] }
  | { bbox: number[] }
  | Geometry;

export const COMPARISONS = ['=', '<>', '<', '>', '<=', '>='];
export const ARITHMETIC = ['+', '-', '*', '/', '%', 'div', '^'];
/** Of text: case, accents. */
export const FOLDS = ['casei', 'accenti'];
export const SPATIAL = ['s_intersects', 's_equals', 's_disjoint', 's_touches', 's_within', 's_overlaps', 's_crosses', 's_contains'];
export const TEMPORAL = ['t_after', 't_before', 't_contains', 't_disjoint', 't_during', 't_equals', 't_finishedBy', 't_finishes', 't_intersects',
  't_meets', 't_metBy', 't_overlappedBy', 't_overlaps', 't_startedBy', 't_starts'];
export const ARRAYS = ['a_equals', 'a_contains', 'a_containedBy', 'a_overlaps'];

/** What one filter may cost, so that a hostile one is refused before it meets the database. */
export const LIMITS = {
  /** Characters of a filter. */
  length: 8_000,
  /** Operators within operators. */
  depth: 24,
  /** Operators and operands, list items and vertices of shapes included. */
  nodes: 1_000,
  /** Calculations. */
  calculations: 24,
  /** Values of an IN list or an array. */
  list: 200,
  /** Characters of a text value. */
  text: 500,
  /** % and _ of a LIKE pattern. */
  wildcards: 10,
};

import { createHash } from 'node:crypto';
import { canonicalJson } from '../canonical-json';
import type { PackBody } from './pack-files';
import type { RuleHeader } from './rule-files';

export interface RuleText { id: string; header: RuleHeader; sql: string }

/** All that a pack's hash is taken of: kept with the pack, so that a past verdict can be replayed and its record verified. */
export interface PackText {
  /** What the pack says. */
  body: PackBody;
  /** The rules that it turns on, in order of id. */
  rules: RuleText[];
  /** Code tables that decide verdicts, by file name. */
  codes: Record<string, string>;
}

/** First 16 hexadecimal digits of SHA-256 over the canonical JSON of [body, rules, codes]. */
export const hashOfPack = ({ body, rules, codes }: PackText): string =>
  createHash('sha256').update(canonicalJson([body, rules, codes])).digest('hex').slice(0, 16);

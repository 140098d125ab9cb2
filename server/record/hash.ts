import { createHash } from 'node:crypto';
import { canonicalJson } from '../canonical-json';

export const sha256 = (value: unknown): string => createHash('sha256').update(canonicalJson(value)).digest('hex');
export const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** Hash over a whole record without its own hash. */
export function recordHash(record: object): string {
  const { record_hash: _, ...rest } = record as { record_hash?: string };
  return sha256(rest);
}

/** As the SQL function input_text: what the input hash is taken of. */
export const inputText = (packHash: string, subject: string, findings: string | null): string => `${packHash}\n${subject}\n${findings ?? ''}`;

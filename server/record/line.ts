import { canonicalJson } from '../canonical-json';

/** One thing that was checked. `agrees` false: it does not hold, or cannot be read; null: nothing in the record tells. */
export interface Line { agrees: boolean | null; what: string; detail?: string | undefined }

/** What the record states and nothing in it can show. */
export const unchecked = (what: string, facts: string[], why?: string): Line[] =>
  (facts.length === 0 ? [] : [{ agrees: null, what: `${what}: ${facts.join(', ')}`, detail: why }]);

/** Whether what a record states is what was found of it again. */
export const compare = (what: string, stated: unknown, found: unknown): Line =>
  (canonicalJson(stated ?? null) === canonicalJson(found ?? null) ? { agrees: true, what } : { agrees: false, what, detail: `记录为 stated ${JSON.stringify(stated)}，复核为 found ${JSON.stringify(found)}` });

import { canonicalJson } from '../canonical-json';

/** One thing that was checked. `agrees` false: it does not hold, or could not be checked. */
export interface Line { agrees: boolean; what: string; detail?: string | undefined }

/** Whether what a record states is what was found of it again. */
export const compare = (what: string, stated: unknown, found: unknown): Line =>
  (canonicalJson(stated ?? null) === canonicalJson(found ?? null) ? { agrees: true, what } : { agrees: false, what, detail: `记录为 stated ${JSON.stringify(stated)}，复核为 found ${JSON.stringify(found)}` });

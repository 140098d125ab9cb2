import { z } from 'zod';
import { overrideSchema } from '../api-types';

/** The format that this version writes and verifies. */
export const FORMAT = 'paikou-verdict-record/1';

const json = z.record(z.string(), z.unknown());
const geometry = z.object({ ewkb: z.string().regex(/^[0-9A-F]+$/), geojson: z.object({ type: z.string(), coordinates: z.array(z.unknown()) }) })
  .meta({ description: '同一几何的两种写法：EPSG:4490 十六进制 EWKB（精确）与 GeoJSON one geometry twice: exact hexadecimal EWKB, and GeoJSON' });
const outcome = z.enum(['conflict', 'borderline', 'unknown']);

const foundSchema = z.object({
  rule: z.string(), class: z.enum(['ban', 'merge', 'keep', 'flag']), outcome, distance_m: z.number().nullable(), error_m: z.number().nullable(),
  areas: z.array(json), evidence: json,
});

/** An outfall as the rules saw it, with what they found; `text` parts are exactly what was hashed. */
const subjectSchema = z.object({
  category: z.string().meta({ description: '按此类别研判 judged as this category' }),
  columns: z.array(z.string()),
  values: z.array(z.string().nullable()).meta({ description: '各列的文本 text of each column' }),
  text: z.string(),
  findings: z.array(foundSchema),
  findings_text: z.string().nullable(),
});

export const recordSchema = z.object({
  format: z.literal(FORMAT),
  exported_at: z.string(),
  outfall: z.object({ id: z.int(), facts: json.meta({ description: '当时的记录 the row of then' }) }),
  verdict: z.object({
    id: z.int(), as_of: z.string(), decided_at: z.string(), known_at: z.string(),
    verdict: z.enum(['ban', 'merge', 'keep', 'review']), provisional: z.object({ strictest: z.string(), mildest: z.string() }).nullable(),
    no_action: z.boolean().nullable(), by_category: z.record(z.string(), z.unknown()).nullable(), editions: z.array(z.int()), input_hash: z.string(),
    run: z.object({ id: z.int(), reason: z.string(), actor: z.string().nullable() }),
  }),
  findings: z.array(foundSchema.extend({ effect: z.string().nullable(), beyond_m: z.number().nullable() })),
  replayed: z.object({ same: z.boolean(), engine_of_run: z.string().nullable(), engine_now: z.string() })
    .meta({ description: '导出时重演是否与存档一致 whether the replay at export came to what was stored' }),
  input: z.object({
    subject: subjectSchema,
    variants: z.array(subjectSchema).meta({ description: '类别未定时各候选类别 one per candidate category where the category is open' }),
    by_category_text: z.string().nullable(),
  }),
  places: z.record(z.enum(['mouth', 'entry', 'site']), geometry.nullable()),
  areas: z.array(z.object({ layer: z.string(), id: z.int(), facts: json, geometry })),
  editions: z.array(json),
  coverages: z.array(z.object({ id: z.int(), layer: z.string(), facts: json, geometry })),
  pack: z.object({
    id: z.string(), version: z.string(), hash: z.string(), body: json,
    rules: z.array(z.object({ id: z.string(), header: json, sql: z.string() })),
    codes: z.record(z.string(), z.string()),
  }),
  codes_hash: z.string().meta({ description: '代码表文本的 SHA-256 of the code tables’ texts' }),
  citations: z.array(z.object({ rule: z.string(), citations: z.array(json) })),
  overrides: z.array(overrideSchema).optional()
    .meta({ description: '导出之日在案的复核改判，新者在前；早期记录无此项 overrides on record on the day of export, the latest first; absent in early records' }),
  record_hash: z.string().meta({ description: '其余全部内容规范化 JSON 的 SHA-256 over the canonical JSON of all the rest' }),
}).meta({ id: 'VerdictRecord' });

export type VerdictRecord = z.infer<typeof recordSchema>;
export type Subject = z.infer<typeof subjectSchema>;
export type Found = z.infer<typeof foundSchema>;
export type RecordedGeometry = z.infer<typeof geometry>;

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseYaml } from '../../server/sql-file';

// What a drawn case may say. A folder of this folder is a rule's id, or `situations`.

const finding = z.union([z.string(), z.looseObject({ outcome: z.string() })]);

/** What the specification wants shown, beside the outcomes, which are read from what a case expects. */
export const SHOWN = {
  boundary_touch: '边界上', hole: '洞', multipolygon: '多部件', overlapping_levels: '不同级别重叠', two_editions: '两个版本',
  legacy_date: '历史遗留日期', storm_in_zone: '区内雨洪排口', park_plant: '园区污水厂', two_rivers: '两条河上的厂区', retained_second: '经批准保留第二个口',
  shared_mouth: '共用', no_category: '类别未定', entry_inside: '口在岸上、入河点在区内', reserve_zoning: '核心保护区与一般控制区', older_than_designation: '早于划定',
  removed_in_zone: '区内已拆除', plant_full: '污水厂满负荷', coverage_missing: '未声明完备', coverage_stale: '声明过期', none_here: '声明无此类区域',
  edition_not_in_force: '版本未生效或已失效', boundary_outside: '边界算区外', whole_seconds: '坐标只到整秒', position_methods: '各种定位方法的误差',
  beyond_5_km: '5 公里以外', d_equals_e: 'd 等于 ±e', several_bans: '同时多条取缔', ban_and_merge: '取缔与合并同时', precedence: '先后次序',
} as const;
const shown = z.enum(Object.keys(SHOWN) as [keyof typeof SHOWN]);

const ask = z.strictObject({
  /** A path of the interface; `{X}` stands for the id of the outfall drawn as X. */
  get: z.string().optional(),
  post: z.string().optional(),
  /** Posted as a FeatureCollection. */
  features: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
  status: z.number().default(200),
  /** What the answer must hold: of objects these members, of lists these elements among others (an empty list is empty). */
  answer: z.unknown(),
});
export type Ask = z.infer<typeof ask>;

const caseFile = z.strictObject({
  title: z.strictObject({ zh: z.string().min(4), en: z.string().min(4) }),
  shows: z.array(shown).default([]),
  /** Of a situation that is no drawing: the test that shows it. */
  shown_by: z.string().optional(),
  /** The city whose pack is copied for the fictitious one, and what is changed in the copy. */
  pack: z.string().default('231081'),
  change: z.record(z.string(), z.unknown()).default({}),
  parameters: z.record(z.string(), z.record(z.string(), z.any())).default({}),
  /** Rules that judge besides the folder's own; in a situation, flags that are told besides all that decide the verdict. */
  with: z.array(z.string()).default([]),
  as_of: z.string().default('2026-06-01'),
  /** Layers declared complete all over the city; in a situation all, unless it says which. */
  complete: z.array(z.string()).optional(),
  drawn: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({}),
  expect: z.strictObject({
    outfalls: z.record(z.string(), z.strictObject({
      verdict: z.enum(['ban', 'merge', 'keep', 'review']),
      /** [strictest, mildest] of a review. */
      between: z.tuple([z.string(), z.string()]).optional(),
      no_action: z.boolean().nullable().optional(),
      by_category: z.record(z.string(), z.string()).optional(),
      findings: z.record(z.string(), finding).default({}),
    })),
    totals: z.record(z.string(), z.number()),
  }).optional(),
  asks: z.array(ask).default([]),
});
export type Case = z.infer<typeof caseFile>;
export type Expected = NonNullable<Case['expect']>['outfalls'][string];
export type Finding = Record<string, unknown> & { outcome: string };
export interface Drawing { folder: string; name: string; one: Case }

export const SITUATIONS = 'situations';

export function readCases(folder = __dirname): Drawing[] {
  const folders = readdirSync(folder, { withFileTypes: true }).filter((one) => one.isDirectory()).map(({ name }) => name).sort();
  return folders.flatMap((own) => readdirSync(join(folder, own)).filter((name) => name.endsWith('.yaml')).sort().map((name) => {
    const file = join(folder, own, name);
    return { folder: own, name: name.slice(0, -5), one: parseYaml(file, readFileSync(file, 'utf8'), caseFile) };
  }));
}

export const stated = (one: z.infer<typeof finding>): Finding => (typeof one === 'string' ? { outcome: one } : one as Finding);

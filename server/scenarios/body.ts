import { z } from 'zod';

/** Drafts, moves and removals that one scenario may have of each kind. */
const MOST = { areas: 200, outfalls: 1000 };

const features = (most: number) => z.union([
  z.looseObject({ type: z.literal('FeatureCollection'), features: z.array(z.unknown()).max(most) }).transform((one) => one.features),
  z.array(z.unknown()).max(most),
], { error: `应为 GeoJSON FeatureCollection 或要素数组，至多 ${most} 个 (a FeatureCollection or an array of at most ${most} features)` });

/** An outfall by its id or its local code. */
const outfall = z.union([z.int().positive(), z.string().min(1).max(100)], { error: '应为排污口编号或编码 (id or local code of an outfall)' });

export const scenarioSchema = z.strictObject({
  region: z.string().regex(/^\d{6}$/, '应为 6 位市级代码 (six digits of a city)').optional()
    .meta({ description: '城市；缺省按规则集、草图位置或所列排污口判断 (city; without it that of the pack, the drafts or the outfalls named)' }),
  pack: z.strictObject({ id: z.string().min(1), version: z.string().min(1) }).optional()
    .meta({ description: '改用另一规则集版本：与全市现行结论比较 (another pack: the whole city is compared with what is in force)' }),
  draft_areas: features(MOST.areas).default([])
    .meta({ description: '拟划区域：每个要素以成员或属性 layer 指明图层，属性同编辑接口 (features, each with a member or property layer; properties as in editing)' }),
  draft_outfalls: features(MOST.outfalls).default([]).meta({ description: '拟设或新增排污口，属性同 /api/checks (points as in checks)' }),
  moved: z.array(z.strictObject({
    outfall, location: z.looseObject({ type: z.literal('Point'), coordinates: z.array(z.unknown()) }), entry: z.array(z.unknown()).nullable().optional(),
  })).max(MOST.outfalls).default([]).meta({ description: '移位的排污口 (outfalls elsewhere)' }),
  removed_areas: z.array(z.strictObject({ layer: z.string(), id: z.int().positive() })).max(MOST.areas).default([]),
  removed_outfalls: z.array(outfall).max(MOST.outfalls).default([]),
}).meta({ id: 'ScenarioRequest' });

export type Scenario = z.output<typeof scenarioSchema>;

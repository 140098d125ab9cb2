import { z } from 'zod';

// The JSON shapes of the HTTP contract: schemas for the server and its OpenAPI document, types for everyone.
// Distances and errors are metres; positions are CGCS2000 longitude, latitude in degrees.

export const VERDICTS = ['ban', 'merge', 'keep', 'review'] as const;
export const PROVISIONAL = ['ban', 'merge', 'keep'] as const;
export const OUTCOMES = ['conflict', 'borderline', 'unknown', 'clear', 'not_applicable'] as const;
export const STAGES = ['surveyed', 'monitored', 'traced', 'judged', 'planned', 'remediating', 'completed', 'closed', 'reopened'] as const;
export const POSITION_METHODS = ['rtk', 'gnss', 'imagery', 'map_10k', 'map_50k', 'geocoded', 'unknown'] as const;
export const SCREENINGS = ['refused', 'undecided', 'restricted', 'consult', 'passes'] as const;
export const RULE_CLASSES = ['ban', 'merge', 'keep', 'flag'] as const;
export const EFFECTS = ['ban', 'merge', 'keep', 'review', 'flag'] as const;

const id = z.int().positive();
const time = z.iso.datetime();
const date = z.iso.date();
const json = z.record(z.string(), z.unknown());

export const bilingualSchema = z.object({ zh: z.string(), en: z.string() }).meta({ id: 'Bilingual' });
export const pointSchema = z.object({ type: z.literal('Point'), coordinates: z.tuple([z.number(), z.number()]) }).meta({ id: 'Point' });
/** West, south, east, north. */
export const boxSchema = z.tuple([z.number(), z.number(), z.number(), z.number()]).meta({ id: 'Box' });

export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string().optional(),
  errors: z.array(z.object({ field: z.string(), reason: z.string(), value: z.unknown().optional() })),
}).meta({ id: 'Problem' });

export const provisionalSchema = z.object({ strictest: z.enum(PROVISIONAL), mildest: z.enum(PROVISIONAL) }).meta({ id: 'Provisional' });

export const outfallItemSchema = z.object({
  id,
  code: z.string().meta({ description: '本系统编码 code issued here' }),
  national_code: z.string().nullable(),
  name: z.string(),
  region: z.string(),
  category: z.string(),
  status: z.enum(['in_use', 'stopped', 'removed', 'sealed', 'rain_only']),
  river: z.string().nullable(),
  discharger: z.string().nullable(),
  verdict: z.enum(VERDICTS).nullable().meta({ description: '现行结论：有效的复核改判，否则系统研判；尚未研判为 null (what counts: an override in force, else the engine’s; null = not evaluated)' }),
  engine_verdict: z.enum(VERDICTS).nullable().meta({ description: '系统研判的结论 what the rules came to' }),
  overridden: z.boolean().meta({ description: '有有效的复核改判或确认 an override or confirmation is in force' }),
  provisional: provisionalSchema.nullable(),
  no_action: z.boolean().nullable(),
  stage: z.enum(STAGES),
  position_method: z.enum(POSITION_METHODS),
  location: pointSchema,
}).meta({ id: 'OutfallItem' });

export const outfallListSchema = z.object({
  items: z.array(outfallItemSchema),
  matched: z.int().nonnegative(),
  next: z.string().nullable(),
}).meta({ id: 'OutfallList' });

const named = z.object({ code: z.string(), name: z.string(), name_en: z.string() });

export const sampleSchema = z.object({
  code: z.string(),
  taken_at: time,
  kind: z.enum(['self', 'dynamic', 'supervision', 'enforcement']).meta({ description: '自行、动态、监督、执法监测' }),
  method: z.enum(['grab', 'daily_mean', 'online']).meta({ description: '瞬时样、日均样、在线日均' }),
  water_temperature_c: z.number().nullable(),
  flow_m3d: z.number().nullable(),
  discharging: z.boolean().meta({ description: '采样时是否排水 whether it discharged when visited' }),
  valid: z.boolean().meta({ description: '是否通过质量控制 passed quality control' }),
  laboratory: z.string().nullable(),
  values: z.array(z.object({
    pollutant: z.string(), name: z.string(), name_en: z.string(), value: z.number(), unit: z.string().nullable(),
    below_detection: z.boolean().meta({ description: '低于检出限，值为检出限 less than the value, which is the detection limit' }),
  })),
}).meta({ id: 'Sample' });

export const departmentSchema = z.object({
  id: z.string(), name: z.string(), name_en: z.string(),
  citation: z.object({ document: z.string(), article: z.string(), quote: z.string() }),
}).meta({ id: 'Department' });

export const outfallFileSchema = outfallItemSchema.extend({
  place: z.object({ city: named.nullable(), town: named.nullable() }),
  category_names: z.array(named).meta({ description: '由大类到小类 from class to kind' }),
  category_candidates: z.array(z.string()),
  regime: z.enum(['approval', 'registration']).nullable(),
  status_proof: z.string().nullable(),
  set_up: date.nullable(),
  approval: z.enum(['approved', 'registered', 'unapproved', 'unregistered']).nullable(),
  approval_no: z.string().nullable(),
  retention_approved: z.boolean().nullable(),
  retention_report_no: z.string().nullable(),
  position_error_m: z.number().nullable(),
  whole_seconds: z.boolean(),
  entry_point: pointSchema.nullable(),
  river_name: z.string().nullable().meta({ description: '台账所载河名 as the ledger has it' }),
  waterbody: z.object({ id, code: z.string(), name: z.string(), kind: z.string(), grade: z.string().nullable() }).nullable(),
  reach: z.object({
    id, code: z.string(), name: z.string(), grade: z.string().nullable(),
    chiefs: z.object({ city: z.string().nullable(), town: z.string().nullable(), village: z.string().nullable() })
      .meta({ description: '河长职务，非姓名 titles of office' }),
  }).nullable(),
  discharger_file: z.object({
    id, code: z.string(), name: z.string(), kind: z.string(), credit_code: z.string().nullable(), industry: z.string().nullable(),
    discharge_permit: z.string().nullable(), drainage_permit: z.string().nullable(), registered_in_park: z.boolean().nullable(),
    livelihood: z.string().nullable(), location: pointSchema.nullable(),
  }).nullable(),
  channels: z.array(z.object({ id, code: z.string(), kind: z.string(), discharger: z.string().nullable(), length_m: z.number() })),
  shared_with: z.array(z.object({ id, code: z.string(), name: z.string() })),
  flow_m3d: z.number().nullable(),
  discharge_feature: z.string().nullable(),
  mouth_form: z.string().nullable(),
  inspected_on: date.nullable(),
  problems: z.array(z.string()),
  dry_flow_hours: z.number().nullable(),
  dry_flow_cause: z.string().nullable(),
  compliant: z.boolean().nullable(),
  discharge_standard: z.string().nullable().meta({ description: '执行排放标准' }),
  discharge_grade: z.string().nullable(),
  shared_declared: z.boolean().nullable().meta({ description: '共用责任已在排污许可证载明；null 未核实 duties of a shared mouth stated in the permits' }),
  responsibility: z.object({
    departments: z.array(departmentSchema).meta({ description: '按方案分工负责该类排污口的部门；空 = 方案未分工 (empty = the city’s document assigns none)' }),
    lead: z.array(departmentSchema).meta({ description: '牵头部门' }),
    party: z.enum(['discharger', 'fallback']).meta({ description: '责任主体：已溯源到排污单位，或按方案兜底 (the discharger traced, or the fallback of the document)' }),
    fallback: z.array(departmentSchema),
  }).meta({ description: '任务分工与责任主体 who answers for it' }),
  plan: z.object({
    code: z.string(), measure: z.enum(PROVISIONAL), drawn_up_on: date, started_on: date.nullable(), completed_on: date.nullable(), due_on: date.nullable(),
    transition: z.object({ until: date, reason: z.string(), approval: z.string() }).nullable().meta({ description: '过渡期 transition period' }),
    overdue_days: z.int().nullable().meta({ description: '逾期天数，预警；未逾期为 null (days overdue, a warning)' }),
  }).nullable().meta({ description: '一口一策' }),
  close_out: z.object({
    code: z.string(), measure: z.enum(PROVISIONAL), applied_on: date, decided_on: date.nullable(), decision: z.enum(['accepted', 'returned']).nullable(), document: z.string().nullable(),
  }).nullable().meta({ description: '最近一次销号 the latest close-out' }),
  samples: z.object({
    total: z.int().nonnegative().meta({ description: '样品总数 all on record' }),
    items: z.array(sampleSchema).meta({ description: '最近 50 个，新者在前 the latest 50, latest first' }),
  }),
  judged: z.object({
    pack: z.object({ id: z.string(), version: z.string() }), run: id, as_of: date, decided_at: time,
    findings: z.array(z.object({ rule: z.string(), class: z.enum(RULE_CLASSES), outcome: z.enum(OUTCOMES) })),
  }).nullable().meta({ description: '研判摘要，详见 …/verdict (summary; the whole stands at …/verdict)' }),
  source: z.unknown(),
  sample: z.boolean().meta({ description: '示意数据 demonstration data' }),
  situation: z.string().nullable(),
  recorded_at: time,
}).meta({ id: 'OutfallFile' });

export const citationSchema = z.object({
  basis: z.string(),
  document: z.string(),
  article: z.string().nullable(),
  quote: z.string().nullable(),
  modality: z.string().nullable(),
  dated: date.nullable().meta({ description: '文件日期或施行日期 date of the document, or in force from' }),
  confidence: z.enum(['high', 'medium', 'low']).meta({ description: '非 high 者显示为待核实 (anything else is to be verified)' }),
}).meta({ id: 'Citation' });

export const findingAreaSchema = z.object({
  layer: z.string(),
  id,
  name: z.string(),
  level: z.string().nullable(),
  edition: z.string().nullable(),
  document: z.string().nullable(),
  distance_m: z.number().nullable(),
  error_m: z.number().optional(),
  outcome: z.enum(OUTCOMES).optional(),
  designated_on: date.nullable().optional(),
  edition_id: id.nullable().optional(),
  plant_id: id.nullable().optional().meta({ description: '接纳的污水处理厂 treatment plant of the area' }),
  boundary_m: z.number().nullable().optional().meta({ description: '边界误差 95 % error of the boundary' }),
  place: z.enum(['mouth', 'entry', 'site']).optional().meta({ description: '所量的位置：口门、入河点或生产经营场所 what was measured from' }),
  inside_m: z.number().optional().meta({ description: '线在界内的大地线长度 geodesic length of a line inside, metres' }),
  inside_m2: z.number().optional().meta({ description: '面在界内的椭球面积 geodesic area of an area inside, square metres' }),
}).meta({ id: 'FindingArea' });

export const findingSchema = z.object({
  rule: z.string(),
  title: bilingualSchema,
  class: z.enum(RULE_CLASSES),
  outcome: z.enum(OUTCOMES),
  effect: z.enum(EFFECTS).nullable(),
  distance_m: z.number().nullable().meta({ description: '到边界的有符号距离，内部为负 (signed, negative inside)' }),
  beyond_m: z.number().nullable().meta({ description: '此距离内没有 (nothing within)' }),
  places: z.object({ mouth_m: z.number().nullable(), entry_m: z.number().nullable() }).nullable()
    .meta({ description: '有入河点者：口门、入河点各自的有符号距离，distance_m 取小者；此外为 null (where there is an entry point: mouth and entry, of which distance_m is the smaller; null beyond 5 km)' }),
  error_m: z.number().nullable().meta({ description: '95 %' }),
  areas: z.array(findingAreaSchema).meta({ description: '从严到宽 strictest first' }),
  citation: citationSchema.nullable(),
  also: z.array(citationSchema).meta({ description: '并列依据 further bases' }),
  nearest: pointSchema.nullable(),
  change: z.object({ metres: z.number(), bearing_deg: z.number() }).nullable(),
  note: bilingualSchema.nullable(),
  fix: bilingualSchema.nullable(),
  evidence: json,
}).meta({ id: 'Finding' });

const packRef = z.object({ id: z.string(), version: z.string() });

const byCategory = z.record(z.string(), z.object({ verdict: z.enum(VERDICTS), provisional: provisionalSchema.nullable() }))
  .meta({ description: '类别未定时，各候选类别下的结论；未列候选的，各类别下的结论 verdict under each candidate category, or under every category where none is named' });

const overrideAct = z.object({ actor: z.string(), reason: z.string().nullable(), at: time });

export const overrideSchema = z.object({
  id,
  outfall_id: id,
  state: z.enum(['pending', 'in_force', 'superseded', 'expired', 'withdrawn']).meta({ description: '待复核、有效、被后者取代、已到期、已撤回' }),
  kind: z.enum(['confirm', 'override']).meta({ description: '确认、改判' }),
  verdict: z.enum(VERDICTS),
  judged: z.enum(VERDICTS).meta({ description: '当时系统研判的结论 what the rules had come to' }),
  needs: z.enum(['nobody', 'confirmation', 'second_person']),
  clauses: z.array(z.object({ rule: z.string(), title: bilingualSchema, citation: citationSchema.nullable() }))
    .meta({ description: '决定该结论的条款 the clauses that decided it' }),
  reason: z.string(),
  expires_on: date.meta({ description: '有效至当日（含） the last day on which it counts' }),
  requested_by: z.string(),
  requested_at: time,
  confirmed_by: z.string().nullable(),
  in_force_at: time.nullable(),
  withdrawal_asked: overrideAct.nullable(),
  withdrawn: overrideAct.nullable(),
  input_hash: z.string(),
  facts_changed: z.boolean().meta({ description: '其后研判依据有变（含规则集） the inputs of the verdict have changed since, the pack among them' }),
  changed: z.array(z.object({ rule: z.string(), before: z.enum(OUTCOMES).nullable(), after: z.enum(OUTCOMES).nullable() }))
    .meta({ description: '判定有变的规则；null = 未命中、不适用 rules that find otherwise; null = clear or not applicable' }),
}).meta({ id: 'Override' });
export const overrideListSchema = z.object({ items: z.array(overrideSchema) }).meta({ id: 'OverrideList' });

export const verdictSchema = z.object({
  id: id.nullable().meta({ description: '结论编号；重算者为 null number of the stored verdict' }),
  outfall_id: id,
  verdict: z.enum(VERDICTS),
  engine_verdict: z.enum(VERDICTS).meta({ description: '系统研判的结论；verdict 为现行结论 (what the rules came to; verdict is what counts)' }),
  override: overrideSchema.nullable().meta({ description: '有效的复核改判 the override in force' }),
  provisional: provisionalSchema.nullable(),
  no_action: z.boolean().nullable(),
  pack: packRef,
  run: id.nullable(),
  as_of: date,
  decided_at: time.nullable(),
  recomputed: z.boolean().meta({ description: '该日无存档结论或其后版本有变，按当时所知重算 evaluated for that day from what was known, for no stored verdict holds on it' }),
  findings: z.array(findingSchema),
  by_category: byCategory.nullable(),
  settle: z.array(bilingualSchema).meta({ description: '怎样可以定论 what would settle a review' }),
}).meta({ id: 'Verdict' });

const flipCount = z.object({ from: z.enum(VERDICTS).nullable(), to: z.enum(VERDICTS), count: z.int().positive() });

const step = z.object({
  step: z.string().nullable().meta({ description: '规则编号、compose（汇总）或 store（写入） a rule, compose or store' }),
  done: z.int().nonnegative().nullable(),
  of: z.int().positive().nullable(),
});

export const runProgressSchema = step.extend({
  id, state: z.literal('running'), elapsed_ms: z.number().nonnegative(), cancelling: z.boolean(),
}).meta({ id: 'RunProgress' });

const packOnRecord = packRef.extend({ hash: z.string() });

const briefFinding = z.object({ outcome: z.enum(OUTCOMES), effect: z.enum(EFFECTS).nullable(), distance_m: z.number().nullable(), error_m: z.number().nullable() }).meta({ id: 'BriefFinding' });

export const outfallHistorySchema = z.object({
  outfall_id: id,
  on_record: z.boolean().meta({ description: 'false = 已删除 deleted' }),
  verdicts: z.array(z.object({
    id,
    verdict: z.enum(VERDICTS),
    provisional: provisionalSchema.nullable(),
    no_action: z.boolean().nullable(),
    as_of: date,
    decided_at: time,
    in_force: z.boolean(),
    run: z.object({ id, reason: z.string(), actor: z.string().nullable() }),
    pack: packOnRecord,
    input_hash: z.string(),
    changes: z.object({
      against: id,
      verdict: z.object({ before: z.enum(VERDICTS), after: z.enum(VERDICTS) }).nullable(),
      pack: z.object({ before: z.string(), after: z.string() }).nullable(),
      findings: z.array(z.object({ rule: z.string(), before: briefFinding.nullable(), after: briefFinding.nullable() }))
        .meta({ description: '存档的判定之差；null = 未命中或不适用 stored findings that differ; null = clear or not applicable' }),
    }).nullable().meta({ description: '与此前有效结论之差；首个为 null against the verdict that held before; null = the first' }),
  })),
  edits: z.array(z.object({
    at: time,
    kind: z.enum(['written', 'changed', 'deleted']),
    actor: z.string().nullable().meta({ description: '操作人，不明为 null (who; null = not known)' }),
    fields: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })),
  })),
}).meta({ id: 'OutfallHistory' });

export const replaySchema = z.object({
  outfall_id: id,
  verdict_id: id,
  as_of: date,
  decided_at: time,
  pack: packOnRecord.extend({ in_files: z.boolean().meta({ description: '仍是现有文件 still among the files' }) }),
  engine: z.object({ of_run: z.string().nullable(), now: z.string(), same: z.boolean() })
    .meta({ description: '引擎自身 SQL 的哈希；不同则由现在的引擎重演 hash of the engine’s own SQL; where it differs, today’s engine replayed' }),
  input_hash: z.object({ stored: z.string(), replayed: z.string().nullable() }),
  same: z.boolean(),
  differences: z.array(z.object({ rule: z.string().nullable(), field: z.string(), stored: z.unknown(), replayed: z.unknown() })),
}).meta({ id: 'Replay' });

export const ruleRunSchema = z.object({
  id,
  state: z.enum(['running', 'finished', 'failed', 'cancelled']),
  pack: packRef,
  region: z.string(),
  as_of: date,
  reason: z.string(),
  actor: z.string().nullable(),
  started_at: time,
  finished_at: time.nullable(),
  ended_at: time.nullable().meta({ description: '失败或取消的时间，原结论不变 when it failed or was cancelled; the former verdicts stay in force' }),
  duration_ms: z.number().nonnegative(),
  outfalls: z.int().nullable(),
  changed: z.int().nullable().meta({ description: '写入的结论数（输入有变化） verdicts written, for their inputs changed' }),
  flips: z.array(flipCount).nullable().meta({ description: '结论变化；null = 未完成 verdicts that changed; null = not finished' }),
  error: z.string().nullable(),
  cancelled_by: z.string().nullable(),
  cancelling: z.boolean(),
  progress: step.nullable().meta({ description: '进行中且在本进程时的进度 while it works in this process' }),
}).meta({ id: 'RuleRun' });

const geometrySchema = z.looseObject({ type: z.string(), coordinates: z.array(z.unknown()) });

/** A row as GeoJSON. Positions are CGCS2000 longitude, latitude; properties are the columns, references by code. */
export const editedFeatureSchema = z.object({
  type: z.literal('Feature'),
  id,
  geometry: geometrySchema.nullable(),
  properties: json,
}).meta({ id: 'EditedFeature' });

/** What is posted: to add a row all that it needs, to change one what becomes different. */
export const featureEditSchema = z.object({
  type: z.literal('Feature'),
  id: z.union([z.int(), z.string()]).optional(),
  geometry: geometrySchema.nullable().optional(),
  properties: json.nullable().optional(),
}).meta({ id: 'FeatureEdit', description: 'GeoJSON Feature' });

export const flipSchema = z.object({
  outfall: id,
  code: z.string(),
  name: z.string(),
  from: z.enum(VERDICTS).nullable(),
  to: z.enum(VERDICTS).nullable(),
  why: z.array(z.object({ rule: z.string(), from: z.enum(OUTCOMES).nullable(), to: z.enum(OUTCOMES).nullable() }))
    .meta({ description: '变化的规则判定；未命中或不适用为 null findings that changed; null = clear or not applicable' }),
}).meta({ id: 'Flip', description: '结论变化；from 为 null 者原无结论，to 为 null 者已无此口 a changed verdict; null = none' });

export const editResultSchema = z.object({
  edit: id.meta({ description: '留痕编号，可撤回 what /api/edits/{id}/undo takes' }),
  action: z.enum(['create', 'change', 'remove']),
  layer: z.string(),
  id,
  at: time,
  actor: z.string().nullable(),
  etag: z.string().nullable().meta({ description: '该行现在的版本；已删为 null version of the row now' }),
  feature: editedFeatureSchema.nullable(),
  runs: z.array(z.object({ run: id, region: z.string(), outfalls: z.int(), changed: z.int() }))
    .meta({ description: '同一事务内的研判：重判多少、结论记录变化多少 evaluations in the same transaction' }),
  flips: z.array(flipSchema),
}).meta({ id: 'EditResult' });

/** What a posted feature says of itself; the geometry stands beside it. */
export const checkPropertiesSchema = z.object({
  category: z.string().nullable().optional(),
  status: z.enum(['existing', 'proposed']).optional(),
  set_up: date.nullable().optional(),
  position_method: z.enum(POSITION_METHODS).optional(),
  error_m: z.number().nonnegative().nullable().optional(),
  discharger: z.string().nullable().optional().meta({ description: '排污单位编码 code of a discharger' }),
  town: z.string().nullable().optional().meta({ description: '所填乡镇，9 位，与点位比对 town as stated, compared with the point' }),
  river: z.string().nullable().optional().meta({ description: '所填河流，与点位比对 river as stated, compared with the point' }),
  severe_pollution: z.boolean().nullable().optional().meta({ description: '拟设：是否属严重污染水体的项目（准保护区内不予设置） severe pollution' }),
  adds_load: z.boolean().nullable().optional().meta({ description: '拟设：改建是否增加排污量（准保护区内不予设置） a rebuild that adds load' }),
}).meta({ id: 'CheckProperties' });

export const checkRequestSchema = z.looseObject({
  type: z.literal('FeatureCollection'),
  features: z.array(z.looseObject({
    type: z.literal('Feature'),
    geometry: z.looseObject({ type: z.string(), coordinates: z.array(z.unknown()) }),
    properties: checkPropertiesSchema.loose().nullable(),
  })).min(1),
}).meta({ id: 'CheckRequest', description: 'GeoJSON FeatureCollection' });

const zoneSchema = findingAreaSchema.pick({
  layer: true, id: true, name: true, level: true, edition: true, document: true, distance_m: true, inside_m: true, inside_m2: true,
}).extend({
  part: z.object({ type: z.string(), coordinates: z.array(z.unknown()) }).optional()
    .meta({ description: '界内部分；仅当请求中只有一个线或面时给出 what lies inside, when the request has one line or area only' }),
}).meta({ id: 'CrossedZone' });

export const checkedFeatureSchema = z.object({
  index: z.int().nonnegative(),
  verdict: z.enum(VERDICTS).nullable(),
  provisional: provisionalSchema.nullable(),
  screening: z.enum(SCREENINGS).nullable().meta({ description: '拟设排污口的筛查 for proposed outfalls' }),
  proposal: z.object({
    reasons: z.array(z.object({ screening: z.enum(SCREENINGS), rule: z.string().nullable(), note: bilingualSchema })).meta({ description: '从严到宽 strictest first' }),
    receiving: z.object({
      reach: z.string().nullable(), off_m: z.number().nullable(), limit_m: z.number().meta({ description: '距河段超过此值不认定受纳河段 farther off no reach is taken for the receiving one' }),
      function_zone: z.string().nullable(), target_class: z.string().nullable(), latest_class: z.string().nullable(),
    }),
    regime: z.enum(['approval', 'registration']).nullable().meta({ description: '该类别须审批或登记 whether the category needs approval or registration' }),
    authority: z.object({ name: z.string(), through: z.string().nullable(), article: z.string(), quote: z.string(), document: z.string() }).nullable()
      .meta({ description: '方案所指审批机关；未指明为 null the authority that the plan names' }),
    not_examined: z.array(bilingualSchema),
  }).nullable().meta({ description: '拟设排污口的筛查依据 why, for proposed outfalls' }),
  findings: z.array(findingSchema),
  by_category: byCategory.nullable(),
  settle: z.array(bilingualSchema),
  shape: z.object({
    length_m: z.number().nullable().meta({ description: '线的全长 whole length of a line' }),
    area_m2: z.number().nullable().meta({ description: '面的全面积 whole area' }),
  }).nullable().meta({ description: '线或面的大小；点为 null size of a line or area; null of a point' }),
  zones: z.array(zoneSchema).meta({ description: '所在或穿越的各区，从严到宽 zones it lies in or crosses, strictest first' }),
  stands_for: z.object({ id: z.int(), local_code: z.string() }).nullable()
    .meta({ description: '同一排污单位在此处已入库的排污口：核查的即是它，不另计一个 the stored outfall of the same discharger at this place: what is checked is that one, not one more' }),
}).meta({ id: 'CheckedFeature' });

export const checkResultSchema = z.object({
  features: z.array(checkedFeatureSchema),
  pack: packRef,
  coverage: z.array(z.object({
    layer: z.string(), region: z.string(), name: z.string(), statement: z.string(), as_of: date, declared_by: z.string(),
  })),
  generated_at: time,
}).meta({ id: 'CheckResult' });

export const scenarioResultSchema = z.object({
  region: z.string(),
  pack: packRef,
  as_of: date,
  evaluated: z.int().nonnegative().meta({ description: '重新判断的排污口数 outfalls judged' }),
  flips: z.array(flipSchema),
  drafts: z.array(checkedFeatureSchema).meta({ description: '草图排污口，同核查 draft outfalls, as in checks' }),
  generated_at: time,
}).meta({ id: 'ScenarioResult' });

const place = z.object({
  code: z.string(),
  name: z.string(),
  name_en: z.string(),
  level: z.enum(['city', 'town', 'street', 'farm']),
  parent: z.string().nullable(),
  bbox: boxSchema,
});

export const regionSchema = place.extend({ sample: z.boolean(), towns: z.array(place.meta({ id: 'Town' })) }).meta({ id: 'Region' });
export const regionListSchema = z.object({ items: z.array(regionSchema) }).meta({ id: 'RegionList' });

export const ruleSchema = z.object({
  id: z.string(),
  title: bilingualSchema,
  class: z.enum(RULE_CLASSES),
  needs: z.array(z.string()),
  affects: z.string(),
  aspect: z.string().nullable(),
  applies: z.array(z.string()).nullable().meta({ description: '适用类别特征 traits of the categories it applies to; null = all' }),
  parameters: z.array(z.object({ name: z.string(), type: z.string(), unit: z.string().nullable(), default: z.unknown(), zh: z.string() })),
  fix: bilingualSchema,
  trap: bilingualSchema,
  sql: z.string(),
}).meta({ id: 'Rule' });
export const ruleListSchema = z.object({ items: z.array(ruleSchema) }).meta({ id: 'RuleList' });

const packHash = packRef.extend({ hash: z.string() });

export const activationSchema = z.object({
  activation: id,
  region: z.string(),
  pack: packHash,
  activated_at: time,
  actor: z.string(),
  reason: z.string(),
  run: id.meta({ description: '同时完成的全市研判 the evaluation of the city that came with it' }),
  outfalls: z.int(),
  changed: z.int(),
}).meta({ id: 'Activation' });

export const packSchema = z.object({
  id: z.string(),
  version: z.string(),
  region: z.string(),
  title: bilingualSchema,
  document: z.object({ title: z.string(), number: z.string(), date, issuer: z.string() }),
  hash: z.string(),
  valid_from: date,
  active: z.boolean().meta({ description: '现行：该市今日按此版本研判 judges its city today' }),
  activation: activationSchema.nullable().meta({ description: '现行者的启用记录；null = 由文件默认 (null = active by its file)' }),
  rules: z.array(z.object({ id: z.string(), parameters: json, citations: z.array(citationSchema) })),
}).meta({ id: 'Pack' });
export const packListSchema = z.object({
  items: z.array(packSchema),
  activations: z.array(activationSchema).meta({ description: '全部启用记录，新者在前 latest first' }),
}).meta({ id: 'PackList' });

export const packPreviewSchema = z.object({
  pack: packHash,
  former: packHash.nullable().meta({ description: '现行版本 the edition active now' }),
  region: z.string(),
  as_of: date,
  outfalls: z.int().nonnegative(),
  flips: z.array(z.object({
    outfall_id: id, code: z.string(), name: z.string(), category: z.string(), region: z.string(),
    from: z.enum(VERDICTS).nullable().meta({ description: 'null = 尚未研判 not judged yet' }),
    to: z.enum(VERDICTS),
    provisional: provisionalSchema.nullable(),
    override: z.object({ id, verdict: z.enum(VERDICTS), expires_on: date }).nullable()
      .meta({ description: '有效的复核改判：启用后仍以其为准，from、to 为系统研判的结论 (an override in force: it goes on counting; from and to are what the rules come to)' }),
    findings: z.array(z.object({ rule: z.string(), title: bilingualSchema, before: findingSchema.nullable(), after: findingSchema.nullable() })),
  })),
  counts: z.array(flipCount),
  stays: z.object({
    same: z.int().nonnegative(),
    other_findings: z.int().nonnegative().meta({ description: '结论不变而判定或无需整治、暂定结论有别 (same verdict, but other findings, bounds or no_action)' }),
  }),
  token: z.string(),
  generated_at: time,
}).meta({ id: 'PackPreview' });

const editionSchema = z.object({
  id, code: z.string(), name: z.string(), region: z.string(), document: z.string().nullable(), document_date: date.nullable(),
  valid_from: date, valid_to: date.nullable(), boundary_error_m: z.number(),
}).meta({ id: 'Edition' });

export const layerSchema = z.object({
  id: z.string(),
  title: bilingualSchema,
  group: bilingualSchema.extend({ id: z.string() }),
  order: z.number(),
  geometry: z.enum(['point', 'line', 'polygon']),
  minzoom: z.int(),
  maxzoom: z.int(),
  attributes: z.array(z.object({
    name: z.string(), type: z.string(), unit: z.string().optional(), zh: z.string(), en: z.string(), values: z.record(z.string(), bilingualSchema).optional(),
  })),
  access: z.string(),
  visible: z.boolean(),
  style: z.array(z.object({
    label: bilingualSchema, filter: z.unknown().optional(), style: json,
    ring: z.array(z.string()).optional().meta({ description: '聚合环各份的符号，依 shares 的次序 symbols of a ring of shares, in their order' }),
  })),
  count: z.int().nonnegative(),
  editions: z.array(editionSchema).meta({ description: '现行版本，新者在前 in force, latest first' }),
  edition: editionSchema.nullable().meta({ description: '最新一版 the latest of them' }),
  coverage: z.array(z.object({
    region: z.string(), name: z.string(), statement: z.enum(['complete', 'none_here']), as_of: date, declared_by: z.string(),
  })),
  version: z.string(),
}).meta({ id: 'Layer' });
export const layerListSchema = z.object({ items: z.array(layerSchema) }).meta({ id: 'LayerList' });

export const tileCoverSchema = z.object({
  tiles: z.array(z.tuple([z.int(), z.int(), z.int()])).meta({ description: '[z, x, y]，按级别排列；其余瓦片为空 (by zoom; all others are empty)' }),
}).meta({ id: 'TileCover' });

export const tileJsonSchema = z.object({
  tilejson: z.literal('3.0.0'),
  name: z.string(),
  description: z.string(),
  version: z.string(),
  data_version: z.string().meta({ description: '数据版本，即瓦片地址中的 v (what v in the tile address is)' }),
  scheme: z.literal('xyz'),
  tiles: z.array(z.string()),
  vector_layers: z.array(z.object({
    id: z.string(), description: z.string(), minzoom: z.int(), maxzoom: z.int(), fields: z.record(z.string(), z.string()),
  })),
  minzoom: z.int(),
  maxzoom: z.int(),
  bounds: boxSchema,
  center: z.tuple([z.number(), z.number(), z.number()]),
  attribution: z.string(),
}).meta({ id: 'TileJson' });

// OGC API: what stands below /ogc.

export const linkSchema = z.object({
  href: z.string(), rel: z.string(), type: z.string().optional(), title: z.string().optional(), templated: z.boolean().optional(),
}).meta({ id: 'Link' });
const links = z.array(linkSchema);

export const landingSchema = z.object({ title: z.string(), description: z.string(), links }).meta({ id: 'LandingPage' });
export const conformanceSchema = z.object({ conformsTo: z.array(z.string()) }).meta({ id: 'ConfClasses' });

export const collectionSchema = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  extent: z.object({
    spatial: z.object({ bbox: z.array(z.array(z.number()).length(4)).min(1), crs: z.string() }),
    temporal: z.object({ interval: z.array(z.array(z.string().nullable()).length(2)).min(1), trs: z.string() }),
  }),
  itemType: z.literal('feature'),
  crs: z.array(z.string()).min(1),
  storageCrs: z.string(),
  links,
}).meta({ id: 'Collection' });
export const collectionsSchema = z.object({ collections: z.array(collectionSchema), crs: z.array(z.string()), links }).meta({ id: 'Collections' });

export const geoJsonFeatureSchema = z.looseObject({
  type: z.literal('Feature'), id, geometry: z.looseObject({ type: z.string() }).nullable(), properties: json.nullable(), links: links.optional(),
}).meta({ id: 'FeatureGeoJSON' });
export const geoJsonFeaturesSchema = z.looseObject({
  type: z.literal('FeatureCollection'),
  features: z.array(geoJsonFeatureSchema),
  numberMatched: z.int().nonnegative().meta({ description: '符合条件的总数，恒为准确值 all that match, always exact' }),
  numberReturned: z.int().nonnegative(),
  timeStamp: time,
  links,
}).meta({ id: 'FeatureCollectionGeoJSON' });

export const queryablesSchema = z.looseObject({
  $schema: z.string(), $id: z.string(), type: z.literal('object'), title: z.string(), properties: z.record(z.string(), json), additionalProperties: z.literal(false),
}).meta({ id: 'Queryables' });

const tilesetItem = { title: z.string(), dataType: z.literal('vector'), crs: z.string(), tileMatrixSetURI: z.string(), links };
export const tilesetListSchema = z.object({ tilesets: z.array(z.object(tilesetItem)), links }).meta({ id: 'TileSets' });
export const tilesetSchema = z.looseObject({
  ...tilesetItem,
  tileMatrixSetLimits: z.array(z.object({ tileMatrix: z.string(), minTileRow: z.int(), maxTileRow: z.int(), minTileCol: z.int(), maxTileCol: z.int() })),
  layers: z.array(z.looseObject({ id: z.string(), title: z.string() })),
}).meta({ id: 'TileSet' });

export const tileMatrixSetListSchema = z.object({
  tileMatrixSets: z.array(z.object({ id: z.string(), title: z.string(), uri: z.string(), links })), links,
}).meta({ id: 'TileMatrixSets' });
export const tileMatrixSetSchema = z.object({
  id: z.string(), title: z.string(), uri: z.string(), crs: z.string(), orderedAxes: z.array(z.string()), wellKnownScaleSet: z.string(),
  tileMatrices: z.array(z.object({
    id: z.string(), scaleDenominator: z.number(), cellSize: z.number(), cornerOfOrigin: z.literal('topLeft'), pointOfOrigin: z.array(z.number()).length(2),
    tileWidth: z.int(), tileHeight: z.int(), matrixWidth: z.int(), matrixHeight: z.int(),
  })),
}).meta({ id: 'TileMatrixSet' });

export const stylesSchema = z.object({ default: z.string(), styles: z.array(z.object({ id: z.string(), title: z.string(), links })), links }).meta({ id: 'Styles' });
export const styleMetadataSchema = z.looseObject({ id: z.string(), title: z.string(), stylesheets: z.array(json), links }).meta({ id: 'StyleMetadata' });

export const settingsSchema = z.object({
  version: z.string(),
  tianditu_key: z.string().nullable(),
  engine: z.enum(['server', 'embedded']),
  body_limit_bytes: z.int(),
  categories: z.array(z.object({
    code: z.string(), parent: z.string().nullable(), level: z.int(), name: z.string(), name_en: z.string(),
    regime: z.enum(['approval', 'registration']).nullable(), traits: z.array(z.string()),
  })),
}).meta({ id: 'Settings' });

const readingEvidence = {
  river_before_m: z.number().optional(),
  river_after_m: z.number().optional(),
  town_before_m: z.number().optional(),
};
const zoneRef = z.object({ layer: z.string(), id, name: z.string(), level: z.string().nullable() });
const position = z.tuple([z.number(), z.number()]);

export const disposalRecordListSchema = z.object({
  items: z.array(z.object({
    id, code: z.string(), name: z.string(), region: z.string(), unit_kind: z.string(),
    destination: z.enum(['sewer', 'hauled', 'reused', 'fields', 'outfall', 'none', 'unknown']),
    department: z.string().nullable(),
    outfall: z.object({ id, code: z.string(), name: z.string() }).nullable().meta({ description: 'null = 无排污口 a unit without an outfall' }),
    location: pointSchema.nullable(),
    sample: z.boolean(),
  })),
  matched: z.int().nonnegative(),
  next: z.string().nullable(),
}).meta({ id: 'DisposalRecordList' });

export const contradictionListSchema = z.object({
  items: z.array(z.object({
    outfall: outfallItemSchema,
    outcome: z.enum(['conflict', 'borderline']),
    contradictions: z.array(z.object({
      kind: z.string(),
      ledger: z.unknown().meta({ description: '台账所填 what the ledger says' }),
      ledger_name: z.string().nullable(),
      computed: z.unknown().meta({ description: '空间事实 what the ground shows' }),
      computed_name: z.string().nullable(),
      metres: z.number().nullable(),
      note: bilingualSchema,
    })),
    datum: z.object({
      reading: z.string(), name: bilingualSchema, place: position, shift_m: z.number(), ...readingEvidence,
      in_zones: z.array(zoneRef.omit({ id: true })).optional().meta({ description: '该处所在的保护区 zones at that place' }),
    }).nullable().meta({ description: '更相符的坐标解读；点位未移动 a reading that fits better; the point is not moved' }),
    note: bilingualSchema,
  })),
  matched: z.int().nonnegative(),
  next: z.string().nullable(),
}).meta({ id: 'ContradictionList' });

export const datumGuessRequestSchema = z.object({
  coordinates: z.tuple([z.union([z.number(), z.string().max(60)]), z.union([z.number(), z.string().max(60)])])
    .meta({ description: '台账原文，两个数，次序不限：度、度分、度分秒或高斯-克吕格米 as the ledger has them, either order: degrees, degrees-minutes, degrees-minutes-seconds, or Gauss-Krüger metres' }),
  region: z.string().regex(/^\d{6}$/, '应为 6 位市级代码 (six digits of a city)'),
  town: z.string().regex(/^\d{9}$/, '应为 9 位乡镇代码 (nine digits of a town)').optional(),
  river: z.string().min(1).max(100).optional(),
}).meta({ id: 'DatumGuessRequest' });

export const datumGuessSchema = z.object({
  readings: z.array(z.object({
    reading: z.string(),
    name: bilingualSchema,
    place: pointSchema.meta({ description: '按此解读的位置，CGCS2000' }),
    shift_m: z.number().nullable().meta({ description: '与首选字面解读之间的距离 metres from the point as it is written; null where it cannot be read literally' }),
    in_city_box: z.boolean(),
    in_city: z.boolean(),
    town: z.object({ code: z.string(), name: z.string() }).nullable().meta({ description: '所在乡镇 town that contains it' }),
    town_agrees: z.boolean().nullable(),
    river_m: z.number().nullable().meta({ description: '距所填河流，20 km 以外为 null (metres to the river named; null beyond 20 km or without a name)' }),
    nearest_river: z.object({ name: z.string(), metres: z.number() }).nullable(),
    in_zones: z.array(zoneRef),
    fits: z.boolean().meta({ description: '与所给各项证据均相符 agrees with all that was given' }),
  })).meta({ description: '从最相符起 best first' }),
  best: z.string().nullable().meta({ description: '唯一或明显最相符者；不能断定为 null (null = not to be told apart)' }),
  note: bilingualSchema,
}).meta({ id: 'DatumGuess' });

const geometry = z.object({ type: z.string(), coordinates: z.array(z.unknown()) });
const offices = z.object({ city: z.string().nullable(), town: z.string().nullable(), village: z.string().nullable() })
  .meta({ description: '河长职务，非姓名 titles of office' });
const chainZone = z.object({
  id, code: z.string(), name: z.string(), target_class: z.string().nullable(), latest_class: z.string().nullable(), attained: z.boolean().nullable(),
});
const downstreamPlace = z.object({
  id, code: z.string(), name: z.string(), kind: z.string(), reach: z.string(),
  km: z.number().meta({ description: '沿河公里数 kilometres along the river' }), location: pointSchema,
});

export const outfallChainSchema = z.object({
  outfall: z.object({ id, code: z.string(), name: z.string(), status: z.string(), location: pointSchema, entry_point: pointSchema.nullable() }),
  dischargers: z.array(z.object({ id, code: z.string(), name: z.string(), kind: z.string(), role: z.enum(['main', 'shared', 'channel']), location: pointSchema.nullable() })),
  channels: z.array(z.object({ id, code: z.string(), kind: z.string(), discharger_id: id.nullable(), length_m: z.number(), geometry })),
  reach: z.object({
    id, code: z.string(), name: z.string(), declared: z.boolean().meta({ description: 'false: 由所挂水体推得最近河段 the nearest reach of its waterbody' }),
    length_m: z.number(), along_m: z.number().meta({ description: '落点距河段起点 metres from the start of the reach' }), off_m: z.number().nullable(),
    chiefs: offices, geometry, waterbody: z.object({ id, code: z.string(), name: z.string() }),
    function_zone: chainZone.extend({ assessed_on: date.nullable(), geometry }).nullable(),
  }).nullable(),
  downstream: z.object({
    within_km: z.number(),
    reaches: z.array(z.object({
      id, code: z.string(), name: z.string(), from_km: z.number(), to_km: z.number(), path: z.array(id).meta({ description: '经过的河段 reaches passed before it' }),
      chiefs: offices, function_zone: chainZone.nullable(), geometry,
    })),
    sections: z.array(downstreamPlace),
    intakes: z.array(downstreamPlace),
    zones: z.array(downstreamPlace),
  }),
  not_followed: z.array(bilingualSchema).meta({ description: '未能追踪者 what could not be followed' }),
}).meta({ id: 'OutfallChain' });

export type OutfallChain = z.infer<typeof outfallChainSchema>;
export type DisposalRecordList = z.infer<typeof disposalRecordListSchema>;
export type ContradictionList = z.infer<typeof contradictionListSchema>;
export const IMPORT_STATES = ['reading', 'previewed', 'committing', 'committed', 'undone', 'failed', 'cancelled'] as const;

const rowProblem = z.object({
  n: z.int().nullable().meta({ description: '文件中第几条，从 1 起；null 为整个文件 which record of the file; null = the whole file' }),
  sheet: z.string().nullable(),
  row: z.int().nullable().meta({ description: '行号（文本行、表格行或要素序号） line, row of the sheet, or number of the feature' }),
  column: z.string().nullable(),
  label: z.string().nullable().meta({ description: '文件里的列名；无此列的为字段的中文名 heading of the file; of a field that no column gives its Chinese name' }),
  value: z.unknown(), reason: z.string(), suggestion: z.string().nullable(),
  level: z.enum(['error', 'note']).meta({ description: 'error 不能入库；note 仅提示 error: cannot be committed; note: only told' }),
}).meta({ id: 'ImportProblem' });

export const importOutcomeSchema = z.object({
  created: z.int().nonnegative(), changed: z.int().nonnegative(), same: z.int().nonnegative(), duplicates: z.int().nonnegative(), skipped: z.int().nonnegative(),
  runs: z.array(z.object({ run: id, region: z.string(), outfalls: z.int(), changed: z.int() })),
  flips: z.array(flipSchema).meta({ description: '结论变化，至多 500 条；大批量入库按全市研判，只给数目 at most 500; of bulk imports only the number' }),
  flipped: z.int().nonnegative(),
}).meta({ id: 'ImportOutcome' });

export const importProgressSchema = z.object({
  id, state: z.enum(IMPORT_STATES), step: z.string().nullable(), done: z.int().nullable(), of: z.int().nullable(),
  elapsed_ms: z.int(), left_ms: z.int().nullable().meta({ description: '估计剩余毫秒 estimate of what is left' }), cancelling: z.boolean(),
}).meta({ id: 'ImportProgress' });

export const importJobSchema = z.object({
  id,
  state: z.enum(IMPORT_STATES),
  layer: z.string().nullable(),
  layers: z.array(z.object({ id: z.string(), score: z.number() })).meta({ description: '图层猜测，从高到低 what it could be, best first' }),
  file: z.string(), bytes: z.int().nullable(), hash: z.string().nullable(), format: z.string().nullable(), actor: z.string().nullable(),
  encoding: z.object({ guess: z.string(), evidence: z.string() }).nullable(),
  crs: z.object({ guess: z.string(), evidence: z.string(), as_given: z.boolean().meta({ description: 'false：坐标将被转换，提交时须同意 coordinates will be converted, which needs consent' }) }).nullable(),
  defaults: z.record(z.string(), z.unknown()).meta({ description: '各行空缺时的值，以 PATCH defaults 给出 values of rows that have none, given by PATCH defaults' }),
  nodes: z.enum(['given', 'match', 'make']).meta({ description: '河段的起讫结点现从何而来 where the nodes of reaches come from' }),
  partial_dates: z.enum(['unknown', 'first_day', 'last_day']).meta({ description: '只有年或年月的日期现按什么读 how dates of a year or month are read' }),
  stated_crs: z.string().nullable().meta({ description: '文件写明的坐标系；reading: stated 即按它 the coordinate system that the file states' }),
  tables: z.array(z.object({ name: z.string(), rows: z.int().nullable(), columns: z.int().nullable(), taken: z.boolean() })).meta({ description: '工作表或图层，以 sheet 指定 sheets or layers, named as sheet' }),
  file_kept: z.boolean().meta({ description: '文件仍在：可以 PATCH 改 sheet、encoding，或在读取失败后改图层等重读，不必重新上传 the file is still there: another sheet, encoding or, where reading failed, layer can be chosen by PATCH without a new upload' }),
  columns: z.array(z.object({ name: z.string(), property: z.string().nullable(), examples: z.array(z.string()).meta({ description: '前几行中的值，至多三个，过长者以…止 values of the first rows, three at most' }) }))
    .meta({ description: '列与其含义；null 为不用 columns and what they mean; null = not used' }),
  fields: z.array(z.object({ property: z.string(), zh: z.string(), en: z.string(), lacking: z.boolean().meta({ description: '必填而没有列给出 required, and no column gives it' }) }))
    .meta({ description: '列可以对应的字段，以 PATCH mapping 改变 what a column can mean; changed by PATCH mapping' }),
  remembered: z.boolean().meta({ description: '列对应沿用此来源上次的 the mapping is that of the last file of this source' }),
  notes: z.array(z.object({ zh: z.string(), en: z.string() })),
  rows: z.int().nullable(),
  counts: z.object({
    new: z.int(), changed: z.int(), same: z.int(), duplicate: z.int(), gone: z.int().meta({ description: '同一文件上次入库而这次没有的 in the last import of this file, not in this one; left as they are' }),
    errors: z.int().meta({ description: '有错误的行 rows with errors' }), notes: z.int(), repairs: z.int().meta({ description: '须同意修复几何才能入库的行 rows whose geometry is stored only repaired, with consent' }), large_repairs: z.int(),
    partial_dates: z.int().meta({ description: '有只到年或年月、可同意取某一日的日期的行 rows with dates of a year or month, for which a day can be taken by consent' }),
    rings: z.int().meta({ description: '环的方向不合 RFC 7946 的行：同意修复则改正，否则照原样 rows whose rings run the other way: put right with consent, else left' }),
  }).nullable(),
  problems: z.array(rowProblem),
  problem_count: z.int().meta({ description: '问题总数；problems 为其中一页 all; problems is a page of them' }),
  next: z.string().nullable().meta({ description: '下一页的 cursor cursor of the next page' }),
  decisions: z.array(z.object({ property: z.string(), column: z.string().nullable(), value: z.unknown(), rows: z.int(), suggestion: z.string().nullable() }))
    .meta({ description: '待定的写法：以 PATCH values 决定 spellings to decide by PATCH values' }),
  first: z.object({ type: z.literal('FeatureCollection'), features: z.array(z.object({ type: z.literal('Feature'), id: z.int(), geometry: z.unknown(), properties: json })) })
    .meta({ description: '前若干行，如将入库；几何修复者 before 为原样 the first rows as they would be stored; `before` is the geometry before a repair' }),
  edition: z.object({ id, code: z.string(), name: z.string() }).nullable(),
  edition_needed: z.boolean().meta({ description: '入库须说明数据版本（来源文件、生效日期、边界误差） the commit must say of which edition the rows are' }),
  outcome: importOutcomeSchema.nullable(),
  error: z.object({ detail: z.string(), value: z.unknown() }).nullable(),
  timings: z.record(z.string(), z.number()),
  created_at: z.string(), committed_at: z.string().nullable(), undone_at: z.string().nullable(),
  progress: importProgressSchema.nullable(),
}).meta({ id: 'ImportJob' });

export const exportProgressSchema = z.object({
  step: z.enum(['waiting', 'reading', 'writing']), done: z.int(), of: z.int().nullable(),
}).meta({ id: 'ExportProgress', description: '导出进度，条 rows done of all' });

export const importGoneSchema = z.object({
  items: z.array(z.object({
    id: id.meta({ description: '库中记录 the record' }), code: z.string(), name: z.string().nullable(), import: id.meta({ description: '由哪次导入写入 the import that wrote it' }), sheet: z.string().nullable(), row: z.int().nullable(),
  })),
  matched: z.int().nonnegative(), next: z.string().nullable(),
}).meta({ id: 'ImportGone' });

export type ExportProgress = z.infer<typeof exportProgressSchema>;
export type ImportGone = z.infer<typeof importGoneSchema>;
export type ImportState = (typeof IMPORT_STATES)[number];
export type ImportOutcome = z.infer<typeof importOutcomeSchema>;
export type ImportProgress = z.infer<typeof importProgressSchema>;
export type ImportJob = z.infer<typeof importJobSchema>;
export type DatumGuessRequest = z.infer<typeof datumGuessRequestSchema>;
export type DatumGuess = z.infer<typeof datumGuessSchema>;
export type Bilingual = z.infer<typeof bilingualSchema>;
export type Point = z.infer<typeof pointSchema>;
export type Box = z.infer<typeof boxSchema>;
export type Problem = z.infer<typeof problemSchema>;
export type VerdictKind = (typeof VERDICTS)[number];
export type Outcome = (typeof OUTCOMES)[number];
export type Stage = (typeof STAGES)[number];
export type PositionMethod = (typeof POSITION_METHODS)[number];
export type Screening = (typeof SCREENINGS)[number];
export type Provisional = z.infer<typeof provisionalSchema>;
export type OutfallItem = z.infer<typeof outfallItemSchema>;
export type OutfallList = z.infer<typeof outfallListSchema>;
export type OutfallFile = z.infer<typeof outfallFileSchema>;
export type Citation = z.infer<typeof citationSchema>;
export type FindingArea = z.infer<typeof findingAreaSchema>;
export type Finding = z.infer<typeof findingSchema>;
export type RuleRun = z.infer<typeof ruleRunSchema>;
export type RunProgress = z.infer<typeof runProgressSchema>;
export type Override = z.infer<typeof overrideSchema>;
export type EditedFeature = z.infer<typeof editedFeatureSchema>;
export type Flip = z.infer<typeof flipSchema>;
export type EditResult = z.infer<typeof editResultSchema>;
export type OutfallHistory = z.infer<typeof outfallHistorySchema>;
export type Replay = z.infer<typeof replaySchema>;
export type Verdict = z.infer<typeof verdictSchema>;
export type CheckProperties = z.infer<typeof checkPropertiesSchema>;
export type CheckedFeature = z.infer<typeof checkedFeatureSchema>;
export type CrossedZone = z.infer<typeof zoneSchema>;
export type CheckResult = z.infer<typeof checkResultSchema>;
export type ScenarioResult = z.infer<typeof scenarioResultSchema>;
export type Region = z.infer<typeof regionSchema>;
export type Rule = z.infer<typeof ruleSchema>;
export type Pack = z.infer<typeof packSchema>;
export type PackList = z.infer<typeof packListSchema>;
export type PackPreview = z.infer<typeof packPreviewSchema>;
export type Activation = z.infer<typeof activationSchema>;
export type Layer = z.infer<typeof layerSchema>;
export type Settings = z.infer<typeof settingsSchema>;

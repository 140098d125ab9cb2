import type { Bilingual } from '../api-types';
import { contradictionsOf } from './contradiction-words';
import { DISCHARGE_CAUSES, DISCHARGE_REASONS } from './discharge-words';
import type { FindingRow } from './finding-shape';

type Say = (evidence: Record<string, unknown>) => Bilingual;

/** Why a rule could not say yes or no. */
const REASONS: Record<string, Say> = {
  ...DISCHARGE_REASONS,
  coverage_missing: () => ({ zh: '此处未声明该图层数据完备，不能断定不在范围内', en: 'The layer is not declared complete here, so nothing can be excluded' }),
  coverage_stale: () => ({ zh: '该图层的完备声明已过期', en: 'The declaration of completeness is out of date' }),
  set_up_missing: () => ({ zh: '缺设置时间', en: 'Date of set-up missing' }),
  approval_missing: () => ({ zh: '缺审批或登记信息', en: 'Approval or registration not known' }),
  inspection_missing: () => ({ zh: '尚无现场检查记录', en: 'Not inspected yet' }),
  inspection_stale: (e) => ({ zh: `现场检查（${e.inspected_on}）过久，不再能证明没有问题`, en: `Inspected on ${e.inspected_on}, too long ago to show that all is well` }),
  observation_missing: () => ({ zh: '尚无晴天排水观测', en: 'Dry-weather flow not observed yet' }),
  plant_missing: () => ({ zh: '园区没有集中污水处理设施资料', en: 'No central treatment plant known for the park' }),
  plant_not_working: () => ({ zh: '园区集中污水处理设施未运行', en: 'The park’s central treatment plant is not working' }),
  discharger_missing: () => ({ zh: '排污单位未查明', en: 'Discharger not traced' }),
  designation_missing: () => ({ zh: '缺首次划定日期', en: 'Date of the first designation missing' }),
  function_zone_missing: () => ({ zh: '未对应到水功能区', en: 'Not tied to a function zone' }),
  not_assessed: (e) => ({ zh: `水功能区${e.function_zone}尚无达标评价`, en: `Function zone ${e.function_zone} not assessed yet` }),
  reach_missing: () => ({ zh: '未对应到河段，无法沿河追踪', en: 'Not tied to a reach: nothing can be followed along the river' }),
  reach_too_far: (e) => ({ zh: `距最近河段 ${e.reach_off_m} m，不能认定受纳河段`, en: `The nearest reach is ${e.reach_off_m} m off: which one receives it is open` }),
  network_ends: (e) => ({ zh: `河网数据在下游 ${e.known_km} km 处中断，其后是否有取水口或保护区未知`, en: `The river network breaks off ${e.known_km} km downstream: what lies beyond is not known` }),
  intake_unplaced: (e) => ({ zh: `取水口${e.intake}未对应到河段，不能断定其不在下游`, en: `Intake ${e.intake} is not tied to any reach and could lie downstream` }),
  reference_missing: () => ({ zh: '本市乡镇界线或水系未入库，台账所填无从比对', en: 'No towns or waters of this city are loaded to compare the ledger with' }),
  flow_missing: () => ({ zh: '缺排放量', en: 'Flow not known' }),
};

const PRECONDITIONS: Record<string, Say> = {
  plant_full: () => ({ zh: '污水处理厂已无余量：须先扩容或调配', en: 'The plant is full: enlarge or redistribute first' }),
  plant_not_working: () => ({ zh: '污水处理厂未运行：须先恢复运行', en: 'The plant is not working: restore it first' }),
};

const DUTIES: Record<string, Say> = {
  extend_network: () => ({ zh: '城镇：加强污水管网建设', en: 'Urban: extend the network' }),
  rural_treatment: () => ({ zh: '农村：先行就地治理', en: 'Rural: treat on the spot first' }),
  hazard_first: (e) => ({ zh: `临近${e.defence}：第一步先消除行洪排涝、堤防安全隐患，此前不施工、不销号`, en: `Near ${e.defence}: step 1 is to remove the hazard, no works and no close-out before it` }),
  ask_water_authority: (e) => ({ zh: `临近${e.defence}：须征求有管理权限的流域机构或水行政主管部门意见`, en: `Near ${e.defence}: the basin or water authority is to be asked` }),
  ask_competence: (e) => ({ zh: `距${e.border}不足 ${e.near_m} m：须先明确审批管辖`, en: `Within ${e.near_m} m of ${e.border}: who is competent must be cleared first` }),
  own_measures: (e) => ({ zh: `设置于 ${e.set_up}，早于${e.zone}首次划定（${e.designated_on}）：历史遗留，单独制定整治措施`, en: `Set up ${e.set_up}, before ${e.zone} was first designated (${e.designated_on}): a legacy case with measures of its own` }),
  arrange_first: (e) => ({ zh: e.livelihood === 'housing' ? '涉及住宅小区：先统筹安排再整治' : '涉及公共企事业单位：先统筹安排再整治', en: e.livelihood === 'housing' ? 'Serves housing: arrange before acting' : 'Serves a public institution: arrange before acting' }),
  report_upward: (e) => ({ zh: `保留两个及以上排污口，应上报${e.authority}，尚无上报文号`, en: `More than one retained: to be reported to ${e.authority}, no report number yet` }),
  no_more_load: (e) => ({ zh: `水功能区${e.function_zone}未达到水质目标，严格控制改设、扩大；不因此追究达标排放的排污口`, en: `Function zone ${e.function_zone} is short of its target: no alteration or enlargement; not a compliant outfall’s fault` }),
  supply_downstream: (e) => ({ zh: `沿河下游 ${e.km} km 有${nearestName(e)}${others(e, 'zh')}`, en: `${nearestName(e)} lies ${e.km} km downstream along the river${others(e, 'en')}` }),
  check_ledger: contradictionsOf,
  monitor_first: (e) => ({ zh: `排放量 ${e.flow_m3d} m³/d，达到重点阈值 ${e.threshold_m3d} m³/d`, en: `Flow ${e.flow_m3d} m³/d reaches the priority threshold ${e.threshold_m3d} m³/d` }),
};

const downstreamOf = ({ downstream }: Record<string, unknown>) => (Array.isArray(downstream) ? downstream : []) as { name: string }[];
const nearestName = (e: Record<string, unknown>) => downstreamOf(e)[0]?.name ?? '';
const others = (e: Record<string, unknown>, language: keyof Bilingual) => {
  const more = downstreamOf(e).length - 1;
  return more < 1 ? '' : language === 'zh' ? `，此外还有 ${more} 处` : `, and ${more} more`;
};

/** One plain sentence on a finding, or null where its numbers say all. */
export function noteOf({ evidence }: Pick<FindingRow, 'evidence'>): Bilingual | null {
  const said = [
    ...causesOf(evidence),
    REASONS[String(evidence.reason)], PRECONDITIONS[String(evidence.precondition)], DUTIES[String(evidence.duty)],
    evidence.kept !== undefined ? kept : undefined,
    evidence.connection_m !== undefined ? connection : undefined,
    evidence.clue ? clue : undefined,
    evidence.forbidden ? forbidden : undefined,
  ].filter((say) => say !== undefined).map((say) => say(evidence));
  if (said.length === 0) return null;
  return { zh: `${said.map((one) => one.zh).join('；')}。`, en: `${said.map((one) => one.en).join('; ')}.` };
}

const causesOf = ({ causes }: Record<string, unknown>) => (Array.isArray(causes) ? causes : []).map((cause) => DISCHARGE_CAUSES[String(cause)]);

const kept: Say = (e) => ({ zh: `同一单位建议保留 ${e.kept}`, en: `Of the same discharger keep ${e.kept}` });
const connection: Say = (e) => ({ zh: `距最近污水管线 ${e.sewer_line} ${e.connection_m} m`, en: `Nearest sewer ${e.sewer_line} at ${e.connection_m} m` });
const clue: Say = () => ({ zh: '应审批而未经审批，另作违法线索移交', en: 'Needed approval and had none: also a clue for enforcement' });
const forbidden: Say = () => ({ zh: '严禁合并、封堵', en: 'Never merge or block' });

/** Sentences one after the other; null where there are none. */
export function joined(parts: (Bilingual | null)[]): Bilingual | null {
  const said = parts.filter((part) => part !== null);
  return said.length === 0 ? null : { zh: said.map((one) => one.zh).join(''), en: said.map((one) => one.en).join(' ') };
}

/** What declarations of completeness are asked by: a layer's title, and for how many days they hold. */
export interface Declaring { titleOf: (layer: string) => Bilingual; maxAgeDays: number }

/** What would settle a finding that is open or for review: the cheapest steps that decide it. */
export function settleOf({ outcome, distance_m: d, areas, evidence }: Pick<FindingRow, 'outcome' | 'distance_m' | 'areas' | 'evidence'>, declaring: Declaring): Bilingual[] {
  if (outcome === 'unknown' && String(evidence.reason).startsWith('coverage_')) return [declare(evidence, declaring)];
  if (outcome === 'unknown') return [REASON_STEPS[String(evidence.reason)] ?? []].flat();
  if (outcome === 'borderline' && d !== null) return [survey(d, Math.min(...areas.map((area) => area.boundary_m ?? 0)), evidence.place)];
  if (outcome !== 'conflict' || evidence.effect !== 'review') return [];
  // a stricter part lies within the error
  const stricter = evidence.effect_possible === 'ban' ? areas.find((area) => area.outcome === 'borderline' && typeof area.distance_m === 'number') : undefined;
  return [...(stricter ? [survey(stricter.distance_m as number, stricter.boundary_m ?? 0, evidence.place)] : []), BY_PAPERS];
}

const BY_PAPERS: Bilingual = {
  zh: '核实设置审批、设置时间与达标情况，由复核人定论', en: 'Settle approval, date of set-up and compliance; the reviewer decides',
};

const SURVEYED: Record<string, Bilingual> = {
  mouth: { zh: '排污口', en: 'outfall' }, entry: { zh: '入河点', en: 'entry point' }, site: { zh: '生产经营场所', en: 'production site' },
};

/** Metres to the boundary and its error: how good the position must be to tell inside from outside. */
function survey(d: number, boundary: number, place: unknown): Bilingual {
  const what = SURVEYED[String(place)] ?? (SURVEYED.mouth as Bilingual);
  const room = d ** 2 - boundary ** 2;
  const within = Math.abs(d).toFixed(1);
  if (room <= 0) return { zh: `复核该区边界并复测${what.zh}坐标，合成误差须小于 ±${within} m（95 %）`, en: `Survey boundary and ${what.en} to better than ±${within} m together (95 %)` };
  const to = Math.sqrt(room).toFixed(1);
  return { zh: `复测${what.zh}坐标至 ±${to} m（95 %）`, en: `Survey the ${what.en} to ±${to} m (95 %)` };
}

/** For which layer, and where: around the place with all of its error. */
function declare({ layer, reason, declared_on: on }: Record<string, unknown>, { titleOf, maxAgeDays }: Declaring): Bilingual {
  const { zh, en } = titleOf(String(layer));
  if (reason === 'coverage_stale') {
    return {
      zh: `更新图层“${zh}”（${layer}）在此处的完备声明：现有声明截至 ${on ?? '—'}，有效期 ${maxAgeDays} 天`,
      en: `Renew the declaration of ${en} (${layer}) here: the present one is of ${on ?? '—'}, and holds for ${maxAgeDays} days`,
    };
  }
  return {
    zh: `补齐图层“${zh}”（${layer}），或声明其在此处（含该点误差范围）完备（含“本辖区无此类区域”）`,
    en: `Load the layer ${en} (${layer}), or declare it complete here, the point’s whole error included`,
  };
}

const REASON_STEPS: Record<string, Bilingual> = {
  set_up_missing: { zh: '查明设置时间', en: 'Find the date of set-up' },
  approval_missing: { zh: '查明审批或登记情况', en: 'Find its approval or registration' },
  plant_missing: { zh: '查明园区集中污水处理设施', en: 'Find the park’s central plant' },
  plant_not_working: { zh: '核实园区集中污水处理设施运行情况', en: 'Check whether the park’s plant works' },
  discharger_missing: { zh: '溯源确定排污单位', en: 'Trace the discharger' },
};

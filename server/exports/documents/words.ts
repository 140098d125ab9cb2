import type { Finding, Verdict } from '../../api-types';
import { chineseOf } from '../../layers/value-lists';

type Words = Record<string, string>;

export const VERDICT = chineseOf('verdict');
export const MEASURE = chineseOf('measure');
export const OUTCOME: Words = { conflict: '命中', borderline: '临界（误差范围内）', unknown: '数据不足', clear: '未命中', not_applicable: '不适用' };
export const CLASS: Words = { ban: '取缔', merge: '合并', keep: '规范', flag: '提示' };
export const STAGE = chineseOf('stage');
export const STATUS = chineseOf('status');
export const APPROVAL = chineseOf('approval');
export const POSITION = chineseOf('position_method');
export const FEATURE = chineseOf('discharge_feature');
export const REGIME: Words = { approval: '审批', registration: '登记' };
export const CHANNEL = chineseOf('channel_kind');
export const LEVEL: Words = { class_1: '一级', class_2: '二级', quasi: '准保护区', core_protection: '核心保护区', general_control: '一般控制区', core: '核心区', buffer: '缓冲区', experimental: '实验区' };
export const DECISION: Words = { accepted: '准予销号', returned: '退回补正' };

/** What closing out asks for, beside what the authority demands. */
export const PROOF: Words = {
  ban: '口门已拆除或封堵到位、无来水的现场照片（整治前后同一视角）与视频；行洪排涝安全的意见；拆除或封堵的证明材料',
  merge: '已接入管网或集中处理设施的证明与照片；原口门已封闭或仅排雨水的现场照片；接纳设施的意见',
  keep: '达标排放的监测报告；排污通道、口门、标识牌整治前后照片；审批或登记文号',
};

type Measured = Pick<Finding, 'rule' | 'distance_m' | 'error_m' | 'beyond_m'> & Partial<Pick<Finding, 'areas'>>;

/** Of what lies downstream the distance is along the river. */
const isAlong = (rule: string) => rule === 'flag-upstream-of-intake';

const side = (rule: string, d: number) => `${isAlong(rule) ? '沿河' : d < 0 ? '界内' : '界外'} ${Math.abs(d).toFixed(1)} m`;

/** Signed distance with its error, inside said in words; and that it is the way out of all areas that touch, where no area has it by itself. */
export function distanceOf({ rule, distance_m: d, error_m: e, beyond_m: beyond, areas = [] }: Measured): string {
  if (d === null) return beyond === null ? '—' : `${beyond} m 内没有`;
  const joined = d < 0 && areas.length > 0 && areas.every(({ distance_m: own }) => own !== null && Math.abs(own - d) > 0.01);
  return `${side(rule, d)}${joined ? '，至相连各区合并后的边界' : ''}${e === null || isAlong(rule) ? '' : `（误差 ±${e.toFixed(1)} m，95 %）`}`;
}

/** Number of the document, article and the very sentence. */
export const citationsOf = ({ citation, also }: Pick<Finding, 'citation' | 'also'>): string[] => [citation, ...also].filter((one) => one !== null).map(({ basis, document, article, quote, modality, confidence }) =>
  (basis === 'system' ? `系统规则：${quote ?? ''}` : `${basis !== 'plan' && !/[《〔]/.test(document) ? `《${document}》` : document}${article ? `，${article}` : ''}${quote ? `：${/^（.*）$/.test(quote) ? quote : `“${quote}”`}` : ''}${modality ? `（条款用语：${modality}）` : ''}${confidence === 'high' ? '' : '【待核实】'}`));

export const areasOf = ({ areas, rule }: Pick<Finding, 'areas' | 'rule'>): string => areas.map(({ name, level, edition, document, distance_m }) =>
  `${name}${level && LEVEL[level] ? `（${LEVEL[level]}）` : ''}${distance_m === null ? '' : `，${side(rule, distance_m)}`}${edition ? `，数据版本：${edition}` : ''}${document ? `，依据文件：${document}` : ''}`).join('；');

/** 现行结论 in a line. */
export function conclusionOf({ verdict, provisional, no_action }: Pick<Verdict, 'verdict' | 'provisional' | 'no_action'>): string {
  const bounds = provisional ? `；暂定结论：最严“${VERDICT[provisional.strictest]}”，最宽“${VERDICT[provisional.mildest]}”` : '';
  const action = verdict !== 'keep' ? '' : no_action === true ? '；各项均已核查，无需整治' : no_action === null ? '；是否无需整治：待核查' : '';
  return `${VERDICT[verdict]}${bounds}${action}`;
}

/** A moment as a clock in China shows it. */
export const clock = (moment: string | null): string => (moment === null ? '—' : new Date(Date.parse(moment) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' '));

export const ADVICE = '辅助研判，不替代行政决定。';

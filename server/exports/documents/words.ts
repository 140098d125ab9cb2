import type { Finding, Verdict } from '../../api-types';

type Words = Record<string, string>;

export const VERDICT: Words = { ban: '建议依法取缔', merge: '建议清理合并', keep: '建议规范整治', review: '待人工研判' };
export const MEASURE: Words = { ban: '依法取缔', merge: '清理合并', keep: '规范整治' };
export const OUTCOME: Words = { conflict: '命中', borderline: '临界（误差范围内）', unknown: '数据不足', clear: '未命中', not_applicable: '不适用' };
export const CLASS: Words = { ban: '取缔', merge: '合并', keep: '规范', flag: '提示' };
export const STAGE: Words = { surveyed: '排查', monitored: '监测', traced: '溯源', judged: '研判', planned: '一口一策', remediating: '整治中', completed: '整治完成（待销号）', closed: '销号', reopened: '反弹（重新整治）' };
export const STATUS: Words = { in_use: '在用', stopped: '停用', removed: '已拆除', sealed: '已封堵', rain_only: '改为雨水口' };
export const APPROVAL: Words = { approved: '已审批', registered: '已登记', unapproved: '未审批', unregistered: '未登记' };
export const POSITION: Words = { rtk: 'RTK', gnss: '手持 GNSS', imagery: '影像判读', map_10k: '1:1 万地图', map_50k: '1:5 万地图', geocoded: '地址匹配', unknown: '不明' };
export const FEATURE: Words = { flowing: '排水', dry: '无水', stagnant: '有死水', gated: '闸断', uncertain: '不确定' };
export const REGIME: Words = { approval: '审批', registration: '登记' };
export const CHANNEL: Words = { pipe: '管道', ditch: '明渠', culvert: '暗涵' };
export const LEVEL: Words = { class_1: '一级', class_2: '二级', quasi: '准保护区', core_protection: '核心保护区', general_control: '一般控制区', core: '核心区', buffer: '缓冲区', experimental: '实验区' };
export const DECISION: Words = { accepted: '准予销号', returned: '退回补正' };

/** What closing out asks for, beside what the authority demands. */
export const PROOF: Words = {
  ban: '口门已拆除或封堵到位、无来水的现场照片（整治前后同一视角）与视频；行洪排涝安全的意见；拆除或封堵的证明材料',
  merge: '已接入管网或集中处理设施的证明与照片；原口门已封闭或仅排雨水的现场照片；接纳设施的意见',
  keep: '达标排放的监测报告；排污通道、口门、标识牌整治前后照片；审批或登记文号',
};

type Measured = Pick<Finding, 'rule' | 'distance_m' | 'error_m' | 'beyond_m'>;

/** Of what lies downstream the distance is along the river. */
const isAlong = (rule: string) => rule === 'flag-upstream-of-intake';

const side = (rule: string, d: number) => `${isAlong(rule) ? '沿河' : d < 0 ? '界内' : '界外'} ${Math.abs(d).toFixed(1)} m`;

/** Signed distance with its error, inside said in words. */
export function distanceOf({ rule, distance_m: d, error_m: e, beyond_m: beyond }: Measured): string {
  if (d === null) return beyond === null ? '—' : `${beyond} m 内没有`;
  return `${side(rule, d)}${e === null || isAlong(rule) ? '' : `（误差 ±${e.toFixed(1)} m，95 %）`}`;
}

/** Number of the document, article and the very sentence. */
export const citationsOf = ({ citation, also }: Pick<Finding, 'citation' | 'also'>): string[] => [citation, ...also].filter((one) => one !== null).map(({ basis, document, article, quote, modality, confidence }) =>
  (basis === 'system' ? `系统规则：${quote ?? ''}` : `${basis === 'national' && !/[《〔]/.test(document) ? `《${document}》` : document}${article ? `，${article}` : ''}${quote ? `：${/^（.*）$/.test(quote) ? quote : `“${quote}”`}` : ''}${modality ? `（条款用语：${modality}）` : ''}${confidence === 'high' ? '' : '【待核实】'}`));

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

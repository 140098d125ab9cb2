import type { Finding, OutfallFile, Verdict } from '../../api-types';
import { CONSTRUCTION_PROBLEMS } from '../../layers/value-lists';
import type { Document } from './blocks';
import { known } from './blocks';
import { ADVICE, areasOf, CHANNEL, citationsOf, CLASS, clock, conclusionOf, distanceOf, MEASURE, OUTCOME, PROOF, STATUS, VERDICT } from './words';

export type Department = OutfallFile['responsibility']['departments'][number];

export const names = (departments: Department[]) => departments.map(({ name }) => name).join('、');

const DECIDED = ['conflict', 'borderline', 'unknown'];
const ORDER = ['conflict', 'borderline', 'unknown'];

/** 一口一策: what is advised of one outfall, by which clause, how far from which boundary, what is to be done, by whom, until when. */
export function planDocument(file: OutfallFile, verdict: Verdict): Document {
  const { plan, responsibility } = file;
  const found = verdict.findings.filter(({ outcome }) => DECIDED.includes(outcome)).sort((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome));
  const clear = verdict.findings.filter(({ outcome }) => outcome === 'clear');
  return {
    name: `${file.name}“一口一策”整治方案（建议稿）`,
    foot: `${ADVICE}${file.sample ? '本排污口为示意数据。' : ''}`,
    blocks: [
      { title: `${file.name}\n“一口一策”整治方案（建议稿）`.replace('\n', ''), under: ['文号：＿＿＿＿＿＿＿＿＿＿', `编码：${file.code}　　数据时点：${verdict.as_of}　　生成：${clock(new Date().toISOString())}`, ...(file.sample ? ['（示意数据，仅供演示）'] : [])] },
      { heading: '一、基本情况' },
      { facts: [
        ['排污口名称', file.name], ['国家编码', known(file.national_code)], ['所在地', placeOf(file)], ['经纬度', `${file.location.coordinates.map((each) => each.toFixed(6)).join('，')}（CGCS2000）`],
        ['类型', file.category_names.map(({ name }) => name).join(' / ')], ['使用状态', STATUS[file.status] ?? file.status], ['受纳水体', known(file.waterbody?.name ?? file.river_name)],
        ['设置时间', known(file.set_up)], ['责任主体', partyOf(file)], ['排放量', known(file.flow_m3d, ' m³/d')],
        ...(file.channels.length ? [['排污通道', file.channels.map(({ code, kind, length_m }) => `${code}（${CHANNEL[kind] ?? kind}，${length_m} m）`).join('；')] as [string, string]] : []),
      ] },
      { heading: '二、研判结论' },
      { text: `${conclusionOf(verdict)}。` },
      ...(verdict.override ? [{ text: `本结论经复核${verdict.override.kind === 'confirm' ? '确认' : '改判'}（系统研判为“${VERDICT[verdict.engine_verdict]}”），理由：${verdict.override.reason}；有效至 ${verdict.override.expires_on}${verdict.override.facts_changed ? '；其后研判依据有变，须重新复核' : ''}。` }] : []),
      ...(verdict.settle.length ? [{ text: `需要补充：${verdict.settle.map(({ zh }) => zh).join('；')}。` }] : []),
      ...(verdict.recomputed ? [{ text: '该日没有存档结论或其后数据有变，本结论按当时所知重算。' }] : []),
      { heading: '三、存在问题与依据' },
      ...(found.length ? found.flatMap((finding, n) => findingBlocks(finding, n + 1, verdict.verdict)) : [{ text: '各项规则均未命中。' }]),
      ...(clear.length ? [{ text: `未命中的规则：${clear.map((each) => `${each.title.zh}${each.distance_m === null ? '' : `（${distanceOf(each)}）`}`).join('；')}。` }] : []),
      { heading: '四、整治措施与时限' },
      ...measures(found, verdict, file.problems),
      ...(plan ? [{ facts: planFacts(plan) }] : [{ text: '尚未编制一口一策；措施、投资、责任人与完成时限由责任主体会同主管部门填报。' }]),
      { heading: '五、责任分工' },
      { facts: [
        ['责任主体', partyOf(file)], ['行业主管部门', names(responsibility.departments) || '方案未分工'], ['牵头部门', names(responsibility.lead) || '方案未明确'], ['责任人', '＿＿＿＿＿＿＿＿'],
      ] },
      ...responsibility.departments.concat(responsibility.party === 'fallback' ? responsibility.fallback : []).map(({ name, citation: { document, article, quote } }) => ({ quote: `${name}：${document}${article ? `，${article}` : ''}：“${quote}”` })),
      { heading: '六、销号要求' },
      { text: `整治完成后由责任主体申请，主管部门现场核查后销号。所附材料（系统建议，以主管部门要求为准）：${PROOF[plan?.measure ?? verdict.verdict] ?? '待结论确定后明确'}。` },
      { heading: '七、数据来源与复算' },
      { facts: [
        ['城市规则集', `${verdict.pack.id} 第 ${verdict.pack.version} 版`], ['研判批次', known(verdict.run)], ['结论编号', known(verdict.id)], ['有效时点', verdict.as_of], ['研判时间', clock(verdict.decided_at)],
        ['所用数据版本', editionsOf(found) || '—'],
        ['复算', verdict.id === null ? '本结论为按当时所知重算，未存档' : `/api/outfalls/${file.id}/verdict/record.json?verdict=${verdict.id}（导出全部依据，可用 paikou verify 离线核验）`],
      ] },
      { sign: ['承办', '复核', '审定'] },
    ],
  };
}

export const placeOf = ({ place, region }: OutfallFile) => [place.city?.name, place.town?.name].filter(Boolean).join('') || region;

export function partyOf({ responsibility, discharger_file: discharger }: OutfallFile): string {
  if (responsibility.party === 'discharger') return discharger?.name ?? '未掌握';
  return `尚未溯源到排污单位${responsibility.fallback.length ? `，按方案由${names(responsibility.fallback)}负责` : ''}`;
}

const editionsOf = (found: Finding[]) => [...new Set(found.flatMap(({ areas }) => areas.map(({ edition }) => edition)).filter((each) => each !== null))].join('、');

function findingBlocks(finding: Finding, n: number, verdict: Verdict['verdict']): Document['blocks'] {
  const areas = areasOf(finding);
  const facts: [string, string][] = [
    ['判定', `${OUTCOME[finding.outcome]}（${CLASS[finding.class]}类规则）`], ...(finding.distance_m !== null || finding.beyond_m !== null ? [['距离', distanceOf(finding)] as [string, string]] : []),
    ...(areas ? [['所涉区域', areas] as [string, string]] : []),
    ...(finding.change && finding.outcome !== 'clear' ? [['最近改判点', `方位 ${finding.change.bearing_deg}°，${finding.change.metres.toFixed(1)} m`] as [string, string]] : []),
    ...(finding.note ? [['说明', finding.note.zh] as [string, string]] : []),
    ...(finding.fix && APPLY[verdict]?.includes(finding.class) ? [['整治要求', finding.fix.zh] as [string, string]] : []),
  ];
  return [{ sub: `（${numeral(n)}）${finding.title.zh}` }, { facts }, ...citationsOf(finding).map((quote) => ({ quote }))];
}

const DIGITS = '零一二三四五六七八九';

/** 1 to 99 as Chinese writes numbers. */
export const numeral = (n: number): string => (n < 10 ? DIGITS[n] as string : `${n < 20 ? '' : DIGITS[Math.floor(n / 10)]}十${n % 10 ? DIGITS[n % 10] : ''}`);

/** What a rule asks for counts where its kind decides: a mouth that is to go is not to be regularised. */
const APPLY: Record<string, string[]> = { ban: ['ban', 'merge', 'flag'], merge: ['merge', 'flag'], keep: ['keep', 'flag'], review: ['flag'] };

function measures(found: Finding[], { verdict }: Verdict, problems: string[]): Document['blocks'] {
  const asked = found.filter(({ outcome, class: kind }) => outcome === 'conflict' && APPLY[verdict]?.includes(kind)).flatMap(({ fix }) => (fix ? [fix.zh] : []));
  const own = verdict === 'keep' ? problems.flatMap((code) => { const known = CONSTRUCTION_PROBLEMS.get(code); return known ? [`${known.zh}：${known.measure}`] : []; }) : [];
  const fixes = [...new Set([...asked, ...own])];
  const lead = verdict === 'review' ? '结论待人工研判，下列措施须在定论后执行。' : `建议措施：${MEASURE[verdict]}。`;
  return [{ text: lead }, ...fixes.map((fix, n) => ({ text: `${n + 1}. ${fix}` }))];
}

export function planFacts(plan: NonNullable<OutfallFile['plan']>): [string, string][] {
  return [
    ['方案编号', plan.code], ['整治措施', MEASURE[plan.measure] as string], ['编制日期', plan.drawn_up_on], ['完成时限', known(plan.due_on)], ['开工日期', known(plan.started_on)], ['完成日期', plan.completed_on ?? '未完成'],
    ...(plan.transition ? [['过渡期', `至 ${plan.transition.until}；理由：${plan.transition.reason}；批准：${plan.transition.approval}`] as [string, string]] : []),
    ...(plan.overdue_days ? [['预警', `已逾期 ${plan.overdue_days} 天`] as [string, string]] : []),
  ];
}

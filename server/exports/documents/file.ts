import type { OutfallFile, OutfallHistory, Verdict } from '../../api-types';
import { CONSTRUCTION_PROBLEMS } from '../../layers/value-lists';
import { type Document, known } from './blocks';
import { names, partyOf, placeOf, planFacts } from './plan';
import { ADVICE, APPROVAL, CHANNEL, citationsOf, CLASS, clock, conclusionOf, DECISION, distanceOf, FEATURE, MEASURE, OUTCOME, POSITION, REGIME, STAGE, STATUS, VERDICT } from './words';

/** Changes of the row that are listed, latest first; the rest is told by number. */
const EDITS = 30;

/** 一口一档: everything on record about one outfall. */
export function fileDocument(file: OutfallFile, verdict: Verdict | undefined, history: OutfallHistory): Document {
  const { discharger_file: discharger, samples, plan, close_out: closing, reach, entry_point: entry } = file;
  const point = (at: number[]) => `${at.map((each) => each.toFixed(6)).join('，')}（CGCS2000）`;
  const found = verdict?.findings.filter(({ outcome }) => ['conflict', 'borderline', 'unknown'].includes(outcome)) ?? [];
  const changed = history.edits.filter(({ kind, fields }) => kind !== 'changed' || fields.length > 0);
  return {
    name: `${file.name}一口一档`,
    foot: `${ADVICE}${file.sample ? '本排污口为示意数据。' : ''}`,
    blocks: [
      { title: '入河（湖）排污口一口一档', under: [file.name, `编码：${file.code}　　生成：${clock(new Date().toISOString())}`, ...(file.sample ? ['（示意数据，仅供演示）'] : [])] },
      { heading: '一、基础信息' },
      { facts: [
        ['名称', file.name], ['地方编码', file.code], ['国家编码', known(file.national_code)], ['所在地', placeOf(file)], ['行政区划代码', file.region], ['口门经纬度', point(file.location.coordinates)],
        ['入河点经纬度', entry ? point(entry.coordinates) : '未掌握'], ['定位方式', `${POSITION[file.position_method] ?? file.position_method}${file.position_error_m === null ? '' : `，误差 ±${file.position_error_m} m`}${file.whole_seconds ? '，坐标只到整秒' : ''}`],
        ['类型', file.category_names.map(({ name }) => name).join(' / ')], ['受纳水体', known(file.waterbody?.name ?? file.river_name)], ['所在河段', known(reach?.name)],
        ['河长', [reach?.chiefs.city, reach?.chiefs.town, reach?.chiefs.village].filter(Boolean).join('、') || '未掌握'], ['工作阶段', STAGE[file.stage] ?? file.stage], ['使用状态', STATUS[file.status] ?? file.status],
      ] },
      { heading: '二、现状信息' },
      { facts: [
        ['口门形态', known(file.mouth_form)], ['排水特征', known(file.discharge_feature && (FEATURE[file.discharge_feature] ?? file.discharge_feature))], ['日排水量', known(file.flow_m3d, ' m³/d')], ['排查日期', known(file.inspected_on)],
        ['建设问题', file.inspected_on === null && file.problems.length === 0 ? '未检查' : file.problems.map((code) => CONSTRUCTION_PROBLEMS.get(code)?.zh ?? code).join('、') || '未发现'],
        ['晴天排水', file.dry_flow_hours === null ? '未观测' : `${file.dry_flow_hours} h`], ['执行排放标准', [file.discharge_standard, file.discharge_grade].filter(Boolean).join(' ') || '未掌握'], ['是否达标（台账）', known(file.compliant)],
      ] },
      { heading: '三、溯源与审批' },
      { facts: [
        ['责任主体', partyOf(file)], ['统一社会信用代码', known(discharger?.credit_code)], ['行业', known(discharger?.industry)], ['排污许可证', known(discharger?.discharge_permit)], ['排水许可证', known(discharger?.drainage_permit)],
        ['共用单位', file.shared_with.map(({ name }) => name).join('、') || '无记录'], ['设置时间', known(file.set_up)], ['管理方式', file.regime ? `${REGIME[file.regime]}制` : '待定'], ['审批登记', known(file.approval && APPROVAL[file.approval])], ['文号', known(file.approval_no)],
        ['责任部门', names(file.responsibility.departments) || '方案未分工'], ['牵头部门', names(file.responsibility.lead) || '方案未明确'],
      ] },
      { sub: '排污链条（受纳水体—排污口—排污通道—排污单位）' },
      { text: `${known(file.waterbody?.name ?? file.river_name)} — ${file.name} — ${file.channels.map(({ code, kind, length_m }) => `${code}（${CHANNEL[kind] ?? kind}，${length_m} m）`).join('、') || '通道未入库'} — ${discharger?.name ?? '排污单位未溯源'}` },
      { heading: '四、监测' },
      ...(samples.items.length ? [
        { text: `共有 ${samples.total} 次监测，下列最近 ${samples.items.length} 次。` },
        { head: ['采样时间', '类型', '流量 m³/d', '水温 ℃', '结果（mg/L，pH 无量纲；<：低于检出限）', '机构'], widths: [16, 12, 10, 8, 42, 12], rows: samples.items.map((sample) => [
          clock(sample.taken_at), KINDS[sample.kind ?? ''] ?? sample.kind ?? '—', known(sample.flow_m3d), known(sample.water_temperature_c),
          `${sample.values.map(({ name, value, unit, below_detection }) => `${name} ${below_detection ? '<' : ''}${value}${unit && unit !== 'mg/L' ? ` ${unit}` : ''}`).join('；') || '无数值'}${sample.valid === false ? '（无效）' : ''}`, sample.laboratory ?? '—',
        ]) },
      ] : [{ text: '没有监测记录。' }]),
      { heading: '五、研判' },
      ...(verdict ? [
        { text: `${conclusionOf(verdict)}。规则集 ${verdict.pack.id} 第 ${verdict.pack.version} 版，研判批次 ${known(verdict.run)}，${clock(verdict.decided_at)}。` },
        ...(verdict.override ? [{ text: `复核${verdict.override.kind === 'confirm' ? '确认' : '改判'}，理由：${verdict.override.reason}；有效至 ${verdict.override.expires_on}。` }] : []),
        ...(found.length ? [{ head: ['规则', '判定', '距离', '依据'], widths: [20, 14, 18, 48], rows: found.map((finding) => [`${finding.title.zh}（${CLASS[finding.class]}）`, OUTCOME[finding.outcome] as string, distanceOf(finding), citationsOf(finding).join('\n')]) }] : [{ text: '各项规则均未命中。' }]),
      ] : [{ text: '尚未研判。' }]),
      { heading: '六、整治与销号' },
      ...(plan ? [{ facts: planFacts(plan) }] : [{ text: '尚未编制一口一策。' }]),
      ...(closing ? [{ facts: [['销号编号', closing.code], ['整治措施', MEASURE[closing.measure] as string], ['申请日期', closing.applied_on], ['办理结果', closing.decision ? DECISION[closing.decision] as string : '办理中'], ['办理日期', known(closing.decided_on)], ['证明材料', known(closing.document)]] as [string, string][] }] : [{ text: '没有销号记录。' }]),
      { heading: '七、变更记录' },
      { head: ['时间', '研判结论', '批次与原因'], widths: [20, 30, 50], rows: history.verdicts.map((each) => [clock(each.decided_at), `${VERDICT[each.verdict]}${each.in_force ? '（现行）' : ''}`, `批次 ${each.run.id}，${REASONS[each.run.reason] ?? each.run.reason}，规则集 ${each.pack.version}`]) },
      ...(changed.length ? [{ head: ['时间', '操作', '字段'], widths: [20, 16, 64], rows: changed.slice(-EDITS).reverse().map(({ at, kind, fields }) => [clock(at), EDIT[kind] as string, kind === 'changed' ? fields.map(({ field }) => field).join('、') : '—']) }] : []),
      ...(changed.length > EDITS ? [{ text: `台账共有 ${changed.length} 次变更，上列最近 ${EDITS} 次。` }] : []),
      { text: '照片：系统暂不存照片，请另附近景、远景、责任主体、整治完成后照片。' },
      { sign: ['承办', '复核', '审定'] },
    ],
  };
}

const KINDS: Record<string, string> = { self: '自行监测', dynamic: '动态监测', supervision: '监督监测', enforcement: '执法监测' };
const EDIT: Record<string, string> = { written: '入库', changed: '修改', deleted: '删除' };
const REASONS: Record<string, string> = { inventory: '整批研判', edit: '编辑或导入后重新研判', activated: '规则集启用后重新研判' };

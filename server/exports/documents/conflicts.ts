import type { Knex } from 'knex';
import { VERDICTS } from '../../api-types';
import type { Catalog } from '../../catalog';
import { listContradictions } from '../../contradictions/list';
import type { OutfallFilter } from '../../outfalls/filters';
import { refuseUnknownCodes } from '../../outfalls/known-codes';
import type { Block, Document } from './blocks';
import { type Conflict, conflictsOf, countsOf } from './conflict-rows';
import { numeral } from './plan';
import { ADVICE, areasOf, citationsOf, CLASS, clock, distanceOf, VERDICT } from './words';

/** Contradictions that a report lists. */
const CONTRADICTIONS = 5000;

/** 冲突报告: which outfalls a ban or merge rule finds, clause by clause, which are borderline, and where ledger and ground differ. */
export async function conflictDocument(trx: Knex.Transaction, catalog: Catalog, filter: OutfallFilter, chosen: string): Promise<Document> {
  await refuseUnknownCodes(trx, filter);
  const counts = await countsOf(trx, filter);
  const conflicts = await conflictsOf(trx, catalog, filter);
  const doubts = await listContradictions(trx, { filter, sort: { by: 'code', descending: false }, limit: CONTRADICTIONS, offset: 0 });
  const cities = [...new Set(counts.map(({ city }) => city))];
  const total = counts.reduce((sum, { n }) => sum + n, 0);
  const hits = conflicts.filter(({ outcome }) => outcome === 'conflict');
  const near = conflicts.filter(({ outcome }) => outcome === 'borderline');
  const name = `${cities.length === 1 ? cities[0] : ''}入河（湖）排污口冲突报告`;
  return {
    name, foot: ADVICE, landscape: true,
    blocks: [
      { title: name, under: ['文号：＿＿＿＿＿＿＿＿＿＿', `筛选：${chosen}　　生成：${clock(new Date().toISOString())}`] },
      { heading: '一、概况' },
      { text: `符合筛选的排污口共 ${total} 个。命中取缔类规则的 ${distinct(hits, 'ban')} 个，命中合并类规则的 ${distinct(hits, 'merge')} 个；在误差范围内临界的 ${new Set(near.map(({ code }) => code)).size} 个；台账与空间事实不符的 ${doubts.matched} 个。命中规则不等于现行结论，现行结论见下表及各表末列。` },
      { head: ['市县', ...VERDICTS.map((each) => VERDICT[each] as string), '未研判', '合计'], widths: [20, 16, 16, 16, 16, 8, 8], rows: cities.map((city) => countLine(city, counts.filter((each) => each.city === city))) },
      { heading: '二、按条款列示' },
      ...(hits.length ? clauses(hits) : [{ text: '没有排污口命中取缔类、合并类规则。' }]),
      { heading: '三、临界（误差范围内，须复测或复核）' },
      ...(near.length ? [{ head: ['编码', '名称', '规则', '距边界', '所涉区域', '现行结论'], widths: [14, 22, 16, 16, 22, 10], rows: near.map((each) => [each.code, each.name, each.title, distanceOf(each), each.areas.map(({ name: area }) => area).join('；'), VERDICT[each.verdict] ?? '—']) }] : [{ text: '没有。' }]),
      { heading: '四、疑点核对（台账与空间事实不符）' },
      ...(doubts.items.length < doubts.matched ? [{ text: `共 ${doubts.matched} 个，下列前 ${doubts.items.length} 个。` }] : []),
      ...(doubts.items.length ? [{ head: ['编码', '名称', '不符之处'], widths: [16, 26, 58], rows: doubts.items.map(({ outfall, note }) => [outfall.code, outfall.name, note.zh]) }] : [{ text: '没有。' }]),
      { heading: '五、说明' },
      { text: '本报告按现行研判结论生成。距离为到边界的大地线距离，误差按 95 % 置信水平合成；点位从不自动移动，疑点须由人核实。标注【待核实】的条款号在引用前应核对原文。标注“示意”的数据仅供演示。' },
      { sign: ['承办', '复核', '审定'] },
    ],
  };
}

const distinct = (rows: Conflict[], kind: Conflict['class']) => new Set(rows.filter((row) => row.class === kind).map(({ code }) => code)).size;

function countLine(city: string, counts: { verdict: string | null; n: number }[]): string[] {
  const of = (verdict: string | null) => counts.find((each) => each.verdict === verdict)?.n ?? 0;
  return [city, ...[...VERDICTS, null].map((verdict) => String(of(verdict))), String(counts.reduce((sum, { n }) => sum + n, 0))];
}

/** One clause, its sentence, and the outfalls that it is about. The same rule of two cities rests on other clauses and stands twice. */
function clauses(hits: Conflict[]): Block[] {
  const groups = new Map<string, Conflict[]>();
  for (const hit of hits) {
    const key = JSON.stringify([hit.city, hit.rule, citationsOf({ citation: hit.citations[0] ?? null, also: hit.citations.slice(1) })]);
    groups.set(key, [...(groups.get(key) ?? []), hit]);
  }
  return [...groups.values()].flatMap((rows, n): Block[] => {
    const { title, city, class: kind, citations } = rows[0] as Conflict;
    return [
      { sub: `（${numeral(n + 1)}）${title}（${CLASS[kind]}，${city}，${rows.length} 个）` },
      ...citationsOf({ citation: citations[0] ?? null, also: citations.slice(1) }).map((quote) => ({ quote })),
      { head: ['编码', '名称', '类型', '受纳水体', '距边界', '所涉区域', '现行结论'], widths: [11, 18, 12, 9, 12, 28, 10], rows: rows.map((each) => [each.code, each.name, each.category, each.river ?? '未掌握', distanceOf(each), areasOf(each) || '—', VERDICT[each.verdict] ?? '—']) },
    ];
  });
}

import { VERDICTS } from '../api-types';
import { chineseOf } from '../layers/value-lists';
import type { Cell } from './cells';

const WORDS: Record<string, string> = { ...chineseOf('verdict'), none: '未研判' };
const KEYS = [...VERDICTS, 'none'];

/** Summary of a ledger: outfalls by river, departments and verdict. Each outfall counts once: those that several departments answer for stand in a line of their own. */
export class Tally {
  private readonly counts = new Map<string, Map<string, number>>();

  add({ river, departments, verdict }: Record<string, unknown>) {
    const key = JSON.stringify([river ?? '（未填）', departments ?? '（未定）']);
    const line = this.counts.get(key) ?? new Map<string, number>();
    this.counts.set(key, line);
    const column = String(verdict ?? 'none');
    line.set(column, (line.get(column) ?? 0) + 1);
  }

  lines(): Cell[][] {
    const rows = [...this.counts].map(([key, line]) => ({ key: JSON.parse(key) as [string, string], line })).sort((a, b) => (a.key.join() < b.key.join() ? -1 : 1));
    const numbers = (of: Map<string, number>[]) => { const each = KEYS.map((verdict) => of.reduce((sum, line) => sum + (line.get(verdict) ?? 0), 0)); return [...each, each.reduce((a, b) => a + b, 0)]; };
    const rivers = [...new Set(rows.map(({ key: [river] }) => river))];
    return [
      ['按受纳水体、责任部门、研判结论汇总（个）；由多个部门负责的排污口单列一行，每个排污口只计一次'],
      ['受纳水体', '责任部门', ...KEYS.map((verdict) => WORDS[verdict] as string), '合计'],
      ...rivers.flatMap((river) => {
        const own = rows.filter(({ key }) => key[0] === river);
        return [...own.map(({ key, line }) => [key[0], key[1], ...numbers([line])]), [river, '小计', ...numbers(own.map(({ line }) => line))]];
      }),
      ['合计', '', ...numbers(rows.map(({ line }) => line))],
    ];
  }
}

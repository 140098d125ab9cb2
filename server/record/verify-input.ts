import { inputText, md5 } from './hash';
import { readRowText } from './row-text';
import type { Found, Subject, VerdictRecord } from './shape';
import { compare, type Line } from './line';

/** The input hash again, and that the texts it is taken of say what the readable fields say. */
export function checkInput({ input, pack, verdict, findings, places, outfall }: VerdictRecord): Line[] {
  const own = md5(inputText(pack.hash, input.subject.text, input.subject.findings_text));
  const whole = input.by_category_text === null ? own : md5(own + input.by_category_text);
  const named = fieldsOf(input.subject);
  return [
    compare('输入哈希 input hash', verdict.input_hash, whole),
    ...[input.subject, ...input.variants].flatMap(checkTexts),
    compare('存档判定与输入一致 stored findings are those hashed', findings.map(({ effect: _, beyond_m: __, ...found }) => found), input.subject.findings),
    ...findings.map(({ rule, effect, beyond_m, evidence }) => compare(`${rule}: effect, beyond_m`, [effect, beyond_m], [evidence.effect, evidence.beyond_m])),
    compare('坐标与输入一致 places are those hashed', [places.mouth?.ewkb ?? null, places.entry?.ewkb ?? null, places.site?.ewkb ?? null], [named.geom, named.entry_geom, named.site_geom]),
    compare('排污口编号 outfall', outfall.id, Number(named.outfall_id)),
    compare('各候选类别的结论文本 text of the verdicts by category', verdict.by_category, input.by_category_text === null ? null : JSON.parse(input.by_category_text)),
  ];
}

export const fieldsOf = ({ columns, text }: Subject): Record<string, string | null> => {
  const values = readRowText(text);
  return Object.fromEntries(columns.map((name, n) => [name, values[n] ?? null]));
};

/** The texts of an array as PostgreSQL writes it, of codes without commas. */
export const listOf = (text: string | null | undefined): string[] => (text ?? '{}').slice(1, -1).split(',').filter((one) => one !== '');

function checkTexts(subject: Subject): Line[] {
  const lines = subject.findings_text === null ? [] : subject.findings_text.split('\n');
  return [
    compare(`事实文本 text of the facts (${subject.category})`, subject.values, readRowText(subject.text)),
    compare(`类别 category (${subject.category})`, subject.category, fieldsOf(subject).category),
    compare(`判定数 number of findings (${subject.category})`, subject.findings.length, lines.length),
    ...subject.findings.map((found, n) => compare(`判定文本 text of ${found.rule} (${subject.category})`, told(found), readFindingText(lines[n] ?? ''))),
  ];
}

const told = ({ rule, outcome, distance_m, error_m, areas, evidence }: Found) => ({ rule, outcome, distance_m, error_m, areas, evidence });

/** As the SQL function finding_text writes it: rule, outcome, metres, metres, areas, evidence. */
function readFindingText(line: string): unknown {
  const found = /^(\S+) (\S+) (\S*) (\S*) (.*)$/.exec(line);
  if (!found) return line;
  const [, rule, outcome, distance, error, rest] = found as unknown as string[];
  const number = (text: string | undefined) => (text === '' || text === undefined ? null : Number(text));
  const [areas, evidence] = splitJson(rest as string);
  return { rule, outcome, distance_m: number(distance), error_m: number(error), areas, evidence };
}

/** Two JSON texts with a space between. */
function splitJson(text: string): [unknown, unknown] {
  for (let at = text.indexOf('] {'); at >= 0; at = text.indexOf('] {', at + 1)) {
    try {
      return [JSON.parse(text.slice(0, at + 1)), JSON.parse(text.slice(at + 2))];
    } catch {
      // within a text: the next one
    }
  }
  throw new Error('text of a finding is not two JSON values');
}

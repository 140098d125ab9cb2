import type { Finding, Override, VerdictKind } from '../api-types';
import { AppError } from '../errors';
import { absoluteOf } from '../rules/citation';
import type { Pack } from '../rules/pack-files';

/** What stands when an override is asked for. */
export interface Standing {
  /** The engine's verdict and, of a review, its bounds. */
  judged: VerdictKind;
  strictest: VerdictKind | null;
  mildest: VerdictKind | null;
  /** What counts today: the engine's verdict or an override in force. */
  effective: VerdictKind;
  /** Every rule of the pack that judged, with its citation. */
  findings: Finding[];
  /** Of the outfall's category. */
  traits: string[];
  /** Rules that can ban: those of class ban, and what the pack raises to one. */
  banning: Set<string>;
  pack: Pack;
}

export type Demand = Pick<Override, 'kind' | 'needs' | 'clauses'>;

const MILDER = ['keep', 'merge', 'ban'];

/**
 * What an override needs before it counts, by the clauses that decided the verdict (spec: modality acts).
 * @throws AppError invalid where none is possible, quoting the clause or the bounds.
 */
export function demandOf(standing: Standing, wanted: VerdictKind): Demand {
  refuseForbidden(standing, wanted);
  const deciding = decidingFindings(standing);
  const clauses = deciding.map(({ rule, title, citation }) => ({ rule, title, citation }));
  if (isConfirmation(standing, wanted)) return { kind: 'confirm', needs: 'nobody', clauses };
  refuseAbsolute(deciding, wanted);
  const lifted = standing.judged === 'ban' || standing.effective === 'ban';
  return { kind: 'override', needs: lifted ? 'second_person' : needsOf(clauses), clauses };
}

/** The findings without which the verdict would have been another. */
function decidingFindings({ judged, findings, banning }: Standing): Finding[] {
  const open = ({ outcome }: Finding) => outcome === 'borderline' || outcome === 'unknown';
  const hit = ({ outcome }: Finding) => outcome === 'conflict';
  const onlyFlags = ({ outcome, effect, evidence }: Finding) => (outcome === 'conflict' ? effect : outcome === 'borderline' && evidence.effect_possible) === 'flag';
  const decides: Record<VerdictKind, (finding: Finding) => boolean> = {
    ban: (one) => banning.has(one.rule) && hit(one) && one.effect === 'ban',
    merge: (one) => one.class === 'merge' && hit(one),
    keep: (one) => one.class === 'keep' && hit(one),
    review: (one) => (banning.has(one.rule) && (hit(one) || open(one)) && !onlyFlags(one)) || (one.class === 'merge' && open(one)),
  };
  return findings.filter(decides[judged]);
}

/** The same verdict, or of a review one that its findings leave possible. */
function isConfirmation({ judged, strictest, mildest, effective }: Standing, wanted: VerdictKind): boolean {
  if (wanted === judged) return effective === judged || effective !== 'ban';
  if (judged !== 'review' || !strictest || !mildest) return false;
  const place = (verdict: VerdictKind) => MILDER.indexOf(verdict);
  if (place(wanted) >= place(mildest) && place(wanted) <= place(strictest)) return effective !== 'ban' || wanted === 'ban';
  const reason = `研判界限为 ${mildest}–${strictest}，其外的结论没有判定支持 (the findings leave ${mildest} to ${strictest} possible, nothing outside)`;
  throw new AppError('invalid', `不能确认为 ${wanted}：${reason}`, [{ field: 'verdict', reason, value: wanted }]);
}

/** A measure that the city's pack rules out for such outfalls. */
function refuseForbidden({ pack, traits, findings, judged }: Standing, wanted: VerdictKind) {
  const measure = wanted === 'ban' ? 'block' : wanted === 'merge' ? 'merge' : undefined;
  const forbids = pack.forbids.find((one) => measure && traits.includes(one.trait) && one.measures.includes(measure));
  if (!forbids || wanted === judged) return;
  const clause = findings.find(({ outcome, citation }) => outcome !== 'not_applicable' && citation?.modality === '严禁' && /合并|封堵/.test(citation.quote ?? ''))?.citation;
  const quote = clause ? `${clause.document} ${clause.article ?? ''}：“${clause.quote}”` : forbids.reason;
  refuse(wanted, `严禁合并、封堵此类排口 (never to be merged or blocked)：${quote}`);
}

/** 严禁 cannot be overridden. */
function refuseAbsolute(deciding: Finding[], wanted: VerdictKind) {
  const absolute = deciding.map(({ citation, also }) => absoluteOf(citation ? [citation, ...also] : also)).find((one) => one !== undefined);
  if (absolute) refuse(wanted, `“严禁”条款不得改判 (a clause that forbids absolutely cannot be overridden)：${absolute.document} ${absolute.article ?? ''}：“${absolute.quote}”`);
}

function refuse(wanted: VerdictKind, reason: string): never {
  throw new AppError('invalid', reason, [{ field: 'verdict', reason, value: wanted }]);
}

/** From the strictest clause down; without any clause behind the verdict, or behind its strength, two persons. */
const NEEDS: [string, Demand['needs']][] = [
  ['应', 'second_person'], ['原则上', 'nobody'], ['应尽可能', 'confirmation'], ['可', 'nobody'], ['严格控制', 'nobody'],
];
const STRENGTH: Demand['needs'][] = ['second_person', 'confirmation', 'nobody'];

function needsOf(clauses: Override['clauses']): Demand['needs'] {
  const asked = clauses.map(({ citation }) => new Map(NEEDS).get(citation?.modality ?? '') ?? 'second_person');
  return STRENGTH.find((one) => asked.includes(one)) ?? 'second_person';
}

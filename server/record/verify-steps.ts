import type { PackBody } from '../rules/pack-files';
import type { RuleHeader } from '../rules/rule-files';
import { boundsOver, deriveVerdict, type Derived, type Duties } from './five-steps';
import type { Subject, VerdictRecord } from './shape';
import { compare, type Line } from './line';
import { checkOutcome } from './verify-evidence';
import { fieldsOf, listOf } from './verify-input';
import { standsFor } from './verify-subject';

/** The verdict again from the findings, by the five steps, and each outcome again from its distance and error. */
export function checkSteps(record: VerdictRecord): Line[] {
  const { verdict, input } = record;
  const body = record.pack.body as unknown as PackBody;
  const headers = new Map(record.pack.rules.map(({ id, header }) => [id, header as unknown as RuleHeader]));
  const own = deriveVerdict(input.subject.findings, dutiesOf(input.subject, body, headers));
  const variants = input.variants.map((subject) => deriveVerdict(subject.findings, dutiesOf(subject, body, headers)));
  const open = input.subject.category === 'undetermined' && own.verdict === 'review';
  const { strictest, mildest } = open ? boundsOver(variants) : own;
  return [
    ...[input.subject, ...input.variants].flatMap(({ findings }) => findings.flatMap((found) => [
      ...checkOutcome(found, headers.get(found.rule), body), compare(`${found.rule}: 类 class`, found.class, headers.get(found.rule)?.class),
    ])),
    compare('五步得出的结论 verdict by the five steps', verdict.verdict, own.verdict),
    compare('暂定结论 provisional', verdict.provisional, strictest && mildest ? { strictest, mildest } : null),
    compare('无需整治 no action', verdict.no_action, own.noAction),
    compare('各候选类别的结论 verdicts by category', verdict.by_category, variants.length === 0 ? null : byCategory(input.variants, variants)),
  ];
}

const byCategory = (subjects: Subject[], derived: Derived[]) => Object.fromEntries(subjects.flatMap((subject, n) => {
  const { verdict, strictest, mildest } = derived[n] as Derived;
  return standsFor(subject).map((category) => [category, { verdict, provisional: verdict === 'review' && strictest ? { strictest, mildest } : null }]);
}));

function dutiesOf(subject: Subject, body: PackBody, headers: Map<string, RuleHeader>): Duties {
  const fields = fieldsOf(subject);
  const never = (measure: 'merge' | 'block') => body.forbids.filter(({ measures }) => measures.includes(measure)).map(({ trait }) => trait);
  const judged = new Set([...headers.values()].map(({ aspect }) => aspect));
  return {
    judged: fields.judged === 't', undetermined: subject.category === 'undetermined', traits: listOf(fields.traits),
    banning: [...headers].filter(([, header]) => canBan(header, body)).map(([id]) => id),
    neverBlock: never('block'), neverMerge: never('merge'), aspectsComplete: body.aspects.every((aspect) => judged.has(aspect)),
  };
}

/** Of class ban, or about areas of which the pack makes more than a warning. */
function canBan({ class: kind, areas }: RuleHeader, body: PackBody): boolean {
  if (kind !== 'flag' || !areas) return kind === 'ban';
  const effects = areas.levels.flatMap((level) => Object.values(body.effects[areas.layer]?.[level] ?? {}));
  return effects.some((effect) => effect !== 'flag');
}

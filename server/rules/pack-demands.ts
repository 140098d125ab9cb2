import { type Category, readCategories } from './categories';
import type { Complain } from './pack-checks';
import type { PackBody } from './pack-files';
import type { Rule, RuleClass } from './rule-files';

const DECIDING = ['ban', 'merge', 'keep'] as const;
type Deciding = (typeof DECIDING)[number];

/** Demands of one pack that stand against each other must have a stated order, or the pack is refused. */
export function checkDemands(body: PackBody, rules: Map<string, Rule>, complain: Complain) {
  const categories = readCategories();
  const own = Object.keys(body.rules).map((id) => rules.get(id) as Rule);
  checkPrecedence(body, own, categories, complain);
  checkForbids(body, own, categories, complain);
}

/** Rules of two classes that may both fire on one category demand opposite things of it: the precedence says who goes first. */
function checkPrecedence({ precedence }: PackBody, own: Rule[], categories: Category[], complain: Complain) {
  const refuse = (reason: string) => complain(['precedence'], reason);
  if (new Set(precedence).size < precedence.length) refuse(`the precedence names a class twice: ${precedence.join(', ')}`);
  const order = DECIDING.filter((one) => precedence.includes(one));
  if (precedence.join() !== order.join()) refuse(`only the order ban, merge, keep can be evaluated, not ${precedence.join(', ')}`);
  for (const rule of own.filter(({ header }) => isDeciding(header.class) && !precedence.includes(header.class))) {
    for (const other of own.filter(({ header }) => isDeciding(header.class) && header.class !== rule.header.class)) {
      const category = categories.find(({ traits }) => applies(rule, traits) && applies(other, traits));
      if (category) refuse(`${other.header.id} and ${rule.header.id} demand opposite things of ${category.code}, and class ${rule.header.class} has no place in the precedence`);
    }
  }
}

const isDeciding = (kind: RuleClass): kind is Deciding => kind !== 'flag';

/** Whether a rule judges a category with these traits; a rule that names none judges every category. */
const applies = ({ header }: Rule, traits: string[]) => !header.applies || header.applies.traits.some((trait) => traits.includes(trait));

const MEASURES = { 合并: 'merge', 封堵: 'block' } as const;

/** What a clause forbids (严禁合并、封堵) must bind the verdicts too, and no rule may demand only what is forbidden. */
function checkForbids({ rules, forbids }: PackBody, own: Rule[], categories: Category[], complain: Complain) {
  const traits = new Set(categories.flatMap((one) => one.traits));
  for (const [n, { trait }] of forbids.entries()) {
    if (!traits.has(trait)) complain(['forbids', n, 'trait'], `no category has the trait ${trait}; there are ${[...traits].sort().join(', ')}`);
  }
  const forbidden = (trait: string, measure: 'merge' | 'block') => forbids.some((one) => one.trait === trait && one.measures.includes(measure));
  for (const { header: { id, class: kind, applies: to } } of own) {
    if (kind === 'merge' && to?.traits.every((trait) => forbidden(trait, 'merge'))) {
      complain(['rules', id], `${id} demands merging of ${to.traits.join(', ')} alone, which \`forbids\` rules out`);
    }
    for (const [n, basis] of (rules[id]?.basis ?? []).entries()) {
      if (basis.kind !== 'plan' || basis.modality !== '严禁') continue;
      for (const [word, measure] of Object.entries(MEASURES)) {
        const open = basis.quote.includes(word) ? to?.traits.find((trait) => !forbidden(trait, measure)) : undefined;
        if (open) complain(['rules', id, 'basis', n], `${id} cites 严禁${word}, but \`forbids\` does not rule ${measure} out for ${open}`);
      }
    }
  }
}

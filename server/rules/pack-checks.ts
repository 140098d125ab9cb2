import { z } from 'zod';
import type { Law, Pack, PackBody } from './pack-files';
import type { Rule } from './rule-files';

/** Refuses a pack for what stands at `path` of its file. */
export type Complain = (path: PropertyKey[], reason: string) => never;

/** Editions of a city differ in their version, and one of them at most judges by default. */
export function checkEditions(body: PackBody, others: Pack[], complain: Complain) {
  if (others.some((one) => one.id === body.id && one.version === body.version)) complain(['version'], `${body.id}@${body.version} stands in another file too`);
  const active = others.find((one) => one.region === body.region && one.active);
  if (body.active && active) complain(['active'], `${active.id}@${active.version} of this city is active already`);
}

/** Rules, parameters and bases that a pack names. */
export function checkRules(body: PackBody, rules: Map<string, Rule>, laws: Map<string, Law>, complain: Complain) {
  for (const [id, own] of Object.entries(body.rules)) {
    const rule = rules.get(id) ?? complain(['rules', id], `unknown rule ${id}`);
    checkParameters(rule, own.parameters, (reason) => complain(['rules', id], `${id}: ${reason}`));
    checkEffects(rule, body, (reason) => complain(['effects'], reason));
    checkRaised(rule, body, complain);
    for (const [n, one] of own.basis.entries()) {
      if (one.kind === 'national' && !laws.has(one.law)) complain(['rules', id, 'basis', n, 'law'], `unknown law ${one.law}`);
      if (one.kind === 'plan' || one.kind === 'local') checkQuote(one, (reason) => complain(['rules', id, 'basis', n], `${id}: ${reason}`));
    }
  }
  if (body.legacy && /…|\.\.\./.test(body.legacy.quote)) complain(['legacy'], 'the quote is cut short: a quote stands word for word');
}

/** What a sentence must say to bind as strongly as the pack has it. 应 and 可 have too many forms to tell. */
const WORDING: Partial<Record<string, RegExp>> = {
  严禁: /严禁|禁止|不得|不准/, 原则上: /原则/, 应尽可能: /尽可能/, 严格控制: /严格控制/,
};

function checkQuote({ quote, modality }: { quote: string; modality: string }, complain: (reason: string) => never) {
  if (/…|\.\.\./.test(quote)) complain('the quote is cut short: a quote stands word for word');
  if (WORDING[modality] && !WORDING[modality].test(quote)) complain(`the quote does not say ${modality}: ${quote}`);
}

/** Distances, ages, amounts: none is below nothing. */
const TYPES = { number: z.number().nonnegative(), date: z.iso.date(), text: z.string().min(1), codes: z.array(z.string()) };

function checkParameters(rule: Rule, given: Record<string, unknown>, complain: (reason: string) => never) {
  for (const name of Object.keys(given)) {
    if (!(name in rule.header.parameters)) complain(`unknown parameter ${name}`);
  }
  for (const [name, wanted] of Object.entries(rule.header.parameters)) {
    const value = given[name] ?? wanted.default;
    if (value === undefined || (value === null && !wanted.nullable)) complain(`missing parameter ${name}`);
    if (value !== null && !TYPES[wanted.type].safeParse(value).success) complain(`parameter ${name} must be of type ${wanted.type}`);
  }
}

/** A ban rule about areas whose level has no effect would find conflicts that decide nothing. */
function checkEffects({ header }: Rule, body: PackBody, complain: (reason: string) => never) {
  if (header.class !== 'ban' || !header.areas) return;
  for (const level of header.areas.levels) {
    if (!body.effects[header.areas.layer]?.[level]) complain(`no effect for ${header.areas.layer} ${level}, which ${header.id} needs`);
  }
}

/** What is a warning by itself (准保护区) decides only where a local law that the pack cites says so. */
function checkRaised({ header: { id, class: kind, areas } }: Rule, { effects, rules }: PackBody, complain: Complain) {
  if (kind !== 'flag' || !areas || rules[id]?.basis.some((one) => one.kind === 'local')) return;
  const raised = areas.levels.find((level) => Object.values(effects[areas.layer]?.[level] ?? {}).some((effect) => effect !== 'flag'));
  if (raised) complain(['effects', areas.layer, raised], `${areas.layer} ${raised} is more than a warning, and ${id} cites no local law (basis of kind local) that makes it so`);
}

import type { Citation } from '../api-types';
import type { Basis, Law, Pack } from './pack-files';

/**
 * The basis of a rule on a date: the city's own clause first, then local and national articles in force then.
 * A clause is cited only to the document that has it; an article out of force on that date is not cited.
 */
export function citationsOf(pack: Pack, rule: string, laws: Map<string, Law>, on: string): Citation[] {
  return (pack.rules[rule]?.basis ?? []).flatMap((basis) => cite(basis, pack, laws, on));
}

function cite(basis: Basis, pack: Pack, laws: Map<string, Law>, on: string): Citation[] {
  if (basis.kind === 'plan') {
    const { title, number, date } = pack.document;
    return [{ basis: 'plan', document: `${number}《${title}》`, article: basis.article, quote: basis.quote, modality: basis.modality, dated: date, confidence: 'high' }];
  }
  if (basis.kind === 'system') {
    return [{ basis: 'system', document: '系统规则', article: null, quote: basis.note, modality: basis.modality, dated: null, confidence: 'high' }];
  }
  const law = basis.kind === 'local' ? basis : laws.get(basis.law) as Law;
  if (on < law.from || (law.to && on >= law.to)) return [];
  return [{ basis: basis.kind, document: law.document, article: law.article, quote: law.quote, modality: law.modality, dated: law.from, confidence: law.confidence }];
}

/**
 * The clause that forbids absolutely (严禁), which nobody overrides: one of the city's own, or a national one where the city has
 * none of its own. A national prohibition to set up outfalls beside the city's order to close them (应) leaves that its modality.
 */
export function absoluteOf(citations: Citation[]): Citation | undefined {
  const own = citations.filter(({ basis }) => basis === 'plan' || basis === 'local');
  return (own.length ? own : citations).find(({ modality }) => modality === '严禁');
}

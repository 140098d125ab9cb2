import type { Found } from './shape';

type Kind = 'ban' | 'merge' | 'keep' | 'review';
type Bound = 'ban' | 'merge' | 'keep' | null;

export interface Duties {
  judged: boolean;
  undetermined: boolean;
  /** Rules that can ban: of class ban, or about areas that the pack raises to a ban or a review. */
  banning: string[];
  traits: string[];
  neverBlock: string[];
  neverMerge: string[];
  aspectsComplete: boolean;
}

export interface Derived { verdict: Kind; strictest: Bound; mildest: Bound; noAction: boolean | null }

/** From findings to a verdict by the specification's five steps: written a second time, apart from the engine's SQL. */
export function deriveVerdict(findings: Found[], duties: Duties): Derived {
  const any = (of: 'merge' | 'keep', test: (found: Found) => boolean) => findings.some((found) => found.class === of && test(found));
  const isOpen = ({ outcome }: Found) => outcome !== 'conflict';
  const isHit = ({ outcome }: Found) => outcome === 'conflict';
  const banning = findings.filter(({ rule }) => duties.banning.includes(rule));
  const banned = banning.some((found) => isHit(found) && found.evidence.effect === 'ban');
  const banDoubtful = banning.some(({ outcome, evidence }) => (outcome === 'conflict' ? evidence.effect === 'review' : outcome === 'unknown' || evidence.effect_possible !== 'flag'));
  const neverBlock = duties.traits.some((trait) => duties.neverBlock.includes(trait));
  const mayMerge = !duties.traits.some((trait) => duties.neverMerge.includes(trait));
  const merged = mayMerge && any('merge', isHit);
  const mergeDoubtful = mayMerge && any('merge', isOpen);
  const verdict = step(duties, { banned, banDoubtful, neverBlock, merged, mergeDoubtful });
  const torn = neverBlock && (banned || banDoubtful);
  return {
    verdict,
    strictest: verdict !== 'review' || torn ? null : banned || banDoubtful ? 'ban' : 'merge',
    mildest: verdict !== 'review' || torn ? null : merged ? 'merge' : 'keep',
    noAction: !duties.judged ? true : any('keep', isHit) ? false : verdict !== 'keep' || any('keep', isOpen) || !duties.aspectsComplete ? null : true,
  };
}

function step({ undetermined, judged }: Duties, found: { banned: boolean; banDoubtful: boolean; neverBlock: boolean; merged: boolean; mergeDoubtful: boolean }): Kind {
  if (undetermined && judged) return 'review';
  if (found.banned) return found.neverBlock ? 'review' : 'ban';
  if (found.banDoubtful) return 'review';
  if (found.merged) return 'merge';
  return found.mergeDoubtful ? 'review' : 'keep';
}

const ORDER: Bound[] = ['keep', 'merge', 'ban'];

/** Category undetermined: the bounds over all candidate categories; none where one of them has none. */
export function boundsOver(verdicts: Derived[]): { strictest: Bound; mildest: Bound } {
  const over = (which: 'strictest' | 'mildest', pick: (...ranks: number[]) => number): Bound => {
    const bounds = verdicts.map((one) => (one.verdict === 'review' ? one[which] : one.verdict));
    return bounds.length === 0 || bounds.includes(null) ? null : (ORDER[pick(...bounds.map((bound) => ORDER.indexOf(bound)))] ?? null);
  };
  return { strictest: over('strictest', Math.max), mildest: over('mildest', Math.min) };
}

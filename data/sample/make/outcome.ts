import type { City } from './city';
import { contradiction } from './contradiction';
import { discharge } from './discharge';
import { downstream } from './downstream';
import type { Facts, Placed } from './outfall';
import { nth } from './plane';

export type Outcome = 'conflict' | 'borderline' | 'unknown' | 'clear';
/** What an outfall's place is meant to be, one entry per question that rules ask of geometry; left out means clear. */
export interface Meant {
  class1?: Outcome; class2?: Outcome; quasi?: Outcome; special?: Outcome; sewer?: Outcome;
  protected?: Outcome; protectedEffect?: 'ban' | 'review'; specialEffect?: 'ban' | 'review';
  /** The production site, and what a missing or idle plant makes of it. */
  park?: Outcome;
  /** Place among the mouths of its discharger. */
  sibling?: Outcome;
}
type Verdict = 'ban' | 'merge' | 'keep' | 'review';
type Bound = Exclude<Verdict, 'review'>;
export interface Expected {
  verdict: Verdict; provisional: { strictest: Bound; mildest: Bound } | null; no_action: boolean | null;
  findings: Record<string, Exclude<Outcome, 'clear'>>;
}

export const RULES = ['ban-drinking-water-class-1', 'ban-drinking-water-class-2', 'ban-protected-area', 'ban-special-water',
  'merge-sewer-coverage', 'merge-park', 'merge-one-enterprise-one-outfall', 'keep-legality', 'keep-construction', 'keep-discharge',
  'flag-storm-outfall', 'flag-quasi-zone', 'flag-network-gap', 'flag-upstream-of-intake', 'flag-contradiction'] as const;
type Outcomes = Partial<Record<(typeof RULES)[number], Outcome>>;

export const isEnterprise = (category: string) => category.startsWith('industrial.enterprise') && !category.startsWith('industrial.enterprise_storm');
export const isScattered = (category: string) => category === 'other.urban_scattered' || category === 'other.rural_scattered';
const isSpared = (category: string) => ['other.urban_storm', 'other.irrigation', 'other.farmland_return'].includes(category);

/** Problems that each city's plan counts. */
const COUNTED: Record<string, string[]> = {
  '653001': ['no_sign', 'no_sampling_point', 'damaged', 'blocked', 'no_inspection_well', 'ill_placed', 'hard_to_maintain'],
  '231081': ['no_sign', 'damaged', 'blocked', 'ill_placed', 'hard_to_maintain'],
};

function legality(facts: Facts): Outcome {
  if (!facts.approval) return 'unknown';
  if (facts.approval === 'approved' || facts.approval === 'registered') return 'clear';
  if (!facts.set_up) return 'unknown';
  return facts.set_up >= '2005-01-01' ? 'conflict' : 'clear';
}

function construction(city: City, facts: Facts): Outcome {
  if (!facts.inspected_on) return 'unknown';
  return (facts.problems ?? []).some((problem) => COUNTED[city.code]?.includes(problem)) ? 'conflict' : 'clear';
}

function storm(facts: Facts): Outcome {
  if (facts.dry_flow_hours === undefined) return 'unknown';
  const natural = facts.dry_flow_cause === 'snowmelt' || facts.dry_flow_cause === 'irrigation';
  return facts.dry_flow_hours >= 24 && !natural ? 'conflict' : 'clear';
}

const GAP: Record<Outcome, Outcome> = { clear: 'conflict', conflict: 'clear', borderline: 'borderline', unknown: 'unknown' };

function byCategory(category: string, facts: Facts, meant: Meant, banned: boolean): Outcomes {
  const result: Outcomes = {};
  if (isScattered(category)) {
    result['merge-sewer-coverage'] = meant.sewer ?? 'clear';
    result['flag-network-gap'] = GAP[meant.sewer ?? 'clear'];
  }
  if (isEnterprise(category)) {
    result['merge-park'] = meant.park ?? 'clear';
    const counted = (facts.status ?? 'in_use') === 'in_use' && meant.park !== 'conflict' && !banned;
    if (counted) result['merge-one-enterprise-one-outfall'] = facts.discharger ? (meant.sibling ?? 'clear') : 'unknown';
  }
  if (category === 'other.urban_storm') result['flag-storm-outfall'] = storm(facts);
  return result;
}

const bans = (meant: Meant): Outcomes => ({
  'ban-drinking-water-class-1': meant.class1 ?? 'clear', 'ban-drinking-water-class-2': meant.class2 ?? 'clear',
  'ban-protected-area': meant.protected ?? 'clear', 'ban-special-water': meant.special ?? 'clear',
});

const isBanned = (meant: Meant) => meant.class1 === 'conflict' || meant.class2 === 'conflict'
  || (meant.protected === 'conflict' && meant.protectedEffect === 'ban') || (meant.special === 'conflict' && meant.specialEffect === 'ban');

function judge(category: string, meant: Meant, outcomes: Outcomes): Pick<Expected, 'verdict' | 'provisional'> {
  const merges = Object.entries(outcomes).filter(([rule]) => rule.startsWith('merge-')).map(([, outcome]) => outcome);
  const spared = isSpared(category);
  const merge = !spared && merges.includes('conflict');
  if (isBanned(meant)) return spared ? { verdict: 'review', provisional: null } : { verdict: 'ban', provisional: null };
  if (Object.values(bans(meant)).some((outcome) => outcome !== 'clear')) {
    // an outfall that is never blocked cannot end as a ban, however the open question is settled
    return { verdict: 'review', provisional: spared ? null : { strictest: 'ban', mildest: merge ? 'merge' : 'keep' } };
  }
  if (spared || merges.every((outcome) => outcome === 'clear')) return { verdict: 'keep', provisional: null };
  return merge ? { verdict: 'merge', provisional: null } : { verdict: 'review', provisional: { strictest: 'merge', mildest: 'keep' } };
}

const ORDER: Bound[] = ['keep', 'merge', 'ban'];

function judgeCandidates(candidates: string[], facts: Facts, meant: Meant): Pick<Expected, 'verdict' | 'provisional'> {
  const bounds = candidates.flatMap((category): Bound[] => {
    const { verdict, provisional } = judge(category, meant, byCategory(category, facts, meant, isBanned(meant)));
    return verdict === 'review' ? (provisional ? [provisional.strictest, provisional.mildest] : []) : [verdict];
  }).sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));
  return { verdict: 'review', provisional: bounds.length ? { strictest: nth(bounds, -1), mildest: nth(bounds, 0) } : null };
}

const KEEPS = ['keep-legality', 'keep-construction', 'keep-discharge'] as const;

/** 无需整治: false where a keep rule fires, true where all are clear and nothing else is to be done, else open. */
function noAction(verdict: Verdict, outcomes: Outcomes): boolean | null {
  if (KEEPS.some((rule) => outcomes[rule] === 'conflict')) return false;
  return verdict === 'keep' && KEEPS.every((rule) => outcomes[rule] === 'clear') ? true : null;
}

/** What an outfall is to get, from what its place, its facts and its samples were meant to be. */
export function expected(city: City, o: Placed): Expected {
  const { facts, meant } = o;
  if (facts.status && facts.status !== 'in_use' && facts.status !== 'stopped') return { verdict: 'keep', provisional: null, no_action: true, findings: {} };
  const outcomes: Outcomes = {
    ...bans(meant), 'flag-quasi-zone': meant.quasi ?? 'clear', 'keep-legality': legality(facts), 'keep-construction': construction(city, facts),
    'keep-discharge': discharge(city, o), 'flag-upstream-of-intake': downstream(city, o), 'flag-contradiction': contradiction(city, o), ...byCategory(facts.category, facts, meant, isBanned(meant)),
  };
  const judged = facts.category === 'undetermined' ? judgeCandidates(facts.category_candidates ?? [], facts, meant) : judge(facts.category, meant, outcomes);
  const stored = Object.entries(outcomes).filter(([, outcome]) => outcome !== 'clear').sort(([a], [b]) => (a < b ? -1 : 1));
  return { ...judged, no_action: noAction(judged.verdict, outcomes), findings: Object.fromEntries(stored) as Expected['findings'] };
}

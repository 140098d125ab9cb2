import type { Bilingual, CheckedFeature, Screening } from '../api-types';
import type { Catalog } from '../catalog';
import { banningRules } from '../rules/can-ban';
import type { FindingRow } from '../rules/finding-shape';
import { noteOf } from '../rules/finding-words';
import type { Pack } from '../rules/pack-files';

/** Strictest first. */
const ORDER: Screening[] = ['refused', 'undecided', 'restricted', 'consult', 'passes'];

type Row = Pick<FindingRow, 'rule' | 'class' | 'outcome' | 'evidence'>;

/** What a proposed outfall says of itself beyond its place. */
export interface Proposed {
  /** null = undetermined. */
  category: string | null;
  /** Whether what it serves pollutes water severely, or the rebuild adds load (准保护区); absent = not stated. */
  severe_pollution?: boolean | null;
  adds_load?: boolean | null;
}

export interface ScreeningReason { screening: Screening; rule: string | null; note: Bilingual }

const OPEN = ['borderline', 'unknown'];
const ASKED = ['conflict', 'borderline', 'unknown'];

/** What one finding asks of a proposed outfall; null where it asks nothing. What is only to be consulted about stays so while it is unknown. */
function askedBy(row: Row, proposed: Proposed, banning: Set<string>): Screening | null {
  const { rule, outcome } = row;
  if (row.class === 'flag' && banning.has(rule)) {
    const raised = askedByRaised(row);
    if (raised) return raised;
  }
  if (row.class === 'ban') return outcome === 'conflict' ? 'refused' : OPEN.includes(outcome) ? 'undecided' : null;
  if (row.class === 'merge') return outcome === 'conflict' ? 'restricted' : OPEN.includes(outcome) ? 'undecided' : null;
  if (rule === 'flag-quasi-zone' && (proposed.severe_pollution || proposed.adds_load)) return outcome === 'conflict' ? 'refused' : OPEN.includes(outcome) ? 'undecided' : null;
  if (rule === 'flag-state-border') return ['conflict', 'borderline'].includes(outcome) ? 'consult' : null; // unknown: told under not_examined
  if (rule === 'flag-quasi-zone' || rule === 'flag-flood-defence' || rule === 'flag-upstream-of-intake') return ASKED.includes(outcome) ? 'consult' : null;
  if (rule === 'flag-water-short-of-target') return OPEN.includes(outcome) ? 'undecided' : outcome === 'conflict' && proposed.category !== 'urban_plant' ? 'restricted' : null;
  return rule === 'flag-contradiction' && outcome === 'conflict' ? 'undecided' : null;
}

/** A warning that the pack raises to a ban or a review, where it does so. */
function askedByRaised({ outcome, evidence }: Row): Screening | null {
  if (outcome === 'conflict') return evidence.effect === 'ban' ? 'refused' : evidence.effect === 'review' ? 'undecided' : null;
  return outcome === 'unknown' || (outcome === 'borderline' && evidence.effect_possible !== 'flag') ? 'undecided' : null;
}

/** What screening must have asked before anything can pass, and what is said where a pack does not ask it. */
const NEEDED: Record<string, Bilingual> = {
  'flag-water-short-of-target': { zh: '本规则集不核查水功能区', en: 'The pack does not examine function zones' },
  'flag-flood-defence': { zh: '本规则集不核查堤防与河道管理范围', en: 'The pack does not examine flood defences' },
  'flag-upstream-of-intake': { zh: '本规则集不核查下游取水口与保护区', en: 'The pack does not examine what lies downstream' },
};

/** What the findings mean for a proposed outfall: the strictest of all that they ask, each with its reason. */
export function screeningOf(rows: Row[], proposed: Proposed, banning: Set<string>, titles: (rule: string) => Bilingual): { screening: Screening; reasons: ScreeningReason[] } {
  const told = new Set(rows.map(({ rule }) => rule));
  const reasons = [
    ...(proposed.category === null ? [{ screening: 'undecided' as const, rule: null, note: { zh: '类别未定', en: 'Category undetermined' } }] : []),
    ...Object.entries(NEEDED).filter(([rule]) => !told.has(rule)).map(([rule, note]) => ({ screening: 'undecided' as const, rule, note })),
    ...rows.flatMap((row) => {
      const screening = askedBy(row, proposed, banning);
      return screening ? [{ screening, rule: row.rule, note: noteOf(row) ?? titles(row.rule) }] : [];
    }),
  ].sort((a, b) => ORDER.indexOf(a.screening) - ORDER.indexOf(b.screening));
  return { screening: reasons[0]?.screening ?? 'passes', reasons };
}

type Detail = NonNullable<CheckedFeature['proposal']>;

/** The reasons, the receiving water, and who is to approve or register it. `limitM`: farther off no reach is taken for the receiving one. */
export function proposalOf(rows: Row[], proposed: Proposed, regime: Detail['regime'], pack: Pack, catalog: Catalog, limitM: number): { screening: Screening; proposal: Detail } {
  const titles = (rule: string) => catalog.rules.get(rule)?.header.title as Bilingual;
  const { screening, reasons } = screeningOf(rows, proposed, banningRules(catalog.rules, pack), titles);
  const water = rows.find(({ rule }) => rule === 'flag-water-short-of-target')?.evidence ?? {};
  const text = (name: string) => (typeof water[name] === 'string' ? (water[name] as string) : null);
  return {
    screening,
    proposal: {
      reasons,
      receiving: { reach: text('reach'), off_m: typeof water.reach_off_m === 'number' ? water.reach_off_m : null, limit_m: limitM, function_zone: text('function_zone'), target_class: text('target_class'), latest_class: text('latest_class') },
      regime,
      authority: regime === 'approval' && pack.permit ? { ...pack.permit, document: `${pack.document.number}《${pack.document.title}》` } : null,
      not_examined: rows.some(({ rule, outcome }) => rule === 'flag-state-border' && outcome !== 'unknown') ? []
        : [{ zh: '国界线未入库或未声明完备，是否邻近国界未核查', en: 'No state border is loaded, or not declared complete: nearness to it was not examined' }],
    },
  };
}

import type { Citation, Finding, Outcome } from '../api-types';
import type { Catalog } from '../catalog';
import { citationsOf } from './citation';
import { joined, noteOf } from './finding-words';
import { bothDuties } from './never-blocked';
import type { Pack } from './pack-files';
import type { Rule } from './rule-files';

interface AreaRow { layer: string; id: number; name: string; level: string | null; edition: string | null; document: string | null; distance_m: number | null; error_m?: number; boundary_m?: number; outcome?: Outcome; designated_on?: string | null }

/** A row of sql/engine/read-findings.sql or stored-findings.sql. */
export interface FindingRow {
  subject_id: number;
  rule: string;
  class: Finding['class'];
  outcome: Outcome;
  effect: Finding['effect'];
  distance_m: number | null;
  beyond_m: number | null;
  error_m: number | null;
  areas: AreaRow[];
  evidence: Record<string, unknown> & { nearest?: [number, number] };
  bearing_deg: number | null;
  /** Of the outfall's category. */
  traits?: string[];
}

const ORDER = ['ban', 'merge', 'keep', 'flag'];

/** Every rule of the pack in the order of the catalogue's classes; what has no row is not applicable. */
export const findingsOf = (rows: FindingRow[], pack: Pack, catalog: Catalog, on: string): Finding[] => findingsBy(pack, catalog, on)(rows);

/** The same for many subjects: what is the same for all of them is found once. */
export function findingsBy(pack: Pack, catalog: Catalog, on: string): (rows: FindingRow[]) => Finding[] {
  const cited = [...catalog.rules.values()]
    .filter(({ header }) => header.id in pack.rules)
    .sort((a, b) => ORDER.indexOf(a.header.class) - ORDER.indexOf(b.header.class))
    .map((rule) => {
      const [first = null, ...also] = citationsOf(pack, rule.header.id, catalog.laws, on);
      return { rule, first, also };
    });
  return (rows) => {
    const byRule = new Map(rows.map((row) => [row.rule, row]));
    return cited.map(({ rule, first, also }) => shape(rule, byRule.get(rule.header.id), first, also, pack));
  };
}

function shape({ header }: Rule, row: FindingRow | undefined, first: Citation | null, also: Citation[], pack: Pack): Finding {
  return {
    rule: header.id,
    title: header.title,
    class: header.class,
    outcome: row?.outcome ?? 'not_applicable',
    effect: row?.outcome === 'conflict' ? (row.effect ?? header.class) : null,
    distance_m: rounded(row?.distance_m),
    beyond_m: row?.beyond_m ?? null,
    places: null,
    error_m: rounded(row?.error_m),
    areas: row?.areas ?? [],
    citation: first && weakened(first, row),
    also,
    nearest: row?.evidence.nearest ? { type: 'Point', coordinates: row.evidence.nearest } : null,
    change: row ? changeOf(row) : null,
    note: row ? joined([noteOf(row), bothDuties(row, pack)]) : null,
    fix: row && row.outcome !== 'clear' ? header.fix : null,
    evidence: row?.evidence ?? {},
  };
}

/** Facts can weaken a clause as the clause itself says (厂区较大或有多个厂区的，应尽可能). */
const weakened = (citation: Citation, row: FindingRow | undefined): Citation =>
  (row?.evidence.modality ? { ...citation, modality: String(row.evidence.modality) } : citation);

/** Millimetres: finer than any survey. */
const rounded = (metres: number | null | undefined) => (metres === null || metres === undefined ? null : Math.round(metres * 1000) / 1000);

/**
 * The least move that changes the outcome: straight to the nearest boundary point and on or short of it by the error.
 * Metres and bearing in degrees from north.
 */
function changeOf({ outcome, distance_m: d, error_m: e, bearing_deg: bearing }: FindingRow): Finding['change'] {
  if (d === null || e === null || bearing === null) return null;
  const metres = outcome === 'borderline' ? e - Math.abs(d) : Math.max(Math.abs(d) - e, 0);
  const away = outcome === 'borderline';
  return { metres: Math.round(metres * 1000) / 1000, bearing_deg: Math.round(((bearing + (away ? 180 : 0)) % 360) * 10) / 10 };
}


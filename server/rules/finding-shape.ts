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
  /** [lon, lat] of the place measured, where the nearest boundary point does not lead to another outcome. */
  place?: [number, number] | null;
  /** From there to the nearest place at which the outcome is another; metres, degrees from north. */
  way?: { metres: number; bearing_deg: number } | null;
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

/** Past where two outcomes meet, metres: as exact as distances are. */
const BEYOND_M = 0.01;

/**
 * The least move that changes the outcome, metres and degrees from north: from well inside or outside straight to the nearest
 * boundary point and within its error, from within the error out of it. What is unknown is not settled by a move.
 */
function changeOf({ outcome, distance_m: d, error_m: e, bearing_deg: bearing, way }: FindingRow): Finding['change'] {
  if (way || outcome === 'borderline') return way ? moved(way.metres, way.bearing_deg) : null;
  if (outcome === 'unknown' || way === null || d === null || e === null || bearing === null) return null;
  return moved(Math.max(Math.abs(d) - e, 0) + BEYOND_M, bearing);
}

/** The bearing so fine that over these metres it leads no more than 0.1 mm aside. */
function moved(metres: number, bearing: number): Finding['change'] {
  const digits = Math.max(1, Math.ceil(Math.log10((metres * Math.PI) / 180 / 0.0002)));
  return { metres: Math.round(metres * 1000) / 1000, bearing_deg: Number(bearing.toFixed(digits)) % 360 };
}

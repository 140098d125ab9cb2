import type { FeatureCollection, Point } from 'geojson';

/** A text in both languages; law text may be Chinese only and then stands as a plain string. */
export interface Bilingual {
  zh: string;
  en: string;
}
export type Text = string | Bilingual | null | undefined;

export type Verdict = 'ban' | 'merge' | 'keep' | 'review';
export type Outcome = 'conflict' | 'borderline' | 'unknown' | 'clear' | 'not_applicable';
export type Modality = string;

export interface Provisional {
  strictest: Verdict;
  mildest: Verdict;
}

/** Box in degrees, CGCS2000: west, south, east, north. */
export type Box = [number, number, number, number];

export interface Town {
  code: string;
  name: string;
  name_en: string;
  level: string;
  bbox?: Box;
}

export interface Region extends Town {
  parent?: string | null;
  bbox: Box;
  towns?: Town[];
}

export interface AttributeDescription {
  name: string;
  type: string;
  zh: string;
  en: string;
  values?: Record<string, Bilingual>;
}

/** One legend entry: an OpenLayers flat style, the features it is for, and its words. */
export interface StyleEntry {
  label: Bilingual;
  filter?: unknown[];
  style: Record<string, unknown>;
}

export interface LayerDescription {
  id: string;
  title: Bilingual;
  group: { id: string } & Bilingual;
  geometry: 'point' | 'line' | 'polygon';
  minzoom: number;
  maxzoom: number;
  attributes: AttributeDescription[];
  style: StyleEntry[];
  count?: number | null;
  edition?: { name: string; document_date: string | null; boundary_error_m: number | null } | null;
  coverage?: unknown;
}

export interface OutfallItem {
  id: number;
  code: string;
  name: string;
  region: string;
  category: string;
  verdict: Verdict | null;
  provisional: Provisional | null;
  stage: string;
  position_method: string;
  location: Point;
}

export interface Page<T> {
  items: T[];
  matched: number;
  next: string | null;
}

/** An area that counted, with the signed distance to its boundary in metres, negative inside. */
export interface FindingArea {
  layer: string;
  id: number;
  name: string;
  level: string | null;
  edition: string | null;
  document: string | null;
  distance_m: number | null;
}

export interface Citation {
  document: string;
  article: string | null;
  quote: string | null;
  modality: Modality | null;
  basis?: string;
}

export interface Finding {
  rule: string;
  class: 'ban' | 'merge' | 'keep' | 'flag';
  outcome: Outcome;
  effect?: string | null;
  title?: Text;
  fix?: Text;
  distance_m: number | null;
  beyond_m?: number | null;
  error_m: number | null;
  areas: FindingArea[];
  citation: Citation | null;
  nearest: Point | null;
  change: { metres: number; bearing_deg: number } | null;
  note: Text;
  evidence?: Record<string, unknown>;
}

export interface VerdictRecord {
  verdict: Verdict;
  provisional: Provisional | null;
  no_action: boolean | null;
  pack: { id: string; version: string; title?: Text; document?: string } | null;
  run: number | string | null;
  as_of: string | null;
  findings: Finding[];
  settle?: Bilingual[];
  by_category?: Record<string, Verdict> | null;
}

export type Screening = 'refused' | 'undecided' | 'restricted' | 'consult' | 'passes';

export interface CheckedFeature {
  index: number;
  verdict: Verdict | null;
  provisional: Provisional | null;
  screening: Screening | { outcome: Screening } | null;
  findings: Finding[];
  settle?: Bilingual[];
}

export interface CheckResult {
  features: CheckedFeature[];
  pack: { id: string; version: string } | null;
  coverage: unknown;
  generated_at: string;
}

export type CheckRequest = FeatureCollection;

export interface Settings {
  tianditu_key: string | null;
  base_map: unknown;
  version: string;
}

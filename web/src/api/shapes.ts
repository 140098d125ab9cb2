import type { FeatureCollection } from 'geojson';
import type { Bilingual, Layer } from '../../../server/api-types';

export type {
  Bilingual,
  Box,
  CheckedFeature,
  CheckResult,
  Citation,
  CrossedZone,
  ExportProgress,
  Finding,
  FindingArea,
  Flip,
  ImportGone,
  ImportJob,
  ImportOutcome,
  ImportProgress,
  Layer,
  OutfallFile,
  OutfallItem,
  Override,
  Provisional,
  Region,
  Settings,
  Verdict as VerdictRecord,
  VerdictKind as Verdict,
} from '../../../server/api-types';

/** A text in both languages; law text may be Chinese only and then stands as a plain string. */
export type Text = string | Bilingual | null | undefined;

export type Coverage = Layer['coverage'];

/** One page of a list; `next` leads to the page after it. */
export interface Page<T> {
  items: T[];
  matched: number;
  next: string | null;
}

export type CheckRequest = FeatureCollection;

import type { ImportOutcome, ImportState } from '../api-types';
import type { Counted } from './count';
import type { Planned, Wishes } from './meaning/make-plan';
import type { Plan } from './meaning/plan';
import type { About } from './reading/reader';

/** A row of `import_job`. */
export interface JobRow {
  id: number;
  state: ImportState;
  layer: string | null;
  file_name: string;
  file_hash: string | null;
  file_bytes: number | null;
  format: string | null;
  actor: string | null;
  asked: Wishes & { encoding?: string; sheet?: string };
  source: Partial<Omit<About, 'crs'>> & { stated?: About['crs']; crs?: Planned['crs']; layers?: Planned['layers']; remembered?: boolean };
  plan: Plan | null;
  counts: { rows?: number; /** State of the layers when the rows were compared with them. */ seen?: string } & Partial<Counted>;
  edition_id: number | null;
  outcome: ImportOutcome | null;
  error: { detail: string; value: unknown } | null;
  timings: Record<string, number>;
  created_at: Date;
  committed_at: Date | null;
  undone_at: Date | null;
}

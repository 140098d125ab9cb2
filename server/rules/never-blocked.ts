import type { Bilingual } from '../api-types';
import type { FindingRow } from './finding-shape';
import type { Pack } from './pack-files';

type Row = Pick<FindingRow, 'class' | 'outcome' | 'evidence' | 'traits'>;

/** Inside (or possibly inside) an area that bans or needs a review, on an outfall that its city never blocks: both duties, else null. */
export function bothDuties({ class: kind, outcome, evidence, traits = [] }: Row, { forbids }: Pick<Pack, 'forbids'>): Bilingual | null {
  const banning = ['ban', 'review'].includes(String(outcome === 'conflict' ? evidence.effect : evidence.effect_possible)) || (kind === 'ban' && outcome === 'unknown');
  if (kind === 'merge' || !banning || !['conflict', 'borderline', 'unknown'].includes(outcome)) return null;
  const never = forbids.find(({ trait, measures }) => measures.includes('block') && traits.includes(trait));
  if (!never) return null;
  const where = outcome === 'conflict' ? { zh: '', en: '' } : { zh: '如在区内，', en: 'If inside: ' };
  return {
    zh: `${where.zh}两项责任并存：污水须截流或改道（灌区、农田退水可设生态沟渠），排口不得封堵、合并（${never.reason}）。`,
    en: `${where.en}Two duties: divert or intercept the sewage (an ecological ditch for drainage), never block or merge the mouth.`,
  };
}

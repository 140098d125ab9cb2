import { astray, Checker } from './check';
import type { City } from './city';
import type { Meant } from './outcome';
import { isEnterprise } from './outcome';
import { addChannel, addDischarger, addOutfall, type Facts } from './outfall';
import { type LonLat, metresBetween, nth, shift } from './plane';
import { onBank, townOf } from './place';
import type { Random } from './random';
import { metresAt } from './rivers';

/** Ordinary outfalls along a stretch of bank, all with the same category and the same meaning. */
export interface Batch { category: string; label: string; river: string; from?: LonLat; to?: LonLat; count: number; meant?: Meant; owner?: { kind: string; name: string; industry?: string; livelihood?: 'housing' | 'public_institution' } }

const NEAREST = 70; // metres between two mouths
const METHODS = ['gnss', 'gnss', 'gnss', 'gnss', 'gnss', 'rtk', 'rtk', 'imagery', 'imagery', 'map_10k'];
const PROBLEMS = ['no_sign', 'no_sampling_point', 'damaged', 'blocked', 'no_inspection_well', 'ill_placed', 'hard_to_maintain'];
const FORMS = ['管道', '管道', '明渠', '箱涵', '涵闸', '潜没', '泵站'];
const FLOW: Record<string, [number, number]> = { urban_plant: [9000, 28000], 'industrial.park_plant': [1500, 6000], 'industrial.enterprise.factory': [40, 800], 'other.irrigation': [2000, 30000] };

const date = (random: Random, from: number, to: number) =>
  `${random.integer(from, to)}-${String(random.integer(1, 12)).padStart(2, '0')}-${String(random.integer(1, 28)).padStart(2, '0')}`;

const needsApproval = (category: string) => isEnterprise(category) || category === 'urban_plant' || category === 'industrial.park_plant';

/** Whether its papers, its mouth and its flow are in order varies from outfall to outfall. */
export function usualFacts(random: Random, category: string): Facts {
  const strict = needsApproval(category);
  const paper = random.next();
  const approval = paper < 0.12 ? undefined : paper < 0.72 ? (strict ? 'approved' : 'registered') : strict ? 'unapproved' : 'unregistered';
  const feature = random.pick(['flowing', 'flowing', 'flowing', 'dry', 'dry', 'stagnant', 'gated', 'uncertain']);
  const [low, high] = FLOW[category] ?? [2, 90];
  const flows = feature === 'flowing';
  return {
    category, position_method: random.pick(METHODS), set_up: random.chance(0.9) ? date(random, 1996, 2022) : undefined,
    approval, approval_no: approval === 'approved' ? `示意〔${random.integer(2012, 2023)}〕${random.integer(1, 60)}号` : undefined,
    flow_m3d: flows ? Math.round(random.between(low, high) * 10) / 10 : undefined, discharge_feature: feature, mouth_form: random.pick(FORMS),
    ...inspection(random, category),
  };
}

function inspection(random: Random, category: string): Partial<Facts> {
  if (random.chance(0.14)) return {};
  const problems = random.chance(0.38) ? [...new Set([random.pick(PROBLEMS), random.pick(PROBLEMS)])] : [];
  const hours = category === 'other.urban_storm' ? { dry_flow_hours: random.pick([0, 0, 0, 2, 6, 12]) } : {};
  return { inspected_on: date(random, 2023, 2024), problems, ...hours };
}

function spotOf(city: City, batch: Batch, random: Random) {
  const river = city.river(batch.river);
  const end = nth(river.along, river.along.length - 1);
  const [from, to] = [batch.from ? metresAt(river, batch.from) : 150, batch.to ? metresAt(river, batch.to) : end - 150];
  const side = random.chance(0.5) ? 1 : -1;
  const off = random.between(12, 26);
  return onBank(city, batch.river, random.between(from, to), side * off, random.chance(0.12) ? side * random.between(5, 8) : undefined);
}

function ownerOf(city: City, batch: Batch, mouth: LonLat, random: Random, n: number): { code?: string; undo: () => void } {
  if (!batch.owner) return { undo: () => {} };
  const angle = random.between(0, 2 * Math.PI);
  const reach = random.between(90, 420);
  const site = shift(mouth, reach * Math.cos(angle), reach * Math.sin(angle));
  const code = addDischarger(city, { ...batch.owner, name: `${batch.owner.name}${n}号`, method: random.pick(['imagery', 'imagery', 'gnss', 'map_10k']), site });
  return { code, undo: () => { city.sites.delete(code); city.rows.get('discharger')?.pop(); } };
}

export function fill(city: City, random: Random, edition: string, batches: Batch[]): void {
  const checker = new Checker(city);
  for (const batch of batches) for (let n = 1, tries = 0; n <= batch.count; tries++) {
    if (tries > 400) throw new Error(`no room for ${batch.label} on ${batch.river}: ${n - 1} of ${batch.count}`);
    const place = spotOf(city, batch, random);
    const facts = usualFacts(random, batch.category);
    const town = townOf(city, place.mouth);
    if (!town || city.outfalls.some((o) => metresBetween(o.place.mouth, place.mouth) < NEAREST)) continue;
    const owner = ownerOf(city, batch, place.mouth, random, n);
    facts.discharger = owner.code;
    if (astray(checker, { code: 'trial', place, facts, meant: batch.meant ?? {} }).length) { owner.undo(); continue; }
    const river = city.river(batch.river).name.replace('（示意）', '');
    const code = addOutfall(city, `${town.name}${river}${place.bank === 'left' ? '左' : '右'}岸${batch.label}${n}号`, place, facts, batch.meant);
    if (owner.code && random.chance(0.75)) addChannel(city, random.pick(['pipe', 'pipe', 'ditch', 'culvert']), code, owner.code, edition);
    n++;
  }
}

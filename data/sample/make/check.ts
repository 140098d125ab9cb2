import type { Area, AreaLayer, City } from './city';
import { type Ground, ground, signedDistance } from './measure';
import { isEnterprise, isScattered, type Meant, type Outcome } from './outcome';
import type { Placed } from './outfall';
import { type LonLat, nth } from './plane';

/** 95 % errors in metres by the way a position was taken. */
const ERROR: Record<string, number> = { rtk: 0.1, gnss: 10, imagery: 15, map_10k: 10, map_50k: 50, geocoded: 200, unknown: 50 };

export const positionError = (method: string, given?: number, wholeSeconds = false): number =>
  Math.hypot(given ?? ERROR[method] ?? Number.NaN, wholeSeconds ? 15 : 0);

/** Measures every outfall against the drawn zones by other means than it was placed with. */
export class Checker {
  private readonly grounds = new Map<string, Ground | null>();
  constructor(private readonly city: City) {}

  private areas(layer: AreaLayer, levels?: string[]): Area[] {
    return this.city.areas.filter((a) => a.layer === layer && (!levels || levels.includes(a.level)));
  }

  private ground(key: string, geometries: () => Area['geometry'][]): Ground | null {
    if (!this.grounds.has(key)) this.grounds.set(key, ground(geometries()));
    return this.grounds.get(key) ?? null;
  }

  /** Outcome for areas of one kind; the answer must not hang on which boundary's error is taken. */
  outcome(points: LonLat[], e: number, layer: AreaLayer, levels?: string[]): Outcome {
    const areas = this.areas(layer, levels);
    const union = this.ground(`${layer} ${levels}`, () => areas.map((a) => a.geometry));
    const cover = this.ground(`cover ${layer}`, () => this.city.cover.filter((c) => c.layer === layer).map((c) => c.geometry));
    const d = Math.min(...points.map((p) => signedDistance(p, union)));
    const covered = points.every((p) => signedDistance(p, cover) <= -e);
    const answers = new Set((areas.length ? areas : [{ error: 0 }]).map((a) => rank(d, Math.hypot(e, a.error), covered)));
    if (answers.size > 1) throw new Error(`${layer} ${levels}: ${d.toFixed(2)} m is ${[...answers].join(' or ')}`);
    return nth([...answers], 0);
  }

  measured(o: Placed): Meant {
    const points = o.place.entry ? [o.place.mouth, o.place.entry] : [o.place.mouth];
    const e = positionError(o.facts.position_method, o.facts.position_error_m, o.facts.whole_seconds);
    const seen: Meant = {
      class1: this.outcome(points, e, 'drinking_water_zones', ['class_1']), class2: this.outcome(points, e, 'drinking_water_zones', ['class_1', 'class_2']),
      quasi: this.outcome(points, e, 'drinking_water_zones', ['quasi']), ...this.nature(points, e), ...this.special(o, points, e),
    };
    const categories = o.facts.category_candidates ?? [o.facts.category];
    if (categories.some(isScattered)) seen.sewer = this.outcome(points, e, 'sewer_coverage');
    if (categories.some(isEnterprise)) seen.park = this.park(o, points, e);
    return seen;
  }

  private nature(points: LonLat[], e: number): Meant {
    const strict = this.outcome(points, e, 'protected_areas', ['core_protection', 'core', 'buffer']);
    const mild = this.outcome(points, e, 'protected_areas', ['general_control', 'experimental', 'nature_park']);
    if (strict === 'conflict') return { protected: 'conflict', protectedEffect: 'ban' };
    if (mild === 'conflict' && strict !== 'borderline') return { protected: 'conflict', protectedEffect: 'review' };
    if (mild === 'conflict') throw new Error('between two parts of one protected area: which effect holds is open');
    const order: Outcome[] = ['unknown', 'borderline', 'clear'];
    return { protected: order.find((x) => x === strict || x === mild) };
  }

  private special(o: Placed, points: LonLat[], e: number): Meant {
    const outcome = this.outcome(points, e, 'special_waters');
    if (outcome !== 'conflict') return { special: outcome };
    if (!o.facts.set_up) return { special: 'unknown' };
    const hits = this.areas('special_waters').filter((a) => points.some((p) => signedDistance(p, ground([a.geometry])) < 0));
    return { special: 'conflict', specialEffect: hits.some((a) => (o.facts.set_up ?? '') > (a.designated ?? '')) ? 'ban' : 'review' };
  }

  private park(o: Placed, points: LonLat[], e: number): Outcome {
    const site = o.facts.discharger ? this.city.sites.get(o.facts.discharger) : undefined;
    const at = site?.geometry ? [site.geometry] : points;
    const error = site?.geometry ? positionError(site.method, site.error) : e;
    const outcome = this.outcome(at, error, 'industrial_parks');
    if (outcome !== 'conflict') return outcome;
    const hits = this.areas('industrial_parks').filter((a) => at.some((p) => signedDistance(p, ground([a.geometry])) < 0));
    return hits.some((a) => a.working) ? 'conflict' : 'unknown';
  }
}

function rank(d: number, e: number, covered: boolean): Outcome {
  if (d <= -e) return 'conflict';
  if (!covered) return 'unknown';
  return d >= e && d > 0 ? 'clear' : 'borderline';
}

const QUESTIONS = ['class1', 'class2', 'quasi', 'protected', 'protectedEffect', 'special', 'specialEffect', 'sewer', 'park'] as const;

/** Where the measured place differs from the meant one; empty when it does what was meant. */
export function astray(checker: Checker, o: Placed): string[] {
  let seen: Meant;
  try { seen = checker.measured(o); } catch (error) { return [(error as Error).message]; }
  return QUESTIONS.flatMap((q) => {
    if ((q === 'sewer' || q === 'park') && seen[q] === undefined) return [];
    const usual = q.endsWith('Effect') ? undefined : 'clear';
    const [is, meant] = [seen[q] ?? usual, o.meant[q] ?? usual];
    return is === meant ? [] : [`${q}: meant ${meant}, is ${is}`];
  });
}

/** Throws, naming every outfall that does not do what it was placed for. */
export function holdToIntent(city: City): void {
  const checker = new Checker(city);
  const wrong: string[] = [];
  for (const o of city.outfalls) wrong.push(...astray(checker, o).map((what) => `${o.code} ${o.situation ?? '-'} ${o.facts.category} ${o.place.river} ${o.place.mouth}: ${what}`));
  wrong.push(...siblingsWrong(city));
  if (wrong.length) throw new Error(`${city.name}: placed otherwise than meant\n${wrong.join('\n')}`);
}

/** 一企一口 told again from the facts: the first by rank stays, further ones merge. */
function siblingsWrong(city: City): string[] {
  const open = (m: Meant) => [m.class1, m.class2, m.protected, m.special].some((x) => x === 'borderline' || x === 'unknown');
  const banned = (m: Meant) => m.class1 === 'conflict' || m.class2 === 'conflict' || m.protectedEffect === 'ban' || m.specialEffect === 'ban';
  const counted = city.outfalls.filter((o) => isEnterprise(o.facts.category) && (o.facts.status ?? 'in_use') === 'in_use' && o.facts.discharger && o.meant.park !== 'conflict' && !banned(o.meant));
  const rankOf = (o: Placed) => [open(o.meant) ? 1 : 0, o.facts.approval === 'approved' ? 0 : 1, o.facts.compliant ? 0 : 1, -(o.facts.flow_m3d ?? 0)];
  const wrong: string[] = [];
  for (const discharger of new Set(counted.map((o) => o.facts.discharger))) {
    const group = counted.filter((o) => o.facts.discharger === discharger).sort((a, b) => {
      const [x, y] = [rankOf(a), rankOf(b)];
      const i = x.findIndex((v, k) => v !== y[k]);
      return i < 0 ? (a.code < b.code ? -1 : 1) : nth(x, i) - nth(y, i);
    });
    group.forEach((o, i) => {
      const kept = i === 0 || (o.facts.retention_approved && o.facts.retention_report_no);
      if ((kept ? 'clear' : 'conflict') !== (o.meant.sibling ?? 'clear')) wrong.push(`${o.code} sibling: meant ${o.meant.sibling ?? 'clear'}, place ${i + 1} of ${group.length}`);
    });
  }
  return wrong;
}

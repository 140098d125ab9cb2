import type { City } from './city';
import type { LonLat } from './plane';
import type { Meant } from './outcome';
import { type Place, townOf } from './place';
import { standardOf } from './standard';

/** Columns of an outfall as the ledger gives them. */
export interface Facts {
  category: string; category_candidates?: string[]; status?: 'in_use' | 'stopped' | 'removed' | 'sealed' | 'rain_only'; status_proof?: string;
  set_up?: string; approval?: 'approved' | 'registered' | 'unapproved' | 'unregistered'; approval_no?: string;
  retention_approved?: boolean; retention_report_no?: string; position_method: string; position_error_m?: number; whole_seconds?: boolean;
  discharger?: string; shared_with?: string[]; flow_m3d?: number; discharge_feature?: string; mouth_form?: string; inspected_on?: string;
  problems?: string[]; dry_flow_hours?: number; dry_flow_cause?: string; compliant?: boolean; source?: Record<string, unknown>;
  discharge_standard?: string; discharge_grade?: string; shared_declared?: boolean;
  /** As the ledger has them, right or wrong. */
  river_name?: string; typed_in_zone?: boolean;
}
export interface Placed { code: string; place: Place; facts: Facts; meant: Meant; situation?: string }

/** Writes one outfall. The name is completed with 示意; the town is the one that really contains the mouth. */
export function addOutfall(city: City, name: string, place: Place, given: Facts, meant: Meant = {}, situation?: string): string {
  const facts = { ...standardOf(city, given.category), ...given };
  const code = `${city.code}-${String(city.outfalls.length + 1).padStart(4, '0')}`;
  const river = city.river(place.river);
  const { category, ...rest } = facts;
  city.add('outfall', {
    local_code: code, name: `${name}（示意）`, region_code: townOf(city, place.mouth)?.code ?? city.code, category,
    status: 'in_use', ...rest, waterbody: river.code, reach: place.reach, river_name: facts.river_name ?? river.name.replace('（示意）', ''), entry: place.entry,
    sample: true, situation,
  }, { type: 'Point', coordinates: place.mouth });
  city.outfalls.push({ code, place, facts, meant, situation });
  return code;
}

export interface Discharger {
  name: string; kind: string; industry?: string; permit?: string; drainage?: string; registered_in_park?: boolean; livelihood?: 'public_institution' | 'housing';
  method?: string; error?: number; site: LonLat | null; situation?: string;
}

export function addDischarger(city: City, d: Discharger): string {
  const code = `${city.code}-d-${String(city.sites.size + 1).padStart(3, '0')}`;
  const method = d.site ? (d.method ?? 'imagery') : 'unknown';
  city.sites.set(code, { geometry: d.site, method, error: d.error });
  return city.add('discharger', {
    code, region_code: (d.site && townOf(city, d.site)?.code) ?? city.code, name: `${d.name}（示意）`, kind: d.kind, industry: d.industry, discharge_permit: d.permit, drainage_permit: d.drainage,
    registered_in_park: d.registered_in_park, livelihood: d.livelihood, position_method: method, position_error_m: d.error, sample: true, situation: d.situation,
  }, d.site && { type: 'Point', coordinates: d.site });
}

/** A pipe, ditch or culvert from a production site to a mouth, with one bend. */
export function addChannel(city: City, kind: 'pipe' | 'ditch' | 'culvert', outfall: string, discharger: string, edition: string, situation?: string): void {
  const from = city.sites.get(discharger)?.geometry;
  const to = city.outfalls.find((o) => o.code === outfall)?.place.mouth;
  if (!from || !to) throw new Error(`channel of ${outfall} has no ends`);
  const bend: LonLat = [Math.round((from[0] * 0.35 + to[0] * 0.65) * 1e7) / 1e7, Math.round((from[1] * 0.8 + to[1] * 0.2) * 1e7) / 1e7];
  city.add('channel', { code: `${outfall}-ch`, region_code: city.code, kind, discharger, outfall, edition, source: { note: '走向示意' }, sample: true, situation },
    { type: 'LineString', coordinates: [from, bend, to] });
}

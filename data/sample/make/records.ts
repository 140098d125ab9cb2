import type { Geometry } from 'geojson';
import type { City, Row } from './city';
import { beside } from './course';
import { type LonLat, nth, roundPoint } from './plane';
import { townOf } from './place';
import { metresAt } from './rivers';

const at = (p: LonLat): Geometry => ({ type: 'Point', coordinates: roundPoint(p) });

/** Rows that state facts but carry no verdict; codes are numbered within their table. */
export class Records {
  constructor(private readonly city: City) {}

  private add(table: string, short: string, place: LonLat | null, row: Row, geometry: Geometry | null = place && at(place)): void {
    const n = (this.city.rows.get(table)?.length ?? 0) + 1;
    const region = (place && townOf(this.city, place)?.code) ?? this.city.code;
    this.city.add(table, { code: `${this.city.code}-${short}-${String(n).padStart(2, '0')}`, region_code: region, ...row, sample: true }, geometry);
  }

  outfallOf(situation: string): { code: string; mouth: LonLat } {
    const found = this.city.outfalls.find((o) => o.situation === situation);
    if (!found) throw new Error(`${this.city.name} has no outfall for situation ${situation}`);
    return { code: found.code, mouth: found.place.mouth };
  }

  section(key: string, near: LonLat, name: string, level: 'national' | 'province' | 'city', target: string, latest: string, edition: string): void {
    const river = this.city.river(key);
    const place = beside(river.line, river.along, metresAt(river, near), 0);
    this.add('monitoring_section', 'ms', place, { name: `${name}（示意）`, level, waterbody: river.code, target_class: target, latest_class: latest, edition });
  }

  /** A bank walked, 10 m off the centre line, over the reaches with the given numbers. */
  walked(key: string, reaches: number[], bank: 'left' | 'right' | 'both', on: string, more: { round?: number; found_none?: boolean } = {}): void {
    const river = this.city.river(key);
    for (const i of reaches) {
      const { code, from, to } = nth(river.reaches, i);
      const stops = [from + 1, ...river.along.filter((s, k) => k % 3 === 0 && s > from + 50 && s < to - 50), to - 1];
      const sides = bank === 'both' ? [10, -10] : [bank === 'left' ? 10 : -10];
      const lines = sides.map((off) => stops.map((s) => beside(river.line, river.along, s, off)));
      this.add('survey_coverage', 'sv', nth(nth(lines, 0), stops.length >> 1), { reach: code, round: more.round ?? 1, bank, walked_on: on, found_none: more.found_none ?? false }, { type: 'MultiLineString', coordinates: lines });
    }
  }

  defect(kind: 'mixed' | 'wrong' | 'leaking', pipe: number, vertex: number, found_on: string, mended_on?: string): void {
    const line = this.city.rows.get('sewer_line')?.[pipe - 1];
    if (line?.geometry?.type !== 'MultiLineString') throw new Error(`no sewer ${pipe}`);
    this.add('sewer_defect', 'df', nth(nth(line.geometry.coordinates, 0), vertex) as LonLat, { kind, sewer_line: line.properties?.code, found_on, mended_on });
  }

  patrol(kind: 'river_chief' | 'responsible_party', place: LonLat, walked_on: string, finding: string, more: { outfall?: string; situation?: string; discharging?: boolean } = {}): void {
    this.add('patrol', 'pt', place, { kind, walked_on, finding, ...more });
  }

  /** 一口一策 */
  plan(outfall: string, measure: 'ban' | 'merge' | 'keep', drawn_up_on: string, more: Row): void {
    this.done('plan', 'pl', outfall, { measure, drawn_up_on, ...more });
  }

  /** 销号, accepted. */
  closeOut(outfall: string, measure: 'ban' | 'merge' | 'keep', applied_on: string, decided_on: string, document: string, situation?: string): void {
    this.done('close_out', 'co', outfall, { measure, applied_on, decided_on, decision: 'accepted', document, situation });
  }

  private done(table: string, short: string, outfall: string, row: Row): void {
    const n = (this.city.rows.get(table)?.length ?? 0) + 1;
    this.city.add(table, { code: `${this.city.code}-${short}-${String(n).padStart(2, '0')}`, outfall, ...row, sample: true }, null);
  }

  complaint(place: LonLat | null, received_on: string, description: string, outfall?: string, result?: string): void {
    this.add('complaint', 'cp', place, { description, received_on, outfall, result });
  }

  clue(kind: 'hidden_pipe' | 'seepage_pit' | 'concealed_use' | 'unapproved', place: LonLat, description: string, more: { outfall?: string; handed_over_on?: string; result?: string; situation?: string } = {}, geometry?: Geometry): void {
    this.add('clue', 'cl', place, { kind, description, ...more }, geometry ?? at(place));
  }

  disposal(place: LonLat | null, name: string, unit_kind: string, destination: string, department: string, more: { outfall?: string; situation?: string } = {}): void {
    this.add('disposal_record', 'dr', place, { name: `${name}（示意）`, unit_kind, destination, department, ...more });
  }

  application(kind: 'new' | 'altered' | 'enlarged', place: LonLat, category: string, applied_on: string, more: { discharger?: string; situation?: string } = {}): void {
    this.add('permit_application', 'pa', place, { kind, category, position_method: 'rtk', applied_on, ...more });
  }
}

import type { City } from './city';
import { beside, stretch } from './course';
import { type LonLat, type Metres, planeAt, roundPoint } from './plane';
import { noiseFrom } from './random';
import { metresAt } from './rivers';
import { multi, widened } from './shapes';

/** Built-up ground: an uneven disc less its gaps (a lake, a hill), in metres from the centre. */
export function town(name: string, radius: number, gaps: [number, number, number][] = []): (p: Metres) => boolean {
  const noise = noiseFrom(name);
  return ([x, y]) => Math.hypot(x, y * 1.15) < radius * (1 + 0.28 * noise(4 + 2.2 * Math.atan2(y, x))) && !gaps.some(([gx, gy, r]) => Math.hypot(x - gx, y - gy) < r);
}

/** A rectangle with two corners cut off in steps. Half width, half height and cut in metres. */
export const steps = (w: number, h: number, cut: number) => ([x, y]: Metres): boolean =>
  Math.abs(x) < w && Math.abs(y) < h && !(x > w - cut && y > h - cut) && !(x < -w + cut * 1.4 && y < -h + cut * 0.7);

export interface Plant { short: string; name: string; kind: 'urban' | 'park' | 'rural'; at: LonLat; design: number; current?: number; working?: boolean; situation?: string }

export function addPlant(city: City, edition: string, p: Plant): string {
  return city.add('treatment_plant', { code: `${city.code}-tp-${p.short}`, region_code: city.code, name: `${p.name}（示意）`, kind: p.kind, working: p.working, design_m3d: p.design,
    current_m3d: p.current, edition, sample: true, situation: p.situation }, { type: 'Point', coordinates: p.at });
}

/** A sewer drawn in metres from a centre. Diameter in millimetres. */
export function addPipe(city: City, edition: string, n: number, name: string, kind: string, diameter: number, centre: LonLat, lines: Metres[][]): void {
  const plane = planeAt(centre);
  city.add('sewer_line', { code: `${city.code}-sl-${String(n).padStart(2, '0')}`, region_code: city.code, name: `${name}（示意）`, kind, diameter_mm: diameter, edition, sample: true },
    { type: 'MultiLineString', coordinates: lines.map((line) => line.map((p) => roundPoint(plane.from(p)))) });
}

/** A levee on one bank and the management range on both. Offset (left positive) and width in metres. */
export function addFlood(city: City, edition: string, short: string, key: string, from: LonLat, to: LonLat, off: number, width: number, label: string, situation?: string): void {
  const river = city.river(key);
  const [a, b] = [metresAt(river, from), metresAt(river, to)];
  const levee = river.along.filter((s) => s > a && s < b).map((s) => beside(river.line, river.along, s, off));
  const row = (kind: string, name: string, error?: number) => ({ code: `${city.code}-fd-${short}-${kind}`, region_code: city.code, name: `${label}${name}（示意）`, kind, boundary_error_m: error, edition, sample: true, situation });
  city.add('flood_defence', row('levee', '防洪堤'), { type: 'MultiLineString', coordinates: [levee] });
  city.add('flood_defence', row('management_range', '河道管理范围', 8), multi(widened(stretch(river.line, a, b), width)));
}

import type { City } from './city';
import { stretch } from './course';
import type { LonLat } from './plane';
import { metresAt } from './rivers';
import { around, type Areal, multi, outline, widened } from './shapes';

export type Drawn = ReturnType<typeof multi>;
export interface Source { short: string; name: string; document: string; on: string; edition: string; situation?: string }

const LEVELS = { class_1: '一级保护区', class_2: '二级保护区', quasi: '准保护区' };

export function drinking(city: City, s: Source, level: keyof typeof LEVELS, shape: Areal, piece: { part?: 'land' | 'both'; suffix?: string; label?: string; outdated?: boolean } = {}): Drawn {
  return city.zone('drinking_water_zone', 'drinking_water_zones', level, {
    code: `${city.code}-dw-${s.short}-${level}${piece.suffix ?? ''}`, name: `${s.name}${LEVELS[level]}${piece.label ?? ''}（示意）`, source_name: `${s.name}（示意）`, level, part: piece.part ?? 'both',
    designated_on: s.on, document: s.document, edition: s.edition, source: { note: '界线示意，非批复成果' }, situation: s.situation,
  }, shape, { outdated: piece.outdated });
}

/** Levels one inside the other: where they abut they share the very same ring. */
export function nested(city: City, s: Source, one: Areal, two: Areal, quasi?: Areal): { one: Drawn; two: Drawn; quasi: Drawn } {
  return {
    one: drinking(city, s, 'class_1', outline(one)), two: drinking(city, s, 'class_2', around(two, outline(one))),
    quasi: quasi ? drinking(city, s, 'quasi', around(quasi, outline(two))) : multi(),
  };
}

export function nature(city: City, edition: string, short: string, name: string, kind: string, level: string, on: string, shape: Areal): Drawn {
  return city.zone('protected_area', 'protected_areas', level, { code: `${city.code}-pa-${short}`, name: `${name}（示意）`, class: 'nature', kind, level, designated_on: on,
    document: '设立批复（示意）', edition, source: { note: '界线示意' } }, shape);
}

export function special(city: City, edition: string, short: string, name: string, level: string, on: string, shape: Areal): Drawn {
  return city.zone('protected_area', 'special_waters', level, { code: `${city.code}-sw-${short}`, name: `${name}（示意）`, class: 'special', kind: level, level, designated_on: on,
    document: '设立批复（示意）', edition, source: { note: '界线示意' } }, shape);
}

export function surfaceIntake(city: City, short: string, name: string, water: string, at: LonLat, edition: string, people: number): void {
  city.add('intake', { code: `${city.code}-in-${short}`, region_code: city.code, name: `${name}（示意）`, kind: 'surface', waterbody: `${city.code}-w-${water}`, people, edition, sample: true }, { type: 'Point', coordinates: at });
}

/** A corridor along a river: metres up- and downstream of a place, and to each side. */
export function corridor(city: City, key: string, near: LonLat, up: number, down: number, width: number): Areal {
  const s = metresAt(city.river(key), near);
  return widened(stretch(city.river(key).line, s - up, s + down), width);
}

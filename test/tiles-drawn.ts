import type { Knex } from 'knex';

// Shapes drawn for tile tests, degrees. Sines of small numbers keep them the same everywhere once rounded.

const at = (lon: number, lat: number) => [Number(lon.toFixed(6)), Number(lat.toFixed(6))];

/** A meandering river of about 1400 km, 12 001 vertices, with a spur near 98.5 E that runs out and back on itself. */
export function longRiver() {
  const course = Array.from({ length: 12_001 }, (_, n) => {
    const t = n / 12_000;
    return at(92 + 14 * t, 38 + 1.5 * Math.sin(9 * t) + 0.08 * Math.sin(170 * t) + 0.004 * Math.sin(2900 * t));
  });
  const spur = [at(98.5, 38.2), at(98.9, 38.9), at(98.5, 38.2)];
  return { type: 'MultiLineString', coordinates: [course, spur] };
}

/** An area of about 600 km across with a wavy edge of 8000 vertices, a hole, and an arm 100 km long and 5 m wide. */
export function hugeArea() {
  const edge = Array.from({ length: 8_000 }, (_, n) => {
    const angle = (2 * Math.PI * n) / 8_000;
    const radius = 2.6 + 0.2 * Math.sin(23 * angle) + 0.01 * Math.sin(700 * angle);
    return at(84 + 1.2 * radius * Math.cos(angle), 41 + radius * Math.sin(angle));
  });
  const [first, ...rest] = edge as [number[], ...number[][]];
  const arm = [at(88.6, 41), at(88.6, 41.00005)];
  const hole = [at(84, 41), at(84.6, 41), at(84.6, 41.6), at(84, 41.6), at(84, 41)];
  return { type: 'MultiPolygon', coordinates: [[[first, ...arm, ...rest, first], hole]] };
}

/** Puts both on the map. @returns their ids */
export async function draw(knex: Knex): Promise<{ river: number; area: number }> {
  const shape = (geometry: object) => knex.raw('ST_SetSRID(ST_GeomFromGeoJSON(?), 4490)', [JSON.stringify(geometry)]);
  const [river] = await knex('waterbody').insert({ code: 'drawn-river', region_code: '999999', name: '长河', kind: 'river', geom: shape(longRiver()) }).returning('id');
  const [edition] = await knex('layer_edition').insert({ code: 'drawn-edition', layer: 'protected_areas', region_code: '999999', name: '绘制', valid_from: '2000-01-01' }).returning('id');
  const [area] = await knex('protected_area').insert({
    code: 'drawn-area', region_code: '999999', name: '大区', class: 'nature', kind: 'nature_reserve', level: 'core', edition_id: edition.id, geom: shape(hugeArea()),
  }).returning('id');
  return { river: river.id, area: area.id };
}

/** The tile of a zoom that holds a place. */
export function tileAt(z: number, lon: number, lat: number) {
  const n = 2 ** z;
  const radians = (lat * Math.PI) / 180;
  return { z, x: Math.floor(((lon + 180) / 360) * n), y: Math.floor(((1 - Math.asinh(Math.tan(radians)) / Math.PI) / 2) * n) };
}

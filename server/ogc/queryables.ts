import { type LayerHeader, itemAttributes } from '../layers/layer-files';
import type { Queryables } from './cql2/sql';

/** What a filter may ask about: the attributes that items show, and their geometry. Nothing else can be probed. */
export const queryablesOf = (header: LayerHeader): Queryables =>
  new Map([...itemAttributes(header).map(([name, { type }]) => [name, type] as const), ['geometry', 'geometry'] as const]);

type Words = Record<string, { zh: string; en: string }>;

const TYPES = {
  string: { type: 'string' }, integer: { type: 'integer' }, number: { type: 'number' }, boolean: { type: 'boolean' },
  date: { type: 'string', format: 'date' },
} as const;

const SHAPES = { point: 'geometry-point', line: 'geometry-linestring-or-multilinestring', polygon: 'geometry-polygon-or-multipolygon' } as const;

/** The JSON Schema of a collection's queryables. `categories` are the words of the code table. */
export function queryablesSchema(header: LayerHeader, url: string, categories: Words) {
  const properties = Object.fromEntries(itemAttributes(header).map(([name, { type, zh, en, unit, values, codes }]) => {
    const words = values ?? (codes && categories);
    return [name, {
      title: `${zh} ${en}`, ...TYPES[type], ...(unit && { 'x-ogc-unit': unit }),
      ...(words && { enum: Object.keys(words), description: Object.entries(words).map(([value, { zh }]) => `${value} ${zh}`).join('; ') }),
    }];
  }));
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: url,
    type: 'object',
    title: `${header.title.zh} ${header.title.en}`,
    properties: { ...properties, geometry: { title: '几何 Geometry', format: mixed(header) ? 'geometry-any' : SHAPES[header.geometry], 'x-ogc-role': 'primary-geometry' } },
    additionalProperties: false,
  };
}

/** Layers that keep lines beside areas. */
const mixed = (header: LayerHeader) => (header.edit?.shapes?.length ?? 0) > 1;

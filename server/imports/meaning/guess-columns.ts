import { createHash } from 'node:crypto';
import type { Catalog } from '../../catalog';
import { plainHeading } from '../reading/source';
import type { Target } from './layers';
import { PSEUDO, placeColumns } from './plan';
import { importWords } from './words';

/** The headings of a file, whatever their order: files of one source have the same. */
export const signatureOf = (columns: string[]) => createHash('sha256').update(JSON.stringify(columns.map(plainHeading).sort())).digest('hex').slice(0, 32);

/** Longest name of a field of a shapefile. */
const SHORT = 10;

/** Which property each column means in a layer: by its name, the words of the layer's header, the headings in use. Each property once. */
export function guessMapping(catalog: Catalog, { resource, fields, shapes }: Target, columns: string[]): (string | null)[] {
  const attributes = catalog.layers.get(resource.id)?.header.attributes ?? {};
  const usable = [...Object.keys(fields), ...placeColumns(shapes)];
  const meanings = new Map<string, string[]>();
  const add = (heading: string, property: string) => meanings.set(plainHeading(heading), [...(meanings.get(plainHeading(heading)) ?? []), property]);
  for (const property of usable) {
    add(property, property);
    if (property.length > SHORT) add(property.slice(0, SHORT), property); // as a shapefile has it
    const words = attributes[property];
    if (words) { add(words.zh, property); add(words.en, property); }
    for (const heading of importWords().columns[property] ?? []) add(heading, property);
  }
  const taken = new Set<string>();
  return columns.map((column) => {
    const property = meanings.get(plainHeading(column))?.find((one) => !taken.has(one)) ?? null;
    if (property) taken.add(property);
    return property;
  });
}

/** How well a file fits a layer: columns that mean something, fields that it must have, its kind of geometry, its name. */
export function scoreOf(target: Target, mapping: (string | null)[], geometry: string | null, fileName: string, catalog: Catalog): number {
  const given = new Set(mapping.filter((one): one is string => one !== null));
  const place = ['lon', 'lonlat', 'lon_d', 'wkt'].some((one) => given.has(one));
  const single = geometry?.replace('Multi', '');
  const fits = geometry ? target.shapes.some((type) => type.replace('Multi', '') === single || type === 'Geometry') : place ? target.shapes.includes('Point') || given.has('wkt') : !target.geometryRequired;
  if (!fits) return -1;
  const { title } = target.resource;
  const words = [title.zh.replace(/[（(].*[)）]/, ''), target.resource.id, target.resource.table, ...(HINTS[target.resource.id] ?? [])];
  const named = words.some((word) => fileName.toLowerCase().replace(/[\s_-]/g, '').includes(word.toLowerCase().replace(/[\s_-]/g, '')));
  const telling = [...given].filter((one) => !PSEUDO.includes(one) && !['name', 'code', 'region_code', 'kind', 'level', 'edition', 'document'].includes(one)).length;
  const missing = Object.values(target.fields).filter(({ required, property }) => required && !given.has(property) && property !== 'region_code').length;
  return given.size + 2 * telling + (named ? 6 : 0) - missing + (catalog.layers.get(target.resource.id) ? 0.5 : 0);
}

/** What files of a layer are called besides its title. */
const HINTS: Record<string, string[]> = {
  outfalls: ['排污口', '排口', 'outfall'], drinking_water_zones: ['水源保护区', '水源地', '饮用水'], protected_areas: ['自然保护', '国家公园', '保护地'],
  special_waters: ['风景名胜', '渔业水体'], sewer_coverage: ['管网覆盖', '收水范围', '纳污范围', 'servicearea'], sewer_lines: ['管网', '管线', 'linearfeatures', 'sewer'],
  treatment_plants: ['污水处理厂', '污水厂', 'treatment', 'wwtp'], industrial_parks: ['园区', '开发区'], flood_defences: ['堤防', '河道管理范围'],
  rivers: ['水系', '河流', 'river'], waterbodies: ['湖', '水库', 'lake'], reaches: ['河段'], function_zones: ['功能区'], intakes: ['取水口'], monitoring_sections: ['断面'],
  dischargers: ['排污单位', '企业'], channels: ['排污通道', '排污管'], regions: ['行政区', '区划', '乡镇界'], layer_coverage: ['完备范围'],
};

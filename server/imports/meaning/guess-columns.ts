import { createHash } from 'node:crypto';
import type { Catalog } from '../../catalog';
import { isNeutral, tailsOf } from '../reading/heading-parts';
import { plainHeading } from '../reading/source';
import type { Target } from './layers';
import { type Plan, PSEUDO, placeColumns } from './plan';
import { importWords } from './words';

/** The headings of a file, whatever their order: files of one source have the same. */
export const signatureOf = (columns: string[]) => createHash('sha256').update(JSON.stringify(columns.map(plainHeading).sort())).digest('hex').slice(0, 32);

/** Longest name of a field of a shapefile. */
const SHORT = 10;

/** Which property each column means in a layer. Each property once. */
export const guessMapping = ({ resource, fields, shapes }: Target, columns: string[]): (string | null)[] =>
  guessColumns({ layer: resource.id, fields, shapes }, columns).mapping;

type Meant = Pick<Plan, 'layer' | 'fields' | 'shapes'>;

interface Candidate { at: number; property: string; rank: number }

export interface Guessed {
  mapping: (string | null)[];
  /** Properties that several columns say equally well: none of them is taken. */
  contested: { property: string; columns: number[] }[];
  /** Columns that say less than the one that is taken. */
  lesser: { property: string; taken: number; columns: number[] }[];
  /** Columns whose words mean a property, but of something else. */
  foreign: { property: string; column: number }[];
  /** Columns cut off to the length of a shapefile's names that can be several properties. */
  cut: { properties: string[]; column: number }[];
}

/** By the name of the property, the words of the layer's header, the headings in use: the most specific heading wins. */
export function guessColumns(meant: Meant, columns: string[]): Guessed {
  const meanings = meaningsOf(meant);
  const owner = ownerOf(meant.layer);
  const found = columns.map((column, at) => candidatesOf(column, at, meanings, owner));
  const all = found.flatMap(({ candidates }) => candidates);
  const mapping: (string | null)[] = columns.map(() => null);
  const [contested, lesser, done] = [[] as Guessed['contested'], [] as Guessed['lesser'], new Set<string>()];
  for (const rank of [...new Set(all.map((one) => one.rank))].sort((a, b) => b - a)) {
    for (const property of new Set(all.filter((one) => one.rank === rank).map((one) => one.property))) {
      const open = all.filter((one) => one.property === property && mapping[one.at] === null);
      const best = open.filter((one) => one.rank === rank);
      if (best.length === 0 || done.has(property)) continue;
      done.add(property);
      if (best.length > 1) { contested.push({ property, columns: best.map(({ at }) => at) }); continue; }
      const { at } = best[0] as Candidate;
      mapping[at] = property;
      const less = open.filter((one) => one.at !== at).map((one) => one.at);
      if (less.length) lesser.push({ property, taken: at, columns: less });
    }
  }
  return { mapping, contested, lesser, foreign: found.flatMap(({ foreign }, column) => (foreign && mapping[column] === null ? [{ property: foreign, column }] : [])), cut: found.flatMap(({ cut }, column) => (cut && mapping[column] === null ? [{ properties: cut, column }] : [])) };
}

/** Plain heading → properties and how plainly it says each: 2 the very name, 1 a heading in use, ½ a single letter. */
function meaningsOf({ fields, shapes }: Meant): Map<string, Omit<Candidate, 'at'>[]> {
  const meanings = new Map<string, Omit<Candidate, 'at'>[]>();
  const add = (heading: string, property: string, rank: number) => {
    const plain = plainHeading(heading);
    const own = meanings.get(plain) ?? [];
    if (!own.some((one) => one.property === property)) meanings.set(plain, [...own, { property, rank: plain.length === 1 ? 0.5 : rank }]);
  };
  for (const property of [...Object.keys(fields), ...placeColumns(shapes)]) {
    add(property, property, 2);
    if (property.length > SHORT) add(property.slice(0, SHORT), property, 1); // as a shapefile has it
    const title = fields[property]?.title;
    if (title) { add(title.zh, property, 2); add(title.en, property, 2); }
    for (const [n, heading] of (importWords().columns[property] ?? []).entries()) add(heading, property, n === 0 ? 2 : 1);
  }
  return meanings;
}

/** What says which thing it is, or where: taken only from columns of the thing itself. */
const IDENTITY = new Set([...PSEUDO, 'name', 'name_en', 'code', 'national_code', 'category', 'kind', 'region_code', 'status', 'level']);

type Owner = (text: string) => 'own' | 'other' | 'nobody';

/** Whose a heading is, by the names of things in it: of this layer, or of another. */
function ownerOf(layer: string): Owner {
  const { things, elsewhere } = importWords();
  const own = things[layer] ?? [];
  const others = [...Object.entries(things).flatMap(([id, words]) => (id === layer ? [] : words)), ...elsewhere].filter((word) => !own.includes(word));
  return (text) => (own.some((word) => text.includes(word)) ? 'own' : others.some((word) => text.includes(word)) ? 'other' : 'nobody');
}

function candidatesOf(column: string, at: number, meanings: Map<string, Omit<Candidate, 'at'>[]>, owner: Owner): { candidates: Candidate[]; foreign: string | null; cut?: string[] } {
  let foreign: string | null = null;
  for (const { groups, tail } of tailsOf(column)) {
    const found = meanings.get(plainHeading(tail));
    if (!found) continue;
    const above = groups.filter((group) => !isNeutral(group)).map(owner);
    const [mine, others] = [owner(tail) === 'own' || above.includes('own'), owner(tail) === 'other' || (above.includes('other') && !above.includes('own'))];
    const candidates = found.flatMap(({ property, rank }) => {
      const identity = IDENTITY.has(property) && !property.startsWith('entry_');
      if (identity && !mine && (others || above.length > 0)) { foreign ??= property; return []; }
      return [{ at, property, rank: mine && identity ? 3 : above.length > 0 ? rank / 4 : rank }];
    });
    if (candidates.length) return { candidates, foreign: null };
  }
  const cut = foreign === null && isCut(column) ? beganBy(plainHeading(column), meanings, owner) : [];
  return cut.length === 1 ? { candidates: [{ at, property: cut[0] as string, rank: 0.75 }], foreign } : { candidates: [], foreign, ...(cut.length ? { cut } : {}) };
}

/** As long as a name of a shapefile can be: ten bytes, of which a character of Chinese takes two (GBK) or three (UTF-8). */
function isCut(heading: string): boolean {
  const chinese = heading.match(/[^\0-\x7f]/g)?.length ?? 0;
  const [gbk, utf8] = [2, 3].map((bytes) => heading.length + chinese * (bytes - 1)) as [number, number];
  return chinese > 0 && (gbk === SHORT || utf8 === SHORT || utf8 === SHORT - 1);
}

/** Properties of all headings that begin so. */
const beganBy = (begin: string, meanings: Map<string, Omit<Candidate, 'at'>[]>, owner: Owner): string[] => [...new Set([...meanings].flatMap(([heading, found]) =>
  (heading.startsWith(begin) && heading !== begin ? found.map(({ property }) => property).filter((property) => !IDENTITY.has(property) || owner(heading) !== 'other') : [])))];

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

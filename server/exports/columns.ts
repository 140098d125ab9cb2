import type { Knex } from 'knex';
import type { Bilingual } from '../api-types';
import type { Catalog } from '../catalog';
import { propertyIn } from '../edits/rows';
import { guessMapping } from '../imports/meaning/guess-columns';
import { importable, type Target, targetOf } from '../imports/meaning/layers';
import { PSEUDO } from '../imports/meaning/plan';
import { importWords } from '../imports/meaning/words';
import { itemAttributes, type Layer } from '../layers/layer-files';
import { readCategories } from '../rules/categories';
import { placeColumns } from './cells';
import { ledgers } from './ledgers';

/** A column of an exported file. */
export interface Column {
  /** As in tiles and items. */
  name: string;
  /** Of a table: Chinese, with the unit. */
  heading: string;
  en: string;
  type: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  /** What an import of the file reads it as; null for what this system works out itself. */
  property: string | null;
  /** Value → words, where only some values are possible. */
  words: Record<string, Bilingual> | undefined;
  /** Expression over the row `t` of the layer's table where a file shows something else than a tile: references by code, as an import takes them. */
  own: string | undefined;
}

/** What the rows of a layer become in a file, and the SELECT that shows them. */
export interface Columns { sql: string; columns: Column[] }

const bare = (zh: string) => zh.replace(/[（(][^）)]*[）)]/g, '');

/** Chinese words for what values an import knows, where no header has any. */
const own: Record<string, string> = { id: '系统编号' };

/**
 * The columns of a layer: for map formats the attributes of its tiles and items, for tables those of its ledger, where it has one.
 * Headings are such that an import of the table maps each to the same property.
 */
export async function exportColumns(trx: Knex.Transaction, catalog: Catalog, layer: Layer, table: boolean): Promise<Columns> {
  const ledger = table ? ledgers().get(layer.header.id) : undefined;
  const attributes = ledger ? Object.entries(ledger.header.attributes) : itemAttributes(layer.header);
  const resource = importable(catalog).find(({ id }) => id === layer.header.id);
  const target = resource && await targetOf(trx, catalog, resource);
  const names = attributes.map(([name]) => name);
  const mapping = target ? guessMapping(target, names) : names.map(() => null);
  const columns = attributes.map(([name, { type, unit, zh, en, values, codes }], n): Column => {
    const property = mapping[n] ?? null;
    const reference = ledger ? undefined : referenceOf(target, property);
    const short = attributes.filter(([, other]) => bare(other.zh) === bare(zh)).length === 1 ? bare(zh) : zh;
    const heading = own[name] ?? (reference && property ? importWords().columns[property]?.[0] : undefined) ?? short;
    return {
      name, heading: unit ? `${heading}（${unit}）` : heading, en, type: reference ? 'string' : type, property,
      words: values ?? (codes ? categoryWords() : undefined), own: reference,
    };
  });
  return { sql: (ledger ?? layer).sql, columns };
}

/** References, and dated states, by their code. */
function referenceOf(target: Target | undefined, property: string | null): string | undefined {
  const column = property === null ? undefined : target?.shape.given.get(property);
  return column?.references ? propertyIn(column) : undefined;
}

const categoryWords = () => Object.fromEntries(readCategories().map(({ code, zh, en }) => [code, { zh, en }]));

/** Columns that are filled in: everything that an import of the layer can be given, in the order of its export, then the rest. */
export async function templateColumns(trx: Knex.Transaction, catalog: Catalog, target: Target): Promise<(Column & { required: boolean })[]> {
  const layer = catalog.layers.get(target.resource.id);
  const exported = layer ? (await exportColumns(trx, catalog, layer, true)).columns : [];
  const known = exported.filter(({ property }) => property !== null && (target.fields[property] || PSEUDO.includes(property)));
  const rest = Object.keys(target.fields).filter((property) => property !== 'entry' && !known.some((column) => column.property === property)); // it has two columns of its own
  const others = rest.map((property): Column => {
    const { type, values } = target.fields[property] as Target['fields'][string];
    const heading = importWords().columns[property]?.[0] ?? bare(layer?.header.attributes[property]?.zh ?? property);
    return { name: property, heading, en: property, type: TYPES[type] ?? 'string', property, words: values && wordsOf(values), own: undefined };
  });
  const place = target.shapes.length ? placeColumns(known, target.shapes.includes('Point')) : [];
  return [...known, ...others, ...place].map((column) => ({ ...column, required: (PLACE.includes(column.name) && target.geometryRequired) || (target.fields[column.property as string]?.required ?? false) }));
}

const PLACE = ['lon', 'lat', 'wkt'];

const TYPES: Record<string, Column['type']> = { 'double precision': 'number', integer: 'integer', smallint: 'integer', boolean: 'boolean', date: 'date' };

/** Of the spellings of each value the first that is Chinese. */
function wordsOf(values: Record<string, string>): Record<string, Bilingual> {
  const found: Record<string, Bilingual> = {};
  for (const [spelling, value] of Object.entries(values)) {
    if (!found[value] || (!/\p{Script=Han}/u.test(found[value].zh) && /\p{Script=Han}/u.test(spelling))) found[value] = { zh: spelling, en: value };
  }
  return found;
}

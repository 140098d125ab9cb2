import type { ImportJob } from '../../api-types';
import { givenBy, type Plan, placeColumns } from './plan';
import { importWords } from './words';

/** Is placed by columns of its own: entry_lon and entry_lat. */
const PLACED = ['entry'];

/** What a column of the file can mean: the fields of the layer, and what places a row; in the order of the headings in use. */
export function meaningsOf(plan: Plan): ImportJob['fields'] {
  const { fields, shapes, region } = plan;
  const given = new Set([...givenBy(plan), ...(region === null ? [] : ['region_code'])]);
  const { columns } = importWords();
  const known = Object.keys(columns);
  const place = Object.keys(fields).includes('entry') ? placeColumns(shapes) : placeColumns(shapes).filter((property) => !property.startsWith('entry_'));
  const own = Object.entries(fields).filter(([property]) => !PLACED.includes(property)).map(([property, { title, required }]) => ({ property, ...title, lacking: required && !given.has(property) }));
  const placing = place.map((property) => ({ property, zh: columns[property]?.[0] ?? property, en: property, lacking: false }));
  const rank = ({ property }: { property: string }) => (known.includes(property) ? known.indexOf(property) : known.length);
  return [...own, ...(shapes.length ? placing : [])].sort((a, b) => rank(a) - rank(b));
}

import type { Note, Table } from '../reading/source';
import type { Target } from './layers';
import { importWords, plainValue } from './words';

/** Words in the names of drawing layers, each with the layer that it means. */
export const drawingWords = (): [word: string, layer: string][] => Object.entries(importWords().drawings).flatMap(([layer, words]) => [layer, ...words].map((word): [string, string] => [plainValue(word), layer]));

/** What a drawing layer holds by its name: the last of the words in it says what the thing is, of two that end there the longer. */
export function meaningOfDrawing(name: string, words: [word: string, layer: string][]): { layer: string; word: string } | undefined {
  const plain = plainValue(name);
  const found = words.flatMap(([word, layer]) => { const at = plain.lastIndexOf(word); return at < 0 ? [] : [{ layer, word, end: at + word.length }]; });
  return found.sort((a, b) => b.end - a.end || b.word.length - a.word.length)[0];
}

/** Names of the drawing layers that are read; null for what is no drawing. */
export const drawingsIn = (format: string | undefined, tables: Table[] = []): string[] | null => (format === 'DXF' ? tables.filter(({ taken }) => taken).map(({ name }) => name) : null);

/** Properties that the name of a drawing layer can say. */
const SAID = ['level', 'kind', 'category'];
/** Column of the drawing layer of a feature. */
const LAYER = 'Layer';

/** Where drawing layers say a listed value each, their column gives it; where it is the same one for all, so does their one name. */
export function saidByDrawings(target: Target, drawings: string[], columns: string[]): { mapping: Record<string, string>; values: Record<string, Record<string, string>>; notes: Note[] } {
  const saying = (property: string) => drawings.filter((name) => valueIn(name, target.fields[property]?.values ?? {}));
  const [property] = SAID.filter((one) => saying(one).length > 0).sort((a, b) => saying(b).length - saying(a).length);
  if (!property || !columns.includes(LAYER)) return { mapping: {}, values: {}, notes: [] };
  const { values = {}, title } = target.fields[property] as Target['fields'][string];
  const said = Object.fromEntries(saying(property).map((name) => [name, valueIn(name, values) as string]));
  const shown = Object.entries(said).map(([name, value]) => `“${name}”→ ${value}`).join('，');
  return { mapping: { [LAYER]: property }, values: { [property]: said }, notes: [{ zh: `“${title.zh}”按图中图层名判断：${shown}`, en: `${property} by the names of drawing layers: ${shown}` }] };
}

/** The longest spelling of a value that the name holds. */
function valueIn(name: string, values: Record<string, string>): string | undefined {
  const plain = plainValue(name);
  const found = Object.keys(values).filter((spelling) => spelling.length > 1 && plain.includes(spelling)).sort((a, b) => b.length - a.length)[0];
  return found === undefined ? undefined : values[found];
}

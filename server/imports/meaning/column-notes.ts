import type { Note } from '../reading/source';
import { guessColumns } from './guess-columns';
import type { Plan } from './plan';
import { importWords } from './words';

/** What is to be told of the columns as they are used now: which of several was taken, and where none was because they say a property equally well. */
export function columnNotes(plan: Plan): Note[] {
  const { columns, mapping } = plan;
  const { contested, lesser, foreign, cut } = guessColumns(plan, columns);
  const name = (property: string) => plan.fields[property]?.title.zh ?? importWords().columns[property]?.[0] ?? property;
  const quoted = (at: number[]) => at.map((one) => `“${columns[one]}”`).join('、');
  const free = (property: string, at: number[]) => !mapping.includes(property) && at.every((one) => (mapping[one] ?? null) === null);
  return [
    ...plan.evidence ?? [],
    ...contested.filter((one) => free(one.property, one.columns)).map(({ property, columns: at }) => ({
      zh: `${quoted(at)}都可作“${name(property)}”，分不出哪一列更准，均未采用，请指定一列`, en: `columns that say ${property} equally well: none is taken, name one`,
    })),
    ...lesser.filter(({ property, taken }) => mapping[taken] === property).flatMap(({ property, taken, columns: at }) => {
      const unused = at.filter((one) => (mapping[one] ?? null) === null);
      return unused.length ? [{ zh: `“${name(property)}”取自“${columns[taken]}”；${quoted(unused)}未采用`, en: `${property} is taken from the column that says it most plainly` }] : [];
    }),
    ...foreign.filter(({ column }) => (mapping[column] ?? null) === null)
      .map(({ property, column }) => ({ zh: `“${columns[column]}”说的似是别的对象，未作“${name(property)}”；如确是，请指定`, en: `this column seems to be of another thing and is not taken for ${property}: name it if it is` })),
    ...cut.filter(({ column }) => (mapping[column] ?? null) === null)
      .map(({ properties, column }) => ({ zh: `列名“${columns[column]}”似被截断，可能是${properties.map((one) => `“${name(one)}”`).join('、')}，未采用，请指定`, en: 'this heading seems to be cut off and can mean several properties: name one' })),
  ];
}

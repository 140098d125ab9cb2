import type { Knex } from 'knex';
import type { Catalog } from '../../catalog';
import { runQuery } from '../../db/query';
import { AppError } from '../../errors';
import { READINGS } from '../../rules/contradiction-words';
import { guessDatum } from '../../datum/guess';
import type { RawRow, StatedCrs } from '../reading/source';
import { typedPair } from './convert';
import { drawingWords, meaningOfDrawing, saidByDrawings } from './drawing-layers';
import { guessMapping, scoreOf, signatureOf } from './guess-columns';
import { importable, regionNames, type Target, targetOf } from './layers';
import { moverOf, statedReading } from './place';
import type { PartialDates, Plan, ReachNodes } from './plan';
import { readValue } from './values';
import { isClosed, type Shape } from './shape';
import { meant, plainValue } from './words';

export interface Sample { fileName: string; columns: string[]; rows: Pick<RawRow, 'cells' | 'shape' | 'faults'>[]; shapes: boolean; crs: StatedCrs | null; ringsRuled: boolean; /** Names of the drawing layers that its rows are of; null for what is no drawing. */ drawings: string[] | null }

/** What is wanted of a file: said with the upload or later. All optional. */
export interface Wishes {
  layer?: string | undefined;
  region?: string | undefined;
  /** Column → property, or null for none. */
  mapping?: Record<string, string | null> | undefined;
  defaults?: Record<string, unknown> | undefined;
  /** Property → spelling → value. */
  values?: Record<string, Record<string, string>> | undefined;
  reading?: string | undefined;
  row_readings?: Record<string, string> | undefined;
  partial_dates?: PartialDates | undefined;
  nodes?: ReachNodes | undefined;
}

export interface Planned { plan: Plan; crs: { guess: string; evidence: string; as_given: boolean }; layers: { id: string; score: number }[]; remembered: boolean }

/** What a file seems to be: its layer, the meaning of its columns, its coordinates, each with why. @throws AppError 422 for wishes that cannot be. */
export async function makePlan(trx: Knex.Transaction, catalog: Catalog, sample: Sample, wishes: Wishes): Promise<Planned> {
  const known = sample.drawings ? new Map() : await rememberedFor(trx, sample.columns); // all drawings have the same columns
  const { target, scores, evidence } = await chooseLayer(trx, catalog, sample, wishes, known);
  const said = saidByDrawings(target, sample.drawings ?? [], sample.columns);
  const { mapping, remembered } = chooseMapping(target, sample, { ...wishes, mapping: { ...said.mapping, ...wishes.mapping } }, known);
  const region = await chooseRegion(trx, sample, mapping, wishes);
  const regions = await regionNames(trx, region?.code ?? null);
  const fields = withDecided(withDecided(target.fields, said.values), wishes.values);
  const plan: Plan = {
    layer: target.resource.id, table: target.resource.table, title: target.resource.title, shapes: target.shapes, geometryRequired: target.geometryRequired, editionNeeded: target.shape.columns.some(({ name, required }) => name === 'edition_id' && required), ringsRuled: sample.ringsRuled,
    columns: sample.columns, ...(evidence.length + said.notes.length ? { evidence: [...evidence, ...said.notes] } : {}), mapping, reading: 'as_given', crs: null, rowReadings: wishes.row_readings ?? {}, defaults: readDefaults(fields, wishes.defaults ?? {}), ...(target.resource.table !== 'reach' || wishes.nodes === undefined || wishes.nodes === 'given' ? {} : { nodes: wishes.nodes }), ...(wishes.partial_dates === undefined || wishes.partial_dates === 'unknown' ? {} : { partialDates: wishes.partial_dates }),
    region: wishes.region ?? null, centre: region?.centre ?? [105, 35], fields, regions, cityNames: region?.names ?? [],
  };
  const crs = await chooseReading(trx, plan, sample, region?.code ?? null, wishes.reading);
  return { plan: { ...plan, reading: crs.reading, crs: crs.crs }, crs: crs.told, layers: scores, remembered };
}

const refuse = (field: string, reason: string, value: unknown) => new AppError('invalid', reason, [{ field, reason, value }]);

/** What files with these headings were last committed as: layer → column → property. */
type Remembered = Map<string, Record<string, string | null>>;

const rememberedFor = async (trx: Knex.Transaction, columns: string[]): Promise<Remembered> =>
  new Map((await trx('import_mapping').where({ signature: signatureOf(columns) })).map(({ layer, mapping }: { layer: string; mapping: Record<string, string | null> }) => [layer, mapping]));

/** As remembered, else by the headings. */
function mappingOf(target: Target, columns: string[], remembered: Remembered): (string | null)[] {
  const stored = remembered.get(target.resource.id) ?? {};
  const guessed = guessMapping(target, columns);
  return columns.map((column, n) => (Object.hasOwn(stored, column) ? stored[column] : guessed[n]) ?? null);
}

async function chooseLayer(trx: Knex.Transaction, catalog: Catalog, sample: Sample, { layer }: Wishes, remembered: Remembered) {
  const resources = importable(catalog);
  if (layer !== undefined && !resources.some(({ id }) => id === layer)) throw refuse('layer', `没有这个图层；可用 (no such layer; allowed): ${resources.map(({ id }) => id).join(', ')}`, layer);
  const targets: Target[] = [];
  for (const resource of resources) if (layer === undefined || resource.id === layer) targets.push(await targetOf(trx, catalog, resource));
  const geometry = typeIn(sample.rows.find(({ shape }) => shape)?.shape ?? null);
  const drawn = meaningOfDrawings(sample);
  const scores = targets.map((target) => {
    const named = drawn?.layer === target.resource.id;
    const fit = scoreOf(target, sample.drawings ? sample.columns.map(() => null) : mappingOf(target, sample.columns, remembered), named && drawn.areas && target.shapes.some((type) => type.endsWith('Polygon')) ? 'Polygon' : geometry, sample.fileName, catalog) + (named ? DRAWN : 0);
    return { target, id: target.resource.id, score: fit >= 0 && remembered.has(target.resource.id) ? fit + COMMITTED_BEFORE : fit };
  }).sort((a, b) => b.score - a.score);
  const best = scores[0];
  if (!best || (layer === undefined && best.score < 0)) throw refuse('layer', `没有图层能接收这样的文件（几何 ${geometry ?? '无'}），请以 layer 指定 (no layer fits this file: name it)`, geometry);
  const told = drawn && best.id === drawn.layer && layer === undefined ? [{ zh: `图层按图中图层名“${drawn.name}”判断为“${best.target.resource.title.zh}”`, en: `the layer is taken from the name of the drawing layer "${drawn.name}"` }] : [];
  return { target: best.target, evidence: told, scores: scores.filter(({ score }) => score > 0).slice(0, 5).map(({ id, score }) => ({ id, score: Math.round(score * 10) / 10 })) };
}

/** Type of a geometry; of a collection that of its first part. */
const typeIn = (shape: RawRow['shape']): string | null => (shape?.type === 'GeometryCollection' ? typeIn(shape.geometries?.[0] ?? null) : shape?.type ?? null);

/** What the names of all drawing layers mean, if it is the same; whether all of them that are looked at are closed lines, which can be areas. */
function meaningOfDrawings({ drawings, rows }: Sample): { layer: string; name: string; areas: boolean } | undefined {
  const words = drawingWords();
  const meant = (drawings ?? []).map((name) => meaningOfDrawing(name, words)?.layer);
  const [layer] = meant;
  if (!drawings || !layer || meant.some((one) => one !== layer)) return undefined;
  return { layer, name: drawings.join('、'), areas: rows.every(({ shape }) => !shape || isClosed(shape as unknown as Shape)) };
}

/** The name of the drawing layer says more than that of the file. */
const DRAWN = 12;

/** That files with these headings were committed to a layer counts as much as its name. */
const COMMITTED_BEFORE = 6;

/** By the wish, else as files with these headings were last committed, else by the headings. */
function chooseMapping(target: Target, { columns }: Sample, wishes: Wishes, remembered: Remembered) {
  const guessed = mappingOf(target, columns, remembered);
  const wished = wishes.mapping ?? {};
  for (const [column, property] of Object.entries(wished)) {
    if (!columns.includes(column)) throw refuse('mapping', `文件没有此列；有 (no such column; there are): ${columns.join(', ')}`, column);
    if (property !== null && (!Object.hasOwn(target.fields, property) || property === 'entry') && !['lon', 'lat', 'lonlat', 'wkt'].includes(property) && !/^(entry_)?(lon|lat)(_[dms])?$/.test(property)) {
      throw refuse(`mapping.${column}`, `没有这个字段；可用 (no such field; allowed): lon, lat, lonlat, wkt, ${Object.keys(target.fields).join(', ')}`, property);
    }
  }
  const given = Object.entries(wished).filter((pair): pair is [string, string] => pair[1] !== null);
  const taken = new Map(given.map(([column, property]) => [property, column]));
  const twice = given.find(([column, property]) => taken.get(property) !== column);
  if (twice) throw refuse(`mapping.${twice[0]}`, `列“${taken.get(twice[1])}”也指定为此字段 (another column is given this field too)`, twice[1]);
  const mapping = columns.map((column, n) => {
    if (Object.hasOwn(wished, column)) return wished[column] ?? null;
    const property = guessed[n] ?? null;
    return property !== null && taken.has(property) ? null : property;
  });
  return { mapping, remembered: remembered.has(target.resource.id) };
}

interface City { code: string; centre: [number, number]; names: string[] }

/** The city of the file: as wished, else the commonest among its region codes. */
async function chooseRegion(trx: Knex.Transaction, sample: Sample, mapping: (string | null)[], { region }: Wishes): Promise<City | undefined> {
  if (region !== undefined && !(await trx('region').where({ code: region }).first('id'))) throw refuse('region', '没有这个行政区划 (no such region)', region);
  const at = mapping.indexOf('region_code');
  const names = at < 0 || region !== undefined ? {} : await regionNames(trx, null);
  const codes = sample.rows.map(({ cells }) => plainValue(String(cells[at] ?? ''))).map((text) => (meant(names, text) ?? text).slice(0, 6)).filter((code) => /^\d{6}$/.test(code));
  const code = region?.slice(0, 6) ?? codes.sort((a, b) => codes.filter((one) => one === b).length - codes.filter((one) => one === a).length)[0];
  if (!code) return undefined;
  const [found] = await runQuery<{ code: string; name: string; lon: number; lat: number }>(trx, {
    sql: 'SELECT code, name, ST_X(ST_Centroid(ST_Envelope(geom))) AS lon, ST_Y(ST_Centroid(ST_Envelope(geom))) AS lat FROM region WHERE code = :code', bindings: { code },
  });
  return found && { code: found.code, centre: [found.lon, found.lat], names: [found.name.replace(/（.*）/, '').replace(/[市县区]$/, '')] };
}

/** Values for all rows, in the words that a file could have. */
function readDefaults(fields: Target['fields'], defaults: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(defaults).map(([name, value]) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (!field) throw refuse('defaults', `没有这个字段；可用 (no such field; allowed): ${Object.keys(fields).join(', ')}`, name);
    if (Array.isArray(value) && field.type.endsWith('[]')) return [name, value];
    if (!['string', 'number', 'boolean'].includes(typeof value)) throw refuse(`defaults.${name}`, '应为一个值 (one value)', value);
    const read = readValue(value as string | number | boolean, field);
    if ('value' in read) return [name, read.value];
    throw refuse(`defaults.${name}`, read.reason, value);
  }));
}

function withDecided(fields: Target['fields'], values: Wishes['values']): Target['fields'] {
  const decided = { ...fields };
  for (const [property, spellings] of Object.entries(values ?? {})) {
    const field = Object.hasOwn(fields, property) ? fields[property] : undefined;
    if (!field?.values) throw refuse('values', '此字段没有取值表 (this field has no list of values)', property);
    const allowed = new Set(Object.values(field.values));
    const wrong = Object.values(spellings).find((value) => !allowed.has(value));
    if (wrong !== undefined) throw refuse(`values.${property}`, `可用 (allowed): ${[...allowed].join(', ')}`, wrong);
    decided[property] = { ...field, values: { ...field.values, ...Object.fromEntries(Object.entries(spellings).map(([spelling, value]) => [plainValue(spelling), value])) } };
  }
  return decided;
}

interface Chosen { reading: string; crs: string | null; told: Planned['crs'] }

/** How many rows are asked what their coordinates can mean. */
const ASKED = 12;

async function chooseReading(trx: Knex.Transaction, plan: Plan, sample: Sample, region: string | null, wish: string | undefined): Promise<Chosen> {
  const stated = sample.crs ? statedReading(sample.crs.name, sample.crs.wkt) : undefined;
  if (stated && 'refused' in stated && wish === undefined) throw refuse('crs', stated.refused, sample.crs?.name);
  const base = stated && 'reading' in stated ? stated : undefined;
  const why = sample.crs ? `${sample.crs.evidence}；${base?.note ?? ''}` : '文件没有写明坐标系 (the file states none)';
  if (wish !== undefined) return { reading: wish, crs: wish === 'stated' ? base?.crs ?? null : null, told: { guess: wish === 'stated' ? sample.crs?.name ?? wish : wish, evidence: `由导入人指定 (as told by whoever imports)；${why}`, as_given: wish === 'as_given' } };
  if (base && base.reading !== 'as_given') {
    const doubt = region ? await statedDoubt(trx, plan, sample, region, base) : '';
    return { reading: base.reading, crs: base.crs, told: { guess: sample.crs?.name ?? base.reading, evidence: `${why}${doubt}`, as_given: false } };
  }
  const tally = region ? await tallyOf(trx, plan, sample, region) : undefined;
  if (!tally || tally.asked === 0) return { reading: 'as_given', crs: null, told: { guess: sample.crs?.name ?? 'as_given', evidence: `${why}；${region ? '没有可供诊断的坐标 (no coordinates to test)' : '未指明城市，未作坐标诊断 (no city named: coordinates were not tested)'}`, as_given: true } };
  const { best, asked, counts, name } = tally;
  const asItStands = counts.get('as_given') ?? 0;
  const won = best && best !== 'as_given' && (counts.get(best) as number) > asItStands + asked / 4 ? best : 'as_given';
  const evidence = `${why}；抽查 ${asked} 行：${[...counts].sort((a, b) => b[1] - a[1]).slice(0, 4).map(([reading, n]) => `${name(reading)} ${n} 行相符`).join('，') || '没有一种读法相符'} (of ${asked} rows tested, how many agree with city, town and river under each reading)`;
  return { reading: won, crs: null, told: { guess: won === 'as_given' ? sample.crs?.name ?? 'as_given' : won, evidence, as_given: won === 'as_given' } };
}

/** Whether the system that a file states puts its rows outside their city while the numbers, read another way, lie in it: told, not changed. */
async function statedDoubt(trx: Knex.Transaction, plan: Plan, sample: Sample, region: string, stated: { reading: string; crs: string | null }): Promise<string> {
  const move = moverOf(stated);
  const { asked, best, counts, name } = await tallyOf(trx, plan, sample, region);
  if (!move || asked === 0 || !best || (counts.get(best) as number) < asked * 0.75) return '';
  const moved = await tallyOf(trx, plan, sample, region, (pair) => (pair.every((one) => Number.isFinite(Number(one))) ? move(pair.map(Number) as [number, number]) : pair));
  if ((moved.counts.get('as_given') ?? 0) > asked / 4) return '';
  return `；抽查 ${asked} 行：按所述坐标系不在该市，按“${name(best)}”（${best}）有 ${counts.get(best)} 行相符，可以 reading 指定 (as stated they lie outside the city; read as ${best} they lie in it: name it as reading)`;
}

/** Under which reading how many of some rows agree with the named city, town and river. */
async function tallyOf(trx: Knex.Transaction, plan: Plan, { rows }: Sample, region: string, moved = (pair: [string | number, string | number]) => pair) {
  const places = rows.flatMap(({ cells, shape }) => { const pair = typedPair(plan, cells) ?? firstOf(shape); return pair ? [{ cells, pair }] : []; });
  const step = Math.max(1, Math.floor(places.length / ASKED));
  const counts = new Map<string, number>();
  const names = new Map<string, string>();
  let asked = 0;
  for (const { cells, pair } of places.filter((_, n) => n % step === 0).slice(0, ASKED)) {
    const guess = await guessRow(trx, plan, region, cells, moved(pair));
    if (!guess) continue;
    asked++;
    for (const one of guess.readings) {
      names.set(one.reading, one.name.zh);
      if (one.fits) counts.set(one.reading, (counts.get(one.reading) ?? 0) + 1);
    }
  }
  const best = [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
  return { asked, counts, best, name: (reading: string) => names.get(reading) ?? READINGS[reading]?.zh ?? reading };
}

const firstOf = (shape: RawRow['shape']): [number, number] | undefined => {
  let at: unknown = (shape as { coordinates?: unknown } | null)?.coordinates;
  while (Array.isArray(at) && Array.isArray(at[0])) at = at[0];
  return Array.isArray(at) && typeof at[0] === 'number' && typeof at[1] === 'number' && Number.isFinite(at[0]) && Number.isFinite(at[1]) ? [at[0], at[1]] : undefined;
};

/** The datum detective on one row: with the town and the river that it names, where the city knows them. Undefined for what is no coordinate. */
export async function guessRow(trx: Knex.Transaction, plan: Plan, region: string, cells: RawRow['cells'], pair: [string | number, string | number]) {
  const named = (property: string) => { const at = plan.mapping.indexOf(property); return at < 0 || cells[at] === null ? undefined : String(cells[at]).trim(); };
  const own = named('region_code');
  const code = own === undefined ? undefined : /^\d{9}$/.test(own) ? own : meant(plan.regions, plainValue(own));
  const [known] = await runQuery<{ town: boolean; river: boolean }>(trx, {
    sql: `SELECT EXISTS (SELECT FROM region WHERE code = :town AND parent_code = :region) AS town,
                 EXISTS (SELECT FROM waterbody WHERE region_code LIKE :region || '%' AND plain_name(name) = plain_name(:river)) AS river`,
    bindings: { region, town: code ?? null, river: named('river_name') ?? null },
  });
  try {
    return await guessDatum(trx, { region, coordinates: pair, ...(known?.town && code ? { town: code } : {}), ...(known?.river ? { river: named('river_name') as string } : {}) } as never);
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

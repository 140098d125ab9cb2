import { parse } from 'csv-parse/sync';
import type { Knex } from 'knex';
import ExcelJS from 'exceljs';
import type { ImportJob } from '../server/api-types';
import { exportColumns, templateColumns } from '../server/exports/columns';
import { placeColumns } from '../server/exports/cells';
import { ledgers } from '../server/exports/ledgers';
import { guessMapping } from '../server/imports/meaning/guess-columns';
import { importable, targetOf } from '../server/imports/meaning/layers';
import { endReader } from '../server/imports/reading/reader';
import { itemAttributes } from '../server/layers/layer-files';
import { download } from './exports/client';
import { insertNasty } from './exports/nasty';
import { onServer, type RunningApp, startApp } from './harness';
import { commit, previewed, send } from './imports/client';

const CITY = '231081';
const FORMATS = ['csv', 'xlsx', 'geojson', 'kml', 'gpkg', 'fgb', 'shp.zip', 'dxf'];

let app: RunningApp;
let knex: Knex;
beforeAll(async () => {
  app = await startApp();
  knex = app.db.knex;
  await insertNasty(knex, onServer ? 30 : 20, Number(process.env.EXPORT_SEED ?? 7));
}, 60_000);
afterAll(async () => {
  await endReader();
  await app.close();
});

/** Rows of an import as they would be written, by code. */
async function staged(job: ImportJob): Promise<Map<string, { properties: Record<string, unknown>; x: number; y: number }>> {
  expect([job.state, job.error]).toEqual(['previewed', null]);
  const rows = await knex('import_row').where({ job_id: job.id }).select('properties', knex.raw('ST_X(ST_PointOnSurface(geom)) AS x'), knex.raw('ST_Y(ST_PointOnSurface(geom)) AS y'));
  return new Map(rows.map((row) => [row.properties.local_code ?? row.properties.code, row]));
}

/** The same rows as the database has them: what is not known is left out. */
async function stored(properties: string[]): Promise<Map<string, Record<string, unknown>>> {
  const rows = await knex('outfall AS o').where('local_code', 'like', `${CITY}-X%`).select(knex.raw(`to_jsonb(o) || jsonb_build_object('waterbody', (SELECT code FROM waterbody WHERE id = o.waterbody_id), 'reach', (SELECT code FROM reach WHERE id = o.reach_id),
    'discharger', (SELECT code FROM discharger WHERE id = o.discharger_id), 'entry', CASE WHEN entry_geom IS NOT NULL THEN jsonb_build_array(ST_X(entry_geom), ST_Y(entry_geom)) END, 'x', ST_X(geom), 'y', ST_Y(geom)) AS row`));
  return new Map(rows.map(({ row }) => [row.local_code, Object.fromEntries(Object.entries(row).filter(([name, value]) => ['x', 'y', ...properties].includes(name) && value !== null && !(Array.isArray(value) && value.length === 0)))]));
}

const importedAs = (columns: { property: string | null }[]) => columns.flatMap(({ property }) => (property === null ? [] : property === 'code' ? ['local_code'] : property.startsWith('entry_') ? ['entry'] : /^(lon|lat)$/.test(property) ? [] : [property]));

test('headings and names of every layer, table or map: an import reads each column as what it is, and the template holds all that it takes', async () => {
  await knex.transaction(async (trx) => {
    for (const resource of importable(app.catalog)) {
      const target = await targetOf(trx, app.catalog, resource);
      const template = await templateColumns(trx, app.catalog, target);
      expect([resource.id, guessMapping(target, template.map(({ heading }) => heading))]).toEqual([resource.id, template.map(({ property }) => property)]);
      expect([resource.id, Object.keys(target.fields).filter((field) => field !== 'entry' && !template.some(({ property }) => property === field))]).toEqual([resource.id, []]);
      for (const { words, property, type } of template) {
        const spelled = target.fields[property as string]?.values;
        if (spelled) expect([resource.id, property, Object.keys(words ?? {}).sort()]).toEqual([resource.id, property, [...new Set(Object.values(spelled))].sort()]);
        for (const [value, { zh }] of Object.entries(words ?? {})) expect([resource.id, property, zh, spelled?.[zh.normalize('NFKC').replace(/\s/g, '').toLowerCase()]]).toEqual([resource.id, property, zh, value]);
        expect(type).toBeDefined();
      }
      const layer = app.catalog.layers.get(resource.id);
      if (!layer) continue;
      for (const table of [true, false]) {
        const { columns } = await exportColumns(trx, app.catalog, layer, table);
        const all = table ? [...columns, ...placeColumns(columns, layer.header.geometry === 'point')] : columns;
        expect([resource.id, table, guessMapping(target, all.map(({ heading, name }) => (table ? heading : name)))]).toEqual([resource.id, table, all.map(({ property }) => property)]);
        expect(new Set(all.map(({ heading }) => heading)).size).toBe(all.length);
      }
    }
  });
});

test.each(FORMATS.filter((format) => format !== 'dxf' && (onServer || ['csv', 'geojson', 'shp.zip'].includes(format))))('outfalls as %s come back as the records that they were', async (format) => {
  const file = await download(app, `outfalls.${format}`, { q: `${CITY}-X` });
  expect([file.status, file.matched, file.returned]).toEqual([200, file.returned, (await stored([])).size]);
  const job = await previewed(app, `outfalls.${format}`, file.bytes, { layer: 'outfalls', region: CITY });
  const columns = await knex.transaction(async (trx) => (await exportColumns(trx, app.catalog, app.catalog.layers.get('outfalls') as never, ['csv', 'xlsx'].includes(format))).columns);
  const properties = importedAs(columns);
  const back = await staged(job);
  for (const [code, { x, y, ...wanted }] of await stored(properties)) {
    const { properties: given, x: lon, y: lat } = back.get(code) as NonNullable<ReturnType<typeof back.get>>;
    const told = Object.fromEntries(Object.entries(given).filter(([name, value]) => properties.includes(name) && !(name === 'whole_seconds' && value === false)));
    const kept = Object.fromEntries(Object.entries(wanted).filter(([name, value]) => !(name === 'whole_seconds' && value === false)));
    expect([code, told]).toEqual([code, format === 'shp.zip' ? shortened(kept) : kept]);
    expect([code, Math.abs(lon - Number(x)) < 1e-9 && Math.abs(lat - Number(y)) < 1e-9]).toEqual([code, true]);
  }
}, 60_000);

/** Texts of a shapefile hold 254 bytes; here all of them are in UTF-8, for some have characters beyond GBK. */
const shortened = (row: Record<string, unknown>) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, typeof value === 'string' && Buffer.byteLength(value) > 254 ? [...value].reduce((kept, one) => (Buffer.byteLength(kept + one) > 254 ? kept : kept + one), '') : typeof value === 'number' ? Number(value.toFixed(15)) : value]));

const OTHERS = ['drinking_water_zones', 'reaches', 'monitoring_sections', 'protected_areas'];

test.each((onServer ? ['csv', 'gpkg', 'kml', 'shp.zip'] : ['csv', 'kml']).flatMap((format, n) => OTHERS.filter((_, at) => format === 'csv' || at === n).map((layer) => [layer, format])))('%s as %s: nothing changes when it is imported again', async (layer, format) => {
  const file = await download(app, `${layer}.${format}`, { region: CITY });
  const job = await previewed(app, `${layer}.${format}`, file.bytes, { layer, region: CITY });
  expect([job.error, job.counts?.new, job.counts?.changed, job.counts?.same]).toEqual([null, 0, 0, file.matched]);
  expect(file.matched).toBeGreaterThan(0);
}, 60_000);

test('DXF: the geometries come back from the zone that the city lies in, and the file says how many', async () => {
  const file = await download(app, 'drinking_water_zones.dxf', { region: CITY });
  expect(file.bytes.toString('latin1').slice(0, 200)).toContain(`${file.matched} of ${file.matched}`);
  expect(file.bytes.toString('latin1')).toContain('DRINKING_WATER_ZONES');
  const job = await previewed(app, 'zones.dxf', file.bytes, { layer: 'drinking_water_zones', region: CITY, reading: 'gk3_zone_44' });
  const { rows: [{ apart, n }] } = await knex.raw(`SELECT max(apart) AS apart, count(*) AS n FROM (
    SELECT (SELECT min(ST_HausdorffDistance(ST_GeometryN(r.geom, 1), part.geom)) FROM drinking_water_zone z, ST_Dump(z.geom) part WHERE z.region_code LIKE ?) AS apart FROM import_row r WHERE r.job_id = ?) a`, [`${CITY}%`, job.id]);
  expect([Number(n) >= file.matched, Number(apart) < 1e-8]).toEqual([true, true]);
}, 60_000);

test('DXF: beside each outfall its code and verdict in Chinese, as an escaped text on a layer of its own; the texts are no outfalls when it comes back', async () => {
  const file = await download(app, 'outfalls.dxf', { region: CITY, verdict: 'ban' });
  const text = file.bytes.toString('latin1');
  const items = (await send<{ items: { code: string }[] }>(app, 'GET', `/api/outfalls?region=${CITY}&verdict=ban&limit=1000`)).body.items;
  const escaped = [...'建议依法取缔'].map((one) => `\\U+${one.charCodeAt(0).toString(16)}`).join('');
  const labels = [...text.matchAll(/\nMTEXT\r?\n(?:.*\r?\n)*? {2}8\r?\n(\S+)\r?\n(?:.*\r?\n)*? {2}1\r?\n(.*)/g)].map(([, layer, words]) => [layer, words!.trim()]);
  expect(labels).toEqual(items.map(({ code }) => ['OUTFALLS_BAN_TEXT', `${code}\\~${escaped}`]));
  expect(text.match(/\nPOINT\r?\n/g)).toHaveLength(items.length);
  const job = await previewed(app, 'ban.dxf', file.bytes, { layer: 'outfalls', region: CITY, reading: 'gk3_zone_44' });
  expect([job.rows, job.notes.map(({ zh }) => zh)]).toEqual([items.length, [`${items.length} 个文字注记（TEXT、MTEXT）不是对象，未读取`]]);
}, 60_000);

test('the progress of an export is followed by a name of the client’s own, row by row, until its end', async () => {
  const name = 'followed-by-a-test';
  const told = fetch(`${app.url}/api/exports/events?follow=${name}`).then((answer) => answer.text());
  expect((await download(app, 'outfalls.csv', { region: CITY, follow: name })).status).toBe(200);
  const events = [...(await told).matchAll(/event: (\w+)\ndata: (.*)\n/g)].map(([, event, data]) => [event, JSON.parse(data!)]);
  expect(events.at(-1)).toEqual(['end', {}]);
  const rows = Number((await knex('outfall').where('region_code', 'like', `${CITY}%`).count('* as n').first())?.n);
  expect(events.slice(0, -1).map(([, { step, of }]) => [step, of])).toEqual(expect.arrayContaining([['reading', rows], ['writing', rows]]));
  expect((await download(app, 'outfalls.csv', { follow: '短' })).status).toBe(400);
});

test('every filter of the list: the same rows, in the same order, with the same number', async () => {
  const department = (await knex('department').where({ region_code: CITY }).first()).id;
  const moment = new Date().toISOString();
  const river = (await knex('outfall').join('waterbody', 'waterbody.id', 'waterbody_id').where('outfall.region_code', 'like', `${CITY}%`).first('waterbody.name')).name;
  for (const query of [{}, { region: '653001,231081101' }, { verdict: 'ban,review', sort: '-code' }, { category: 'industrial' }, { stage: 'judged,planned', sort: 'verdict' }, { department }, { river }, { q: '示意', sort: '-flow_m3d' },
    { bbox: '131,44.3,131.2,44.5', sort: 'set_up' }, { as_of: '2024-06-30' }, { known_at: moment, region: CITY, sort: 'name' }] as Record<string, string>[]) {
    const listed: { code: string }[] = [];
    let page = await send<{ items: { code: string }[]; next: string | null; matched: number }>(app, 'GET', `/api/outfalls?${new URLSearchParams({ ...query, limit: '1000' })}`);
    listed.push(...page.body.items);
    while (page.body.next) { page = await send(app, 'GET', `/api/outfalls?${new URLSearchParams({ ...query, limit: '1000', cursor: page.body.next })}`); listed.push(...page.body.items); }
    const file = await download(app, 'outfalls.geojson', query);
    const { features, numberMatched } = JSON.parse(file.bytes.toString());
    expect([query, file.matched, file.returned, numberMatched, features.map(({ properties }: { properties: { code: string } }) => properties.code)]).toEqual([query, page.body.matched, page.body.matched, page.body.matched, listed.map(({ code }) => code)]);
  }
});

test('what is gone comes back by importing its export: the same records, editions and places', async () => {
  const rows = () => knex('sewer_line').where('region_code', 'like', `${CITY}%`).orderBy('code').select('code', 'name', 'kind', 'diameter_mm', 'region_code', 'edition_id', knex.raw('ST_AsText(geom, 12) AS geom'));
  const before = await rows();
  const file = await download(app, 'sewer_lines.gpkg', { region: CITY });
  await knex('sewer_line').where('region_code', 'like', `${CITY}%`).del();
  const job = await previewed(app, 'sewer_lines.gpkg', file.bytes, { layer: 'sewer_lines', region: CITY });
  expect(job.counts).toMatchObject({ new: before.length, errors: 0 });
  const edition = (await knex('layer_edition').where({ id: before[0].edition_id }).first()).code;
  const done = await commit(app, job.id, { edition: { code: edition } });
  expect([done.status, done.body.detail, done.body.errors]).toEqual([201, undefined, undefined]);
  expect(await rows()).toEqual(before);
}, 60_000);

test('files without rows are files; what was known then refers as what is known now', async () => {
  for (const format of FORMATS) {
    const { status, matched, bytes } = await download(app, `outfalls.${format}`, { q: '没有这样的排污口', ...(format === 'dxf' && { crs: 'EPSG:4532' }) });
    expect([format, status, matched, bytes.length > 300]).toEqual([format, 200, 0, true]);
  }
  const features = async (query: Record<string, string>) => JSON.parse((await download(app, 'drinking_water_zones.geojson', { region: CITY, ...query })).bytes.toString()).features;
  expect(await features({ known_at: new Date().toISOString() })).toEqual(await features({}));
}, 60_000);

test('what cannot be is refused with the reason, and never as half a file', async () => {
  for (const [file, query, status, field] of [
    ['drinking_water_zones.csv', { verdict: 'ban' }, 400, 'verdict'], ['sewer_coverage.gpkg', { q: 'x' }, 400, 'q'], ['regions.csv', { sort: 'name' }, 400, 'sort'], ['outfalls.csv', { sort: 'beauty' }, 400, 'sort'],
    ['outfalls.csv', { crs: 'EPSG:4532' }, 400, 'crs'], ['outfalls.dxf', {}, 400, 'crs'], ['outfalls.dxf', { crs: 'EPSG:4490' }, 400, 'crs'], ['outfalls.gpkg', { crs: 'EPSG:2433' }, 400, 'crs'], ['outfalls.csv', { region: '999999' }, 400, 'region'],
    ['outfalls.csv', { verdict: 'maybe' }, 400, 'verdict'], ['clues.csv', {}, 404, 'name'], ['outfalls.pdf', {}, 404, 'path'], ['template.xlsx', { layer: 'clues' }, 400, 'layer'],
  ] as [string, Record<string, string>, number, string][]) {
    const answer = await download(app, file, query);
    expect([file, query, answer.status, JSON.parse(answer.bytes.toString()).errors[0].field]).toEqual([file, query, status, field]);
  }
  // one of the rows lies where the zone has no coordinates: found when it is read, after others
  await knex.raw(`INSERT INTO outfall (local_code, name, region_code, category, geom) VALUES ('${CITY}-FAR', '远', '${CITY}', 'other', ST_SetSRID(ST_MakePoint(20, 44), 4490))`);
  const far = await download(app, 'outfalls.gpkg', { region: CITY, crs: 'EPSG:4532' });
  await knex('outfall').where({ local_code: `${CITY}-FAR` }).del();
  expect([far.status, far.type]).toEqual([400, 'application/problem+json; charset=utf-8']);
});

test('no text is a formula; CSV has a byte-order mark, XLSX frozen heading, drop-downs and a summary that adds up', async () => {
  const csv = (await download(app, 'outfalls.csv', { region: CITY })).bytes;
  expect([...csv.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const cells = (parse(csv, { bom: true }) as string[][]).flat();
  expect(cells.filter((cell) => /^[=+\-@\t\r＝＋－＠]/.test(cell) && !/^-?\d+(\.\d+)?(e[-+]?\d+)?$/i.test(cell))).toEqual([]);
  expect(cells.some((cell) => cell.startsWith("'="))).toBe(true);
  const file = await download(app, 'outfalls.xlsx', { region: CITY });
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(file.bytes as never);
  expect([file.name, book.worksheets.map(({ name }) => name)]).toEqual([expect.stringMatching(/^入河排污口_\d{4}-\d\d-\d\d\.xlsx$/), ['入河排污口', '汇总', '取值', '说明']]);
  const [ledger, summary, values, about] = book.worksheets as [ExcelJS.Worksheet, ExcelJS.Worksheet, ExcelJS.Worksheet, ExcelJS.Worksheet];
  expect(ledger.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
  const headings = (ledger.getRow(1).values as string[]).slice(1);
  for (const heading of ['地方编码', '排污口名称', '排污口类型', '受纳水体', '口门形态', '排水特征', '主要责任主体', '审批登记情况', '研判结论', '责任部门', '完成时限']) expect(headings).toContain(heading);
  ledger.eachRow((row) => row.eachCell((cell) => { expect([cell.address, cell.type]).not.toEqual([cell.address, ExcelJS.ValueType.Formula]); }));
  const at = headings.indexOf('排污口类型') + 1;
  expect(ledger.getRow(2).getCell(at).dataValidation).toMatchObject({ type: 'list', formulae: [expect.stringMatching(/^取值!/)] });
  const offered = new Set<unknown>();
  values.eachRow((row) => row.eachCell((cell) => offered.add(cell.value)));
  for (let n = 2; n <= ledger.rowCount; n++) expect([n, offered.has(ledger.getRow(n).getCell(at).value)]).toEqual([n, true]);
  expect((summary.lastRow as ExcelJS.Row).getCell(8).value).toBe(file.matched);
  const subtotals: number[] = [];
  summary.eachRow((row) => { if (row.getCell(2).value === '小计') subtotals.push(Number(row.getCell(8).value)); });
  expect(subtotals.reduce((a, b) => a + b, 0)).toBe(file.matched);
  expect(about.getRow(2).getCell(1).value).toContain(`共 ${file.matched} 条，本文件 ${file.matched} 条`);
});

test('a template filled in is imported without loss', async () => {
  const file = await download(app, 'template.xlsx', { layer: 'outfalls' });
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(file.bytes as never);
  const sheet = book.worksheets[0] as ExcelJS.Worksheet;
  const headings = (sheet.getRow(1).values as string[]).slice(1);
  const typed: Record<string, ExcelJS.CellValue> = {
    地方编码: `${CITY}-T001`, 国家编码: 'FA-231081-0001-GY-00', '*排污口名称': '绥芬河市填报示意排污口', '*行政区划代码': `${CITY}101`, '*排污口类型': '工业企业排污口', 使用状态: '已封堵', 状态依据: '示意文号', '*经度': 131.123456, '*纬度': 44.412345,
    定位方式: 'RTK', 受纳水体: '示意河', 口门形态: '管道', 排水特征: '有死水', '日排水量（m³/d）': 12.5, 排查日期: new Date('2026-03-04T00:00:00Z'), 存在问题: '设施老化破损、检修维护难', 审批登记情况: '未审批', 设置时间: '2001年2月3日', 是否达标: '否', 批准文号: '=示意〔2001〕1号',
  };
  for (const heading of Object.keys(typed)) expect(headings).toContain(heading);
  sheet.getRow(2).values = headings.map((heading) => typed[heading] ?? null);
  const job = await previewed(app, '填报.xlsx', new Uint8Array(await book.xlsx.writeBuffer() as ArrayBuffer), { region: CITY });
  expect(job).toMatchObject({ layer: 'outfalls', rows: 1, counts: { new: 1, errors: 0 } });
  expect((await staged(job)).get(`${CITY}-T001`)).toEqual({ x: 131.123456, y: 44.412345, properties: {
    local_code: `${CITY}-T001`, national_code: 'FA-231081-0001-GY-00', name: '绥芬河市填报示意排污口', region_code: `${CITY}101`, category: 'industrial.enterprise.factory', status: 'sealed', status_proof: '示意文号', position_method: 'rtk',
    river_name: '示意河', mouth_form: '管道', discharge_feature: 'stagnant', flow_m3d: 12.5, inspected_on: '2026-03-04', problems: ['damaged', 'hard_to_maintain'], approval: 'unapproved', set_up: '2001-02-03', compliant: false, approval_no: '=示意〔2001〕1号',
  } });
}, 60_000);

/** As in ogc-public.test.ts: what nobody outside may see. */
const UNPUBLISHED = ['source', 'status_proof', 'credit_code', 'situation', 'declared_by', 'recorded_at', 'recorded_by', 'discharge_permit', 'drainage_permit', 'approval_no', 'retention_report_no', 'shared_with', 'typed_in_zone', 'input_hash'];
const PERSONAL = /phone|mobile|telephone|email|contact|person|complain|reporter|id_card|address|owner|chief_name|姓名|电话|手机|联系/i;

test('no file has another attribute than those that layer and ledger declare, nor what stands in unpublished columns', async () => {
  const mark = '不得外传 13800000000';
  const read = new Set([...app.catalog.layers.values()].flatMap(({ header }) => header.tables));
  let marked = 0;
  for (const { table_name, column_name } of (await knex.raw("SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name) WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND data_type = 'text' AND is_generated = 'NEVER'")).rows) {
    if (!read.has(table_name) || !UNPUBLISHED.includes(column_name)) continue;
    await knex(table_name).update({ [column_name]: mark }).then(() => marked++, () => {}); // some columns take certain words only
  }
  expect(marked).toBeGreaterThan(3);
  for (const { header } of app.catalog.layers.values()) {
    const declared = itemAttributes(header).map(([name]) => name);
    const ledger = ledgers().get(header.id);
    for (const [name, { zh }] of Object.entries(ledger?.header.attributes ?? {})) expect([name, zh, PERSONAL.test(name) || PERSONAL.test(zh) || UNPUBLISHED.includes(name)]).toEqual([name, zh, false]);
    const { bytes } = await download(app, `${header.id}.geojson`);
    for (const { properties } of JSON.parse(bytes.toString()).features) expect([header.id, Object.keys(properties)]).toEqual([header.id, declared]);
    const csv = await download(app, `${header.id}.csv`);
    expect((parse(csv.bytes, { bom: true, to: 1 }) as string[][])[0]?.length).toBe((ledger ? Object.keys(ledger.header.attributes) : declared).length + (ledger ? 0 : header.geometry === 'point' ? 2 : 1));
    for (const file of [bytes, csv.bytes]) expect(file.includes('13800000000')).toBe(false);
  }
});

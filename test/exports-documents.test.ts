import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DOMParser } from '@xmldom/xmldom';
import type { ContradictionList, OutfallFile, OutfallList, Verdict } from '../server/api-types';
import { exportHere, readOrder } from '../server/exports/command';
import { citationsOf } from '../server/exports/documents/words';
import { convert } from '../server/exports/gdal';
import { writeShapefiles } from '../server/exports/formats/shp';
import { formats } from '../server/exports/formats';
import { readExportRequest } from '../server/exports/request';
import { spoolRows } from '../server/exports/rows';
import { endReader } from '../server/imports/reading/reader';
import { download } from './exports/client';
import { insertNasty } from './exports/nasty';
import { unzip } from './exports/unzip';
import { onServer, type RunningApp, startApp } from './harness';
import { previewed, send } from './imports/client';

const CITY = '231081';

let app: RunningApp;
let folder: string;
beforeAll(async () => { app = await startApp(); folder = mkdtempSync(join(tmpdir(), 'paikou-test-')); });
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await endReader();
  await app.close();
});

const get = async <T>(path: string) => (await send<T>(app, 'GET', path)).body;

/** Text of a Word document, paragraph by paragraph, and its XML. */
async function word(path: string) {
  const answer = await fetch(app.url + path);
  const bytes = Buffer.from(await answer.arrayBuffer());
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${bytes}`);
  const parts = await unzip(bytes);
  const xml = (parts.get('word/document.xml') as Buffer).toString();
  const faults: string[] = [];
  const document = new DOMParser({ onError: (_, message) => faults.push(message) }).parseFromString(xml, 'text/xml');
  expect(faults).toEqual([]);
  return { xml, parts, text: [...Array.from(document.getElementsByTagName('w:p'))].map((each) => each.textContent).join('\n') };
}

/** Codes, and what a value that is not there would leave behind. */
const RAW = /undefined|null|NaN|\[object|class_[12]\b|in_use|position_method|\bconflict\b|borderline|general_control/;

test('一口一策 and 一口一档: conclusion, bounds, every clause in its very words, distances, departments, replay numbers, lines to sign', async () => {
  const { items } = await get<OutfallList>('/api/outfalls?limit=1000&sort=verdict');
  const some = items.filter((_, n) => n % (onServer ? 44 : 88) === 0);
  expect(new Set(some.map(({ verdict }) => verdict)).size).toBeGreaterThan(2);
  for (const { id } of some) {
    const [file, verdict] = [await get<OutfallFile>(`/api/outfalls/${id}`), await get<Verdict>(`/api/outfalls/${id}/verdict`)];
    const plan = await word(`/api/outfalls/${id}/plan.docx`);
    const told = (text: string) => expect([id, text, plan.text.includes(text)]).toEqual([id, text, true]);
    for (const text of [file.name, file.code, { ban: '建议依法取缔', merge: '建议清理合并', keep: '建议规范整治', review: '待人工研判' }[verdict.verdict], `${verdict.pack.id} 第 ${verdict.pack.version} 版`, String(verdict.run), `verdict=${verdict.id}`, '承办', '复核', '审定']) told(text);
    if (verdict.provisional) told('暂定结论：最严');
    for (const finding of verdict.findings.filter(({ outcome }) => ['conflict', 'borderline', 'unknown'].includes(outcome))) {
      told(finding.title.zh);
      for (const clause of citationsOf(finding)) told(clause);
      for (const { quote } of [finding.citation, ...finding.also].filter((one) => one !== null)) if (quote) told(quote);
      if (finding.distance_m !== null) told(`${Math.abs(finding.distance_m).toFixed(1)} m`);
    }
    for (const { name, citation } of file.responsibility.departments) { told(name); told(citation.quote); }
    if (file.plan?.due_on) told(file.plan.due_on);
    const whole = await word(`/api/outfalls/${id}/file.docx`);
    for (const text of [file.name, file.code, '基础信息', '监测', '排污链条', '承办']) expect([id, text, whole.text.includes(text)]).toEqual([id, text, true]);
    expect(whole.xml.includes('<w:tblHeader/>')).toBe(true);
    const beforeSigning = plan.xml.slice(plan.xml.lastIndexOf('<w:tbl>'), plan.xml.indexOf('承办')).split('<w:p>').slice(1);
    expect([id, beforeSigning.length > 4, beforeSigning.filter((paragraph) => !paragraph.includes('<w:keepNext/>'))]).toEqual([id, true, []]); // signatures never stand alone on a page
    for (const { xml, text, parts } of [plan, whole]) {
      expect([id, RAW.exec(text)?.[0]]).toEqual([id, undefined]);
      expect([/w:eastAsia="仿宋"/.test(xml), /<w:pgSz w:w="119\d\d" w:h="168\d\d"/.test(xml)]).toEqual([true, true]);
      expect([...parts.keys()].some((name) => /footer/.test(name) && (parts.get(name) as Buffer).toString().includes('辅助研判，不替代行政决定'))).toBe(true);
    }
  }
  expect((await fetch(`${app.url}/api/outfalls/999999999/plan.docx`)).status).toBe(404);
}, 120_000);

test('the report of conflicts holds what list, verdicts and contradictions say, as Word and as a page', async () => {
  const { items } = await get<OutfallList>(`/api/outfalls?region=${CITY}&limit=1000`);
  const doubts = await get<ContradictionList>(`/api/contradictions?region=${CITY}&limit=1000`);
  const found = await app.db.knex('finding').join('verdict_current', 'verdict_current.verdict_id', 'finding.verdict_id').join('outfall', 'outfall.id', 'finding.outfall_id')
    .whereIn('class', ['ban', 'merge']).whereIn('outcome', ['conflict', 'borderline']).where('region_code', 'like', `${CITY}%`).select('local_code', 'class', 'outcome');
  const hits = (kind: string) => new Set(found.filter((one) => one.class === kind && one.outcome === 'conflict').map(({ local_code }) => local_code)).size;
  const report = await word(`/api/exports/conflicts.docx?region=${CITY}`);
  const page = await (await fetch(`${app.url}/api/exports/conflicts.html?region=${CITY}`)).text();
  for (const text of [report.text, page]) {
    expect(text).toContain(`符合筛选的排污口共 ${items.length} 个。命中取缔类规则的 ${hits('ban')} 个，命中合并类规则的 ${hits('merge')} 个`);
    expect(text).toContain(`台账与空间事实不符的 ${doubts.matched} 个`);
    for (const { local_code } of found) expect(text).toContain(local_code);
    for (const { outfall } of doubts.items) expect(text).toContain(outfall.name);
    expect(text).toContain('绥政办发〔2023〕5号');
    expect(text).not.toContain('阿政办发');
    expect(RAW.exec(text)?.[0]).toBeUndefined();
  }
  await app.db.knex('outfall').where({ local_code: found[0].local_code }).update({ name: '<script>alert(1)</script>&"' });
  const hostile = await (await fetch(`${app.url}/api/exports/conflicts.html?region=${CITY}`)).text();
  expect(hostile).not.toContain('<script>');
  expect(hostile).toContain('&#60;script&#62;alert(1)');
  expect((await fetch(`${app.url}/api/exports/conflicts.html?region=999999`)).status).toBe(400);
});

const request = (name: string, extension: string, query = {}) => readExportRequest(app.db, app.catalog, name, formats.find((one) => one.extension === extension) as never, { region: [CITY], ...query } as never);

test('a shapefile is begun anew at its limit, says what was cut and which encoding it has', async () => {
  await insertNasty(app.db.knex, 12, 3);
  await app.db.knex('outfall').where({ local_code: `${CITY}-X003` }).update({ name: '长'.repeat(300) });
  await app.db.knex('outfall').where({ local_code: `${CITY}-X004` }).update({ name: '𠮷' });
  const asked = await request('outfalls', 'shp.zip', { q: `${CITY}-X` });
  const signal = new AbortController().signal;
  const spool = await spoolRows(app.db, app.catalog, asked, folder, signal);
  const file = await writeShapefiles({ ...spool, layer: asked.layer, crs: asked.crs, about: ['示意'], folder, signal }, 4000);
  const parts = await unzip(readFileSync(file));
  const tables = [...parts.keys()].filter((name) => name.endsWith('.dbf'));
  expect(tables.length).toBeGreaterThan(1);
  expect(tables.reduce((sum, name) => sum + (parts.get(name) as Buffer).readUInt32LE(4), 0)).toBe(spool.returned);
  for (const [name, bytes] of parts) if (/\.(shp|dbf)$/.test(name)) expect([name, bytes.length <= 5000]).toEqual([name, true]);
  const readme = (parts.get('说明.txt') as Buffer).toString();
  expect(readme).toContain(`分为 ${tables.length} 个 Shapefile`);
  expect(readme).toContain('name: 1 个值超过 254 字节，已截断，首条 231081-X003');
  expect(readme).toContain('position_m = position_method');
  expect(readme).toMatch(/GBK 没有的字，改用 UTF-8/);
  // without characters beyond GBK it is GBK
  const plain = await unzip((await download(app, 'sewer_coverage.shp.zip', { region: CITY })).bytes);
  expect((plain.get('sewer_coverage.cpg') as Buffer).toString()).toBe('GBK');
  expect(new TextDecoder('gbk').decode(plain.get('sewer_coverage.dbf'))).toContain('示意');
});

(onServer ? test : test.skip)('GDAL as WebAssembly writes the same GeoPackage as the program', async () => {
  const asked = await request('drinking_water_zones', 'gpkg');
  const signal = new AbortController().signal;
  const spool = await spoolRows(app.db, app.catalog, asked, folder, signal);
  const file = await convert({ ...spool, layer: asked.layer, crs: asked.crs, about: [], folder, signal }, { driver: 'GPKG', extension: 'wasm.gpkg', options: [] }, false);
  const job = await previewed(app, 'wasm.gpkg', readFileSync(file), { layer: 'drinking_water_zones', region: CITY });
  expect([job.error, job.crs?.as_given, job.counts?.new, job.counts?.changed, job.counts?.same]).toEqual([null, true, 0, 0, spool.returned]);
}, 60_000);

test('the command writes the same file as the address, whole or not at all', async () => {
  const out = join(folder, '台账.geojson');
  const told: string[] = [];
  await exportHere(app.db, app.catalog, readOrder('outfalls.geojson', ['--region', CITY, '--verdict', 'ban,merge', '--sort', '-code', '--out', out]), (line) => told.push(line));
  const served = await download(app, 'outfalls.geojson', { region: CITY, verdict: 'ban,merge', sort: '-code' });
  expect(told).toEqual([`${out}: 共 ${served.matched} 条，已导出 ${served.returned} 条 (${served.returned} of ${served.matched})`]);
  const features = (text: string) => JSON.parse(text).features;
  expect(features(readFileSync(out, 'utf8'))).toEqual(features(served.bytes.toString()));
  const none = join(folder, 'none.csv');
  await expect(exportHere(app.db, app.catalog, readOrder('sewer_coverage.csv', ['--verdict', 'ban', '--out', none]), () => {})).rejects.toThrow(/verdict/);
  expect([existsSync(none), existsSync(`${none}.part`)]).toEqual([false, false]);
  expect(() => readOrder('outfalls.pdf', [])).toThrow(/pdf/);
});

test('OGC collections lead to their downloads', async () => {
  const { links } = await get<{ links: { rel: string; href: string; type: string }[] }>('/ogc/collections/sewer_coverage');
  const enclosures = links.filter(({ rel }) => rel === 'enclosure');
  expect(enclosures.map(({ href }) => href)).toEqual(['gpkg', 'fgb', 'geojson'].map((extension) => `${app.url}/api/exports/sewer_coverage.${extension}`));
  for (const { href, type } of enclosures) { const answer = await fetch(href); expect([href, answer.status, answer.headers.get('content-type')]).toEqual([href, 200, type]); await answer.arrayBuffer(); }
});

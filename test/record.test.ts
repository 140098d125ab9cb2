import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inputText, md5, recordHash } from '../server/record/hash';
import { verifyRecord } from '../server/record/verify';
import { type RunningApp, startApp } from './harness';

let app: RunningApp;
beforeAll(async () => { app = await startApp(); });
afterAll(() => app.close());

const record = async (id: number, query = ''): Promise<any> => (await fetch(`${app.url}/api/outfalls/${id}/verdict/record.json${query}`)).json();
const wrong = (document: unknown) => verifyRecord(document).filter(({ agrees }) => agrees === false);
const ids = async (where: string): Promise<number[]> => (await app.db.knex.raw(`SELECT id FROM outfall_item WHERE ${where} ORDER BY id`)).rows.map(({ id }: { id: number }) => id);

test('the records of verdicts of every kind agree with themselves', async () => {
  const all = await ids('true');
  const undetermined = await ids("category = 'undetermined'");
  const banned = await ids("verdict = 'ban'");
  expect(undetermined.length).toBeGreaterThan(0);
  for (const id of new Set([...all.filter((_, n) => n % 40 === 0), ...undetermined.slice(0, 2), ...banned.slice(0, 2)])) {
    const one = await record(id);
    expect([id, wrong(one)]).toEqual([id, []]);
  }
}, 240_000);

test('what reviewers have signed is in the record, and that it was signed on this verdict is checked', async () => {
  const [id] = (await ids("verdict = 'keep'")) as [number];
  const asked = await fetch(`${app.url}/api/outfalls/${id}/overrides`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-paikou-actor': encodeURIComponent('复核员甲') },
    body: JSON.stringify({ verdict: 'keep', reason: '现场复核（示意）', expires_on: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10) }) });
  expect(asked.status).toBe(201);
  const one = await record(id);
  expect(one.overrides).toMatchObject([{ verdict: 'keep', judged: 'keep', state: 'in_force', requested_by: '复核员甲' }]);
  expect(wrong(one)).toEqual([]);
  expect(verifyRecord(one).at(-1)).toMatchObject({ what: expect.stringContaining('复核改判'), detail: expect.stringContaining('in_force') });
  one.overrides[0].judged = 'ban';
  one.record_hash = recordHash(one);
  expect(wrong(one)).toHaveLength(1);
  delete one.overrides; // as records were written before
  one.record_hash = recordHash(one);
  expect(wrong(one)).toEqual([]);
});

test('the record of a past verdict, exported after everything has changed, still agrees', async () => {
  const [id] = (await ids("verdict = 'ban'")) as [number];
  const before = await record(id);
  await app.db.knex.raw('UPDATE drinking_water_zone SET geom = ST_Translate(geom, 0.02, 0)');
  await app.db.knex.raw('UPDATE protected_area SET geom = ST_Translate(geom, 0.02, 0)');
  await app.db.knex('outfall').where({ id }).del();
  const after = await record(id, `?verdict=${before.verdict.id}`);
  expect(wrong(after)).toEqual([]);
  const { exported_at: _, record_hash: __, ...same } = before;
  expect(after).toMatchObject(same);
});

describe('what was tampered with is found', () => {
  let whole: any;
  beforeAll(async () => {
    const [row] = (await app.db.knex.raw(`SELECT f.outfall_id AS id FROM finding f JOIN verdict_current c ON (c.outfall_id, c.verdict_id) = (f.outfall_id, f.verdict_id)
      JOIN outfall_item o ON o.id = f.outfall_id WHERE f.rule = 'ban-protected-area' AND f.outcome = 'conflict' AND jsonb_array_length(f.areas) = 1 AND c.verdict = 'ban'
      UNION ALL SELECT f.outfall_id FROM finding f JOIN outfall o ON o.id = f.outfall_id WHERE f.rule LIKE 'ban%' AND f.outcome = 'conflict' LIMIT 1`)).rows;
    await app.close();
    app = await startApp();
    whole = await record(row.id);
    expect(wrong(whole)).toEqual([]);
  });

  const finding = (document: any) => document.findings.find(({ class: kind, outcome }: any) => kind === 'ban' && outcome === 'conflict');
  const hex = (text: string) => text.slice(0, -2) + (text.endsWith('40') ? '41' : '40');

  test.each<[string, (document: any) => void]>([
    ['a distance', (document) => { finding(document).distance_m -= 1; }],
    ['a distance to one area', (document) => { finding(document).areas[0].distance_m -= 1; }],
    ['a distance, everywhere that it stands', (document) => {
      const stated = finding(document).areas[0].distance_m;
      const text = JSON.stringify(document).replaceAll(`"distance_m":${stated}`, `"distance_m":${stated - 1}`);
      Object.assign(document, JSON.parse(text));
    }],
    ['an outcome', (document) => { finding(document).outcome = 'borderline'; }],
    ['an outcome, also as it was put in', (document) => {
      const { rule } = finding(document);
      for (const list of [document.findings, document.input.subject.findings]) list.find((each: any) => each.rule === rule).outcome = 'borderline';
    }],
    ['a finding left out', (document) => { document.findings.pop(); }],
    ['a geometry', (document) => { document.areas[0].geometry.geojson.coordinates[0][0][0][0] += 0.001; }],
    ['a geometry in both writings', (document) => { document.areas[0].geometry = { ...document.places.mouth }; }],
    ['the place', (document) => { document.places.mouth.ewkb = hex(document.places.mouth.ewkb); }],
    ['the verdict', (document) => { document.verdict.verdict = 'keep'; }],
    ['the input hash', (document) => { document.verdict.input_hash = 'f'.repeat(32); }],
    ['the facts that were hashed', (document) => { document.input.subject.text = document.input.subject.text.replace('in_use', 'sealed'); }],
    ['the facts that are shown', (document) => { document.outfall.facts.status = 'sealed'; }],
    ['the pack', (document) => { document.pack.body.boundary = 'outside'; }],
    ['the text of a rule', (document) => { document.pack.rules[0].sql += ' '; }],
    ['a clause quoted', (document) => { document.citations.flatMap((each: any) => each.citations).find((each: any) => each.basis === 'national').quote = '另一条文'; }],
    ['a clause left out', (document) => { document.citations[0].citations.pop(); }],
    ['a code table', (document) => { document.pack.codes['categories.yaml'] += '#'; }],
    ['the editions', (document) => { document.verdict.editions.push(999); }],
    ['the shape of the document', (document) => { document.findings = null; }],
  ])('%s', (_, tamper) => {
    const document = structuredClone(whole);
    tamper(document);
    expect(wrong(document).length).toBeGreaterThan(0);
    document.record_hash = recordHash(document); // whoever changes a record can also hash it again
    expect(wrong(document).length).toBeGreaterThan(0);
  });

  test('a byte that no other check reads is found by the hash of the record', () => {
    const document = structuredClone(whole);
    document.verdict.run.reason = '另一原因';
    expect(wrong(document)).toHaveLength(1);
  });

  test('paikou verify FILE tells line by line, offline, and ends with 0 or 1', () => {
    const folder = mkdtempSync(join(tmpdir(), 'paikou-record-'));
    const [good, bad] = ['good.json', 'bad.json'].map((name) => join(folder, name)) as [string, string];
    writeFileSync(good, JSON.stringify(whole, null, 2));
    writeFileSync(bad, JSON.stringify({ ...whole, verdict: { ...whole.verdict, verdict: 'keep' } }));
    const env = { ...process.env, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };
    const paikou = join(__dirname, '../server/paikou.cjs');
    expect(execFileSync('node', [paikou, 'verify', good], { encoding: 'utf8', env })).toMatch(/全部 \d+ 项一致/);
    const failed = spawnSync('node', [paikou, 'verify', bad], { encoding: 'utf8', env });
    expect([failed.status, failed.stdout.includes('✗ 不一致 五步得出的结论')]).toEqual([1, true]);
    expect(spawnSync('node', [paikou, 'verify', join(folder, 'missing.json')], { encoding: 'utf8', env }).status).toBe(1);
    rmSync(folder, { recursive: true });
  });
});

/** Changes a finding wherever it stands, and makes every text and hash anew over it. */
function forge(whole: any, rule: string, change: (finding: any) => void): any {
  const document = structuredClone(whole);
  for (const list of [document.findings, document.input.subject.findings]) change(list.find((each: any) => each.rule === rule));
  const { subject, by_category_text } = document.input;
  subject.findings_text = subject.findings.map((one: any) => `${one.rule} ${one.outcome} ${one.distance_m ?? ''} ${one.error_m ?? ''} ${JSON.stringify(one.areas)} ${JSON.stringify(one.evidence)}`).join('\n');
  const own = md5(inputText(document.pack.hash, subject.text, subject.findings_text));
  document.verdict.input_hash = by_category_text === null ? own : md5(own + by_category_text);
  document.record_hash = recordHash(document);
  return document;
}

const another = (value: unknown): unknown => (typeof value === 'number' ? value + 1 : typeof value === 'boolean' ? !value : Array.isArray(value) ? [another(value[0]), ...value.slice(1)]
  : typeof value === 'object' && value !== null ? { ...value, name: '伪', limit: 1 } : value === null ? '伪' : value === 'conflict' ? 'borderline' : value === 'borderline' ? 'conflict' : `伪${String(value)}`);

test('no fact of a finding can be changed, with all hashes made anew, that is not found out or told as unchecked', async () => {
  await app.close();
  app = await startApp();
  const { rows } = await app.db.knex.raw(`SELECT DISTINCT ON (f.rule, f.areas = '[]') f.outfall_id AS id FROM finding f
    JOIN verdict_current c ON (c.outfall_id, c.verdict_id) = (f.outfall_id, f.verdict_id) ORDER BY f.rule, f.areas = '[]', f.outfall_id DESC`);
  const tried = new Set<string>();
  const unnoticed: string[] = [];
  for (const id of new Set(rows.map(({ id }: { id: number }) => id))) {
    const whole = await record(id as number);
    for (const { rule, areas, evidence } of whole.findings) {
      const facts: [string, (finding: any) => any][] = [
        ...['outcome', 'distance_m', 'error_m'].map((name): [string, (finding: any) => any] => [name, (finding) => finding]),
        ...Object.keys(areas[0] ?? {}).map((name): [string, (finding: any) => any] => [name, ({ areas: [first] }) => first]),
        ...Object.keys(evidence).map((name): [string, (finding: any) => any] => [name, (finding) => finding.evidence]),
      ];
      for (const [n, [name, within]] of facts.entries()) {
        const key = `${rule.split('-')[0]} ${areas.length > 0} ${name} ${n < 3 ? '' : n < 3 + Object.keys(areas[0] ?? {}).length ? 'area' : 'evidence'}`;
        if (tried.has(key) || (n < 3 && whole.findings.find((one: any) => one.rule === rule)[name] === null)) continue;
        tried.add(key);
        const forged = forge(whole, rule, (finding) => { within(finding)[name] = another(within(finding)[name]); });
        const told = verifyRecord(forged);
        const isTold = told.some(({ agrees, what }) => agrees === false || (agrees === null && what.startsWith(rule) && new RegExp(`\\b${name}\\b`).test(what)));
        if (!isTold) unnoticed.push(key);
      }
    }
  }
  expect([unnoticed, tried.size > 100]).toEqual([[], true]);
}, 120_000);

test.each<[string, (document: any) => void, string?]>([
  ['a name of an area', ({ areas }) => { areas[0].facts.name = '另一保护区'; }],
  ['the document of an edition', ({ areas, editions }) => { areas[0].facts.document = null; editions[0].document = '另一文件'; }],
  ['the boundary error of an edition', ({ editions }) => { editions[0].boundary_error_m = 0.1; }],
  ['the method of the position', ({ outfall }) => { outfall.facts.position_method = 'rtk'; outfall.facts.position_error_m = null; }],
  ['the discharger', ({ outfall }) => { outfall.facts.discharger_id = 999; }],
  ['the number of the approval', ({ outfall }) => { outfall.facts.approval_no = '伪'; }],
  ['what candidates were judged', ({ input }) => { input.variants.pop(); }, "category = 'undetermined'"],
])('%s', async (_, tamper, where = "id IN (SELECT outfall_id FROM finding WHERE rule = 'ban-drinking-water-class-2' AND outcome = 'conflict')") => {
  const document = await record((await ids(where))[0] as number);
  expect(wrong(document)).toEqual([]);
  tamper(document);
  document.record_hash = recordHash(document);
  expect(wrong(document).length).toBeGreaterThan(0);
});

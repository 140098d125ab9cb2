import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCatalog } from '../server/catalog';
import { readDepartments } from '../server/departments/files';
import { absoluteOf, citationsOf } from '../server/rules/citation';
import { readLaws, readPacks } from '../server/rules/pack-files';
import { readRules } from '../server/rules/rule-files';

const ROOT = join(__dirname, '..');
const catalog = readCatalog();
const PLANS: Record<string, string> = { 653001: 'artux-2023-1.txt', 231081: 'suifenhe-2023-5.txt' };

const planOf = (region: string) => join(ROOT, '../shared/seeds', PLANS[region] ?? '');

describe.each(catalog.packs.map((pack) => [pack.region, pack] as const))('pack of %s', (region, pack) => {
  const plan = planOf(region);
  const there = existsSync(plan);

  (there ? test : test.skip)(`quotes the plan word for word${there ? '' : ' (skipped: the plan is not beside the project)'}`, () => {
    const text = readFileSync(plan, 'utf8').replace(/\s/g, '');
    const quotes = Object.values(pack.rules).flatMap(({ basis }) => basis).flatMap((one) => (one.kind === 'plan' ? [one.quote] : []));
    expect(quotes.length).toBeGreaterThan(5);
    quotes.push(...readDepartments().filter(({ region }) => region === pack.region).flatMap(({ departments }) => departments.map(({ quote }) => quote)));
    expect(quotes.concat(pack.legacy?.quote ?? []).filter((quote) => !text.includes(quote.replace(/\s/g, '')))).toEqual([]);
    expect(text).toContain(pack.document.number);
  });

  test('cites every rule, the city’s own clause before national law', () => {
    for (const id of Object.keys(pack.rules)) {
      const kinds = citationsOf(pack, id, catalog.laws, '2026-11-21').map(({ basis }) => basis);
      expect(kinds.length).toBeGreaterThan(0);
      expect(kinds.slice(1)).not.toContain('plan' === kinds[0] ? 'system' : 'plan');
    }
  });
});

test('an article is cited only while it is in force', () => {
  const pack = catalog.packs.find(({ region }) => region === '653001') as (typeof catalog.packs)[number];
  const documents = (on: string) => citationsOf(pack, 'ban-drinking-water-class-1', catalog.laws, on).map(({ document }) => document).join();
  expect(documents('2024-06-01')).toContain('水污染防治法');
  expect(documents('2024-06-01')).not.toContain('生态环境法典');
  expect(documents('2026-11-21')).not.toContain('水污染防治法');
  expect(documents('2026-11-21')).toContain('生态环境法典');
});

describe('a pack that does not hold is refused with file, line and reason', () => {
  const good = readFileSync(join(ROOT, 'data/packs/231081/pack.yaml'), 'utf8');
  let folder: string;
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'paikou-packs-')); });
  afterEach(() => rmSync(folder, { recursive: true }));

  const load = (text: string, region = '231081') => {
    mkdirSync(join(folder, region), { recursive: true });
    writeFileSync(join(folder, region, 'pack.yaml'), text);
    return readPacks(readRules(), readLaws(), folder);
  };
  const lineOf = (text: string, needle: string) => text.slice(0, text.indexOf(needle)).split('\n').length;

  test.each([
    ['an unknown rule', (t: string) => t.replace('  merge-park:', '  merge-parks:'), 'merge-parks:', 'unknown rule merge-parks'],
    ['an unknown parameter', (t: string) => t.replace('{problems:', '{problem:'), 'keep-construction:', 'unknown parameter problem'],
    ['a missing parameter', (t: string) => t.replace(/ {4}parameters: \{problems.*\n/, ''), 'keep-construction:', 'missing parameter problems'],
    ['a parameter of the wrong type', (t: string) => t.replace(/\{problems: \[.*\]\}/, '{problems: 3}'), 'keep-construction:', 'must be of type codes'],
    ['a parameter below nothing', (t: string) => t.replace('{max_age_months: 60}', '{max_age_months: -60}'), 'keep-discharge:', 'must be of type number'],
    ['a day that does not exist', (t: string) => t.replace('valid_from: "2023-04-19"', 'valid_from: "2023-02-30"'), 'valid_from', 'date'],
    ['an unknown law', (t: string) => t.replace('law: water-pollution-75', 'law: water-pollution-750'), 'water-pollution-750', 'unknown law'],
    ['no effect for a level that bans', (t: string) => t.replace(/ {4}nature_park:.*\n/, ''), 'effects:', 'no effect for protected_areas'],
    ['a warning raised without a local law', (t: string) => t.replace('quasi: {before: flag, after: flag}', 'quasi: {before: review, after: ban}'), '    quasi: {', 'flag-quasi-zone cites no local law'],
    ['a local law whose words do not bind as said', (t: string) => t.replace('  flag-quasi-zone:\n    basis:\n', '  flag-quasi-zone:\n    basis:\n      - {kind: local, document: 示意条例, article: 第九条, quote: 准保护区内应当控制排污, from: "2020-01-01", confidence: high, modality: 严禁}\n'), '      - {kind: local', 'does not say 严禁'],
    ['no precedence', (t: string) => t.replace('precedence: [ban, merge, keep]', 'precedence: [ban, keep]'), 'precedence:', 'demand opposite things of other.urban_scattered, and class merge'],
    ['another precedence than can be evaluated', (t: string) => t.replace('precedence: [ban, merge, keep]', 'precedence: [merge, ban, keep]'), 'precedence:', 'only the order ban, merge, keep'],
    ['a precedence that names a class twice', (t: string) => t.replace('precedence: [ban, merge, keep]', 'precedence: [ban, merge, merge, keep]'), 'precedence:', 'a class twice'],
    ['a prohibition cited but not stated', (t: string) => t.replace(/.*trait: urban_storm.*\n/, ''), '{kind: plan, article: 四（二）4, modality: 严禁', 'cites 严禁合并, but `forbids`'],
    ['a prohibition stated by half', (t: string) => t.replace('{trait: urban_storm, measures: [merge, block]', '{trait: urban_storm, measures: [merge]'), '{kind: plan, article: 四（二）4, modality: 严禁', 'rule block out for urban_storm'],
    ['a rule that demands only what is forbidden', (t: string) => t.replace('trait: drainage, measures', 'trait: scattered, measures'), 'merge-sewer-coverage:', 'merging of scattered alone'],
    ['a prohibition for no category', (t: string) => t.replace('trait: drainage', 'trait: drains'), '{trait: drains', 'no category has the trait drains'],
    ['a quote that does not bind as said', (t: string) => t.replace('modality: 应尽可能, quote: 工业及其他各类园区内企业现有排污口应尽可能清理', 'modality: 应尽可能, quote: 工业及其他各类园区内企业现有排污口应清理'), '{kind: plan, article: 四（二）3, modality: 应尽可能', 'does not say 应尽可能'],
    ['a quote cut short', (t: string) => t.replace('在明显位置竖标立牌，便于现场监测和监督检查。', '在明显位置竖标立牌……'), '      - {kind: plan, article: 四（二）4, modality: 应, quote: 排污口应规范设置', 'cut short'],
    ['a clause without a quote', (t: string) => t.replace(/(article: 四（二）3, modality: 应, quote: )清理合并城镇.*?}/, "$1'  '}"), "quote: '  '", 'quote'],
    ['an unknown modality', (t: string) => t.replace('modality: 应尽可能', 'modality: 也许'), '也许', 'modality'],
    ['an unknown key', (t: string) => t.replace('boundary: inside', 'bounds: inside'), '', 'boundary'],
  ])('%s', (_, spoil, needle, reason) => {
    const text = spoil(good);
    expect(text).not.toBe(good);
    const complaint = () => load(text);
    expect(complaint).toThrow(reason);
    if (needle) expect(complaint).toThrow(`pack.yaml:${lineOf(text, needle)}:`);
  });

  test('a local law that the rule cites raises a warning, and forbids absolutely where it says so', () => {
    const raised = good.replace('quasi: {before: flag, after: flag}', 'quasi: {before: review, after: ban}')
      .replace('  flag-quasi-zone:\n    basis:\n', '  flag-quasi-zone:\n    basis:\n      - {kind: local, document: 示意条例, article: 第九条, quote: 禁止在准保护区内设置排污口。, from: "2020-01-01", to: "2030-01-01", confidence: high, modality: 严禁}\n');
    const [pack] = load(raised);
    const on = (day: string) => citationsOf(pack!, 'flag-quasi-zone', readLaws(), day);
    expect(on('2026-01-01')[0]).toMatchObject({ basis: 'local', document: '示意条例', article: '第九条', modality: '严禁', dated: '2020-01-01' });
    expect(on('2030-01-01').map(({ basis }) => basis)).not.toContain('local');
    expect(absoluteOf(on('2026-01-01'))).toMatchObject({ basis: 'local' });
  });

  test('a national prohibition beside the city’s own order leaves that its modality', () => {
    const [pack] = load(good);
    const cited = citationsOf(pack!, 'ban-drinking-water-class-1', readLaws(), '2024-06-01');
    expect(cited.map(({ basis, modality }) => [basis, modality])).toEqual(expect.arrayContaining([['plan', '应'], ['national', '严禁']]));
    expect(absoluteOf(cited)).toBeUndefined();
    expect(absoluteOf(cited.filter(({ basis }) => basis === 'national'))).toMatchObject({ article: '第六十四条' });
    expect(absoluteOf([...cited, { ...cited[0]!, modality: '严禁' }])).toMatchObject({ basis: 'plan' });
  });

  test('a pack in another city’s folder', () => {
    expect(() => load(good, '230000')).toThrow('is not the folder');
  });

  test('two files of one edition, and two that judge by default', () => {
    load(good);
    writeFileSync(join(folder, '231081', 'pack-2.yaml'), good);
    expect(() => readPacks(readRules(), readLaws(), folder)).toThrow(`pack.yaml:${lineOf(good, 'version:')}: 231081@2023.1 stands in another file too`);
    writeFileSync(join(folder, '231081', 'pack-2.yaml'), good.replace('version: "2023.1"', 'version: "2026.1"'));
    expect(() => readPacks(readRules(), readLaws(), folder)).toThrow(`pack.yaml:${lineOf(good, 'active:')}: 231081@2026.1 of this city is active already`);
  });

  test('a third city is a folder and nothing else', () => {
    const third = good.replaceAll('231081', '999901').replace('绥芬河市规则集', '虚构市规则集');
    expect(load(third, '999901').map(({ region }) => region)).toEqual(['999901']);
  });
});

test('a rule file without its header, or with a wrong one, stops the start with file and line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'paikou-rules-'));
  writeFileSync(join(folder, 'ban-x.sql'), 'SELECT 1');
  expect(() => readRules(folder)).toThrow('ban-x.sql:1: no header');
  writeFileSync(join(folder, 'ban-x.sql'), '/*---\nid: ban-x\nclass: bann\n---*/\nSELECT 1');
  expect(() => readRules(folder)).toThrow(/ban-x\.sql:\d: /);
  rmSync(folder, { recursive: true });
});

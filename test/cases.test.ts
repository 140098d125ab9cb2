import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { readCatalog } from '../server/catalog';
import type { Db } from '../server/db/open';
import { evaluate, TOLD_REACH_M } from '../server/rules/engine';
import type { Pack } from '../server/rules/pack-files';
import { ask, holding } from './cases/ask';
import { type Case, type Drawing, readCases, SHOWN, SITUATIONS, stated } from './cases/case-file';
import { foundOf, totalsOf, whole } from './cases/found';
import { lay, REGION } from './cases/lay';
import { openTestDb } from './harness';

// Small maps drawn by hand, a folder per rule, each with the whole result worked out from the drawing: adding a rule
// means adding its folder here. The city is fictitious and lies where no demonstration data is.

interface Found { rule: string; outcome: string }

const catalog = readCatalog();
const cases = readCases();
const rules = [...catalog.rules.values()];
const situations = cases.filter(({ folder }) => folder === SITUATIONS).map((drawing) => ({ ...drawing, number: Number(drawing.name.slice(0, 2)) }));

let db: Db;
beforeAll(async () => { db = await openTestDb(); });
afterAll(() => db.close());

test('a folder is a rule, and every rule has one', () => {
  const folders = new Set(cases.map(({ folder }) => folder).filter((folder) => folder !== SITUATIONS));
  expect([...folders].sort()).toEqual([...catalog.rules.keys()].sort());
});

test('every rule is shown to fire, not to fire, and to be open in every way it can', () => {
  const lacking = rules.flatMap(({ header: { id, areas } }) => {
    const own = cases.filter(({ folder }) => folder === id).map(({ one }) => one);
    const stored = own.flatMap(({ expect }) => Object.values(expect?.outfalls ?? {})).map(({ findings }) => (findings[id] ? stated(findings[id]).outcome : 'clear'));
    const answered = own.flatMap(({ asks }) => asks).flatMap(({ answer }) => (answer as { features?: { findings?: Found[] }[] }).features ?? [])
      .flatMap(({ findings }) => findings ?? []).filter(({ rule }) => rule === id).map(({ outcome }) => outcome);
    const outcomes = new Set([...stored, ...answered]);
    return ['conflict', 'clear', 'unknown', ...(areas ? ['borderline'] : [])].filter((outcome) => !outcomes.has(outcome)).map((outcome) => `${id}: ${outcome}`);
  });
  expect(lacking).toEqual([]);
});

test('every rule about areas is shown on a boundary, a hole, several parts, two editions, and where nothing is declared', () => {
  const wanted = ['boundary_touch', 'hole', 'multipolygon', 'two_editions', 'coverage_missing'] as const;
  const lacking = rules.filter(({ header }) => header.areas).flatMap(({ header: { id } }) => {
    const shown = new Set(cases.filter(({ folder }) => folder === id).flatMap(({ one }) => one.shows));
    return wanted.filter((one) => !shown.has(one)).map((one) => `${id}: ${one}`);
  });
  expect(lacking).toEqual([]);
});

test('everything that is to be shown is shown by some case', () => {
  const shown = new Set(cases.flatMap(({ one }) => one.shows));
  expect(Object.keys(SHOWN).filter((one) => !shown.has(one as never))).toEqual([]);
});

test('the 35 situations of practice are there once each, drawn or shown by a test of their own', () => {
  expect(situations.map(({ number }) => number)).toEqual(Array.from({ length: 35 }, (_, n) => n + 1));
  const elsewhere = situations.filter(({ one }) => one.shown_by);
  expect(elsewhere.filter(({ number, one }) => !readFileSync(join(__dirname, one.shown_by as string), 'utf8').includes(`situation ${number}:`))).toEqual([]);
  expect(situations.filter(({ one }) => !one.shown_by && !one.expect).map(({ name }) => name)).toEqual([]);
});

const drawn = cases.filter(({ one }) => one.expect);
test.each(drawn.map((each) => [`${each.folder}/${each.name} ${each.one.title.zh}`, each] as const))('%s', async (_, { folder, one }: Drawing) => {
  const trx = await db.knex.transaction();
  try {
    const { outfalls, totals } = one.expect as NonNullable<Case['expect']>;
    const pack = packOf(folder, one);
    await lay(trx, folder, one);
    await judge(trx, pack, one);
    const found = await foundOf(trx, outfalls);
    expect({ outfalls: found, totals: totalsOf(found) }).toEqual({ outfalls: whole(outfalls), totals });
    const answers = one.asks.length ? await ask(trx, db, { ...catalog, packs: [...catalog.packs, pack] }, one.asks) : [];
    expect(answers).toEqual(one.asks.map(({ status, answer }) => ({ status, body: holding(answer) })));
  } finally {
    await trx.rollback();
  }
});

/** The copy keeps of the city's rules only those under test, so that another rule changes no case; in a situation all that decide. */
function packOf(folder: string, one: Case): Pack {
  const original = catalog.packs.find(({ region }) => region === one.pack) as Pack;
  const deciding = rules.filter(({ header }) => header.id in original.rules && header.class !== 'flag').map(({ header }) => header.id);
  const own = folder === SITUATIONS ? deciding : [folder];
  const kept = Object.fromEntries([...own, ...one.with].map((id) => {
    const given = original.rules[id] ?? { parameters: {}, basis: [] };
    return [id, { ...given, parameters: { ...given.parameters, ...one.parameters[id] } }];
  }));
  return { ...original, ...one.change, id: REGION, region: REGION, rules: kept, hash: 'drawn' } as Pack;
}

/** The drawn city's departments are those of the city whose pack it copies. */
async function divideLabour(trx: Knex.Transaction, from: string) {
  const columns = ['id', 'name', 'name_en', 'duty', 'document', 'article', 'quote', 'sort'].join(', ');
  await trx.raw(`INSERT INTO department (region_code, ${columns}) SELECT ?, ${columns} FROM department WHERE region_code = ?`, [REGION, from]);
  await trx.raw('INSERT INTO department_duty (region_code, department, category, in_park) SELECT ?, department, category, in_park FROM department_duty WHERE region_code = ?', [REGION, from]);
}

async function judge(trx: Knex.Transaction, pack: Pack, { pack: copied, as_of: asOf }: Case) {
  await trx('rule_pack').insert({ id: pack.id, version: pack.version, region_code: pack.region, title: '示意', hash: pack.hash, body: JSON.stringify(pack), valid_from: pack.valid_from });
  await divideLabour(trx, copied);
  await evaluate(trx, { pack, rules: catalog.rules, laws: catalog.laws, asOf, reachM: TOLD_REACH_M, withClear: false }, { reason: 'test' });
}

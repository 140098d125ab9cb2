import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Db } from '../server/db/open';
import { sampleCities } from '../server/loading/sample';
import { openTestDb } from './harness';

// The script that draws the demonstration data says what it means each outfall to get, from its own geometry
// (Turf, GeographicLib); the engine must come to the same.

interface Expected {
  rules: string[];
  outfalls: Record<string, { verdict: string; provisional: unknown; no_action: boolean | null; findings: Record<string, string> }>;
}

let db: Db;
beforeAll(async () => { db = await openTestDb(); });
afterAll(() => db.close());

const sorted = (findings: Record<string, string>) => Object.fromEntries(Object.entries(findings).sort(([a], [b]) => (a < b ? -1 : 1)));

async function judged(city: string, rules: string[]) {
  const { rows } = await db.knex.raw(`
    SELECT o.local_code AS code, v.verdict, v.strictest, v.mildest, v.no_action,
           (SELECT jsonb_object_agg(f.rule, f.outcome) FROM finding f
            WHERE f.outfall_id = v.outfall_id AND f.verdict_id = v.id AND f.rule = ANY (?)) AS findings
    FROM outfall o JOIN verdict_current c ON c.outfall_id = o.id
    JOIN verdict v ON v.outfall_id = c.outfall_id AND v.id = c.verdict_id
    WHERE o.region_code LIKE ? ORDER BY o.local_code`, [rules, `${city}%`]);
  return Object.fromEntries(rows.map((row: Record<string, unknown> & { code: string }) => [row.code, {
    verdict: row.verdict,
    provisional: row.strictest ? { strictest: row.strictest, mildest: row.mildest } : null,
    no_action: row.no_action,
    findings: sorted((row.findings ?? {}) as Record<string, string>),
  }]));
}

test.each(sampleCities())('%s: every outfall gets the verdict and exactly the findings that were drawn', async (city) => {
  const expected: Expected = JSON.parse(readFileSync(join(__dirname, `../data/sample/${city}/expected.json`), 'utf8'));
  const want = Object.fromEntries(Object.entries(expected.outfalls).map(([code, one]) => [code, { ...one, findings: sorted(one.findings) }]));
  expect(await judged(city, expected.rules)).toEqual(want);
});

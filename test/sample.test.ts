import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { area, booleanPointInPolygon, booleanValid, featureCollection, intersect, kinks } from '@turf/turf';
import type { Feature, Geometry, LineString, MultiPolygon, Point, Position } from 'geojson';
import { type Ground, ground, signedDistance } from '../data/sample/make/measure';
import { writeSample } from '../data/sample/make/write';

type Props = Record<string, any>;
type Row = Feature<Geometry | null, Props>;
interface Expectation { verdict: string; provisional: { strictest: string; mildest: string } | null; no_action: boolean | null; findings: Record<string, string> }
interface City { region: string; tables: Map<string, Row[]>; expected: { rules: string[]; outfalls: Record<string, Expectation> } }

const FOLDER = join(__dirname, '..', 'data', 'sample');
const EXTENT: Record<string, [number, number, number, number]> = { '653001': [75.3, 39.4, 78.5, 40.9], '231081': [130.7, 43.95, 131.3, 44.7] };

function readCity(region: string): City {
  const folder = join(FOLDER, region);
  const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const tables = readdirSync(folder).filter((f) => f.endsWith('.geojson')).map((f): [string, Row[]] => [f.replace('.geojson', ''), read(f).features]);
  return { region, tables: new Map(tables), expected: read('expected.json') };
}

const cities = Object.keys(EXTENT).map(readCity);
const rows = (city: City, table: string): Row[] => city.tables.get(table) ?? [];
const codeOf = (row: Row): string => row.properties.code ?? row.properties.local_code;
const allRows = cities.flatMap((city) => [...city.tables].flatMap(([table, list]) => list.map((row) => ({ city, table, row }))));

/** Columns, which of them must be there, and the geometry each table takes, read from the migration. */
function schema(): Map<string, { columns: Set<string>; needed: string[]; references: Map<string, string> }> {
  const folder = join(__dirname, '..', 'sql', 'migrations');
  const sql = readdirSync(folder).sort().map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
  const result = new Map<string, { columns: Set<string>; needed: string[]; references: Map<string, string> }>();
  for (const [, table, body] of sql.matchAll(/CREATE TABLE (\w+) \(\n([\s\S]*?)\n\);/g)) {
    const lines = (body ?? '').split('\n').map((line) => /^ {2}([a-z_0-9]+)\s+(\S.*)$/.exec(line)).filter((m) => m !== null);
    const references = new Map(lines.flatMap(([, name, rest]): [string, string][] => {
      const to = /REFERENCES (\w+) \(id\)/.exec(rest ?? '')?.[1];
      return to && name ? [[name.replace(/_id$/, ''), to]] : [];
    }));
    for (const [, name, to] of (body ?? '').matchAll(/FOREIGN KEY \(\w+, (\w+)_id\) REFERENCES (\w+) \(\w+, id\)/g)) references.set(String(name), String(to));
    const columns = lines.map(([, name]) => String(name)).map((name) => (references.has(name.replace(/_id$/, '')) ? name.replace(/_id$/, '') : name));
    const needed = lines.filter(([, name, rest]) => /NOT NULL/.test(rest ?? '') && !/DEFAULT|IDENTITY/.test(rest ?? '') && name !== 'geom').map(([, name]) => String(name).replace(/_id$/, ''));
    result.set(String(table), { columns: new Set(columns), needed, references });
  }
  for (const [, table, body] of sql.matchAll(/ALTER TABLE (\w+)((?:\s+ADD .*\n)+)/g)) {
    for (const [, name] of (body ?? '').matchAll(/ADD ([a-z_]+) +[a-z]/g)) result.get(String(table))?.columns.add(String(name));
  }
  return result;
}

const positions = (g: Geometry): Position[] => (g.type === 'Point' ? [g.coordinates] : g.type === 'GeometryCollection' ? [] : (g.coordinates as unknown[]).flat(3 - (g.type === 'MultiPolygon' ? 1 : g.type === 'LineString' ? 3 : g.type === 'MultiPoint' ? 3 : 2)) as Position[]);

describe('the script', () => {
  const folder = mkdtempSync(join(tmpdir(), 'paikou-sample-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('writes the committed bytes again', () => {
    writeSample(folder);
    for (const { region } of cities) {
      expect(readdirSync(join(folder, region)).sort()).toEqual(readdirSync(join(FOLDER, region)).sort());
      for (const file of readdirSync(join(folder, region))) {
        expect(readFileSync(join(folder, region, file)).equals(readFileSync(join(FOLDER, region, file)))).toBe(true);
      }
    }
  }, 180_000);
});

describe('files', () => {
  it('stay small', () => {
    const sizes = cities.flatMap(({ region }) => readdirSync(join(FOLDER, region)).map((file) => statSync(join(FOLDER, region, file)).size));
    expect(Math.max(...sizes)).toBeLessThan(1_000_000);
    expect(sizes.reduce((a, b) => a + b)).toBeLessThan(3_000_000);
  });

  it('have only the columns of the schema, and all that it needs', () => {
    const tables = schema();
    const wrong = allRows.flatMap(({ table, row }) => {
      const { columns, needed, references } = tables.get(table) ?? { columns: new Set<string>(), needed: ['a table'], references: new Map<string, string>() };
      const extra = Object.keys(row.properties).filter((key) => !columns.has(key) && !(table === 'outfall' && key === 'entry'));
      const missing = needed.filter((key) => row.properties[key] === undefined);
      const unmarked = columns.has('sample') && !references.has('sample') && row.properties.sample !== true ? ['sample'] : [];
      return [...extra, ...missing, ...unmarked].map((key) => `${table} ${codeOf(row)} ${key}`);
    });
    expect(wrong).toEqual([]);
  });

  it('have codes that are unique over both cities', () => {
    for (const table of new Set(allRows.filter((r) => codeOf(r.row)).map((r) => r.table))) {
      const codes = allRows.filter((r) => r.table === table).map((r) => codeOf(r.row));
      expect(new Set(codes).size).toBe(codes.length);
    }
  });

  it('refer to rows that are there', () => {
    const tables = schema();
    const known = new Set(allRows.map((r) => `${r.table} ${codeOf(r.row)}`));
    const broken = allRows.flatMap(({ table, row }) => [...(tables.get(table)?.references ?? [])]
      .filter(([key, to]) => row.properties[key] !== undefined && !known.has(`${to} ${row.properties[key]}`)).map(([key]) => `${table} ${codeOf(row)} ${key}`));
    const shared = allRows.flatMap(({ row }) => (row.properties.shared_with ?? []) as string[]).filter((code) => !known.has(`discharger ${code}`));
    expect([...broken, ...shared]).toEqual([]);
  });

  it('carry no code that only a national body gives, and mark what is invented', () => {
    const outfalls = allRows.filter((r) => r.table === 'outfall');
    expect(outfalls.filter((r) => r.row.properties.national_code !== undefined)).toEqual([]);
    const named = ['outfall', 'discharger', 'drinking_water_zone', 'protected_area', 'sewer_coverage', 'industrial_park', 'treatment_plant', 'layer_edition', 'layer_coverage', 'reach', 'function_zone', 'intake'];
    expect(allRows.filter((r) => named.includes(r.table) && !String(r.row.properties.name).includes('（示意）')).map((r) => codeOf(r.row))).toEqual([]);
  });
});

describe('geometry', () => {
  it('is valid, rounded and within the plausible extent', () => {
    const wrong = allRows.flatMap(({ city, table, row }) => {
      const g = row.geometry;
      if (!g) return ['layer_edition', 'discharger', 'disposal_record', 'complaint', 'monitoring_sample', 'monitoring_value', 'plan', 'close_out'].includes(table) ? [] : [`${table} ${codeOf(row)} has none`];
      const [w, s, e, n] = EXTENT[city.region]!;
      const margin = table === 'layer_coverage' ? 0.1 : 0;
      const stray = positions(g).some((p) => p[0]! < w - margin || p[0]! > e + margin || p[1]! < s - margin || p[1]! > n + margin || p.some((v) => Math.abs(v * 1e7 - Math.round(v * 1e7)) > 1e-4));
      const crossing = g.type.endsWith('Polygon') && kinks(row as Feature<MultiPolygon>).features.length > 0;
      return stray || crossing || !booleanValid(g) ? [`${table} ${codeOf(row)} ${stray ? 'stray' : crossing ? 'crossing' : 'invalid'}`] : [];
    });
    expect(wrong).toEqual([]);
  }, 120_000);

  it('has towns that fill their city without gap or overlap', () => {
    for (const city of cities) {
      const [whole, ...towns] = rows(city, 'region') as Feature<MultiPolygon>[];
      const sum = towns.reduce((total, town) => total + area(town), 0);
      expect(Math.abs(sum / area(whole!) - 1)).toBeLessThan(1e-9);
      for (const a of towns) for (const b of towns) {
        const common = a === b ? null : intersect(featureCollection([a, b]));
        expect(common ? area(common) : 0).toBeLessThan(1);
      }
    }
  }, 60_000);

  it('has zones with holes and in several parts', () => {
    for (const city of cities) {
      const zones = ['sewer_coverage', 'industrial_park', 'drinking_water_zone'].flatMap((t) => rows(city, t)).map((row) => (row.geometry as MultiPolygon).coordinates);
      expect(zones.some((parts) => parts.length > 1)).toBe(true);
      expect(zones.some((parts) => parts.some((rings) => rings.length > 1))).toBe(true);
    }
  });
});

describe('the reaches', () => {
  it.each(cities)('of $region run downstream from node to node', (city) => {
    const nodes = new Map(rows(city, 'reach_node').map((row) => [codeOf(row), (row.geometry as Point).coordinates]));
    const kinds = new Map(rows(city, 'reach_node').map((row) => [codeOf(row), row.properties.kind]));
    const reaches = rows(city, 'reach');
    for (const reach of reaches) {
      const line = (reach.geometry as LineString).coordinates;
      expect([line[0], line.at(-1)]).toEqual([nodes.get(reach.properties.from_node), nodes.get(reach.properties.to_node)]);
    }
    const starts = new Set(reaches.map((r) => r.properties.from_node));
    const ends = new Set(reaches.map((r) => r.properties.to_node));
    for (const [code, kind] of kinds) {
      if (kind === 'source') expect(ends.has(code)).toBe(false);
      else expect(ends.has(code)).toBe(true);
      expect(starts.has(code)).toBe(kind === 'source' || kind === 'junction');
    }
    const reached = (from: string, seen: string[]): boolean => seen.includes(from) || reaches.some((r) => r.properties.from_node === from && reached(r.properties.to_node, [...seen, from]));
    expect([...kinds.keys()].filter((code) => reached(code, []))).toEqual([]);
  });
});

describe('the outfalls', () => {
  it.each(cities)('of $region lie in the town they name', (city) => {
    const towns = rows(city, 'region');
    const wrong = rows(city, 'outfall').filter((row) => {
      const holds = towns.filter((town) => town.properties.level !== 'city' && booleanPointInPolygon(row.geometry as Point, town.geometry as MultiPolygon)).map(codeOf);
      return (holds[0] ?? city.region) !== row.properties.region_code;
    });
    expect(wrong.map(codeOf)).toEqual([]);
  });

  it.each([{ region: '653001', least: 120 }, { region: '231081', least: 60 }])('of $region are many enough, of every class, in real proportions', ({ region, least }) => {
    const city = cities.find((c) => c.region === region)!;
    const outfalls = rows(city, 'outfall');
    expect(outfalls.length).toBeGreaterThanOrEqual(least);
    const classes = new Set(outfalls.map((row) => String(row.properties.category).split('.')[0]));
    expect([...classes].sort()).toEqual(expect.arrayContaining(['agricultural', 'industrial', 'other', 'urban_plant']));
    expect(Object.keys(city.expected.outfalls)).toEqual(outfalls.map(codeOf));
    const share = (verdict: string) => (100 * Object.values(city.expected.outfalls).filter((o) => o.verdict === verdict).length) / outfalls.length;
    expect(share('ban')).toBeGreaterThanOrEqual(3);
    expect(share('ban')).toBeLessThanOrEqual(6);
    expect(share('merge')).toBeGreaterThanOrEqual(20);
    expect(share('merge')).toBeLessThanOrEqual(30);
    expect(share('review')).toBeGreaterThanOrEqual(10);
    expect(share('review')).toBeLessThanOrEqual(15);
  });

  it('show every situation that the tables can express', () => {
    const shown = new Set(allRows.map((r) => r.row.properties.situation).filter(Boolean));
    const wanted = Array.from({ length: 35 }, (_, i) => String(i + 1)).filter((n) => n !== '19'); // 19 is about an import file
    expect(wanted.filter((n) => !shown.has(n))).toEqual([]);
  });

  it.each(cities)('of $region fire every rule at least twice', (city) => {
    const fired = city.expected.rules.map((rule) => [rule, Object.values(city.expected.outfalls).filter((o) => o.findings[rule] === 'conflict').length]);
    expect(fired.filter(([, n]) => Number(n) < 2)).toEqual([]);
  });
});

/** The ground that each rule asks about. */
function groundsOf(city: City): Record<string, Ground | null> {
  const current = new Set(rows(city, 'layer_edition').filter((row) => row.properties.valid_to === undefined).map(codeOf));
  const of = (table: string, test: (p: Props) => boolean) => ground(rows(city, table).filter((row) => current.has(row.properties.edition) && test(row.properties)).map((row) => row.geometry as MultiPolygon));
  return {
    'ban-drinking-water-class-1': of('drinking_water_zone', (p) => p.level === 'class_1'),
    'ban-drinking-water-class-2': of('drinking_water_zone', (p) => p.level !== 'quasi'),
    'flag-quasi-zone': of('drinking_water_zone', (p) => p.level === 'quasi'),
    'ban-protected-area': of('protected_area', (p) => p.class === 'nature'),
    'ban-special-water': of('protected_area', (p) => p.class === 'special'),
    'merge-sewer-coverage': of('sewer_coverage', () => true),
    'merge-park': of('industrial_park', () => true),
  };
}

describe('near a boundary', () => {
  it.each(cities)('$region has a near miss within 50 m and a borderline case for every rule of place', (city) => {
    const grounds = groundsOf(city);
    const sites = new Map(rows(city, 'discharger').map((row) => [codeOf(row), row.geometry as Point | null]));
    for (const [rule, area] of Object.entries(grounds)) {
      const distance = (row: Row) => {
        const site = rule === 'merge-park' ? sites.get(row.properties.discharger) : null;
        return signedDistance((site ?? (row.geometry as Point)).coordinates as [number, number], area);
      };
      const asked = (row: Row) => !rule.startsWith('merge') || (rule === 'merge-park' ? /enterprise(\.|$)/ : /scattered/).test(row.properties.category);
      const clear = rows(city, 'outfall').filter((row) => asked(row) && !city.expected.outfalls[codeOf(row)]!.findings[rule]).map(distance);
      expect([rule, clear.some((d) => d > 0 && d < 50)]).toEqual([rule, true]);
      expect([rule, Object.values(city.expected.outfalls).some((o) => o.findings[rule] === 'borderline')]).toEqual([rule, true]);
    }
  });
});

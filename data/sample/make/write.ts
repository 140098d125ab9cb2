import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { artux } from './artux/city';
import { suifenhe } from './suifenhe/city';
import { holdToIntent } from './check';
import type { City } from './city';
import { expected, RULES } from './outcome';

/** One feature per line: small diffs, and the file stays readable. */
const collection = (features: unknown[]) =>
  `{"type":"FeatureCollection","features":[\n${features.map((f) => JSON.stringify(f)).join(',\n')}\n]}\n`;

function expectations(city: City): string {
  const lines = city.outfalls.map((o) => `${JSON.stringify(o.code)}: ${JSON.stringify(expected(city, o))}`);
  return `{"rules": ${JSON.stringify(RULES)},\n"outfalls": {\n${lines.join(',\n')}\n}}\n`;
}

/** Makes both cities, holds them to their intent, and writes <folder>/<region>/<table>.geojson and expected.json. */
export function writeSample(folder: string): City[] {
  const cities = [artux(), suifenhe()];
  for (const city of cities) {
    holdToIntent(city);
    const target = join(folder, city.code);
    mkdirSync(target, { recursive: true });
    for (const [table, features] of city.rows) writeFileSync(join(target, `${table}.geojson`), collection(features));
    writeFileSync(join(target, 'expected.json'), expectations(city));
  }
  return cities;
}

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '../canonical-json';
import { ROOT } from '../sql-file';

const files = ['engine', 'relations', 'functions'].flatMap((folder) => readdirSync(join(ROOT, 'sql', folder), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.sql')).map((name) => `${folder}/${name}`));

const texts = Object.fromEntries(files.sort().map((file) => [file, readFileSync(join(ROOT, 'sql', file), 'utf8')]));

/** The engine's own SQL: what rules may name, how findings become verdicts, how places are measured. Kept with each run by its hash. */
export const ENGINE = {
  texts,
  hash: createHash('sha256').update(canonicalJson(texts)).digest('hex').slice(0, 16),
};

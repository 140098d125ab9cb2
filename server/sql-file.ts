import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';

export const ROOT = join(__dirname, '..');

/** A file of the catalogue that does not hold: stops the start, naming file and line. */
export class CatalogError extends Error {
  constructor(file: string, line: number, reason: string) {
    super(`${relative(ROOT, file)}:${line}: ${reason}`);
  }
}

export interface SqlFile<Header> {
  header: Header;
  /** The statement without its header and comments, so that no binding is read out of prose. */
  sql: string;
  file: string;
}

/** Reads every `<id>.sql` of a folder: YAML header between `/*---` and `---*\/`, then one SELECT. */
export function readSqlFolder<Schema extends z.ZodType<{ id: string }>>(folder: string, schema: Schema): SqlFile<z.infer<Schema>>[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.sql')).sort();
  return files.map((name) => readSqlFile(join(folder, name), schema));
}

function readSqlFile<Schema extends z.ZodType<{ id: string }>>(file: string, schema: Schema): SqlFile<z.infer<Schema>> {
  const text = readFileSync(file, 'utf8');
  const found = /^\/\*---\n([\s\S]*?)\n---\*\/\n/.exec(text);
  if (!found) throw new CatalogError(file, 1, 'no header between /*--- and ---*/');
  const header = parseYaml(file, found[1] as string, schema, 1);
  if (header.id !== basename(file, '.sql')) throw new CatalogError(file, 2, `id ${header.id} is not the file's name`);
  return { header, sql: stripComments(text.slice(found[0].length)), file };
}

/** Parses YAML against a schema; every complaint names the line it stands on. */
export function parseYaml<Schema extends z.ZodType>(file: string, text: string, schema: Schema, linesBefore = 0): z.infer<Schema> {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter });
  const lineAt = (offset: number) => lineCounter.linePos(offset).line + linesBefore;
  const fault = document.errors[0];
  if (fault) throw new CatalogError(file, lineAt(fault.pos[0]), fault.message.split('\n')[0] as string);
  const read = schema.safeParse(document.toJS());
  if (read.success) return read.data;
  const issue = read.error.issues[0] as z.core.$ZodIssue;
  throw new CatalogError(file, lineAt(offsetOf(document, issue.path)), `${issue.path.join('.')}: ${issue.message}`);
}

/** Offset of the deepest part of `path` that the document has. */
function offsetOf(document: ReturnType<typeof parseDocument>, path: PropertyKey[]): number {
  for (let depth = path.length; depth >= 0; depth--) {
    const node = document.getIn(path.slice(0, depth), true) as { range?: [number, number, number] } | undefined;
    if (node?.range) return node.range[0];
  }
  return 0;
}

/** Line of a YAML text on which the deepest part of `path` that it has begins; of a key, where the key stands. */
export function lineAt(text: string, path: PropertyKey[]): number {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter });
  for (let depth = path.length; depth > 0; depth--) {
    const parent = document.getIn(path.slice(0, depth - 1), true);
    const key = isMap(parent) ? parent.items.find((pair) => isScalar(pair.key) && pair.key.value === path[depth - 1])?.key : undefined;
    const node = (key ?? document.getIn(path.slice(0, depth), true)) as { range?: [number, number, number] } | undefined;
    if (node?.range) return lineCounter.linePos(node.range[0]).line;
  }
  return 1;
}

const stripComments = (sql: string) => sql.replace(/\/\*[\s\S]*?\*\//g, '').replace(/--.*$/gm, '').trim();

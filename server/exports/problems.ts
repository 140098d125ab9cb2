import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseYaml, ROOT } from '../sql-file';

const schema = z.object({ problems: z.array(z.object({ code: z.string(), zh: z.string(), measure: z.string() })) });

let read: Map<string, { zh: string; measure: string }> | undefined;

/** 建设问题: code → what it is, and its usual measure. */
export function constructionProblems() {
  const file = join(ROOT, 'data/codes/construction-problems.yaml');
  read ??= new Map(parseYaml(file, readFileSync(file, 'utf8'), schema).problems.map((problem) => [problem.code, problem]));
  return read;
}

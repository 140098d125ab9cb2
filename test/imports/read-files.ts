import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { drawingWords } from '../../server/imports/meaning/drawing-layers';
import { openFile } from '../../server/imports/reading/open';
import { type RawRow, Unreadable } from '../../server/imports/reading/source';

// A program: reads the files named, each as an upload, and says what came of them as JSON. Run with a PATH that has no ogr2ogr it reads by WebAssembly.
// Usage: read-files.ts [{"file": "a.zip", "sheet": "b", "encoding": "GBK"}, …]

interface Wanted { file: string; sheet?: string; encoding?: string }

async function readOne({ file, sheet, encoding }: Wanted) {
  const folder = mkdtempSync(join(tmpdir(), 'paikou-read-'));
  try {
    copyFileSync(file, join(folder, 'upload'));
    const { rows: found, close, ...about } = await openFile(join(folder, 'upload'), { name: basename(file), sheet, encoding, known: ['名称', '类型', '编码'], totals: [], drawings: drawingWords(), folder });
    const rows: RawRow[] = [];
    for await (const row of found) rows.push(...(Array.isArray(row) ? row : [row]));
    await close?.();
    return { ...about, rows };
  } catch (error) {
    if (!(error instanceof Unreadable)) return { crashed: String((error as Error).stack) };
    return { refused: error.message, value: error.value };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

(async () => {
  const told = [];
  for (const wanted of JSON.parse(process.argv[2] as string) as Wanted[]) told.push(await readOne(wanted));
  process.stdout.write(JSON.stringify(told), () => process.exit(0));
})();

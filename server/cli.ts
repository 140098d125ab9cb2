import { readFileSync } from 'node:fs';
import type { PackList } from './api-types';
import { readCatalog } from './catalog';
import { readConfig } from './config';
import { AppError } from './errors';
import { FolderHeld } from './db/folder-lock';
import { migrate } from './db/migrate';
import { exportHere, exportThere, readOrder as readExportOrder } from './exports/command';
import { importHere, importThere, readOrder } from './imports/command';
import { type Db, openDatabase } from './db/open';
import { evaluateAll, loadSample, prepare } from './loading/set-up';
import { serve } from './main';
import { verifyRecord } from './record/verify';
import { readWanted } from './tiles/archive/command';
import { sourceHere, sourceThere } from './tiles/archive/source';
import { writeArchive } from './tiles/archive/write';

interface Command { says: string; /** Names of its arguments. */ takes?: string[]; /** It reads what follows its arguments itself: --name value. */ options?: true; run(...args: string[]): Promise<void> }

const tell = (step: string) => console.log(step);

const commands: Record<string, Command> = {
  serve: { says: '建库、装载、研判并提供服务 (set up and serve; same as npm start)', run: () => serve() },
  migrate: {
    says: '更新数据库结构 (bring the schema up to date)',
    run: () => withDb(async (db) => tell(`已执行 (applied): ${(await migrate(db.knex)).join(', ') || '无 (none)'}`)),
  },
  load: {
    says: '装载示意数据（仅空库） (load the demonstration cities into an empty database)',
    run: () => withDb(async (db) => {
      const catalog = readCatalog();
      await prepare(db, catalog, tell);
      await loadSample(db, catalog, tell);
    }),
  },
  evaluate: {
    says: '按现行规则集重新研判全部城市 (evaluate every city by its active pack)',
    run: () => withDb(async (db) => {
      const catalog = readCatalog();
      await prepare(db, catalog, tell);
      await evaluateAll(db, catalog, tell);
    }).catch(askRunningServer),
  },
  import: {
    says: '导入文件：预检；加 --commit 入库 (import a file: preview, with --commit written)', takes: ['FILE'], options: true,
    run: (file = '', ...options) => importFile(file, options),
  },
  tiles: {
    says: '输出离线瓦片包 (write tiles to a file): --out FILE.pmtiles|FILE.mbtiles [--layers …] [--zoom 0-14] [--region …]', options: true,
    run: (...options) => writeTiles(options),
  },
  export: {
    says: '导出图层，如 outfalls.xlsx --region 231081 --out FILE (export a layer)', takes: ['NAME.EXT'], options: true,
    run: (target = '', ...options) => exportFile(target, options),
  },
  verify: {
    says: '离线核验导出的研判记录 (check an exported record of a verdict, offline)', takes: ['FILE'],
    run: (file = '') => verifyFile(file),
  },
};

/** Tells line by line what agrees, what does not and what nothing in the record tells; 1 where anything does not agree. */
async function verifyFile(file: string) {
  const lines = verifyRecord(JSON.parse(readFileSync(file, 'utf8')));
  for (const { agrees, what, detail } of lines) tell(`${agrees === null ? '— 未核对' : agrees ? '✓ 一致  ' : '✗ 不一致'} ${what}${detail ? `: ${detail}` : ''}`);
  const checked = lines.filter(({ agrees }) => agrees !== null).length;
  const wrong = lines.filter(({ agrees }) => agrees === false).length;
  tell(wrong === 0 ? `全部 ${checked} 项一致 (all agree)` : `${checked} 项中 ${wrong} 项不一致 (${wrong} of ${checked} do not agree)`);
  tell(`另有 ${lines.length - checked} 项离线不能核对，须与原库比对 (${lines.length - checked} more cannot be checked offline: compare with the database)`);
  if (wrong > 0) process.exitCode = 1;
}

/** By a database server directly, or by the running server that holds the embedded one's folder. */
async function importFile(file: string, options: string[]) {
  const order = readOrder(file, options);
  try {
    await withDb(async (db) => {
      const catalog = readCatalog();
      await prepare(db, catalog, tell);
      await importHere(db, catalog, order, tell);
    });
  } catch (error) {
    if (!(error instanceof FolderHeld) || !error.url) throw error;
    tell(`由运行中的服务导入 (asking the running server): ${error.url}`);
    await importThere(error.url, order, tell);
  }
}

/** From a database server directly, or from the running server that holds the embedded one's folder. */
async function writeTiles(options: string[]) {
  const catalog = readCatalog();
  const { wanted, asked } = readWanted(options, catalog.layers);
  try {
    await withDb(async (db) => {
      await prepare(db, catalog, tell);
      await writeArchive(await sourceHere(db, asked, readConfig().pool), wanted, tell);
    });
  } catch (error) {
    if (!(error instanceof FolderHeld) || !error.url) throw error;
    tell(`瓦片取自运行中的服务 (tiles of the running server): ${error.url}`);
    await writeArchive(await sourceThere(error.url, asked), wanted, tell);
  }
}

async function exportFile(target: string, options: string[]) {
  const order = readExportOrder(target, options);
  try {
    await withDb(async (db) => {
      const catalog = readCatalog();
      await prepare(db, catalog, () => {});
      await exportHere(db, catalog, order, tell);
    });
  } catch (error) {
    if (!(error instanceof FolderHeld) || !error.url) throw error;
    tell(`由运行中的服务导出 (asking the running server): ${error.url}`);
    await exportThere(error.url, order, tell);
  }
}

/** The folder of the embedded engine is held: the server that holds it evaluates. */
async function askRunningServer(error: unknown) {
  if (!(error instanceof FolderHeld) || !error.url) throw error;
  tell(`由运行中的服务研判 (asking the running server): ${error.url}`);
  const packs = await (await fetch(`${error.url}/api/packs`)).json() as PackList;
  for (const { region } of packs.items.filter(({ active }) => active)) {
    const answer = await fetch(`${error.url}/api/rule-runs`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ region, wait: true }) });
    const { outfalls, changed, detail } = await answer.json() as { outfalls?: number; changed?: number; detail?: string };
    if (!answer.ok) throw new Error(`${region}: ${detail}`);
    tell(`规则研判 ${region}: ${outfalls} 个排污口，结论变化 ${changed} 个`);
  }
}

async function withDb(work: (db: Db) => Promise<void>) {
  const db = await openDatabase(readConfig());
  try {
    await work(db);
  } finally {
    await db.close();
  }
}

async function main([name = '', ...rest]: string[]) {
  const command = commands[name];
  const takes = command?.takes?.length ?? 0;
  if (command && (rest.length === takes || (command.options && rest.length > takes))) return command.run(...rest);
  const list = Object.entries(commands).map(([each, { says, takes }]) => `  ${[each, ...(takes ?? [])].join(' ').padEnd(14)} ${says}`).join('\n');
  console.error(`${name ? `未知命令或多余参数 (unknown command or argument): ${[name, ...rest].join(' ')}\n` : ''}paikou <命令>\n${list}`);
  process.exit(name === '' || name === '--help' ? 0 : 2);
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  if (error instanceof AppError) for (const { field, reason, value } of error.errors) console.error(`  ${field}: ${reason}${value === undefined ? '' : ` (${JSON.stringify(value)})`}`);
  if (error instanceof FolderHeld && error.url) console.error(`请停止该服务后重试，或改用其接口 (stop it first, or use its API): ${error.url}/api/docs`);
  process.exit(1);
});

import { fork } from 'node:child_process';
import { mkdtempSync, openAsBlob, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import createKnex from 'knex';
import { makeCountry, scaled, WHOLE } from './country';
import { type Figure, figure, time } from './figure';
import { insertLoaded, loadByGdal, makeFiles } from './import-file';

type Tell = (line: string) => void;

const TIMES = 3;

/**
 * A ledger of a million outfalls (at scale 1) read, checked and committed, from the upload to the answer of the commit; against GDAL's program
 * loading the same file into the same database, turn by turn: into a table of its own, and from there by one statement into the table of outfalls
 * (`…_into_outfalls`), with its keys and indexes but without a preview. Nothing is judged on either side.
 */
export async function imports(serverUrl: string, scale: number, tell: Tell): Promise<Figure[]> {
  const outfalls = Math.round(WHOLE.outfalls * scale);
  const folder = mkdtempSync(join(tmpdir(), 'paikou-bench-'));
  const country = await makeCountry(serverUrl, 'paikou_bench_import', { ...scaled(WHOLE, 0.002), outfalls: 0 }, false);
  await country.db.close();
  const admin = createKnex({ client: 'pg', connection: serverUrl, pool: { min: 0, max: 1 } });
  try {
    const { csv, gpkg } = await makeFiles(folder, outfalls);
    tell(`${outfalls} 行 (rows)`);
    return [...await compare('import_csv', csv, outfalls, { admin, serverUrl, tell }), ...await compare('import_gpkg', gpkg, outfalls, { admin, serverUrl, tell })];
  } finally {
    rmSync(folder, { recursive: true });
    await admin.raw('DROP DATABASE IF EXISTS paikou_bench_import_now WITH (FORCE)');
    await admin.destroy();
  }
}

interface Place { admin: ReturnType<typeof createKnex>; serverUrl: string; tell: Tell }

async function compare(name: string, file: string, outfalls: number, place: Place): Promise<Figure[]> {
  const [ours, theirs, placed, peaks]: [number[], number[], number[], number[]] = [[], [], [], []];
  for (let n = 0; n < TIMES; n++) {
    let url = await freshDatabase(place);
    const loaded = await time(() => loadByGdal(file, url));
    theirs.push(loaded);
    placed.push(loaded + await time(() => insertLoaded(url)));
    url = await freshDatabase(place);
    const { ms, peak, timings } = await importOnce(url, file, outfalls);
    ours.push(ms);
    peaks.push(peak);
    place.tell(`${name} ${n + 1}: ${(ms / 1000).toFixed(1)} s，ogr2ogr ${((theirs[n] as number) / 1000).toFixed(1)} s，直至写入排污口表 (and on into the table of outfalls) ${((placed[n] as number) / 1000).toFixed(1)} s；${Object.entries(timings).map(([step, taken]) => `${step} ${taken}`).join('，')}；${peak.toFixed(0)} MiB`);
  }
  return [figure(name, middle(ours), 'ms', middle(theirs)), figure(`${name}_into_outfalls`, middle(ours), 'ms', middle(placed)), figure(`${name}_memory`, Math.max(...peaks), 'MiB')];
}

const middle = (taken: number[]) => [...taken].sort((a, b) => a - b)[Math.floor(taken.length / 2)] as number;

async function freshDatabase({ admin, serverUrl }: Place): Promise<string> {
  await admin.raw('DROP DATABASE IF EXISTS paikou_bench_import_now WITH (FORCE)');
  await admin.raw('CREATE DATABASE paikou_bench_import_now TEMPLATE paikou_bench_import');
  await admin.raw('CHECKPOINT');
  const url = new URL(serverUrl);
  url.pathname = '/paikou_bench_import_now';
  return url.href;
}

interface Job { id: number; state: string; rows: number; counts: { new: number; errors: number } | null; outcome: { created: number } | null; timings: Record<string, number>; error: unknown; detail?: string }

/** Through the interface of a server in a process of its own. */
async function importOnce(databaseUrl: string, file: string, outfalls: number): Promise<{ ms: number; peak: number; timings: Record<string, number> }> {
  const child = fork(join(__dirname, 'import-server.ts'), [databaseUrl], { execArgv: ['--require', 'tsx/cjs', ...(process.env.BENCH_NODE_OPTIONS?.split(' ') ?? [])] });
  try {
    const heard = <T>() => new Promise<T>((resolve, reject) => { child.once('message', (message) => resolve(message as T)); child.once('exit', (code) => { if (code) reject(new Error(`the server ended with ${code}`)); }); });
    const { port } = await heard<{ port: number }>();
    const url = `http://127.0.0.1:${port}/api/imports`;
    const form = new FormData();
    form.set('region', '999900');
    form.set('layer', 'outfalls');
    form.set('file', await openAsBlob(file), basename(file));
    const started = performance.now();
    let job = await answered(fetch(url, { method: 'POST', body: form }));
    while (job.state === 'reading') {
      await new Promise((next) => { setTimeout(next, 100); });
      job = await answered(fetch(`${url}/${job.id}?limit=1`));
    }
    if (job.counts?.new !== outfalls || job.counts.errors !== 0) throw new Error(`preview: ${JSON.stringify([job.state, job.rows, job.counts, job.error])}`);
    job = await answered(fetch(`${url}/${job.id}/commit`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }));
    const ms = performance.now() - started;
    if (job.outcome?.created !== outfalls) throw new Error(`commit: ${JSON.stringify(job.outcome)}`);
    child.send('peak');
    const { peak_kb } = await heard<{ peak_kb: number }>();
    return { ms, peak: peak_kb / 1024, timings: job.timings };
  } finally {
    const ended = new Promise((done) => { child.once('exit', done); });
    if (child.exitCode === null) { child.disconnect(); await ended; }
  }
}

async function answered(asked: Promise<Response>): Promise<Job> {
  const answer = await asked;
  const job = await answer.json() as Job;
  if (!answer.ok) throw new Error(`${answer.status} ${job.detail}`);
  return job;
}

import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../sql-file';

const WEB = join(ROOT, 'web');
const BUILT = join(WEB, 'dist/index.html');

/** Builds the viewer into web/dist in a process of its own, unless what is there is newer than its sources. */
export async function buildViewer(tell: (step: string) => void): Promise<void> {
  if (existsSync(BUILT) && statSync(BUILT).mtimeMs >= newestSource()) return;
  const started = Date.now();
  await run(process.execPath, [join(ROOT, 'node_modules/vite/bin/vite.js'), 'build', WEB, '--logLevel', 'warn']);
  tell(`地图页面已构建 (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}

function newestSource(): number {
  const files = readdirSync(WEB, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/[/\\](dist|node_modules)([/\\]|$)/.test(entry.parentPath));
  return Math.max(...files.map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs));
}

function run(command: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => { output += chunk; });
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`the viewer did not build:\n${output}`))));
  });
}

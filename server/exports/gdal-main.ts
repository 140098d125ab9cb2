import { writeFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { wasmGdal } from '../imports/reading/gdal-wasm';

const { input, output, options } = workerData as { input: string; output: string; options: string[] };

async function work() {
  const gdal = await wasmGdal();
  const { datasets, errors } = await gdal.open([input]);
  const dataset = datasets[0];
  if (!dataset) throw new Error(`cannot be opened: ${JSON.stringify(errors)}`);
  const { local } = await gdal.ogr2ogr(dataset, options);
  writeFileSync(output, gdal.Module.FS.readFile(local), { mode: 0o600 });
}

const told = (error: unknown) => String((Array.isArray(error) ? error[0] : error as { message?: string })?.message ?? error).slice(0, 500);

work().then(() => parentPort?.postMessage({ done: true }), (error) => parentPort?.postMessage({ failed: told(error) }));

import { editable } from '../../server/edits/resources';
import type { RunningApp } from '../harness';

// Rows that can be posted: of every editable layer a copy of one that is there.

interface Posted { type: 'Feature'; geometry?: unknown; properties: Record<string, unknown> }

const OUTFALL: Posted = { type: 'Feature', geometry: { type: 'Point', coordinates: [76.17, 39.71] }, properties: { name: '示意口', region_code: '653001', category: 'other.misc' } };

const resourceAt = (app: RunningApp, path: string) => editable(app.catalog.layers).find(({ id }) => path === `/api/${id}` || path === `/api/${id}/{id}`);

/** Bodies of every editing operation, by path. */
export async function editBodies(app: RunningApp): Promise<Record<string, unknown>> {
  const bodies: Record<string, unknown> = { '/api/scenarios': { region: '653001' } };
  for (const { id } of editable(app.catalog.layers)) {
    bodies[`/api/${id}`] = await copyOf(app, id);
    bodies[`/api/${id}/{id}`] = { type: 'Feature', properties: {} };
  }
  return bodies;
}

/** The id that an editing operation can be asked about: of a row of its own where it deletes or takes back. Undefined for other paths. */
export async function editedId(app: RunningApp, path: string, method: string): Promise<number | undefined> {
  if (path === '/api/edits/{id}/undo') return (await post(app, 'intakes')).edit;
  const resource = resourceAt(app, path);
  if (!resource) return undefined;
  return method === 'delete' ? (await post(app, resource.id)).id : lastRow(app, resource.id);
}

async function lastRow(app: RunningApp, layer: string): Promise<number> {
  const { table, fixed, shapes } = editable(app.catalog.layers).find(({ id }) => id === layer) as NonNullable<ReturnType<typeof resourceAt>>;
  const rows = app.db.knex(table).where(fixed).orderBy('id', 'desc').limit(1);
  const [id] = await (shapes ? rows.whereRaw('GeometryType(geom) = ANY (?)', [shapes.map((one) => one.toUpperCase())]) : rows).pluck('id');
  return id;
}

async function copyOf(app: RunningApp, layer: string): Promise<Posted> {
  if (layer === 'outfalls') return OUTFALL;
  const { type, geometry, properties } = await (await fetch(`${app.url}/api/${layer}/${await lastRow(app, layer)}`)).json() as Posted;
  const { code, ...others } = properties;
  return { type, geometry, properties: others };
}

async function post(app: RunningApp, layer: string): Promise<{ id: number; edit: number }> {
  const answer = await fetch(`${app.url}/api/${layer}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(await copyOf(app, layer)) });
  if (answer.status !== 201) throw new Error(`${layer}: ${await answer.text()}`);
  return await answer.json() as { id: number; edit: number };
}

import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { meaningOfDrawing } from '../meaning/drawing-layers';
import type { Asked, Note, Table } from './source';
import { Unreadable } from './source';

/** Entities that are drawn; texts, parts of other entities and windows are none. */
const DRAWN = new Set(['POINT', 'LINE', 'LWPOLYLINE', 'POLYLINE', 'MLINE', 'ARC', 'CIRCLE', 'ELLIPSE', 'SPLINE', 'INSERT', 'HATCH', 'SOLID', 'TRACE', '3DFACE']);

export interface Drawing { tables: Table[]; notes: Note[]; /** Drawing layers that are not read. */ left: Set<string> }

/**
 * The layers of a drawing in UTF-8 with how much is drawn on each, and which of them are read: the one named as sheet; else, where their names
 * mean different things, those of the thing that is wanted, or that most is drawn of; else all.
 */
export async function drawingLayers(file: string, { name, sheet, layer: wanted, drawings }: Asked): Promise<Drawing> {
  const layers = [...await entitiesByLayer(file)].map(([layer, rows]) => ({ layer, rows, meant: meaningOfDrawing(layer, drawings)?.layer }));
  if (sheet !== undefined && !layers.some(({ layer }) => layer === sheet)) throw new Unreadable(`没有这个图层；有 (no such layer; there are): ${layers.map(({ layer }) => layer).join(', ')}`, sheet, true);
  const things = new Map<string, number>();
  for (const { meant, rows } of layers) if (meant) things.set(meant, (things.get(meant) ?? 0) + rows);
  const most = wanted !== undefined && things.has(wanted) ? wanted : [...things].sort((a, b) => b[1] - a[1])[0]?.[0];
  const isTaken = ({ layer, meant }: (typeof layers)[number]) => (sheet === undefined ? things.size === 0 || meant === most : layer === sheet);
  const left = layers.filter((one) => !isTaken(one));
  return {
    tables: layers.length ? layers.map((one) => ({ name: one.layer, rows: one.rows, columns: null, taken: isTaken(one) })) : [{ name, rows: 0, columns: null, taken: true }],
    notes: left.map(({ layer, rows }) => ({ zh: `图层“${layer}”（${rows} 个图形）未读取，可改选（sheet）`, en: `drawing layer "${layer}" (${rows} entities) is not read; name it as sheet` })),
    left: new Set(left.map(({ layer }) => layer)),
  };
}

async function entitiesByLayer(file: string): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  let [code, section, drawn, layer] = ['', '', false, ''];
  const count = () => { if (drawn) counts.set(layer, (counts.get(layer) ?? 0) + 1); };
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    if (code === '') { code = line.trim() || '-'; continue; }
    if (code === '2' && section === '?') section = line.trim();
    else if (code === '0') {
      if (section === 'ENTITIES') count();
      const kind = line.trim();
      if (kind === 'SECTION') section = '?';
      else if (kind === 'ENDSEC') section = '';
      [drawn, layer] = [section === 'ENTITIES' && DRAWN.has(kind), '0'];
    } else if (code === '8' && drawn) layer = line.trim();
    code = '';
  }
  return counts;
}

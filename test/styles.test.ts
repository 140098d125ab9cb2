import { inflateSync } from 'node:zlib';
import Pbf from 'pbf';
import { readLayers } from '../server/layers/layer-files';
import { type RunningApp, startApp } from './harness';

let app: RunningApp;
beforeAll(async () => { app = await startApp(); });
afterAll(() => app.close());

const get = async (path: string) => {
  const answer = await fetch(path.startsWith('http') ? path : app.url + path);
  return { status: answer.status, type: answer.headers.get('content-type') ?? '', body: Buffer.from(await answer.arrayBuffer()) };
};
const json = async (path: string) => JSON.parse((await get(path)).body.toString());

interface StyleLayer { id: string; type: string; source?: string; 'source-layer'?: string; layout?: Record<string, unknown>; paint?: Record<string, unknown>; filter?: unknown }

test('the style draws every look of every public layer, each by what the header says', async () => {
  const style = await json('/styles/onemap.json');
  expect(style.version).toBe(8);
  expect(new Set(style.layers.map(({ id }: StyleLayer) => id)).size).toBe(style.layers.length);
  for (const { header } of readLayers().values()) {
    for (const [n, { style: look, filter }] of header.style.entries()) {
      const drawn = (style.layers as StyleLayer[]).filter(({ id }) => id.startsWith(`${header.id}-${n}-`));
      expect(drawn.length).toBeGreaterThan(0);
      for (const each of drawn) {
        expect(each['source-layer']).toBe(header.id);
        if (filter) expect(each.filter).toContainEqual(filter);
        expect(each.layout?.visibility).toBe(header.visible ? 'visible' : 'none');
      }
      const paints = Object.assign({}, ...drawn.map(({ paint }) => paint));
      if (look['fill-color']) expect(paints['fill-color']).toBe(look['fill-color']);
      if (look['stroke-color']) expect(paints['line-color']).toBe(look['stroke-color']);
      if (look['circle-fill-color'] && look['circle-radius']) expect(paints['circle-color']).toBe(look['circle-fill-color']);
    }
  }
});

test('everything that the style names is served by the same server', async () => {
  const style = await json('/styles/onemap.json');
  for (const address of [style.sprite, style.glyphs, style.sources.onemap.url]) expect(address.startsWith(`${app.url}/`)).toBe(true);
  expect((await json(style.sources.onemap.url)).vector_layers.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining(['outfalls', 'rivers']));
  for (const ratio of [1, 2]) {
    const name = `${style.sprite}${ratio === 2 ? '@2x' : ''}`;
    const index = await json(`${name}.json`);
    const icons = style.layers.map(({ layout }: StyleLayer) => layout?.['icon-image']).filter(Boolean);
    expect(icons.length).toBeGreaterThan(5);
    for (const icon of icons) expect(index).toHaveProperty([icon], expect.objectContaining({ pixelRatio: ratio }));
    const sheet = await get(`${name}.png`);
    expect(sheet.type).toBe('image/png');
    const [width, height] = [sheet.body.readUInt32BE(16), sheet.body.readUInt32BE(20)];
    for (const { x, y, width: w, height: h } of Object.values(index) as { x: number; y: number; width: number; height: number }[]) expect(x + w <= width && y + h <= height).toBe(true);
    const at = sheet.body.indexOf('IDAT');
    const rows = inflateSync(sheet.body.subarray(at + 4, at + 4 + sheet.body.readUInt32BE(at - 4)));
    expect(rows.length).toBe((width * 4 + 1) * height);
    const { x, width: w } = Object.values(index)[0] as { x: number; width: number };
    const middle = (w >> 1) * (width * 4 + 1) + 1 + (x + (w >> 1)) * 4;
    expect(rows[middle + 3]).toBe(255); // the middle of a shape is filled, its corner is not
    expect(rows[1 + x * 4 + 3]).toBe(0);
  }
});

test('glyphs: Latin letters and digits; what there is not is said', async () => {
  const answer = await get('/styles/glyphs/Paikou%20Sans/0-255.pbf');
  expect(answer.status).toBe(200);
  const glyphs: { id: number; field?: Uint8Array; width: number; height: number }[] = new Pbf(Uint8Array.from(answer.body)).readFields((tag: number, stacks: never[], pbf: Pbf) => {
    if (tag === 1) pbf.readMessage((field: number, _: unknown, stack: Pbf) => {
      if (field === 3) (stacks as unknown[]).push(stack.readMessage((part: number, glyph: Record<string, unknown>, each: Pbf) => {
        if (part === 1) glyph.id = each.readVarint();
        if (part === 2) glyph.field = each.readBytes();
        if (part === 3) glyph.width = each.readVarint();
        if (part === 4) glyph.height = each.readVarint();
      }, {}));
    }, {});
  }, [] as never[]) as never;
  for (const letter of '0123456789AZaz%') {
    const glyph = glyphs.find(({ id }) => id === letter.charCodeAt(0));
    expect(glyph?.field?.length).toBe(((glyph?.width ?? 0) + 6) * ((glyph?.height ?? 0) + 6));
    expect(Math.max(...(glyph?.field ?? [0]))).toBeGreaterThan(192); // 192 is the outline
  }
  expect((await get('/styles/glyphs/Paikou%20Sans/256-511.pbf')).status).toBe(404);
  expect((await get('/styles/glyphs/Arial/0-255.pbf')).status).toBe(404);
  expect((await get('/styles/glyphs/Paikou%20Sans/x.pbf')).status).toBe(404);
});

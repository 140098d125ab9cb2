import { inflateSync } from 'node:zlib';
import Pbf from 'pbf';
import { createPropertyExpression, featureFilter, latest, validateStyleMin } from '@maplibre/maplibre-gl-style-spec';
import { type LayerHeader, readLayers } from '../server/layers/layer-files';
import { compileLayer, Looks, type StyleLayer as PageLayer } from '../web/src/map/style-layers';
import { type RunningApp, startApp } from './harness';

let app: RunningApp;
beforeAll(async () => { app = await startApp(); });
afterAll(() => app.close());

const get = async (path: string) => {
  const answer = await fetch(path.startsWith('http') ? path : app.url + path);
  return { status: answer.status, type: answer.headers.get('content-type') ?? '', body: Buffer.from(await answer.arrayBuffer()) };
};
type StyleLayer = PageLayer & { source?: string };

const json = async (path: string) => JSON.parse((await get(path)).body.toString());

test('the style is valid, and free of what QGIS leaves out', async () => {
  const style = await json('/styles/onemap.json');
  expect(validateStyleMin(style).map(({ message }) => message)).toEqual([]);
  expect(JSON.stringify(style)).not.toMatch(/geometry-type|\$type/);
  const filters = (style.layers as StyleLayer[]).flatMap(({ filter }) => (filter === undefined ? [] : [filter]));
  expect(filters.length).toBeGreaterThan(30);
  for (const filter of filters) expect([filter, convertible(filter)]).toEqual([filter, true]);
  const broken = structuredClone(style);
  broken.layers[1].paint['line-width'] = 'wide';
  expect(validateStyleMin(broken)).not.toEqual([]);
});

/** Filters that QGIS 3 converts: an attribute compared with a value, asked for, or among values, and all of such. */
function convertible(filter: unknown): boolean {
  const [operator, ...parts] = filter as [string, ...unknown[]];
  const attribute = (part: unknown) => Array.isArray(part) && part[0] === 'get' && part.length === 2;
  if (operator === 'all') return parts.every(convertible);
  if (operator === '==' || operator === '!=') return attribute(parts[0]) && !Array.isArray(parts[1]);
  if (operator === 'in') return attribute(parts[0]) && (parts[1] as unknown[])[0] === 'literal';
  if (operator === '!') return (parts[0] as unknown[])[0] === 'has';
  return operator === 'has';
}

test('the style draws every look and every name of every public layer, each by what the header says', async () => {
  const style = await json('/styles/onemap.json');
  expect(style.version).toBe(8);
  expect(new Set(style.layers.map(({ id }: StyleLayer) => id)).size).toBe(style.layers.length);
  for (const { header } of readLayers().values()) {
    for (const [n, { style: look, filter, label, ring }] of header.style.entries()) {
      const drawn = (style.layers as StyleLayer[]).filter(({ id }) => id.startsWith(`${header.id}-${n}-`));
      expect(drawn.length).toBeGreaterThan(0);
      for (const each of drawn) {
        expect(each['source-layer']).toBe(header.id);
        expect(each.metadata).toEqual({ label });
        if (filter) expect([each.filter, ...(each.filter as unknown[])]).toContainEqual(filter);
        expect(each.layout?.visibility).toBe(header.visible ? 'visible' : 'none');
      }
      const given = Object.assign({}, ...drawn.flatMap(({ paint, layout }) => [paint, layout]));
      if (look['fill-color']) expect(given['fill-color']).toBe(look['fill-color']);
      if (look['stroke-color']) expect(given['line-color']).toBe(look['stroke-color']);
      if (look['circle-fill-color'] && !ring) expect(given['circle-color']).toBe(look['circle-fill-color']);
      if (look['icon-src']) expect(look['icon-src']).toBe(`styles/symbols/${given['icon-image']}.svg`);
    }
    const names = (style.layers as StyleLayer[]).filter(({ id }) => id.startsWith(`${header.id}-name-`));
    expect(names.map(({ paint, maxzoom }) => [paint?.['text-color'], maxzoom])).toEqual(header.names.map(({ colour, maxzoom }) => [colour, maxzoom]));
  }
});

describe('the page evaluates the style as MapLibre does', () => {
  let layers: StyleLayer[];
  beforeAll(async () => { layers = (await json('/styles/onemap.json')).layers; });

  test('each filter and property, over drawn attributes and zooms', () => {
    let compared = 0;
    const different: unknown[] = [];
    for (const layer of layers.filter(({ source }) => source)) {
      const ours = compileLayer(layer, 0);
      const theirs = evaluators(layer);
      const { filter } = featureFilter(layer.filter as never);
      for (const [n, properties] of attributesOf(headers.get(layer['source-layer'] as string)?.header as LayerHeader).entries()) {
        const zoom = [0, 4.5, 8.99, 9, 10.99, 11, 16][n % 7] as number;
        const looking = { get: (name: string) => properties[name], zoom };
        const passes = filter({ zoom }, { type: 1, properties } as never);
        const shown = passes && zoom >= (layer.minzoom ?? 0) && zoom < (layer.maxzoom ?? 99);
        if (ours.shows(looking) !== shown) different.push([layer.id, properties, zoom, shown]);
        if (!passes) continue;
        for (const [name, value] of theirs) {
          const [a, b] = [ours.value(name, looking), value(zoom, properties)].map((each) => JSON.stringify(plain(each)));
          if (a !== b) different.push([layer.id, name, properties, a, b]);
          compared++;
        }
      }
    }
    expect(different).toEqual([]);
    expect(compared).toBeGreaterThan(1000);
  });

  test('what it cannot evaluate or draw is an error', () => {
    const [line] = layers.filter(({ type }) => type === 'line') as [StyleLayer];
    expect(() => compileLayer(line, 0)).not.toThrow();
    expect(() => compileLayer({ ...line, paint: { ...line.paint, 'line-width': ['interpolate', ['linear'], ['zoom'], 5, 1, 10, 2] } }, 0)).toThrow(/interpolate/);
    expect(() => compileLayer({ ...line, paint: { ...line.paint, 'line-blur': 2 } }, 0)).toThrow(/line-blur/);
    expect(() => compileLayer({ ...line, type: 'heatmap' }, 0)).toThrow(/heatmap/);
    expect(() => compileLayer({ ...line, filter: ['==', ['geometry-type'], 'Point'] }, 0)).toThrow(/geometry-type/);
    expect(() => compileLayer({ ...line, filter: ['>', ['zoom'], 3] }, 0)).toThrow(/no operator/);
  });

  test('a look is made once for what it depends on', () => {
    const [ring] = layers.filter(({ id }) => id.endsWith('-ring')) as [StyleLayer];
    let made = 0;
    const looks = new Looks([compileLayer(ring, 0)], () => ++made);
    const feature = (count: number, name: string) => ({ get: (asked: string) => ({ aggregate: true, count, shares: '8-0-0-0-0', name })[asked] });
    expect([looks.of(feature(3, 'a'), 5), looks.of(feature(3, 'b'), 6.2), looks.of(feature(4, 'a'), 5)]).toEqual([[1], [1], [2]]);
    expect(looks.of({ get: () => undefined }, 5)).toEqual([]);
  });
});

const LISTS = new Set(['line-dasharray', 'text-font']);
const headers = readLayers();

type Evaluator = (zoom: number, properties: Record<string, unknown>) => unknown;

/** Each property of a layer as the style specification of MapLibre evaluates it. */
function evaluators({ type, paint, layout }: StyleLayer): [string, Evaluator][] {
  return Object.entries({ paint, layout }).flatMap(([section, given]) => Object.entries(given ?? {}).filter(([name]) => name !== 'visibility').map(([name, value]): [string, Evaluator] => {
    if (!Array.isArray(value) || LISTS.has(name)) return [name, (_, properties) => (typeof value === 'string' ? value.replace('{shares}', String(properties.shares)) : value)];
    const { result, value: expression } = createPropertyExpression(value, (latest as never as Record<string, Record<string, never>>)[`${section}_${type}`]?.[name] as never);
    if (result === 'error') throw new Error(`${name}: ${JSON.stringify(expression)}`);
    return [name, (zoom, properties) => expression.evaluate({ zoom } as never, { type: 1, properties } as never)];
  }));
}

/** Texts of MapLibre are lists of sections, images have a name. */
const plain = (value: unknown): unknown => {
  const { sections, name } = (value ?? {}) as { sections?: { text: string }[]; name?: string };
  return sections ? sections.map(({ text }) => text).join('') : (name ?? value);
};

/** Attributes as tiles may hold them: each value of each closed list, and none at all. */
function attributesOf({ attributes }: LayerHeader): Record<string, unknown>[] {
  const lists = Object.entries(attributes).map(([name, { type, values }]): [string, unknown[]] => {
    if (values) return [name, [undefined, ...Object.keys(values)]];
    if (type === 'boolean') return [name, [undefined, true, false]];
    return [name, name === 'shares' ? ['1-0-2-5-0', '0-8-0-0-0'] : type === 'integer' ? [3, 10, 99, 4000, 12_345] : ['某名']];
  });
  return Array.from({ length: 60 }, (_, n) => Object.fromEntries([...lists, ['drawn_as', [undefined, 'point', 'line']] as [string, unknown[]]]
    .map(([name, values], k): [string, unknown] => [name, values[(n * (k + 1) + (n >> 2)) % values.length]]).filter(([, value]) => value !== undefined)));
}

test('everything that the style names is served by the same server', async () => {
  const style = await json('/styles/onemap.json');
  for (const address of [style.sprite, style.glyphs, style.sources.onemap.url]) expect(address.startsWith(`${app.url}/`)).toBe(true);
  expect((await json(style.sources.onemap.url)).vector_layers.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining(['outfalls', 'rivers']));
  for (const ratio of [1, 2]) {
    const name = `${style.sprite}${ratio === 2 ? '@2x' : ''}`;
    const index = await json(`${name}.json`) as Record<string, { x: number; y: number; width: number; height: number; pixelRatio: number }>;
    const icons: string[] = style.layers.map(({ layout }: StyleLayer) => layout?.['icon-image']).filter(Boolean);
    expect(icons.length).toBeGreaterThan(5);
    for (const icon of icons.flatMap((each) => (each.includes('{shares}') ? ['8-0-0-0-0', '1-1-1-4-1', '0-0-0-0-8'].map((shares) => each.replace('{shares}', shares)) : each))) {
      expect(index).toHaveProperty([icon], expect.objectContaining({ pixelRatio: ratio }));
    }
    const sheet = await pixelsOf(`${name}.png`);
    for (const { x, y, width, height } of Object.values(index)) expect(x + width <= sheet.width && y + height <= sheet.height).toBe(true);
    // The filling of each is where it must be, its corner is empty; a ring holds its shares clockwise from the top.
    const at = (icon: string, dx: number, dy: number) => { const place = index[icon] as { x: number; y: number; width: number; height: number }; return sheet.at(Math.floor(place.x + place.width * dx), Math.floor(place.y + place.height * dy)); };
    for (const [icon, ink] of Object.entries(INK)) {
      expect([icon, at(icon, 0.5, 0.32)]).toEqual([icon, ink]);
      expect([icon, at(icon, 0, 0)[3]]).toEqual([icon, 0]);
    }
    expect([[0.7, 0.2], [0.8, 0.7], [0.3, 0.8], [0.3, 0.2]].map(([dx, dy]) => at('ring-2-1-1-4-0', dx as number, dy as number))).toEqual([INK['verdict-ban'], INK['verdict-merge'], INK['verdict-keep'], INK['verdict-keep']]);
  }
  const symbol = await get('/styles/symbols/verdict-review-ban.svg');
  expect([symbol.status, symbol.type]).toEqual([200, expect.stringContaining('image/svg+xml')]);
  expect((await get('/styles/symbols/ring-1-0-2-5-0.svg')).body.toString()).toContain('#0b7a75');
  expect((await get('/styles/symbols/verdict-nothing.svg')).status).toBe(404);
});

const INK = { 'verdict-ban': [179, 21, 29, 255], 'verdict-merge': [240, 163, 10, 255], 'verdict-keep': [11, 122, 117, 255], 'verdict-none': [123, 135, 148, 255] };

/** Of a PNG as we write it: RGBA without filters. */
async function pixelsOf(path: string) {
  const { type, body } = await get(path);
  expect(type).toBe('image/png');
  const [width, height, data] = [body.readUInt32BE(16), body.readUInt32BE(20), body.indexOf('IDAT')];
  const rows = inflateSync(body.subarray(data + 4, data + 4 + body.readUInt32BE(data - 4)));
  expect(rows.length).toBe((width * 4 + 1) * height);
  return { width, height, at: (x: number, y: number) => [...rows.subarray(y * (width * 4 + 1) + 1 + x * 4, y * (width * 4 + 1) + 5 + x * 4)] };
}

test('glyphs: Latin letters and digits; what there is not is said', async () => {
  expect((await get('/styles/glyphs/Paikou%20Sans%20Bold/0-255.pbf')).status).toBe(200);
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

import { readCatalog } from '../server/catalog';
import { type Layer, tileAttributes } from '../server/layers/layer-files';
import { clientOf } from './ogc/client';
import { type RunningApp, startApp } from './harness';
import { decode } from './tiles-compare';
import { tileAt } from './tiles-drawn';

// What is personal or unpublished stands in no public tile, item, list of attributes or filter: held for every attribute of every layer.

/** Columns of tables from which layers read that nobody outside may see, and words that name a person wherever they stand. */
const UNPUBLISHED = ['source', 'status_proof', 'credit_code', 'situation', 'declared_by', 'recorded_at', 'recorded_by', 'discharge_permit', 'drainage_permit', 'approval_no', 'retention_report_no', 'shared_with', 'typed_in_zone', 'input_hash'];
const PERSONAL = /phone|mobile|telephone|email|contact|person|complain|reporter|id_card|address|owner|chief_name|姓名|电话|手机|联系/i;

let app: RunningApp;
let client: ReturnType<typeof clientOf>;
let layers: Layer[];
beforeAll(async () => {
  const catalog = readCatalog();
  layers = [...catalog.layers.values()];
  // one layer more, internal, whose rows exist
  const hidden = structuredClone(layers.find(({ header }) => header.id === 'dischargers')!) as Layer;
  Object.assign(hidden.header, { id: 'clues', access: 'internal' });
  catalog.layers.set('clues', hidden);
  app = await startApp({}, catalog);
  client = clientOf(app);
});
afterAll(() => app.close());

const secretMark = '不得外传 13800000000';

test('every attribute of every layer is one that its file declares, in items, tiles, queryables, tilesets; none is personal', async () => {
  for (const { header } of layers) {
    const declared = Object.keys(header.attributes);
    const single = declared.filter((name) => !header.attributes[name]!.aggregate);
    for (const name of declared) expect([header.id, name, PERSONAL.test(name) || UNPUBLISHED.includes(name)]).toEqual([header.id, name, false]);
    for (const { properties } of await client.all(header.id)) expect([header.id, Object.keys(properties as object)]).toEqual([header.id, single]);
    const { body: queryables } = await client.get(`/ogc/collections/${header.id}/queryables`);
    expect(Object.keys(queryables.properties)).toEqual([...single, 'geometry']);
    const { body: set } = await client.get(`/ogc/collections/${header.id}/tiles/WebMercatorQuad`);
    const inTiles = Object.keys(tileAttributes(header));
    expect(Object.keys(set.layers[0].propertiesSchema.properties)).toEqual(inTiles);
    for (const [grid, tile] of [['WebMercatorQuad', '7/45/91'], ['WebMercatorQuad', '7/46/110'], ['WorldCRS84Quad', '9/142/727'], ['WorldCRS84Quad', '9/129/884']]) {
      const answer = await fetch(`${app.url}/ogc/collections/${header.id}/tiles/${grid}/${tile}`);
      const features = decode(Buffer.from(await answer.arrayBuffer()))[header.id] ?? [];
      for (const name of features.flatMap(({ properties }) => Object.keys(properties))) expect(inTiles).toContain(name);
    }
  }
}, 60_000);

test('what stands in unpublished columns is in no item, page or tile, nor can a filter or search ask for it', async () => {
  const { knex } = app.db;
  const texts: { table_name: string; column_name: string }[] = (await knex.raw(`SELECT table_name, column_name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND c.data_type = 'text' AND c.is_generated = 'NEVER' ORDER BY 1, 2`)).rows;
  const read = new Set(layers.flatMap(({ header }) => header.tables));
  let marked = 0;
  for (const { table_name, column_name } of texts.filter((each) => read.has(each.table_name) && UNPUBLISHED.includes(each.column_name))) {
    await knex.transaction(async (trx) => {
      await trx.raw('SAVEPOINT one');
      try {
        await trx(table_name).update({ [column_name]: secretMark });
        marked++;
      } catch {
        await trx.raw('ROLLBACK TO SAVEPOINT one'); // a column that takes only certain words
      }
    });
  }
  expect(marked).toBeGreaterThan(3);
  for (const { header } of layers) {
    for (const format of ['json', 'html']) expect(JSON.stringify((await client.items(header.id, { limit: 1000, f: format })).body)).not.toContain('13800000000');
    for (const name of UNPUBLISHED) expect([name, (await client.items(header.id, { filter: `${name} IS NOT NULL` })).status]).toEqual([name, 400]);
  }
  const seen = new Set<string>();
  const { rows } = await knex.raw('SELECT DISTINCT ON (region_code) ST_X(geom) AS lon, ST_Y(geom) AS lat FROM outfall ORDER BY region_code, id');
  for (const { lon, lat } of rows as { lon: number; lat: number }[]) {
    for (const z of [4, 9, 13]) {
      const { x, y } = tileAt(z, lon, lat);
      const tile = Buffer.from(await (await fetch(`${app.url}/tiles/onemap/${z}/${x}/${y}.mvt`)).arrayBuffer());
      expect([z, x, y, tile.includes('13800000000')]).toEqual([z, x, y, false]);
      for (const [layer, features] of Object.entries(decode(tile))) {
        seen.add(layer);
        const { attributes } = layers.find(({ header }) => header.id === layer)!.header;
        for (const name of features.flatMap(({ properties }) => Object.keys(properties))) expect([...Object.keys(attributes), 'aggregate', 'count', 'drawn_as']).toContain(name);
      }
    }
  }
  expect(seen.size).toBeGreaterThan(10);
}, 60_000);

test('an internal layer does not exist outside', async () => {
  const { body } = await client.get('/ogc/collections');
  expect(body.collections.map(({ id }: { id: string }) => id).sort()).toEqual(layers.map(({ header }) => header.id).sort());
  for (const path of ['collections/clues', 'collections/clues/items', 'collections/clues/items/1', 'collections/clues/queryables', 'collections/clues/tiles', 'collections/clues/tiles/WebMercatorQuad', 'collections/clues/tiles/WebMercatorQuad/0/0/0', 'collections/clues/tiles/WorldCRS84Quad/0/0/1']) {
    expect([path, (await client.get(`/ogc/${path}`)).status]).toEqual([path, 404]);
  }
  for (const grid of ['WebMercatorQuad/0/0/0', 'WorldCRS84Quad/0/0/1']) expect(Object.keys(decode(Buffer.from(await (await fetch(`${app.url}/ogc/tiles/${grid}`)).arrayBuffer())))).not.toContain('clues');
  for (const path of ['/ogc/styles/onemap/metadata', '/ogc/styles/onemap?f=json', '/styles/onemap.json', '/tiles/onemap.json', '/api/layers']) expect([path, JSON.stringify((await client.get(path)).body).includes('clues')]).toEqual([path, false]);
  for (const path of ['/tiles/clues.json', '/tiles/clues/0/0/0.mvt', '/tiles/outfalls,clues/0/0/0.mvt', '/api/tile-cover?layers=clues']) expect([path, (await fetch(app.url + path)).status]).toEqual([path, 404]);
});

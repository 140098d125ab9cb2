import { readConfig } from '../server/config';
import { clientOf, linksOf } from './ogc/client';
import { type RunningApp, startApp } from './harness';

const FORWARDED = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'onemap.example.cn', 'x-forwarded-prefix': '/pk' };
const apps: RunningApp[] = [];
const start = async (settings: Parameters<typeof startApp>[0]) => {
  const app = await startApp(settings);
  apps.push(app);
  return { app, client: clientOf(app) };
};
afterEach(async () => { for (const app of apps.splice(0)) await app.close(); });

const hrefs = (text: string) => [...text.matchAll(/"(?:href|\$id|url)":"([^"]+)"/g)].map((found) => found[1] as string);

test('links stand where the trusted proxy says that clients see the service, everywhere', async () => {
  const { client } = await start({ trustedProxies: ['127.0.0.0/8'] });
  for (const path of ['/ogc', '/ogc/collections', '/ogc/collections/outfalls', '/ogc/collections/outfalls/items?limit=1', '/ogc/collections/outfalls/items/1', '/ogc/collections/outfalls/queryables',
    '/ogc/tiles', '/ogc/tiles/WebMercatorQuad', '/ogc/tileMatrixSets', '/ogc/styles', '/ogc/styles/onemap/metadata', '/ogc/api']) {
    const { body } = await client.get(path, FORWARDED);
    const found = hrefs(JSON.stringify(body)).filter((href) => !href.startsWith('http://www.opengis.net/'));
    expect([path, found.length > 0, found.filter((href) => !href.startsWith('https://onemap.example.cn/pk/'))]).toEqual([path, true, []]);
  }
  const { body } = await client.get('/tiles/outfalls.json', FORWARDED);
  expect(body.tiles[0]).toMatch(/^https:\/\/onemap\.example\.cn\/pk\/tiles\//);
  const ported = await client.get('/ogc', { 'x-forwarded-host': 'onemap.example.cn', 'x-forwarded-port': '8443', 'x-forwarded-proto': 'https' });
  expect(linksOf(ported.body, 'data')[0]?.href).toBe('https://onemap.example.cn:8443/ogc/collections');
});

test('nobody else is believed, and what cannot be a host is not repeated', async () => {
  const { app, client } = await start({});
  expect(linksOf((await client.get('/ogc', FORWARDED)).body, 'data')[0]?.href).toBe(`${app.url}/ogc/collections`);
  const other = await start({ trustedProxies: ['10.0.0.1', '2001:db8::/32'] });
  expect(linksOf((await other.client.get('/ogc', FORWARDED)).body, 'data')[0]?.href).toBe(`${other.app.url}/ogc/collections`);
  const trusting = await start({ trustedProxies: ['127.0.0.1'] });
  for (const host of ['a"b', '<script>', 'a b', 'x/y', 'a:999999']) {
    expect(linksOf((await trusting.client.get('/ogc', { 'x-forwarded-host': host })).body, 'data')[0]?.href).toBe(`${trusting.app.url}/ogc/collections`);
  }
});

test('the address that is set goes before everything', async () => {
  const { client } = await start({ publicUrl: 'https://paikou.example.cn/a', trustedProxies: ['127.0.0.1'] });
  expect(linksOf((await client.get('/ogc', FORWARDED)).body, 'data')[0]?.href).toBe('https://paikou.example.cn/a/ogc/collections');
});

test('the setting takes addresses and networks, and nothing else', () => {
  expect(readConfig({ PAIKOU_TRUSTED_PROXIES: '10.0.0.0/8, ::1' }).trustedProxies).toEqual(['10.0.0.0/8', '::1']);
  expect(readConfig({}).trustedProxies).toEqual([]);
  for (const wrong of ['proxy.local', '10.0.0.0/99', '*']) expect(() => readConfig({ PAIKOU_TRUSTED_PROXIES: wrong })).toThrow(/PAIKOU_TRUSTED_PROXIES/);
});

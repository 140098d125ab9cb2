import type { ServerResponse } from 'node:http';
import type { Feature, FeatureCollection } from 'geojson';
import { AppError } from '../errors';
import type { Exchange, Services } from '../http/route';
import { originOf } from '../http/origin';
import type { Layer } from '../layers/layer-files';
import { collection } from './collections';
import { type Crs, CRS84, servedCrs } from './crs';
import { factsOf } from './facts';
import { dayOf } from '../http/query';
import { type ItemQuery, type ItemRequest, namesCrs, readItemRequest, writeCursor } from './item-request';
import { itemPage as pageOfItems, oneItem } from './items';
import { type Link, linkHeader, REL, selfAndAlternate, TYPE, withParameter } from './links';
import { type Format, formatOf, sendPage } from './negotiation';
import { openLayers } from './open-layers';
import { itemPage, itemsPage } from './pages/items';
import { categoryWords } from './words';

/** Where the landing page stands for the client, and in which format it asks. */
export function asked({ request, response }: Exchange, { config }: Services, f: Format | undefined) {
  response.vary('Accept');
  const origin = originOf(request, config);
  return { root: `${origin}/ogc`, origin, url: `${origin}${request.originalUrl}`, format: formatOf(request, f) };
}

/** JSON to be sent, or nothing after a page has been. */
export function either<T>({ response }: Exchange, format: Format, json: T, html: () => string): T | undefined {
  if (format === 'json') return json;
  sendPage(response, html());
  return undefined;
}

export async function collectionsOf(services: Services, layers: Layer[], root: string) {
  const served = await servedCrs(services.db);
  const facts = await factsOf(services.db, layers, dayOf(new Date()));
  return { served, collections: layers.map((layer, n) => collection(layer, facts[n] as never, served, root)) };
}

/** A page of a collection's items, sent as GeoJSON or HTML. */
export async function sendItems(layer: Layer, query: ItemQuery, exchange: Exchange, services: Services): Promise<undefined> {
  const { root, url, format } = asked(exchange, services, query.f);
  const served = namesCrs(query) ? await servedCrs(services.db) : [CRS84];
  const request = readItemRequest(layer.header, format === 'html' ? { ...query, crs: undefined } : query, served);
  const page = await pageOfItems(services.db, layer, request);
  const base = `${root}/collections/${layer.header.id}`;
  const next = page.next === null ? [] : [{ rel: 'next', href: withParameter(withParameter(url, 'cursor', writeCursor(page.next, request.mark)), 'f', format), type: format === 'json' ? TYPE.geojson : TYPE.html, title: '下一页 Next page' }];
  const links: Link[] = [
    ...selfAndAlternate(url, format, TYPE.geojson), ...next,
    { rel: 'collection', href: base, type: TYPE.json, title: `${layer.header.title.zh} ${layer.header.title.en}` },
    { rel: REL.queryables, href: `${base}/queryables`, type: TYPE.schema, title: '可查询属性 Queryables' },
  ];
  exchange.response.setHeader('Link', linkHeader(links));
  if (format === 'html') {
    const features = (JSON.parse(`[${page.features}]`) as FeatureCollection['features']);
    sendPage(exchange.response, itemsPage({ header: layer.header, root, url, features, matched: page.matched, returned: page.returned, links, categories: await categoryWords(services.db), filter: query.filter }));
    return undefined;
  }
  sendGeoJson(exchange.response, request.crs, `{"type":"FeatureCollection","numberMatched":${page.matched},"numberReturned":${page.returned},"timeStamp":"${new Date().toISOString()}","links":${JSON.stringify(links)},"features":[${page.features}]}`);
  return undefined;
}

/** One item, sent as GeoJSON or HTML. */
export async function sendItem(layer: Layer, id: number, query: Pick<ItemQuery, 'crs' | 'as_of' | 'known_at' | 'f'>, exchange: Exchange, services: Services): Promise<undefined> {
  const { root, url, format } = asked(exchange, services, query.f);
  const asking = { as_of: query.as_of, known_at: query.known_at, limit: 1, ...(format === 'json' && { crs: query.crs }) } as ItemQuery;
  const request: ItemRequest = readItemRequest(layer.header, asking, namesCrs(asking) ? await servedCrs(services.db) : [CRS84]);
  const text = await oneItem(services.db, layer, request, id);
  if (text === undefined) throw noItem(layer, id);
  const base = `${root}/collections/${layer.header.id}`;
  const links: Link[] = [...selfAndAlternate(url, format, TYPE.geojson), { rel: 'collection', href: base, type: TYPE.json, title: `${layer.header.title.zh} ${layer.header.title.en}` }];
  exchange.response.setHeader('Link', linkHeader(links));
  if (format === 'html') sendPage(exchange.response, itemPage(layer.header, root, JSON.parse(text) as Feature, links, await categoryWords(services.db)));
  else sendGeoJson(exchange.response, request.crs, `${text.slice(0, -1)},"links":${JSON.stringify(links)}}`);
  return undefined;
}

const noItem = ({ header }: Layer, id: number) => new AppError('not_found', '没有这个要素 (no such feature)', [
  { field: 'featureId', reason: `${header.title.zh}中没有 ${id} 号 (none of this id in the collection)`, value: id },
]);

function sendGeoJson(response: ServerResponse, crs: Crs, text: string) {
  const bytes = Buffer.from(text);
  response.writeHead(200, { 'content-type': `${TYPE.geojson}; charset=utf-8`, 'content-length': bytes.length, 'content-crs': `<${crs.uri}>`, 'cache-control': 'no-cache' });
  response.end(response.req.method === 'HEAD' ? undefined : bytes);
}

export const publicLayers = ({ catalog }: Services) => openLayers(catalog);

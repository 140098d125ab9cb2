import { z } from 'zod';
import { collectionSchema, collectionsSchema, conformanceSchema, geoJsonFeatureSchema, geoJsonFeaturesSchema, landingSchema, queryablesSchema as queryablesShape,
  styleMetadataSchema, stylesSchema, tileMatrixSetListSchema, tileMatrixSetSchema, tilesetListSchema, tilesetSchema } from '../api-types';
import { docsPage } from '../http/docs-page';
import { id } from '../http/query';
import { defineRoute, describeRoute, type Exchange, type Route, type Services } from '../http/route';
import { filterShape } from '../outfalls/filters';
import { oneMapStyle, styleSheet } from '../styles/onemap';
import { GRIDS } from '../tiles/grid';
import { f as tileFormat } from '../tiles/request';
import { asked, collectionsOf, either, publicLayers, sendItem, sendItems } from './answers';
import { CONFORMS_TO } from './conformance';
import { definition } from './definition';
import { itemQuery } from './item-request';
import { landing } from './landing';
import { type Link, REL, selfAndAlternate, TYPE } from './links';
import { f } from './negotiation';
import { openLayer } from './open-layers';
import { crumbOf } from './pages/items';
import { collectionPage, collectionsPage, conformancePage, landingPage, queryablesPage, resourcePage } from './pages/resources';
import { queryablesSchema } from './queryables';
import { styleLinks, styleList, styleMetadata, styleOf } from './styles';
import { gridOf, tileMatrixSet, tileset, tilesetInList } from './tiling';
import { categoryWords } from './words';

const collectionId = z.string().meta({ description: '要素集标识，即图层编号 (id of a collection, which is that of a layer)' });
const tileMatrixSetId = z.string().meta({ description: [...GRIDS.keys()].join(', ') });
const tilePlace = {
  tileMatrixSetId,
  tileMatrix: z.string().meta({ description: '级别 zoom' }),
  tileRow: z.string().meta({ description: '行，自北向南 row, from north to south', type: 'integer', minimum: 0 }),
  tileCol: z.string().meta({ description: '列，自西向东 column, from west to east', type: 'integer', minimum: 0 }),
};
const tileQuery = { ...filterShape, v: z.string().max(100).optional().meta({ description: '数据版本 data version' }), f: tileFormat };
const alternates = [TYPE.html];

export const routes: Route[] = [
  defineRoute({
    method: 'get',
    path: '/ogc',
    summary: '开放接口首页 OGC API landing page',
    operationId: 'getLandingPage',
    query: { f },
    response: landingSchema,
    alternates,
    handler: ({ query }, services, exchange) => {
      const { root, format } = asked(exchange, services, query.f);
      const document = landing(root, format);
      return either(exchange, format, document, () => landingPage(document, root));
    },
  }),
  defineRoute({
    method: 'get',
    path: '/ogc/api',
    summary: '接口说明（OpenAPI 3.0） OpenAPI document of /ogc',
    operationId: 'getApi',
    query: { f },
    response: z.looseObject({ openapi: z.string(), paths: z.record(z.string(), z.unknown()) }),
    contentType: TYPE.openapi,
    alternates,
    handler: ({ query }, services, exchange) => {
      const { root, format } = asked(exchange, services, query.f);
      const document = definition(routes, root);
      return either(exchange, format, document as never, () => docsPage(document).replace('href="openapi.json">openapi.json', `href="${root}/api?f=json">OpenAPI 3.0`));
    },
  }),
  defineRoute({
    method: 'get',
    path: '/ogc/conformance',
    summary: '所符合的标准 Conformance',
    operationId: 'getConformance',
    query: { f },
    response: conformanceSchema,
    alternates,
    handler: ({ query }, services, exchange) => {
      const { root, format } = asked(exchange, services, query.f);
      return either(exchange, format, { conformsTo: CONFORMS_TO }, () => conformancePage(CONFORMS_TO, root, selfAndAlternate(`${root}/conformance`, 'html')));
    },
  }),
  defineRoute({
    method: 'get',
    path: '/ogc/collections',
    summary: '要素集 Collections',
    operationId: 'getCollections',
    query: { f },
    response: collectionsSchema,
    alternates,
    handler: async ({ query }, services, exchange) => {
      const { root, format } = asked(exchange, services, query.f);
      const { served, collections } = await collectionsOf(services, publicLayers(services), root);
      const links = selfAndAlternate(`${root}/collections`, format);
      return either(exchange, format, { collections, crs: served.map(({ uri }) => uri), links }, () => collectionsPage(collections, root, links));
    },
  }),
  defineRoute({
    method: 'get',
    path: '/ogc/collections/{collectionId}',
    summary: '一个要素集 One collection',
    operationId: 'getCollection',
    params: { collectionId },
    query: { f },
    response: collectionSchema,
    alternates,
    handler: async ({ params, query }, services, exchange) => {
      const { root, format } = asked(exchange, services, query.f);
      const { collections: [one] } = await collectionsOf(services, [openLayer(services.catalog, params.collectionId)], root);
      return either(exchange, format, one as never, () => collectionPage(one as never, root));
    },
  }),
  defineRoute({
    method: 'get',
    path: '/ogc/collections/{collectionId}/queryables',
    summary: '可查询属性 Queryables',
    operationId: 'getQueryables',
    params: { collectionId },
    query: { f },
    response: queryablesShape,
    contentType: TYPE.schema,
    alternates,
    handler: async ({ params, query }, services, exchange) => {
      const { root, format } = asked(exchange, services, query.f);
      const { header } = openLayer(services.catalog, params.collectionId);
      const schema = queryablesSchema(header, `${root}/collections/${header.id}/queryables`, await categoryWords(services.db));
      return either(exchange, format, schema as never, () => queryablesPage(schema, root, crumbOf(root, header)));
    },
  }),
  defineRoute({
    method: 'get',
    path: '/ogc/collections/{collectionId}/items',
    summary: '要素 Items of a collection',
    operationId: 'getFeatures',
    description: '按编号排序，next 链接通向下一页；numberMatched 恒为准确值。 In order of id; a next link leads on; numberMatched is always exact.',
    params: { collectionId },
    query: itemQuery,
    response: geoJsonFeaturesSchema,
    contentType: TYPE.geojson,
    alternates,
    handler: ({ params, query }, services, exchange) => sendItems(openLayer(services.catalog, params.collectionId), query, exchange, services),
  }),
  defineRoute({
    method: 'get',
    path: '/ogc/collections/{collectionId}/items/{featureId}',
    summary: '一个要素 One item',
    operationId: 'getFeature',
    params: { collectionId, featureId: id },
    query: { crs: itemQuery.crs, as_of: itemQuery.as_of, known_at: itemQuery.known_at, f },
    response: geoJsonFeatureSchema,
    contentType: TYPE.geojson,
    alternates,
    handler: ({ params, query }, services, exchange) => sendItem(openLayer(services.catalog, params.collectionId), params.featureId, query, exchange, services),
  }),
  defineRoute({
    method: 'get',
    path: '/ogc/tileMatrixSets',
    summary: '瓦片矩阵集 Tile matrix sets',
    operationId: 'getTileMatrixSetsList',
    query: { f },
    response: tileMatrixSetListSchema,
    alternates,
    handler: ({ query }, services, exchange) => {
      const { root, format } = asked(exchange, services, query.f);
      const sets = [...GRIDS.values()].map((grid) => {
        const { id, title, uri } = tileMatrixSet(grid);
        return { id, title, uri, links: [{ rel: 'self', href: `${root}/tileMatrixSets/${id}`, type: TYPE.json, title }] };
      });
      const links = selfAndAlternate(`${root}/tileMatrixSets`, format);
      return either(exchange, format, { tileMatrixSets: sets, links }, () => resourcePage('瓦片矩阵集 Tile matrix sets', root, sets.map(({ id }) => ({ title: id, href: `${root}/tileMatrixSets/${id}?f=html` })), links));
    },
  }),
  defineRoute({
    method: 'get',
    path: '/ogc/tileMatrixSets/{tileMatrixSetId}',
    summary: '一个瓦片矩阵集 One tile matrix set',
    operationId: 'getTileMatrixSet',
    params: { tileMatrixSetId },
    query: { f },
    response: tileMatrixSetSchema,
    alternates,
    handler: ({ params, query }, services, exchange) => {
      const { root, format } = asked(exchange, services, query.f);
      const set = tileMatrixSet(gridOf(params.tileMatrixSetId));
      return either(exchange, format, set, () => resourcePage(`${set.title} · ${set.id}`, root, [], selfAndAlternate(`${root}/tileMatrixSets/${set.id}`, format)));
    },
  }),
  ...tilesRoutes('/ogc', 'dataset', {}),
  ...tilesRoutes('/ogc/collections/{collectionId}', 'collection', { collectionId }),
  defineRoute({
    method: 'get',
    path: '/ogc/styles',
    summary: '地图样式 Styles',
    operationId: 'getStyles',
    query: { f },
    response: stylesSchema,
    alternates,
    handler: ({ query }, services, exchange) => {
      const { root, format } = asked(exchange, services, query.f);
      const list = styleList(root, format);
      return either(exchange, format, list, () => resourcePage('地图样式 Styles', root, list.styles.map(({ id, title }) => ({ title, href: `${root}/styles/${id}?f=html` })), list.links));
    },
  }),
  defineRoute({
    method: 'get',
    path: '/ogc/styles/{styleId}',
    summary: '样式表（MapLibre） Stylesheet for MapLibre',
    operationId: 'getStyle',
    params: { styleId: z.string() },
    query: { f },
    response: styleSheet,
    contentType: TYPE.style,
    alternates,
    handler: ({ params, query }, services, exchange) => {
      const { root, origin, format } = asked(exchange, services, query.f);
      const style = styleOf(params.styleId);
      return either(exchange, format, JSON.stringify(oneMapStyle(publicLayers(services), origin)) as never, () => resourcePage(style.title, root, [], styleLinks(style, root)));
    },
  }),
  defineRoute({
    method: 'get',
    path: '/ogc/styles/{styleId}/metadata',
    summary: '样式说明 About a style',
    operationId: 'getStyleMetadata',
    params: { styleId: z.string() },
    query: { f },
    response: styleMetadataSchema,
    alternates,
    handler: ({ params, query }, services, exchange) => {
      const { root, format } = asked(exchange, services, query.f);
      const metadata = styleMetadata(styleOf(params.styleId), root, publicLayers(services), format);
      return either(exchange, format, metadata as never, () => resourcePage(metadata.title, root, [], metadata.links));
    },
  }),
];

/** Tilesets of all layers together or of one collection. The tiles themselves are answered before Express, by server/tiles. */
function tilesRoutes(base: string, of: 'dataset' | 'collection', params: { collectionId?: typeof collectionId }): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: `${base}/tiles`,
      summary: '瓦片集 Tilesets',
      operationId: `${of}.vector.getTileSetsList`,
      params: params as {},
      query: { f },
      response: tilesetListSchema,
      alternates,
      handler: async ({ params, query }, services, exchange) => {
        const { what, format, root } = await tilesetsOf(params, query.f, exchange, services);
        const tilesets = [...GRIDS.values()].map((grid) => tilesetInList(grid, what));
        const links: Link[] = [...selfAndAlternate(`${what.base}/tiles`, format), { rel: REL.tilingSchemes, href: `${root}/tileMatrixSets`, type: TYPE.json, title: '瓦片矩阵集 Tile matrix sets' }];
        return either(exchange, format, { tilesets, links }, () => resourcePage(`瓦片集 Tilesets · ${what.title}`, root, [...GRIDS.keys()].map((id) => ({ title: id, href: `${what.base}/tiles/${id}?f=html` })), links));
      },
    }),
    defineRoute({
      method: 'get',
      path: `${base}/tiles/{tileMatrixSetId}`,
      summary: '一个瓦片集 One tileset',
      operationId: `${of}.vector.getTileSet`,
      params: { ...params, tileMatrixSetId } as { tileMatrixSetId: typeof tileMatrixSetId },
      query: { f },
      response: tilesetSchema,
      alternates,
      handler: async ({ params, query }, services, exchange) => {
        const { what, format, root } = await tilesetsOf(params as { collectionId?: string }, query.f, exchange, services);
        const set = tileset(gridOf(params.tileMatrixSetId), what);
        return either(exchange, format, set as never, () => resourcePage(set.title, root, [], set.links));
      },
    }),
    describeRoute({
      method: 'get',
      path: `${base}/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}`,
      summary: '矢量瓦片 Vector tile',
      operationId: `${of}.vector.getTile`,
      params: { ...params, ...tilePlace },
      query: tileQuery,
      response: z.string().meta({ format: 'binary' }),
      contentType: TYPE.mvt,
      bodiless: { 204: '空瓦片 empty tile', 304: '未变 not modified' },
    }),
  ];
}

async function tilesetsOf(params: { collectionId?: string }, format: 'json' | 'html' | undefined, exchange: Exchange, services: Services) {
  const { root, format: wanted } = asked(exchange, services, format);
  const layers = params.collectionId === undefined ? publicLayers(services) : [openLayer(services.catalog, params.collectionId)];
  const { collections } = await collectionsOf(services, layers, root);
  const boxes = collections.map(({ extent }) => extent.spatial.bbox[0] as [number, number, number, number]);
  const box = boxes.reduce((a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])]);
  const base = params.collectionId === undefined ? root : `${root}/collections/${params.collectionId}`;
  return { root, format: wanted, what: { layers, base, root, box, title: params.collectionId === undefined ? '全部公开图层 All public layers' : collections[0]?.title as string } };
}

import { z } from 'zod';
import { problemSchema } from '../api-types';
import { docsPage } from './docs-page';
import { type Route, defineRoute } from './route';

type Json = Record<string, unknown>;

/** The routes with two more: the OpenAPI document of them all, and a page that shows it. */
export function documented(routes: Route[]): Route[] {
  const all: Route[] = [
    ...routes,
    defineRoute({
      method: 'get',
      path: '/api/openapi.json',
      summary: '接口说明（OpenAPI 3.1） OpenAPI document',
      response: z.looseObject({ openapi: z.string(), paths: z.record(z.string(), z.unknown()) }),
      handler: () => document() as never,
    }),
    defineRoute({
      method: 'get',
      path: '/api/docs',
      summary: '接口说明网页 Page of the interface',
      response: z.string(),
      contentType: 'text/html',
      handler: () => docsPage(document()),
    }),
  ];
  let made: Json | undefined;
  const document = () => (made ??= openApi(all));
  return all;
}

const DIALECTS = {
  '3.1.0': { jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema' },
  '3.0.3': {},
};
type Version = keyof typeof DIALECTS;

/** The OpenAPI document of routes, made from the very schemas that clean requests and type answers. */
export function openApi(routes: Route[], version: Version = '3.1.0'): Json {
  const schemas: Json = {};
  const paths: Record<string, Json> = {};
  for (const route of routes) paths[route.path] = { ...paths[route.path], [route.method]: operation(route, schemas, version) };
  const Problem = hoist(problemSchema, 'output', schemas, version);
  return {
    openapi: version,
    ...DIALECTS[version],
    info: { title: '排口 · 排污口一张图 Paikou', version: '1.0.0', description: '入河排污口空间研判服务 spatial analysis service for river outfalls' },
    paths,
    components: {
      schemas,
      responses: { Problem: { description: '问题说明 problem document (RFC 9457)', content: { 'application/problem+json': { schema: Problem } } } },
    },
  };
}

function operation(route: Route, schemas: Json, version: Version): Json {
  const body = route.body && hoist(route.body, 'input', schemas, version);
  return {
    summary: route.summary,
    operationId: route.operationId ?? `${route.method} ${route.path}`.replace(/[^a-zA-Z0-9]+/g, '_').replace(/_$/, ''),
    ...(route.description && { description: route.description }),
    tags: [route.path.split('/')[route.path.startsWith('/api/') ? 2 : 1]?.replace(/\{.*/, '')],
    parameters: [...parameters(route.params, 'path', version), ...parameters(route.query, 'query', version)],
    ...(body && {
      requestBody: {
        required: true,
        content: Object.fromEntries(['application/json', ...(route.accepts ?? [])].map((type) => [type, { schema: body }])),
      },
    }),
    responses: responses(route, schemas, version),
  };
}

function parameters(shape: z.ZodRawShape | undefined, where: 'path' | 'query', version: Version): Json[] {
  return Object.entries(shape ?? {}).map(([name, type]) => {
    const { description, ...schema } = jsonSchema(type as z.ZodType, 'input', version);
    const required = where === 'path' || !(type as z.ZodType).safeParse(undefined).success;
    const list = schema.type === 'array' ? { style: 'form', explode: false } : {};
    return { name, in: where, required, ...(description ? { description } : {}), ...list, schema };
  });
}

function responses(route: Route, schemas: Json, version: Version): Json {
  const content = {
    [route.contentType ?? 'application/json']: { schema: hoist(route.response, 'output', schemas, version) },
    ...Object.fromEntries((route.alternates ?? []).map((type) => [type, { schema: { type: 'string' } }])),
  };
  const problems = [400, ...(route.params ? [404] : []), ...(route.body ? [413, 415, 422] : []), ...(route.problems ?? []), 500, 503];
  return {
    [route.status ?? 200]: { description: route.summary, content },
    ...Object.fromEntries(Object.entries(route.alike ?? {}).map(([status, description]) => [status, { description, content }])),
    ...Object.fromEntries(Object.entries(route.bodiless ?? {}).map(([status, description]) => [status, { description }])),
    ...Object.fromEntries([...new Set(problems)].map((status) => [status, { $ref: '#/components/responses/Problem' }])),
  };
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output', version: Version): Json {
  const target = version === '3.0.3' ? 'openapi-3.0' : 'draft-2020-12';
  const { $schema, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', target }) as Json;
  return rest;
}

/** Moves named schemas into the document's components and points at them there. */
function hoist(schema: z.ZodType, io: 'input' | 'output', schemas: Json, version: Version): Json {
  const text = JSON.stringify(jsonSchema(schema, io, version)).replace(/"#\/(\$defs|definitions)\//g, '"#/components/schemas/');
  const { $defs = {}, definitions = {}, ...rest } = JSON.parse(text) as Json & { $defs?: Json; definitions?: Json };
  Object.assign(schemas, $defs, definitions);
  return rest;
}

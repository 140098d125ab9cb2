import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Catalog } from '../catalog';
import type { Config } from '../config';
import type { Db } from '../db/open';

/** What every handler may use. */
export interface Services {
  db: Db;
  config: Config;
  catalog: Catalog;
}

/** What a handler gets for headers and for answers that it sends itself. */
export interface Exchange { request: Request; response: Response }

type Shape = z.ZodRawShape;
type Read<S extends Shape> = z.output<z.ZodObject<S>>;

/**
 * One path and method: what it takes, what it answers, how. The same value cleans the request, mounts the route
 * and writes its entry in the OpenAPI document.
 *
 * ```ts
 * export const routes = [
 *   defineRoute({
 *     method: 'get',
 *     path: '/api/rules/{id}',
 *     summary: '一条规则 One rule',
 *     params: { id: z.string() },                 // strings of the path
 *     query: { region: regionCodes },             // see http/query.ts; anything else in the query is a 400
 *     response: ruleSchema,                       // from api-types.ts
 *     handler: async ({ params, query }, { catalog }) => { … return rule; },
 *   }),
 * ];
 * ```
 * Refusals are thrown: `throw new AppError('not_found', '没有规则 x (no rule x)', [{ field: 'id', reason, value }])`.
 */
export interface Definition<P extends Shape, Q extends Shape, B extends z.ZodType, R extends z.ZodType> {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** As in OpenAPI: `/api/outfalls/{id}`. */
  path: string;
  /** Chinese first, then English. */
  summary: string;
  description?: string;
  params?: P;
  query?: Q;
  /** Schema of a JSON body. A body that does not fit is a 422 naming each field. */
  body?: B;
  /** The handler reads the body itself and says better what is wrong with it; `body` only documents it. */
  rawBody?: true;
  /** Content types of the body beside application/json. */
  accepts?: string[];
  response: R;
  /** Status of the answer that `response` describes; 200 unless given. */
  status?: number;
  /** Other statuses with the same body as the main one; the handler sends them itself. */
  alike?: Record<number, string>;
  /** application/json unless given; any other answer is a string or a Buffer, sent as it is. */
  contentType?: string;
  /** Other content types of the same answer, each a text, chosen by `f` or Accept; the handler sends them itself. */
  alternates?: string[];
  /** Name of the operation in OpenAPI documents; made of method and path unless given. */
  operationId?: string;
  /** Answers without a body beside the main one, such as `{204: '空瓦片 empty tile'}`. */
  bodiless?: Record<number, string>;
  /** Problem statuses beyond those that follow from params, query and body. */
  problems?: number[];
  /** `exchange` is for headers and bodiless answers; a handler that has answered itself returns `undefined`. */
  handler(input: { params: Read<P>; query: Read<Q>; body: z.output<B> }, services: Services, exchange: Exchange):
    Promise<z.input<R> | undefined> | z.input<R> | undefined;
}

/** A definition whose types have been checked by `defineRoute`. */
export type Route = Omit<Definition<Shape, Shape, z.ZodType, z.ZodType>, 'handler'> & {
  /** None: answered before Express, here only described. */
  handler?: Definition<Shape, Shape, z.ZodType, z.ZodType>['handler'];
};

export function defineRoute<P extends Shape = {}, Q extends Shape = {}, B extends z.ZodType = z.ZodUndefined, R extends z.ZodType = z.ZodType>(
  definition: Definition<P, Q, B, R>,
): Route {
  const named = [...definition.path.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort().join();
  const described = Object.keys(definition.params ?? {}).sort().join();
  if (named !== described) throw new Error(`${definition.path}: params ${described || '(none)'} are not those of the path`);
  return definition as unknown as Route;
}

/** What is answered without Express (tiles): an entry of the OpenAPI document, nothing to mount. */
export const describeRoute = (route: Omit<Route, 'handler' | 'rawBody'>): Route => route;

/** `/api/outfalls/{id}` as Express writes it. */
export const expressPath = (route: Route) => route.path.replace(/\{(\w+)\}/g, ':$1');

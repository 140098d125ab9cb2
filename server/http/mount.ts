import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Express, NextFunction, Request, RequestHandler, Response } from 'express';
import { AppError } from '../errors';
import { readInput } from './input';
import { observe } from './metrics';
import { expressPath, type Route, type Services } from './route';

type Handled = Required<Pick<Route, 'handler'>> & Route;

const SERVER = join(__dirname, '..');

/** The routes of every capability: what each `server/<capability>/routes.ts` exports as `routes`. */
export function scanRoutes(): Route[] {
  const files = readdirSync(SERVER).sort().map((folder) => join(SERVER, folder, 'routes.ts')).filter((file) => existsSync(file));
  return files.flatMap((file) => {
    const { routes } = require(file) as { routes?: Route[] };
    if (!Array.isArray(routes)) throw new Error(`${file}: exports no array named routes`);
    return routes;
  });
}

/** Puts routes on the app, literal paths before those with parameters, and a 405 after each path's own methods. */
export function mountRoutes(app: Express, routes: Route[], services: Services) {
  const handled = routes.filter((route): route is Handled => route.handler !== undefined);
  const paths = [...byPath(handled)].sort(([a], [b]) => Number(a.includes(':')) - Number(b.includes(':')));
  for (const [path, own] of paths) {
    for (const route of own) app[route.method](path, observe(route.path), answer(route, services));
    app.all(path, refuseMethod(own));
  }
}

function byPath(routes: Handled[]): Map<string, Handled[]> {
  const groups = new Map<string, Handled[]>();
  for (const route of routes) groups.set(expressPath(route), [...(groups.get(expressPath(route)) ?? []), route]);
  return groups;
}

function answer(route: Handled, services: Services): RequestHandler {
  return async (request, response) => {
    requireJson(route, request);
    const result = await route.handler(readInput(route, request), services, { request, response });
    if (result === undefined) return;
    response.status(route.status ?? 200);
    if (route.contentType) response.type(route.contentType).send(result);
    else response.json(result);
  };
}

function requireJson(route: Route, request: Request) {
  if (!route.body) return;
  const accepted = ['application/json', ...(route.accepts ?? [])];
  const empty = request.is('*/*') === null || request.get('content-length') === '0';
  if (empty) throw new AppError('bad_request', '没有请求体 (no body)', [{ field: 'body', reason: '没有请求体 (no body)', value: null }]);
  if (request.is(accepted)) return;
  throw new AppError('unsupported', `请求体须为 ${accepted.join(' 或 ')} (the body must be one of these)`, [
    { field: 'content-type', reason: `可用 (allowed): ${accepted.join(', ')}`, value: request.get('content-type') ?? null },
  ]);
}

function refuseMethod(routes: Route[]) {
  const methods = routes.flatMap(({ method }) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]));
  const allowed = ['OPTIONS', ...new Set(methods)].join(', ');
  return (request: Request, response: Response, _next: NextFunction) => {
    response.set('Allow', allowed);
    if (request.method === 'OPTIONS') { response.status(204).end(); return; }
    throw new AppError('method_not_allowed', `此地址只支持 ${allowed} (methods of this address)`, [
      { field: 'method', reason: `可用 (allowed): ${allowed}`, value: request.method },
    ]);
  };
}

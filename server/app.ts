import type { RequestListener } from 'node:http';
import express from 'express';
import { bodies } from './http/bodies';
import { security } from './http/security';
import { requestLog } from './http/log';
import { mountRoutes, scanRoutes } from './http/mount';
import { documented } from './http/openapi';
import { nothingHere, sendProblem } from './http/problem';
import type { Services } from './http/route';
import { tileHandler } from './tiles/handler';
import { viewerFiles } from './viewer/files';

/**
 * The whole HTTP surface in the order in which a request meets it.
 * Routes come from `server/<capability>/routes.ts`; tiles are answered before Express's router.
 */
export function createApp(services: Services): RequestListener {
  const app = express();
  app.disable('x-powered-by').disable('etag');
  app.set('query parser', false); // http/input.ts reads the query, once
  app.use(requestLog(services.config));
  app.use(security(services.config));
  app.use(bodies(services.config));
  mountRoutes(app, documented(scanRoutes()), services);
  app.use(viewerFiles());
  app.use(nothingHere);
  app.use(sendProblem);
  const answeredAsTile = tileHandler(services);
  return (request, response) => { if (!answeredAsTile(request, response)) app(request, response); };
}

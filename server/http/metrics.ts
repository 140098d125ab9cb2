import type { RequestHandler } from 'express';
import { Histogram, Registry, collectDefaultMetrics } from 'prom-client';

export const metrics = new Registry();
collectDefaultMetrics({ register: metrics });

/** Seconds from request to end of answer. Labelled by the path's pattern, so that ids make no series of their own. */
export const httpSeconds = new Histogram({
  name: 'paikou_http_request_seconds',
  help: 'HTTP request duration in seconds',
  labelNames: ['method', 'path', 'status'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  registers: [metrics],
});

export const observe = (path: string): RequestHandler => (request, response, next) => {
  const end = httpSeconds.startTimer({ method: request.method, path });
  response.once('close', () => end({ status: response.statusCode }));
  next();
};

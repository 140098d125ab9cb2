import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { ServerResponse } from 'node:http';
import { AppError, problem } from '../errors';

export const nothingHere: RequestHandler = (request) => {
  throw new AppError('not_found', '没有这个地址 (no such address)', [
    { field: 'path', reason: '没有这个地址 (no such address)', value: request.path },
  ]);
};

/** Express knows an error handler by its four arguments. */
export const sendProblem: ErrorRequestHandler = (error, request, response, next) => {
  if (response.headersSent) { next(error); return; }
  const body = problem(error, request.originalUrl);
  if (body.status >= 500) response.err = error; // what the request log prints
  writeProblem(response, body);
};

/** Sends a problem document without Express; also for the tile path. */
export function writeProblem(response: ServerResponse, body: ReturnType<typeof problem>) {
  const text = JSON.stringify(body);
  response.writeHead(body.status, {
    'content-type': 'application/problem+json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    ...(body.status === 503 && { 'retry-after': '5' }),
  });
  response.end(response.req.method === 'HEAD' ? undefined : text);
}

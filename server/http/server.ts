import { createServer, type RequestListener, type Server } from 'node:http';
import { answerBrokenRequests } from './broken-request';

/**
 * How long a connection without a request stays open, ms. Longer than a proxy or a client keeps it (60 s are usual): the side
 * that reuses a connection must be the one that gives it up, or a request meets a connection that just closed.
 */
const IDLE_MS = 75_000;

/** An HTTP server, not yet listening, over the whole application. */
export function httpServer(app: RequestListener): Server {
  const server = answerBrokenRequests(createServer(app));
  server.keepAliveTimeout = IDLE_MS;
  return server;
}

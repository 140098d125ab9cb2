import type { RequestHandler } from 'express';
import pino from 'pino';
import pinoHttp from 'pino-http';
import type { Config } from '../config';

/** One line a request at level info, at error for 5xx with the error itself. Bodies and headers are not logged. */
export function requestLog({ logLevel }: Config): RequestHandler {
  return pinoHttp({
    logger: pino({ level: logLevel }),
    customLogLevel: (_request, response, error) => (error || response.statusCode >= 500 ? 'error' : 'info'),
    serializers: {
      req: ({ id, method, url }) => ({ id, method, url }),
      res: ({ statusCode }) => ({ statusCode }),
    },
  }) as RequestHandler;
}

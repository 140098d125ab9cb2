import type { RequestHandler } from 'express';
import helmet from 'helmet';
import type { Config } from '../config';

/** Hosts of 天地图 map pictures; allowed only when its key is set. */
const TIANDITU = 'https://*.tianditu.gov.cn';

/** What answers say in headers that a foreign page may read too. */
const EXPOSED = 'Link, Content-Crs, ETag, Content-Disposition, X-Paikou-Matched, X-Paikou-Returned, Retry-After';

/** Security headers. Everything the viewer loads comes from here; answers may be read by pages of other systems. */
export function security({ tiandituKey }: Config): RequestHandler {
  const maps = tiandituKey ? [TIANDITU] : [];
  const headers = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'self'"],
        formAction: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"], // Element Plus and OpenLayers position by style attributes
        imgSrc: ["'self'", 'data:', 'blob:', ...maps],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'", ...maps],
        workerSrc: ["'self'", 'blob:'],
      },
    },
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    crossOriginEmbedderPolicy: false,
    strictTransportSecurity: false, // TLS ends at the proxy, which knows whether it may say so
  });
  return (request, response, next) => {
    response.setHeader('Access-Control-Allow-Origin', '*'); // no cookies: reading is all that a foreign page can do
    response.setHeader('Access-Control-Expose-Headers', EXPOSED);
    headers(request, response, next);
  };
}

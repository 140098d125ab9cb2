import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { type RequestHandler } from 'express';
import { AppError } from '../errors';
import { ROOT } from '../sql-file';

const FOLDER = join(ROOT, 'web/dist');

/** The built viewer. Files under assets/ carry a hash in their name and never change. */
export function viewerFiles(): RequestHandler {
  const files = express.static(FOLDER, {
    setHeaders: (response, path) => {
      const lasting = path.startsWith(join(FOLDER, 'assets'));
      response.setHeader('Cache-Control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  return (request, response, next) => {
    if (request.path === '/' && !existsSync(join(FOLDER, 'index.html'))) {
      throw new AppError('unavailable', '网页尚未构建，请运行 npm run build (the viewer is not built)');
    }
    files(request, response, next);
  };
}

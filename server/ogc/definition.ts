import { openApi } from '../http/openapi';
import type { Route } from '../http/route';

/** The OpenAPI 3.0 document of the routes below /ogc; `root` is where the landing page stands for the client. */
export function definition(routes: Route[], root: string) {
  const own = routes.map((route) => ({ ...route, path: route.path.replace(/^\/ogc/, '') || '/' }));
  const document = openApi(own, '3.0.3') as { info: object };
  return {
    ...document,
    info: { ...document.info, title: '排口 · 开放接口 Paikou OGC API', description: 'OGC API Features、Tiles、Styles：入河排污口及有关图层 outfalls and the layers around them' },
    servers: [{ url: root }],
  };
}

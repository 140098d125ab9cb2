import type { Feature } from 'geojson';
import type { RunningApp } from '../harness';

export interface LinkSeen { href: string; rel: string; type?: string; title?: string; templated?: boolean }
export interface PageSeen { type: string; features: (Feature & { id: number })[]; numberMatched: number; numberReturned: number; timeStamp: string; links: LinkSeen[] }

export interface Seen<T> { status: number; type: string; headers: Headers; body: T }

/** A client of what stands below /ogc, which follows addresses as they are given. */
export function clientOf(app: RunningApp) {
  async function get<T = any>(url: string, headers: Record<string, string> = {}): Promise<Seen<T>> {
    const answer = await fetch(url.startsWith('http') ? url : app.url + url, { headers });
    const text = await answer.text();
    const type = answer.headers.get('content-type') ?? '';
    return { status: answer.status, type: type.split(';')[0] as string, headers: answer.headers, body: (/json/.test(type) ? JSON.parse(text) : text) as T };
  }
  const address = (collection: string, parameters: Record<string, string | number> = {}) => {
    const query = new URLSearchParams(Object.entries(parameters).map(([name, value]) => [name, String(value)]));
    return `${app.url}/ogc/collections/${collection}/items${query.size ? `?${query}` : ''}`;
  };
  const items = (collection: string, parameters: Record<string, string | number> = {}) => get<PageSeen>(address(collection, parameters));
  /** Every item, page by page by the `next` links. */
  async function all(collection: string, parameters: Record<string, string | number> = {}): Promise<PageSeen['features']> {
    const found: PageSeen['features'] = [];
    for (let url: string | undefined = address(collection, { limit: 1000, ...parameters }); url;) {
      const { status, body }: Seen<PageSeen> = await get(url);
      if (status !== 200) throw new Error(`${url}: ${status} ${JSON.stringify(body)}`);
      found.push(...body.features);
      url = body.links.find(({ rel }) => rel === 'next')?.href;
    }
    return found;
  }
  const ids = async (collection: string, parameters: Record<string, string | number> = {}) => (await all(collection, parameters)).map(({ id }) => id);
  const filtered = (collection: string, filter: string, more: Record<string, string> = {}) => ids(collection, { filter, ...more });
  return { get, items, all, ids, filtered, address };
}

export const linksOf = (body: { links: LinkSeen[] }, rel: string) => body.links.filter((link) => link.rel === rel);

export const CRS84 = 'http://www.opengis.net/def/crs/OGC/1.3/CRS84';
export const epsg = (code: number) => `http://www.opengis.net/def/crs/EPSG/0/${code}`;

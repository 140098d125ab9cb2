export interface Link { href: string; rel: string; type?: string; title?: string; templated?: boolean; hreflang?: string }

export const REL = {
  conformance: 'http://www.opengis.net/def/rel/ogc/1.0/conformance',
  data: 'http://www.opengis.net/def/rel/ogc/1.0/data',
  queryables: 'http://www.opengis.net/def/rel/ogc/1.0/queryables',
  styles: 'http://www.opengis.net/def/rel/ogc/1.0/styles',
  tilesets: 'http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector',
  tilingScheme: 'http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme',
  tilingSchemes: 'http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes',
};

export const TYPE = {
  json: 'application/json',
  geojson: 'application/geo+json',
  html: 'text/html',
  schema: 'application/schema+json',
  openapi: 'application/vnd.oai.openapi+json;version=3.0',
  mvt: 'application/vnd.mapbox-vector-tile',
  style: 'application/vnd.mapbox.style+json',
};

/** A collection as whole files; `root` is the address of the landing page. */
export const downloads = (root: string, id: string): Link[] => [['gpkg', 'application/geopackage+sqlite3', 'GeoPackage'], ['fgb', 'application/flatgeobuf', 'FlatGeobuf'], ['geojson', TYPE.geojson, 'GeoJSON']]
  .map(([extension, type, name]) => ({ rel: 'enclosure', href: `${root.replace(/\/ogc$/, '')}/api/exports/${id}.${extension}`, type: type as string, title: `下载 Download ${name}` }));

/** Links to this resource in the format that is sent and in the other. `url` may have parameters of its own; `f` is added. */
export function selfAndAlternate(url: string, format: 'json' | 'html', type: string = TYPE.json): Link[] {
  const as = (wanted: 'json' | 'html') => ({ href: withParameter(url, 'f', wanted), type: wanted === 'json' ? type : TYPE.html });
  const other = format === 'json' ? 'html' : 'json';
  return [
    { rel: 'self', ...as(format), title: '本资源 This resource' },
    { rel: 'alternate', ...as(other), title: other === 'html' ? '网页 As a page' : 'JSON' },
  ];
}

/** An address with a parameter set, or taken away where there is no value. */
export function withParameter(url: string, name: string, value: string | undefined): string {
  const [path, query = ''] = url.split('?', 2) as [string, string?];
  const parameters = new URLSearchParams(query);
  if (value === undefined) parameters.delete(name);
  else parameters.set(name, value);
  const text = parameters.toString();
  return text ? `${path}?${text}` : path;
}

/** The header `Link` of RFC 8288. */
export const linkHeader = (links: Link[]) =>
  links.map(({ href, rel, type }) => `<${href}>; rel="${rel}"${type ? `; type="${type}"` : ''}`).join(', ');

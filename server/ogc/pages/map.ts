import type { Feature, Position } from 'geojson';
import { positions } from '../box';
import { escaped } from './page';

/** Units of the drawing: low, so that on a small screen the table below it is seen, too. */
const [WIDTH, HEIGHT, MARGIN] = [1000, 160, 12];

/** Features in lon/lat drawn as one picture in their own bounds, each leading to its page; a graticule says where that is. */
export function drawing(features: Feature[], hrefOf: (feature: Feature) => string): string {
  const all = features.flatMap(({ geometry }) => (geometry ? positions(geometry) : []));
  if (!all.length) return '';
  const view = viewOf(all);
  const shapes = [...features].filter(({ geometry }) => geometry).sort((a, b) => rank(a) - rank(b)).map((feature) =>
    `<a href="${escaped(hrefOf(feature))}"><title>${escaped(feature.properties?.name ?? feature.id)}</title>${shape(feature, view)}</a>`);
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="本页要素的位置 Where these features lie">${graticule(view)}${shapes.join('')}</svg>`;
}

interface View { at(position: Position): [number, number]; west: number; south: number; east: number; north: number }

/** Degrees of longitude are narrowed as they are at the middle latitude. */
function viewOf(all: Position[]): View {
  const [lons, lats] = [all.map(([lon]) => lon as number), all.map(([, lat]) => lat as number)];
  const [west, east, south, north] = [least(lons), most(lons), least(lats), most(lats)];
  const [midLon, midLat] = [(west + east) / 2, (south + north) / 2];
  const narrow = Math.max(0.05, Math.cos((midLat * Math.PI) / 180));
  const scale = Math.min((WIDTH - 2 * MARGIN) / Math.max((east - west) * narrow, 0.002), (HEIGHT - 2 * MARGIN) / Math.max(north - south, 0.002));
  const [halfLon, halfLat] = [WIDTH / 2 / scale / narrow, HEIGHT / 2 / scale];
  return {
    west: midLon - halfLon, east: midLon + halfLon, south: midLat - halfLat, north: midLat + halfLat,
    at: ([lon, lat]) => [round(WIDTH / 2 + ((lon as number) - midLon) * narrow * scale), round(HEIGHT / 2 - ((lat as number) - midLat) * scale)],
  };
}

const least = (values: number[]) => values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
const most = (values: number[]) => values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
const round = (value: number) => Math.round(value * 10) / 10;
const rank = ({ geometry }: Feature) => ['Polygon', 'MultiPolygon', 'LineString', 'MultiLineString'].indexOf(geometry.type) + (geometry.type.endsWith('Point') ? 10 : 0);

function shape({ geometry }: Feature, { at }: View): string {
  const path = (line: Position[], closed: boolean) => `M${line.map((each) => at(each).join(' ')).join('L')}${closed ? 'Z' : ''}`;
  if (geometry.type === 'Point') {
    const [x, y] = at(geometry.coordinates);
    return `<circle cx="${x}" cy="${y}" r="4" fill="#c8553d" stroke="#fff"/>`;
  }
  const lines = geometry.type === 'LineString' ? [geometry.coordinates] : geometry.type === 'MultiLineString' ? geometry.coordinates : [];
  if (lines.length) return `<path d="${lines.map((line) => path(line, false)).join('')}" fill="none" stroke="#2b7bbf" stroke-width="2"/>`;
  const rings = geometry.type === 'Polygon' ? geometry.coordinates : geometry.type === 'MultiPolygon' ? geometry.coordinates.flat() : [];
  if (rings.length) return `<path d="${rings.map((ring) => path(ring, true)).join('')}" fill="#2b7bbf" fill-opacity=".25" fill-rule="evenodd" stroke="#2b7bbf"/>`;
  return '';
}

/** Round meridians and parallels, three to eight of each. */
function graticule({ at, west, south, east, north }: View): string {
  const step = [45, 30, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002].find((each) => (east - west) / each >= 4) ?? 0.0001;
  const multiples = (from: number, to: number) => Array.from({ length: Math.floor(to / step) - Math.ceil(from / step) + 1 }, (_, n) => (Math.ceil(from / step) + n) * step);
  const label = (value: number) => Number(value.toFixed(4));
  const meridians = multiples(west, east).map((lon) => {
    const [x] = at([lon, south]);
    return `<path d="M${x} 0V${HEIGHT}" stroke="#cfd9e2"/><text x="${x + 3}" y="${HEIGHT - 4}" font-size="11" fill="#6b7a88">${label(lon)}°</text>`;
  });
  const parallels = multiples(south, north).map((lat) => {
    const [, y] = at([west, lat]);
    return `<path d="M0 ${y}H${WIDTH}" stroke="#cfd9e2"/><text x="3" y="${y - 3}" font-size="11" fill="#6b7a88">${label(lat)}°</text>`;
  });
  return meridians.join('') + parallels.join('');
}

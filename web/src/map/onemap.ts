import OlMap from 'ol/Map';
import View from 'ol/View';
import ScaleLine from 'ol/control/ScaleLine';
import { buffer, getHeight, getWidth } from 'ol/extent';
import { fromLonLat, toLonLat, transformExtent } from 'ol/proj';
import { shallowRef, watch } from 'vue';
import type { Box } from '../api/shapes';
import { panels } from '../state/panels';
import { pointer, view } from '../state/view';

/** The one map of the page, null before it is built. */
export const theMap = shallowRef<OlMap | null>(null);

const MOVE_MS = 350;

/** Room that floating panels take from the map, pixels: top, right, bottom, left. */
export function freePadding(): number[] {
  const wide = window.innerWidth >= 900;
  return [70, wide && panels.right ? 420 : 40, panels.table ? 300 : 60, wide && panels.left ? 330 : 40];
}

function remember(map: OlMap): void {
  const centre = map.getView().getCenter();
  const zoom = map.getView().getZoom();
  if (!centre || zoom === undefined) return;
  const [lon = 0, lat = 0] = toLonLat(centre);
  view.at = { lon, lat, zoom };
}

function followPointer(map: OlMap): void {
  map.on('pointermove', (event) => {
    const [lon = 0, lat = 0] = toLonLat(event.coordinate);
    pointer.at = { lon, lat };
  });
  map.getViewport()?.addEventListener('pointerleave', () => {
    pointer.at = null;
  });
}

export function createMap(target: HTMLElement, scale: HTMLElement): OlMap {
  const { at } = view;
  const map = new OlMap({
    target,
    controls: [new ScaleLine({ target: scale, minWidth: 70 })],
    view: new View({
      center: at ? fromLonLat([at.lon, at.lat]) : fromLonLat([105, 36]),
      zoom: at?.zoom ?? 4,
      minZoom: 3,
      maxZoom: 20,
      constrainResolution: false,
    }),
    moveTolerance: 3,
  });
  map.on('moveend', () => remember(map));
  followPointer(map);
  theMap.value = map;
  return map;
}

/** 1e-6 degrees and zooms: below what the address holds. */
const same = (a: number, b: number): boolean => Math.abs(a - b) < 1e-6;

/** Moves the map where the state says, when that came from elsewhere (a pasted address). */
export function followView(map: OlMap): void {
  watch(() => view.at, (at) => {
    const [lon = 0, lat = 0] = toLonLat(map.getView().getCenter() ?? [0, 0]);
    if (!at || (same(lon, at.lon) && same(lat, at.lat) && same(map.getView().getZoom() ?? 0, at.zoom))) return;
    map.getView().animate({ center: fromLonLat([at.lon, at.lat]), zoom: at.zoom, duration: MOVE_MS });
  });
}

/** Shows a box in degrees in the part of the map that no panel covers. */
export function fitBox([west, south, east, north]: Box, maxZoom = 17, duration = MOVE_MS): void {
  const extent = transformExtent([west, south, east, north], 'EPSG:4326', 'EPSG:3857');
  // 150 m around a single place, so that a point is not all there is to see.
  const roomy = getWidth(extent) + getHeight(extent) < 1 ? buffer(extent, 150) : extent;
  theMap.value?.getView().fit(roomy, { padding: freePadding(), maxZoom, duration });
}

/** Goes to a place in degrees, closer if the map is far out. */
export function goTo(lon: number, lat: number, closest = 15): void {
  const zoom = Math.max(theMap.value?.getView().getZoom() ?? 0, closest);
  fitBox([lon, lat, lon, lat], zoom);
}

export function zoomBy(step: number): void {
  const current = theMap.value?.getView();
  current?.animate({ zoom: (current.getZoom() ?? 0) + step, duration: 200 });
}

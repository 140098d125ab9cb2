import type OlMap from 'ol/Map';
import type { FeatureLike } from 'ol/Feature';
import type { Pixel } from 'ol/pixel';
import { fromLonLat, toLonLat } from 'ol/proj';
import type { OutfallFile } from '../api/shapes';
import { type Hit, identified } from '../state/identified';
import { OUTFALLS, layers } from '../state/layers';
import { openRight } from '../state/panels';
import { clearSelection, selectOutfall } from '../state/selection';
import { featureId } from './marked-features';

/** 6 px: a fingertip or an unsteady mouse, yet less than half a symbol. */
const TOLERANCE_PX = 6;

const isAggregate = (feature: FeatureLike): boolean => Boolean(feature.get('aggregate'));

interface Found extends Hit {
  feature: FeatureLike;
}

/** Every feature of every visible data layer at a pixel, each once, topmost first. */
function allAt(map: OlMap, pixel: Pixel): Found[] {
  const found = new Map<string, Found>();
  map.forEachFeatureAtPixel(
    pixel,
    (feature, layer) => {
      const id = featureId(feature);
      const name = layer?.get('id') as string;
      const key = `${name}/${id || JSON.stringify(feature.getProperties())}`;
      if (!found.has(key)) found.set(key, { layer: name, id, attributes: { ...feature.getProperties() }, feature });
    },
    { hitTolerance: TOLERANCE_PX, layerFilter: (layer) => Boolean(layer.get('id')) },
  );
  const height = (hit: Found): number => layers.order.indexOf(hit.layer);
  return [...found.values()].sort((a, b) => height(b) - height(a));
}

function zoomInto(map: OlMap, pixel: Pixel): void {
  const view = map.getView();
  view.animate({ center: map.getCoordinateFromPixel(pixel), zoom: (view.getZoom() ?? 0) + 2, duration: 300 });
}

/** Identifies what lies at a pixel: an aggregate opens by zooming, one outfall by its card, all else as a list. */
export function identifyAt(map: OlMap, pixel: Pixel): void {
  const found = allAt(map, pixel);
  if (found.some((hit) => isAggregate(hit.feature))) return zoomInto(map, pixel);
  const [lon = 0, lat = 0] = toLonLat(map.getCoordinateFromPixel(pixel));
  identified.at = { lon, lat };
  identified.marked = null;
  identified.hits = found.map(({ layer, id, attributes }) => ({ layer, id, attributes }));
  const outfalls = found.filter((hit) => hit.layer === OUTFALLS);
  const only = outfalls.length === 1 ? outfalls[0] : undefined;
  if (only) return selectOutfall(Number(only.id), only.attributes as Partial<OutfallFile>);
  clearSelection();
  openRight('identify');
}

/** The same at a place in degrees, for the keyboard. */
export function identifyAtCentre(map: OlMap): void {
  const centre = map.getView().getCenter() ?? fromLonLat([0, 0]);
  identifyAt(map, map.getPixelFromCoordinate(centre));
}

export function showPointable(map: OlMap): void {
  map.on('pointermove', (event) => {
    if (event.dragging) return;
    const over = map.hasFeatureAtPixel(event.pixel, {
      hitTolerance: TOLERANCE_PX,
      layerFilter: (layer) => layer.get('id') === OUTFALLS,
    });
    const target = map.getTargetElement();
    if (target) target.style.cursor = over ? 'pointer' : '';
  });
}

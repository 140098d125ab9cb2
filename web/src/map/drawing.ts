import type OlMap from 'ol/Map';
import type { Geometry } from 'geojson';
import GeoJSON from 'ol/format/GeoJSON';
import Draw from 'ol/interaction/Draw';
import { watch } from 'vue';
import { type Shape, check, drawnFeature, runCheck } from '../state/check';
import { panels } from '../state/panels';

const geojson = new GeoJSON({ dataProjection: 'EPSG:4326', featureProjection: 'EPSG:3857' });
const KINDS = { point: 'Point', line: 'LineString', polygon: 'Polygon' } as const;

export const isDrawing = (): boolean => panels.right === 'check' && check.drawing;

function interaction(shape: Shape): Draw {
  const draw = new Draw({ type: KINDS[shape], stopClick: true });
  draw.on('drawend', (event) => {
    const geometry = event.feature.getGeometry();
    if (!geometry) return;
    void runCheck([drawnFeature(geojson.writeGeometryObject(geometry, { decimals: 8 }) as Geometry)]);
    // A point is checked click after click; a shape is finished once.
    if (shape !== 'point') check.drawing = false;
  });
  return draw;
}

/** Lets the user draw while the check panel asks for it. */
export function followDrawing(map: OlMap): void {
  let active: Draw | null = null;
  watch(
    () => (isDrawing() ? check.shape : null),
    (shape) => {
      if (active) map.removeInteraction(active);
      active = shape ? interaction(shape) : null;
      if (active) map.addInteraction(active);
      map.getTargetElement()?.classList.toggle('drawing', Boolean(active));
    },
    { immediate: true },
  );
}

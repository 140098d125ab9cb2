import VectorTileLayer from 'ol/layer/VectorTile';
import type { FeatureLike } from 'ol/Feature';
import CircleStyle from 'ol/style/Circle';
import Fill from 'ol/style/Fill';
import Stroke from 'ol/style/Stroke';
import Style from 'ol/style/Style';
import type { MapLayer } from './tile-layer';

const halo = new Style({
  image: new CircleStyle({
    radius: 16,
    stroke: new Stroke({ color: '#0a5bd3', width: 3.5 }),
    fill: new Fill({ color: 'rgba(10,91,211,0.14)' }),
  }),
});
const casing = new Style({ stroke: new Stroke({ color: '#ffffff', width: 6 }) });
const outline = new Style({
  stroke: new Stroke({ color: '#0a5bd3', width: 3 }),
  fill: new Fill({ color: 'rgba(10,91,211,0.10)' }),
});

export const featureId = (feature: FeatureLike): number | string =>
  (feature.get('id') as number | undefined) ?? feature.getId() ?? '';

/**
 * Marks features of a tile layer by id: a second layer on the same source, drawn as vectors,
 * so that a change of selection needs no tile to be drawn again.
 */
export function markingLayer(of: MapLayer, isMarked: (id: number | string) => boolean): VectorTileLayer {
  return new VectorTileLayer({
    source: of.source,
    renderMode: 'vector',
    renderBuffer: 80,
    properties: { marks: of.id },
    style: (feature) => {
      if (!isMarked(featureId(feature))) return undefined;
      return feature.getGeometry()?.getType() === 'Point' ? halo : [casing, outline];
    },
  });
}

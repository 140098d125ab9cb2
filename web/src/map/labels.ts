import Feature, { type FeatureLike } from 'ol/Feature';
import type OlMap from 'ol/Map';
import { unByKey } from 'ol/Observable';
import { type Extent, getArea, getIntersection } from 'ol/extent';
import Point from 'ol/geom/Point';
import type BaseLayer from 'ol/layer/Base';
import VectorLayer from 'ol/layer/Vector';
import VectorTileLayer from 'ol/layer/VectorTile';
import type RenderFeature from 'ol/render/Feature';
import VectorSource from 'ol/source/Vector';
import type Style from 'ol/style/Style';
import { styleLayers } from '../state/style';
import { featureId } from './marked-features';
import type { MapLayer } from './tile-layer';
import { looksOf, styleZoom } from './tile-style';

const styleOf = (of: MapLayer) => (feature: FeatureLike, resolution: number): Style[] => looksOf(of.id, 'names').of(feature, styleZoom(resolution));

const isLine = (feature: FeatureLike): boolean => feature.getGeometry()?.getType().endsWith('LineString') ?? false;

/** Names along the lines of a base layer, thinned out where they would overlap. */
function lineNames(of: MapLayer): BaseLayer {
  const style = styleOf(of);
  return new VectorTileLayer({
    source: of.source,
    renderMode: 'vector',
    declutter: true,
    style: (feature, resolution) => (isLine(feature) ? style(feature, resolution) : undefined),
  });
}

/** Of each area the largest piece in view, by id: tiles cut areas up, and each is named once. */
function largestPieces(of: MapLayer, extent: Extent): FeatureLike[] {
  const largest = new Map<number | string, { feature: FeatureLike; size: number }>();
  for (const feature of of.layer.getFeaturesInExtent(extent)) {
    if (isLine(feature)) continue;
    const id = featureId(feature);
    const size = getArea(getIntersection(feature.getGeometry()?.getExtent() ?? [0, 0, 0, 0], extent));
    if (size >= (largest.get(id)?.size ?? 0)) largest.set(id, { feature, size });
  }
  return [...largest.values()].map((each) => each.feature);
}

function middleOf(feature: FeatureLike): number[] | null {
  const shape = feature as RenderFeature;
  const type: string = shape.getType();
  if (type === 'Polygon') return shape.getFlatInteriorPoint();
  if (type === 'MultiPolygon') return shape.getFlatInteriorPoints();
  return type === 'Point' ? shape.getFlatCoordinates() : null;
}

/** 200 ms after the last tile or movement, so that one view is named once. */
const PAUSE_MS = 200;

/** Names of areas, placed anew whenever the map has come to rest. */
function areaNames(of: MapLayer, map: OlMap): BaseLayer {
  const source = new VectorSource();
  const style = styleOf(of);
  const layer = new VectorLayer({ source, declutter: true, style });
  let placed = '';
  const place = (): void => {
    const resolution = map.getView().getResolution() ?? 1;
    const pieces = largestPieces(of, map.getView().calculateExtent(map.getSize())).filter((piece) => style(piece, resolution).length);
    const points = pieces.flatMap((piece) => {
      const middle = middleOf(piece);
      return middle ? [new Feature({ ...piece.getProperties(), geometry: new Point(middle.slice(0, 2)) })] : [];
    });
    const now = points.map((point) => `${point.get('name')}@${point.getGeometry()?.getCoordinates()}`).join();
    if (now === placed) return;
    placed = now;
    source.clear(true);
    source.addFeatures(points);
  };
  // Not at rendercomplete: that never comes while some other layer fails.
  let pause = 0;
  const soon = (): void => {
    clearTimeout(pause);
    if (map.getLayers().getArray().includes(layer)) pause = window.setTimeout(place, PAUSE_MS);
    else unByKey(moved);
  };
  of.source.on('tileloadend', soon);
  const moved = map.on('moveend', soon);
  return layer;
}

/** The names that the map style writes of a layer, as layers of their own: along its lines, or in the middle of its areas. */
export function nameLayers(of: MapLayer, map: OlMap): BaseLayer[] {
  const names = styleLayers(of.id, 'names');
  const along = names.filter((layer) => layer.has('symbol-placement')).length;
  return [...(along ? [lineNames(of)] : []), ...(along < names.length ? [areaNames(of, map)] : [])];
}

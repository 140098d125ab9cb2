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
import Fill from 'ol/style/Fill';
import Stroke from 'ol/style/Stroke';
import Style from 'ol/style/Style';
import Text from 'ol/style/Text';
import { language } from '../language/language';
import { featureId } from './marked-features';
import type { MapLayer } from './tile-layer';

const FONT = 'system-ui, "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';

interface Lettering {
  size: number;
  colour: string;
  weight: number;
}

/** Layers that the own base map names; others are named by identify. */
export const LETTERING: Record<string, Lettering> = {
  regions: { size: 13, colour: '#4a4f57', weight: 600 },
  waterbodies: { size: 12, colour: '#0f5c8c', weight: 500 },
  rivers: { size: 12, colour: '#0f5c8c', weight: 500 },
};

const cache = new Map<string, Style>();

function lettered(text: string, { size, colour, weight }: Lettering, along: boolean): Style {
  const key = `${text}|${colour}|${along}`;
  const known = cache.get(key);
  if (known) return known;
  const style = new Style({
    text: new Text({
      text,
      font: `${weight} ${size}px ${FONT}`,
      placement: along ? 'line' : 'point',
      overflow: !along,
      repeat: along ? 400 : undefined,
      fill: new Fill({ color: colour }),
      stroke: new Stroke({ color: 'rgba(255,255,255,0.9)', width: 3 }),
    }),
  });
  cache.set(key, style);
  return style;
}

const nameIn = (feature: FeatureLike): string =>
  String((language.code === 'en' && feature.get('name_en')) || feature.get('name') || '');

const isLine = (feature: FeatureLike): boolean => feature.getGeometry()?.getType().endsWith('LineString') ?? false;

/** Names along the lines of a base layer, thinned out where they would overlap. */
function lineNames(of: MapLayer, lettering: Lettering): BaseLayer {
  return new VectorTileLayer({
    source: of.source,
    renderMode: 'vector',
    declutter: true,
    style: (feature) => (isLine(feature) && nameIn(feature) ? lettered(nameIn(feature), lettering, true) : undefined),
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

/** Zoom 10: from there on a city fills the screen, and its towns' names tell more. */
const isNamedAt = (feature: FeatureLike, zoom: number): boolean => feature.get('level') !== 'city' || zoom < 10;

/** 200 ms after the last tile or movement, so that one view is named once. */
const PAUSE_MS = 200;

/** Names of areas, placed anew whenever the map has come to rest. */
function areaNames(of: MapLayer, lettering: Lettering, map: OlMap): BaseLayer {
  const source = new VectorSource();
  const layer = new VectorLayer({
    source,
    declutter: true,
    style: (point) => lettered(nameIn(point), lettering, false),
  });
  let placed = '';
  const place = (): void => {
    const zoom = map.getView().getZoom() ?? 0;
    const pieces = largestPieces(of, map.getView().calculateExtent(map.getSize())).filter((piece) => isNamedAt(piece, zoom));
    const points = pieces.flatMap((piece) => {
      const middle = middleOf(piece);
      return middle && nameIn(piece) ? [new Feature({ geometry: new Point(middle.slice(0, 2)), ...named(piece) })] : [];
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

const named = (feature: FeatureLike): object => ({ name: feature.get('name'), name_en: feature.get('name_en') });

/** The names of a base layer as layers of their own. */
export const nameLayers = (of: MapLayer, lettering: Lettering, map: OlMap): BaseLayer[] => [
  lineNames(of, lettering),
  areaNames(of, lettering, map),
];

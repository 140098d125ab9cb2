import type { FeatureLike } from 'ol/Feature';
import CircleStyle from 'ol/style/Circle';
import Fill from 'ol/style/Fill';
import RegularShape from 'ol/style/RegularShape';
import Stroke from 'ol/style/Stroke';
import Style from 'ol/style/Style';
import Text from 'ol/style/Text';
import { OUTFALLS } from '../state/layers';
import { looksOf } from './tile-style';

const INK = '#0b2a4a';
const FONT = '600 13px system-ui, "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';

const errorCircle = new Style({
  fill: new Fill({ color: 'rgba(11,42,74,0.10)' }),
  stroke: new Stroke({ color: INK, width: 1.6, lineDash: [6, 5] }),
  zIndex: 1,
});
const lineCasing = new Style({ stroke: new Stroke({ color: '#ffffff', width: 6 }), zIndex: 2 });
const line = new Style({ stroke: new Stroke({ color: INK, width: 2.5 }), zIndex: 3 });
const boundaryPoint = new Style({
  image: new RegularShape({
    points: 4,
    radius: 7,
    angle: Math.PI / 4,
    fill: new Fill({ color: '#ffffff' }),
    stroke: new Stroke({ color: INK, width: 2.5 }),
  }),
  zIndex: 4,
});
const outfallHalo = new Style({
  image: new CircleStyle({ radius: 17, stroke: new Stroke({ color: '#0a5bd3', width: 3.5 }) }),
  zIndex: 5,
});
const sketch = new Style({
  zIndex: 3,
  stroke: new Stroke({ color: '#0a5bd3', width: 3, lineDash: [8, 5] }),
  fill: new Fill({ color: 'rgba(10,91,211,0.12)' }),
  image: new CircleStyle({ radius: 6, fill: new Fill({ color: '#0a5bd3' }), stroke: new Stroke({ color: '#fff', width: 2 }) }),
});

/** What of a drawn line or area lies inside a zone. */
const insideLine = [
  new Style({ stroke: new Stroke({ color: '#ffffff', width: 8 }), zIndex: 1 }),
  new Style({ stroke: new Stroke({ color: '#b3151d', width: 4.5 }), zIndex: 2 }),
];
const insideArea = new Style({ stroke: new Stroke({ color: '#b3151d', width: 1.5 }), fill: new Fill({ color: 'rgba(179,21,29,0.25)' }), zIndex: 1 });

/** Beside the boundary point, on the side away from the outfall, so that it hides neither. */
const distanceLabel = (text: string, eastward: boolean): Style =>
  new Style({
    text: new Text({
      text,
      font: FONT,
      overflow: true,
      fill: new Fill({ color: INK }),
      backgroundFill: new Fill({ color: 'rgba(255,255,255,0.94)' }),
      backgroundStroke: new Stroke({ color: INK, width: 1 }),
      padding: [3, 6, 2, 6],
      textAlign: eastward ? 'left' : 'right',
      offsetX: eastward ? 20 : -20,
    }),
    zIndex: 9,
  });

/** Nearer than this the boundary point would only cover the outfall's symbol. */
const APART_PX = 14;

/** Zoom of the map style at which symbols stand at full size. */
const CLOSE = 20;

/** With the attributes of the tile layer. */
const asOutfall = (feature: FeatureLike) => ({ get: (name: string) => feature.get(name === 'provisional_strictest' ? 'strictest' : name) });

/** Styles of what is drawn for a verdict, by the feature's `part`. */
export function evidenceStyle(feature: FeatureLike, resolution: number): Style | Style[] | undefined {
  switch (feature.get('part')) {
    case 'error':
      return errorCircle;
    case 'connector':
      return [lineCasing, line];
    case 'boundary':
      return Math.abs(feature.get('distance_m')) / resolution > APART_PX ? boundaryPoint : undefined;
    case 'inside':
      return String(feature.getGeometry()?.getType()).endsWith('Polygon') ? insideArea : insideLine;
    case 'outfall':
      return [...looksOf(OUTFALLS, 'marks').of(asOutfall(feature), CLOSE), outfallHalo];
    default:
      return sketch;
  }
}

/** Distances, in a layer of their own so that they give way to each other and to nothing else. */
export function evidenceLabel(feature: FeatureLike): Style | undefined {
  if (feature.get('part') !== 'boundary') return undefined;
  return distanceLabel(String(feature.get('label')), Boolean(feature.get('eastward')));
}

import VectorTileLayer from 'ol/layer/VectorTile';
import type { FeatureLike } from 'ol/Feature';
import Fill from 'ol/style/Fill';
import Stroke from 'ol/style/Stroke';
import Style from 'ol/style/Style';
import Text from 'ol/style/Text';
import { language } from '../language/language';
import type { MapLayer } from './tile-layer';

const FONT = 'system-ui, "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';

interface Lettering {
  size: number;
  colour: string;
  weight: number;
  along: boolean;
}

/** Layers that the own base map names; others are named by identify. */
export const LETTERING: Record<string, Lettering> = {
  regions: { size: 13, colour: '#4a4f57', weight: 600, along: false },
  waterbodies: { size: 12, colour: '#0f5c8c', weight: 500, along: false },
  rivers: { size: 12, colour: '#0f5c8c', weight: 500, along: true },
};

const cache = new Map<string, Style>();

function lettered(text: string, { size, colour, weight, along }: Lettering, isLine: boolean): Style {
  const key = `${text}|${colour}|${isLine}`;
  const known = cache.get(key);
  if (known) return known;
  const style = new Style({
    text: new Text({
      text,
      font: `${weight} ${size}px ${FONT}`,
      placement: along && isLine ? 'line' : 'point',
      overflow: !isLine,
      repeat: along && isLine ? 400 : undefined,
      fill: new Fill({ color: colour }),
      stroke: new Stroke({ color: 'rgba(255,255,255,0.9)', width: 3 }),
    }),
  });
  cache.set(key, style);
  return style;
}

const nameIn = (feature: FeatureLike): string =>
  String((language.code === 'en' && feature.get('name_en')) || feature.get('name') || '');

/** Names of a base layer, thinned out where they would overlap. */
export function labelLayer(of: MapLayer, lettering: Lettering): VectorTileLayer {
  return new VectorTileLayer({
    source: of.source,
    renderMode: 'vector',
    declutter: true,
    properties: { names: of.id },
    style: (feature) => {
      const name = nameIn(feature);
      return name ? lettered(name, lettering, feature.getGeometry()?.getType().endsWith('LineString') ?? false) : undefined;
    },
  });
}

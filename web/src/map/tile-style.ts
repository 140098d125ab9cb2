import type { FeatureLike } from 'ol/Feature';
import CircleStyle from 'ol/style/Circle';
import Fill from 'ol/style/Fill';
import Icon from 'ol/style/Icon';
import type ImageStyle from 'ol/style/Image';
import Stroke from 'ol/style/Stroke';
import Style from 'ol/style/Style';
import Text from 'ol/style/Text';
import { language } from '../language/language';
import { layerOf } from '../state/layers';
import { styleLayers, theSprite } from '../state/style';
import type { Looking } from './style-expression';
import { type CompiledLayer, Looks } from './style-layers';

/** Fonts of the reader's machine: those of the style have no Chinese characters. */
const FAMILY = 'system-ui, "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';

/** Metres per pixel at zoom 0 of MapLibre, whose tiles are 512 pixels wide. */
const RESOLUTION_0 = 78271.51696402048;

/** A millionth, so that a whole zoom is never taken for a little less. */
export const styleZoom = (resolution: number): number => Math.log2(RESOLUTION_0 / resolution) + 1e-6;

type Values = <Value>(property: string) => Value;

/** How OpenLayers draws one style layer. */
const MAKE: Record<string, (of: Values) => Partial<{ fill: Fill; stroke: Stroke; image: ImageStyle; text: Text }>> = {
  fill: (of) => ({ fill: new Fill({ color: of('fill-color') }) }),
  line: (of) => {
    const width = of<number>('line-width');
    const dash = of<number[] | undefined>('line-dasharray');
    // MapLibre counts dashes in widths of the line, OpenLayers in pixels.
    return { stroke: new Stroke({ color: of('line-color'), width, lineCap: of('line-cap'), lineJoin: of('line-join'), lineDash: dash?.map((widths) => widths * width) }) };
  },
  circle: (of) => {
    const width = of<number | undefined>('circle-stroke-width') ?? 0;
    return {
      // MapLibre's radius reaches to the inner edge of the outline, that of OpenLayers to its middle.
      image: new CircleStyle({
        radius: of<number>('circle-radius') + width / 2,
        fill: new Fill({ color: of('circle-color') }),
        stroke: width ? new Stroke({ color: of('circle-stroke-color'), width }) : undefined,
        declutterMode: 'none',
      }),
    };
  },
  symbol: (of) => ({ image: of('icon-image') ? icon(of) : undefined, text: of('text-field') ? text(of) : undefined }),
};

// declutterMode none: OpenLayers 10.11 finds no other images under the pointer in a layer that does not declutter.
function icon(of: Values): Icon {
  const { image, ratio } = theSprite().image(of('icon-image'));
  return new Icon({ img: image, scale: (of<number | undefined>('icon-size') ?? 1) / ratio, declutterMode: 'none' });
}

function text(of: Values): Text {
  const along = of('symbol-placement') === 'line';
  const halo = of<number | undefined>('text-halo-width') ?? 0;
  const bold = String(of<string[]>('text-font')[0]).endsWith('Bold');
  return new Text({
    text: of('text-field'),
    font: `${bold ? 600 : 400} ${of<number>('text-size')}px ${FAMILY}`,
    placement: along ? 'line' : 'point',
    overflow: !along,
    repeat: along ? of('symbol-spacing') : undefined,
    fill: new Fill({ color: of('text-color') }),
    stroke: halo ? new Stroke({ color: of('text-halo-color'), width: 2 * halo }) : undefined,
    declutterMode: of('text-allow-overlap') ? 'none' : 'declutter',
  });
}

/** A million steps from one style layer to the next: whole ones, so that the number of a covered ring is covered, too. */
const STEPS = 1_000_000;

function made(layer: CompiledLayer, looking: Looking): Style {
  const of: Values = <Value>(property: string) => layer.value(property, looking) as Value;
  const key = Number(layer.value('symbol-sort-key', looking) ?? 0);
  return new Style({ ...MAKE[layer.type]?.(of), zIndex: layer.height * STEPS + Math.min(key, STEPS - 1) });
}

const looks = new Map<string, Looks<Style>>();

/** Looks of a tile layer's features by the map style: marks, or the names that the map writes of them. */
export function looksOf(id: string, part: 'marks' | 'names'): Looks<Style> {
  const key = `${id} ${part} ${language.code}`;
  const known = looks.get(key);
  if (known) return known;
  const fresh = new Looks(styleLayers(id, part), made);
  looks.set(key, fresh);
  return fresh;
}

/** All but invisible: without a fill only the outline of an area could be pointed at. */
const POINTABLE = new Style({ fill: new Fill({ color: 'rgba(255,255,255,0.01)' }) });

/** Style function of a tile layer. */
export function marksStyle(id: string): (feature: FeatureLike, resolution: number) => Style[] {
  const marks = looksOf(id, 'marks');
  const outlined = layerOf(id)?.geometry === 'polygon' && !styleLayers(id, 'marks').some(({ type }) => type === 'fill');
  if (!outlined) return (feature, resolution) => marks.of(feature, styleZoom(resolution));
  return (feature, resolution) => [POINTABLE, ...marks.of(feature, styleZoom(resolution))];
}

import type { FeatureLike } from 'ol/Feature';
import Icon from 'ol/style/Icon';
import Style from 'ol/style/Style';
import type { Verdict } from '../api/shapes';
import { type Shares, ringImage, symbolImage } from './outfall-images';
import { DRAWINGS, type SymbolName, symbolOf } from './symbols';

const cache = new Map<string, Style>();

/** 2000 distinct rings: far more than one screen holds, and then the oldest go. */
const CACHE_LIMIT = 2000;

function cached(key: string, make: () => Style): Style {
  const known = cache.get(key);
  if (known) return known;
  if (cache.size >= CACHE_LIMIT) cache.delete(cache.keys().next().value as string);
  const style = make();
  cache.set(key, style);
  return style;
}

// declutterMode none: OpenLayers 10.11 finds no other images under the pointer in a layer that does not declutter.
const iconStyle = (img: HTMLCanvasElement, scale: number, zIndex: number): Style =>
  new Style({ image: new Icon({ img, scale, declutterMode: 'none' }), zIndex });

/** Strict verdicts are drawn last and so lie on top. */
const HEIGHT: Record<SymbolName, number> = { none: 0, keep: 1, review: 2, merge: 3, ban: 4 };

/** Below 40 m per pixel symbols stand at full size, farther out at two thirds. */
const FULL_SIZE_RESOLUTION = 40;

export function verdictStyle(verdict: unknown, strictest: unknown, resolution: number): Style {
  const symbol = symbolOf(verdict);
  const bound = symbol === 'review' && typeof strictest === 'string' && strictest in DRAWINGS ? (strictest as Verdict) : null;
  const scale = (resolution < FULL_SIZE_RESOLUTION ? 0.8 : 0.55) / 3;
  return cached(`${symbol}|${bound}|${scale}`, () => iconStyle(symbolImage(symbol, bound), scale, HEIGHT[symbol]));
}

function sharesOf(feature: FeatureLike): Shares {
  const number = (name: string): number => Number(feature.get(name)) || 0;
  return { count: number('count'), ban: number('ban'), merge: number('merge'), keep: number('keep'), review: number('review') };
}

export const isAggregate = (feature: FeatureLike): boolean => Boolean(feature.get('aggregate'));

/** Style of a feature of the outfalls tile layer: a verdict symbol, or a ring for an aggregate. */
export function outfallStyle(feature: FeatureLike, resolution: number): Style {
  if (!isAggregate(feature)) {
    return verdictStyle(feature.get('verdict'), feature.get('provisional_strictest'), resolution);
  }
  const shares = sharesOf(feature);
  const key = `ring|${Object.values(shares).join('|')}`;
  return cached(key, () => iconStyle(ringImage(shares), 1 / 3, shares.count));
}

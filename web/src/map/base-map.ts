import TileLayer from 'ol/layer/Tile';
import XYZ from 'ol/source/XYZ';
import { type BaseMap, settings } from '../state/settings';

/** 天地图: each base has its picture and its lettering as separate tiles; `_w` is EPSG:3857. */
const SHEETS: Record<Exclude<BaseMap, 'own'>, string[]> = { vec: ['vec', 'cva'], img: ['img', 'cia'], ter: ['ter', 'cta'] };

const sheetAddress = (sheet: string, key: string): string =>
  `https://t{0-7}.tianditu.gov.cn/${sheet}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=${sheet}` +
  `&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=${encodeURIComponent(key)}`;

function sheetLayer(sheet: string, key: string, zIndex: number): TileLayer<XYZ> {
  const source = new XYZ({ url: sheetAddress(sheet, key), maxZoom: 18, attributions: '天地图', wrapX: false });
  source.on('tileloaderror', () => {
    settings.baseFailed = true;
  });
  source.on('tileloadend', () => {
    settings.baseFailed = false;
  });
  return new TileLayer({ source, zIndex });
}

/** Layers of the chosen base; none for the own base, whose features are ordinary layers. */
export function baseLayers(base: BaseMap, key: string | null): TileLayer<XYZ>[] {
  settings.baseFailed = false;
  if (base === 'own' || !key) return [];
  return SHEETS[base].map((sheet, index) => sheetLayer(sheet, key, index - 10));
}

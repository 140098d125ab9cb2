import { reactive } from 'vue';
import { keepInUrl } from './url';

/** Where the map looks: longitude and latitude in degrees (CGCS2000), zoom as in web tiles; null before the first fit. */
export const view = reactive({ at: null as { lon: number; lat: number; zoom: number } | null });

/** Pointer position in degrees, null when it is off the map. */
export const pointer = reactive({ at: null as { lon: number; lat: number } | null });

keepInUrl({
  read: (parameters) => {
    const numbers = (parameters.get('map') ?? '').split('/').map(Number);
    const [zoom, lon, lat] = numbers;
    if (numbers.length !== 3 || zoom === undefined || lon === undefined || lat === undefined) return;
    if (numbers.every(Number.isFinite)) view.at = { zoom, lon, lat };
  },
  write: (parameters) => {
    const { at } = view;
    if (at) parameters.set('map', `${at.zoom.toFixed(2)}/${at.lon.toFixed(5)}/${at.lat.toFixed(5)}`);
  },
});

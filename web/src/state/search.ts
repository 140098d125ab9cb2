import { getJson } from '../api/request';
import type { Box, OutfallItem, Page } from '../api/shapes';
import { t } from '../language/language';
import { decimalDegrees } from '../place/format-place';
import { parseCoordinates } from '../place/parse-coordinates';
import { city, nameOf, theCity, towns } from './city';

export interface Suggestion {
  kind: 'coordinates' | 'town' | 'outfall' | 'note';
  /** what stands in the box after choosing */
  value: string;
  words: string;
  aside: string;
  box?: Box;
  lon?: number;
  lat?: number;
  outfall?: OutfallItem;
}

const SHOWN = 10;

const note = (text: string, words: string): Suggestion => ({ kind: 'note', value: text, words, aside: '' });

function asCoordinates(text: string): Suggestion[] {
  const [west = 75, , east = 75] = theCity.value?.bbox ?? [];
  const reading = parseCoordinates(text, (west + east) / 2);
  if (!reading) return [];
  const aside = t(`search.read.${reading.read}`, { zone: reading.zone ?? '' });
  return [{ kind: 'coordinates', value: text, words: decimalDegrees(reading.lon, reading.lat), aside, lon: reading.lon, lat: reading.lat }];
}

function asTown(text: string): Suggestion[] {
  const meant = (name: string): boolean => name.toLowerCase().includes(text.toLowerCase());
  return towns.value
    .filter((town) => town.bbox && (meant(town.name) || meant(town.name_en ?? '') || town.code.startsWith(text)))
    .map((town) => ({ kind: 'town', value: nameOf(town), words: nameOf(town), aside: t('search.town'), box: town.bbox }));
}

async function asOutfall(text: string): Promise<Suggestion[]> {
  const page = await getJson<Page<OutfallItem>>('./api/outfalls', { region: city.code, q: text, limit: SHOWN });
  const found: Suggestion[] = page.items.map((outfall) => ({
    kind: 'outfall', value: outfall.name, words: outfall.name, aside: outfall.code, outfall,
  }));
  const rest = page.matched > found.length;
  return rest ? [...found, note(text, t('search.more', { matched: page.matched, shown: found.length }))] : found;
}

/** What a text in the search box may mean: coordinates, a town, an outfall. */
export async function suggestions(text: string, show: (found: Suggestion[]) => void): Promise<void> {
  const asked = text.trim();
  if (!asked) return show([]);
  const coordinates = asCoordinates(asked);
  if (coordinates.length) return show(coordinates);
  const named = await asOutfall(asked).catch((error: Error) => [note(asked, error.message)]);
  const found = [...asTown(asked), ...named];
  show(found.length ? found : [note(asked, t('search.none'))]);
}

import type { Bilingual } from '../api-types';

/** One difference between ledger and ground, as sql/rules/flag-contradiction.sql tells it. Metres; positions [lon, lat]. */
export interface Contradiction {
  kind: 'outside_city' | 'town' | 'river_unknown' | 'river_far' | 'waterbody' | 'in_zone' | 'datum';
  ledger?: unknown;
  ledger_name?: string;
  computed?: unknown;
  computed_name?: string;
  metres?: number;
  reading?: string;
  zone?: string;
}

/** What coordinates can be when they are not plain CGCS2000 longitude, latitude. */
export const READINGS: Record<string, Bilingual> = {
  gcj02: { zh: 'GCJ-02（火星坐标）', en: 'GCJ-02' },
  bd09: { zh: 'BD-09（百度坐标）', en: 'BD-09' },
  swapped_axes: { zh: '经纬度颠倒', en: 'axes swapped' },
  zone_3_west: { zh: '中央子午线应偏西 3°（带号错）', en: 'a central meridian 3° farther west (wrong zone)' },
  zone_3_east: { zh: '中央子午线应偏东 3°（带号错）', en: 'a central meridian 3° farther east (wrong zone)' },
  zone_6_west: { zh: '中央子午线应偏西 6°（带号错）', en: 'a central meridian 6° farther west (wrong zone)' },
  zone_6_east: { zh: '中央子午线应偏东 6°（带号错）', en: 'a central meridian 6° farther east (wrong zone)' },
};

const SAY: Record<Contradiction['kind'], (one: Contradiction) => Bilingual> = {
  outside_city: () => ({ zh: '坐标在本市范围之外', en: 'The point lies outside the city' }),
  town: (one) => ({
    zh: `台账所填为${one.ledger_name ?? one.ledger}，坐标在${one.computed_name ?? '各乡镇之外'}`,
    en: `The ledger says ${one.ledger_name ?? one.ledger}, the point lies in ${one.computed_name ?? 'no town'}`,
  }),
  river_unknown: (one) => ({ zh: `台账所填河流“${one.ledger}”不在水系名录中`, en: `The river “${one.ledger}” of the ledger is not on record` }),
  river_far: (one) => ({
    zh: `距台账所填${one.ledger} ${one.metres === undefined ? '20 km 以上' : `${one.metres} m`}`,
    en: `${one.metres === undefined ? 'More than 20 km' : `${one.metres} m`} from ${one.ledger}, which the ledger names`,
  }),
  waterbody: (one) => ({ zh: `台账河名为${one.ledger}，所挂水体为${one.computed}`, en: `The ledger names ${one.ledger}, the link goes to ${one.computed}` }),
  in_zone: (one) => ({
    zh: `台账填“${one.ledger ? '在' : '不在'}水源保护区内”，坐标${one.computed ? `在${one.zone}内` : '在保护区外'}`,
    en: `The ledger says ${one.ledger ? 'inside' : 'outside'} the zones, the point lies ${one.computed ? `inside ${one.zone}` : 'outside'}`,
  }),
  datum: (one) => ({
    zh: `按${READINGS[String(one.reading)]?.zh}解读更相符，移位 ${one.metres} m`,
    en: `Read as ${READINGS[String(one.reading)]?.en} it fits better, ${one.metres} m away`,
  }),
};

/** What one contradiction says, in a sentence. */
export const sayContradiction = (one: Contradiction): Bilingual => SAY[one.kind](one);

/** All contradictions of a finding, and what lies at the place where the point fits better. */
export function contradictionsOf({ contradictions, datum }: Record<string, unknown>): Bilingual {
  const said = (Array.isArray(contradictions) ? (contradictions as Contradiction[]) : []).map(sayContradiction);
  const zones = ((datum as { in_zones?: { name: string }[] } | undefined)?.in_zones ?? []).map(({ name }) => name);
  if (zones.length) said.push({ zh: `该处在${zones.join('、')}内`, en: `that place lies in ${zones.join(', ')}` });
  return { zh: said.map((one) => one.zh).join('；'), en: said.map((one) => one.en).join('; ') };
}

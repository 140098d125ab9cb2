import type { City } from './city';
import type { Facts } from './outfall';

type Standard = Pick<Facts, 'discharge_standard' | 'discharge_grade'>;

const RURAL: Record<string, Standard> = {
  '653001': { discharge_standard: 'DB65/4275-2019', discharge_grade: '1' },
  '231081': { discharge_standard: 'DB23/2456-2019' },
};

/** The standard that a category is usually judged by; scattered, storm and drainage outfalls have none settled. */
export function standardOf(city: City, category: string): Standard {
  if (category === 'urban_plant') return { discharge_standard: 'GB 18918-2002', discharge_grade: '1A' };
  if (category === 'industrial.park_plant') return { discharge_standard: 'GB 18918-2002', discharge_grade: '1B' };
  if (/^industrial\.enterprise(\.|$)/.test(category)) return { discharge_standard: 'GB 8978-1996', discharge_grade: '1' };
  if (category === 'agricultural.livestock') return { discharge_standard: 'GB 18596-2001' };
  return category === 'other.rural_facility' ? (RURAL[city.code] ?? {}) : {};
}

import { City } from '../city';
import { placeBans } from './bans';
import { layFacts } from './facts';
import { placeKeeps } from './keeps';
import { declareLayers, layBorder, layLand } from './land';
import { placeMerges } from './merges';
import { layMonitoring } from './monitoring';
import { layWater } from './water';
import { layWorks } from './works';
import { layDrinkingWater, layProtected } from './zones';

export function suifenhe(): City {
  const city = new City('231081', '绥芬河市', '绥芬河');
  const land = layLand(city);
  const zones = { ...layDrinkingWater(city, layWater(city)), ...layProtected(city) };
  const works = layWorks(city);
  declareLayers(city, land);
  layBorder(city);
  placeBans(city, zones, land);
  placeMerges(city, works);
  placeKeeps(city, works);
  layFacts(city);
  layMonitoring(city);
  return city;
}

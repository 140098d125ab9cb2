import { City } from '../city';
import { placeBans } from './bans';
import { layFacts } from './facts';
import { placeKeeps } from './keeps';
import { layLand } from './land';
import { placeMerges } from './merges';
import { declareLayers } from './coverage';
import { layMonitoring } from './monitoring';
import { layWater } from './water';
import { layWorks } from './works';
import { layDrinkingWater, layProtected } from './zones';

export function artux(): City {
  const city = new City('653001', '阿图什市', '阿图什');
  const land = layLand(city);
  const water = layWater(city);
  const zones = { ...layDrinkingWater(city, water), ...layProtected(city, water) };
  const works = layWorks(city);
  declareLayers(city, land);
  placeBans(city, zones);
  placeMerges(city, works);
  placeKeeps(city, works);
  layFacts(city);
  layMonitoring(city);
  return city;
}

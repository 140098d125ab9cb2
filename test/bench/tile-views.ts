import { tileAt } from '../tiles-drawn';

export interface Address { z: number; x: number; y: number }

/** A number from 0 to 1, the same every time. */
const hash = (n: number) => { const x = Math.sin(n * 12.9898) * 43758.5453; return x - Math.floor(x); };

/**
 * A planner at work: from the whole country in to a place, then looking around there, and out again; 5 × 4 tiles a view.
 * Places lie in the synthetic country (lon 100–120, lat 28–42).
 */
export function* views(journeys: number): Generator<Address[]> {
  for (let journey = 0; journey < journeys; journey++) {
    let [lon, lat] = [101 + 18 * hash(journey), 29 + 12 * hash(journey + 0.5)];
    for (const z of [4, 5, 6, 7, 8, 9, 10, 11, 12, 13]) yield view(z, lon, lat);
    for (let step = 0; step < 6; step++) {
      lon += 0.05 * (hash(journey * 31 + step) - 0.5);
      lat += 0.05 * (hash(journey * 17 + step) - 0.5);
      yield view(13 + (step % 3), lon, lat);
    }
    for (const z of [11, 9, 7]) yield view(z, lon, lat);
  }
}

function view(z: number, lon: number, lat: number): Address[] {
  const { x, y } = tileAt(z, lon, lat);
  const last = 2 ** z - 1;
  return Array.from({ length: 20 }, (_, n) => ({ z, x: x - 2 + (n % 5), y: y - 2 + Math.floor(n / 5) }))
    .filter((tile) => tile.x >= 0 && tile.y >= 0 && tile.x <= last && tile.y <= last);
}

import { getJson } from '../api/request';
import type { MapStyle } from './style-layers';

interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
  pixelRatio: number;
}

/** Images of the map style by name, cut out of its sheet. */
export class Sprite {
  private readonly cut = new Map<string, { image: HTMLCanvasElement; ratio: number }>();

  constructor(
    private readonly index: Record<string, Place>,
    private readonly sheet: HTMLImageElement,
  ) {}

  /** @throws Error for a name that the sheet does not have */
  image(name: string): { image: HTMLCanvasElement; ratio: number } {
    const known = this.cut.get(name);
    if (known) return known;
    const place = this.index[name];
    if (!place) throw new Error(`map style: the sprite has no image ${name}`);
    const image = document.createElement('canvas');
    [image.width, image.height] = [place.width, place.height];
    image.getContext('2d')?.drawImage(this.sheet, place.x, place.y, place.width, place.height, 0, 0, place.width, place.height);
    this.cut.set(name, { image, ratio: place.pixelRatio });
    return { image, ratio: place.pixelRatio };
  }
}

/** The sheet at twice the size, so that symbols between two pixels stay sharp; from the server that the page came from. */
export async function loadSprite({ sprite }: MapStyle): Promise<Sprite> {
  const address = `./styles/${sprite.split('/styles/')[1]}@2x`;
  const sheet = new Image();
  sheet.src = `${address}.png`;
  const [index] = await Promise.all([getJson<Record<string, Place>>(`${address}.json`), sheet.decode()]);
  return new Sprite(index, sheet);
}

/** One image as a file of its own, sharp at any size: for legends and cards. */
export const imageAddress = (name: string): string => `./styles/symbols/${encodeURIComponent(name)}.svg`;

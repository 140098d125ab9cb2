import { setImmediate } from 'node:timers/promises';
import type { Layer } from '../layers/layer-files';
import { imagesOf } from './images';
import { png } from './png';
import { paint } from './raster';
import { RING } from './rings';
import { type Drawing, readSvg } from './svg';

interface Placed { name: string; drawing: Drawing; x: number; y: number }

/** CSS pixels. */
const SHEET_WIDTH = 900;

/** Sheets by what they hold: the headers do not change while the process runs. */
const placed = new Map<string, Placed[]>();
const drawn = new Map<string, Promise<Buffer>>();

const keyOf = (layers: Layer[]) => layers.map(({ hash }) => hash).join();

function remembered<Value>(kept: Map<string, Value>, key: string, make: () => Value): Value {
  const known = kept.get(key) ?? make();
  kept.set(key, known);
  return known;
}

const placesOf = (layers: Layer[]) => remembered(placed, keyOf(layers), () => place(imagesOf(layers)));

/** Where on the sheet each image is, in pixels of the sheet. @param ratio pixels per CSS pixel */
export const spriteIndex = (layers: Layer[], ratio: 1 | 2) => Object.fromEntries(placesOf(layers).map(({ name, x, y, drawing: { width, height } }) =>
  [name, { x: x * ratio, y: y * ratio, width: width * ratio, height: height * ratio, pixelRatio: ratio }]));

/** The sheet of all images that layers take, a PNG. */
export const spriteSheet = (layers: Layer[], ratio: 1 | 2): Promise<Buffer> => remembered(drawn, `${ratio} ${keyOf(layers)}`, () => draw(placesOf(layers), ratio));

/** Row by row, in order of name. */
function place(images: Map<string, string>): Placed[] {
  let [x, y, tallest] = [0, 0, 0];
  return [...images].map(([name, svg]) => {
    const drawing = readSvg(svg);
    if (x + drawing.width > SHEET_WIDTH) [x, y, tallest] = [0, y + tallest, 0];
    const at = { name, drawing, x, y };
    x += drawing.width;
    tallest = Math.max(tallest, drawing.height);
    return at;
  });
}

/** Half a second of work: requests are answered in between. */
async function draw(all: Placed[], ratio: number): Promise<Buffer> {
  const width = ratio * Math.max(1, ...all.map(({ x, drawing }) => x + drawing.width));
  const height = ratio * Math.max(1, ...all.map(({ y, drawing }) => y + drawing.height));
  const rows = Buffer.alloc((width * 4 + 1) * height);
  const rings = new Map<string, Float32Array>();
  for (const { name, drawing, x, y } of all) {
    const pixels = paint(drawing, ratio, name.startsWith(RING) ? rings : undefined);
    const across = drawing.width * ratio * 4;
    for (let row = 0; row * across < pixels.length; row++) rows.set(pixels.subarray(row * across, (row + 1) * across), (y * ratio + row) * (width * 4 + 1) + 1 + x * ratio * 4);
    await setImmediate();
  }
  return png(width, height, rows);
}

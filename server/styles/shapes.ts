import { crc32, deflateSync } from 'node:zlib';
import type { Layer } from '../layers/layer-files';

type Flat = Record<string, unknown>;

/** A regular polygon as layer headers describe it: lengths in CSS pixels, angle in radians. */
interface Shape { points: number; radius: number; angle: number; fill: string; stroke: string; width: number }

interface Placed { name: string; shape: Shape; x: number; y: number; size: number }

export const isShape = (look: Flat) => look['shape-points'] !== undefined;

export const shapeOf = (look: Flat): Shape => ({
  points: Number(look['shape-points']), radius: Number(look['shape-radius']), angle: Number(look['shape-angle'] ?? 0),
  fill: String(look['shape-fill-color'] ?? '#000000'), stroke: String(look['shape-stroke-color'] ?? '#000000'), width: Number(look['shape-stroke-width'] ?? 0),
});

export const shapeName = (look: Flat) => {
  const { points, radius, angle, fill, stroke, width } = shapeOf(look);
  return ['shape', points, radius, angle, fill, stroke, width].join('-').replaceAll('#', '');
};

/** The sprite sheet of all shapes in the headers of layers. @param ratio pixels per CSS pixel */
export function sprite(layers: Layer[], ratio: 1 | 2) {
  const placed = place(layers, ratio);
  const width = Math.max(1, ...placed.map(({ x, size }) => x + size));
  const height = Math.max(1, ...placed.map(({ size }) => size));
  return {
    index: Object.fromEntries(placed.map(({ name, x, y, size }) => [name, { x, y, width: size, height: size, pixelRatio: ratio }])),
    png: () => png(width, height, placed, ratio),
  };
}

/** Side by side, in order of name. */
function place(layers: Layer[], ratio: number): Placed[] {
  const looks = layers.flatMap(({ header }) => header.style.map(({ style }) => style as Flat)).filter(isShape);
  const shapes = new Map(looks.map((look) => [shapeName(look), shapeOf(look)]));
  let x = 0;
  return [...shapes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, shape]) => {
    const size = Math.ceil((shape.radius + shape.width) * 2 + 2) * ratio;
    x += size;
    return { name, shape, x: x - size, y: 0, size };
  });
}

/** 8-bit RGBA (PNG, ISO/IEC 15948), each pixel the mean of 4 × 4 samples. */
function png(width: number, height: number, placed: Placed[], ratio: number): Buffer {
  const rows = Buffer.alloc((width * 4 + 1) * height);
  for (const { shape, x, y, size } of placed) {
    for (let dy = 0; dy < size; dy++) {
      for (let dx = 0; dx < size; dx++) rows.set(pixel(shape, dx, dy, size, ratio), (y + dy) * (width * 4 + 1) + 1 + (x + dx) * 4);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

const SAMPLES = 4;

function pixel(shape: Shape, dx: number, dy: number, size: number, ratio: number): number[] {
  const sum = [0, 0, 0, 0];
  for (let n = 0; n < SAMPLES * SAMPLES; n++) {
    const x = (dx + ((n % SAMPLES) + 0.5) / SAMPLES - size / 2) / ratio;
    const y = (dy + (Math.floor(n / SAMPLES) + 0.5) / SAMPLES - size / 2) / ratio;
    const colour = colourAt(shape, x, y);
    if (colour) for (const [k, value] of [...colour, 255].entries()) sum[k] = (sum[k] as number) + value;
  }
  const covered = (sum[3] as number) / 255;
  return covered ? [...sum.slice(0, 3).map((value) => Math.round(value / covered)), Math.round((sum[3] as number) / SAMPLES ** 2)] : [0, 0, 0, 0];
}

/** Outline drawn over the filling, half of it outside. Distance to a side of the polygon decides: it is convex. */
function colourAt({ points, radius, angle, fill, stroke, width }: Shape, x: number, y: number): number[] | undefined {
  const apothem = radius * Math.cos(Math.PI / points);
  const sides = Array.from({ length: points }, (_, k) => {
    const normal = angle - Math.PI / 2 + ((2 * k + 1) * Math.PI) / points;
    return x * Math.cos(normal) + y * Math.sin(normal) - apothem;
  });
  const beyond = Math.max(...sides);
  if (beyond > width / 2) return undefined;
  return rgb(beyond > -width / 2 ? stroke : fill);
}

/** `#rrggbb`: what shapes in headers are coloured with. */
const rgb = (hex: string) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

import type { Drawing, Part, Point } from './svg';

/** How much of each pixel a part covers, 0–1, row by row. @param ratio pixels per CSS pixel */
export function coverage({ width, height, box }: Drawing, { lines, width: stroke }: Part, ratio: number): Float32Array {
  const [across, down] = [width * ratio, height * ratio];
  const scale = across / box.width;
  const mask = new Float32Array(across * down);
  const edges = Float64Array.from(lines.flatMap((line) => line.slice(1).flatMap((point, n) => [...(line[n] as Point), ...point])));
  const reach = (stroke ?? 0) / 2 + 1 / scale;
  const [xs, ys] = [0, 1].map((axis) => lines.flat().map((point) => point[axis] as number)) as [number[], number[]];
  const [west, east, north, south] = [Math.min(...xs) - reach, Math.max(...xs) + reach, Math.min(...ys) - reach, Math.max(...ys) + reach];
  for (let row = 0; row < down; row++) {
    const y = box.y + (row + 0.5) / scale;
    if (y < north || y > south) continue;
    for (let column = 0; column < across; column++) {
      const x = box.x + (column + 0.5) / scale;
      if (x < west || x > east) continue;
      const off = nearest(edges, x, y);
      const within = stroke === undefined ? (isInside(edges, x, y) ? off : -off) : stroke / 2 - off;
      mask[row * across + column] = Math.min(1, Math.max(0, within * scale + 0.5));
    }
  }
  return mask;
}

/** Edges are four numbers each, from and to. */
function nearest(edges: Float64Array, x: number, y: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let n = 0; n < edges.length; n += 4) {
    const fx = x - (edges[n] as number);
    const fy = y - (edges[n + 1] as number);
    const dx = (edges[n + 2] as number) - (edges[n] as number);
    const dy = (edges[n + 3] as number) - (edges[n + 1] as number);
    const length = dx * dx + dy * dy;
    const along = length ? (fx * dx + fy * dy) / length : 0;
    const t = Math.min(Math.max(along, 0), 1);
    const off = (fx - t * dx) ** 2 + (fy - t * dy) ** 2;
    if (off < least) least = off;
  }
  return Math.sqrt(least);
}

function isInside(edges: Float64Array, x: number, y: number): boolean {
  let inside = false;
  for (let n = 0; n < edges.length; n += 4) {
    const [ay, by] = [edges[n + 1] as number, edges[n + 3] as number];
    if (ay > y !== by > y && x < (edges[n] as number) + ((y - ay) / (by - ay)) * ((edges[n + 2] as number) - (edges[n] as number))) inside = !inside;
  }
  return inside;
}

/** Pixels of a drawing, RGBA, not premultiplied. `masks` are kept by outline, for drawings that share them. */
export function paint(drawing: Drawing, ratio: number, masks = new Map<string, Float32Array>()): Uint8ClampedArray {
  const pixels = drawing.width * ratio * drawing.height * ratio;
  const sums = new Float32Array(pixels * 4); // premultiplied
  for (const part of drawing.parts) {
    const key = `${part.text} ${part.width}`;
    const mask = masks.get(key) ?? coverage(drawing, part, ratio);
    masks.set(key, mask);
    lay(sums, mask, part.colour);
  }
  const out = new Uint8ClampedArray(pixels * 4);
  for (let at = 0; at < out.length; at += 4) {
    const alpha = sums[at + 3] as number;
    if (!alpha) continue;
    for (let k = 0; k < 3; k++) out[at + k] = (sums[at + k] as number) / alpha;
    out[at + 3] = alpha * 255;
  }
  return out;
}

function lay(sums: Float32Array, mask: Float32Array, [red, green, blue, opacity]: Part['colour']) {
  const colour = [red, green, blue, 1];
  for (let pixel = 0; pixel < mask.length; pixel++) {
    const alpha = (mask[pixel] as number) * opacity;
    if (!alpha) continue;
    for (let k = 0; k < 4; k++) sums[pixel * 4 + k] = (colour[k] as number) * alpha + (sums[pixel * 4 + k] as number) * (1 - alpha);
  }
}

import { DOMParser } from '@xmldom/xmldom';

export type Point = [number, number];
/** Red, green, blue 0–255, opacity 0–1. */
export type Colour = [number, number, number, number];

/** One outline, filled or drawn along; lengths in units of the drawing's box. */
export interface Part extends Outline { colour: Colour; /** of the line; none = filled */ width?: number }

/** Straight pieces; `text` names it. */
interface Outline { text: string; lines: Point[][] }

/** A symbol: size in CSS pixels, and the box that it shows. */
export interface Drawing { width: number; height: number; box: { x: number; y: number; width: number; height: number }; parts: Part[] }

/**
 * Reads the few parts of SVG that our symbols are made of: `path` (M, L, H, V, Q, A of circles, Z, absolute), `circle`; fill, stroke, stroke-width;
 * joins and caps are round. @throws Error naming whatever else stands there.
 */
export function readSvg(text: string): Drawing {
  const root = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
  if (root?.nodeName !== 'svg') throw new Error('not an SVG drawing');
  const [x = 0, y = 0, width = 0, height = 0] = numbers(root.getAttribute('viewBox') ?? '');
  const elements = [...root.childNodes].filter((node) => node.nodeType === 1 && node.nodeName !== 'title') as unknown as Tag[];
  return { width: Number(root.getAttribute('width')), height: Number(root.getAttribute('height')), box: { x, y, width, height }, parts: elements.flatMap(partsOf) };
}

interface Tag { nodeName: string; getAttribute(name: string): string | null }

function partsOf(tag: Tag): Part[] {
  const outline = outlineOf(tag);
  const [fill, stroke] = [tag.getAttribute('fill') ?? '#000000', tag.getAttribute('stroke') ?? 'none'];
  return [
    ...(fill === 'none' ? [] : [{ ...outline, colour: readColour(fill) }]),
    ...(stroke === 'none' ? [] : [{ ...outline, colour: readColour(stroke), width: Number(tag.getAttribute('stroke-width') ?? 1) }]),
  ];
}

const read = new Map<string, Outline>();

/** Rings share their sectors, so each outline is read once. */
function outlineOf(tag: Tag): Outline {
  const text = tag.nodeName === 'path' ? String(tag.getAttribute('d')) : circlePath(tag);
  const known = read.get(text) ?? { text, lines: readPath(text) };
  read.set(text, known);
  return known;
}

function circlePath(tag: Tag): string {
  if (tag.nodeName !== 'circle') throw new Error(`our symbols have no <${tag.nodeName}>`);
  const [x, y, r] = ['cx', 'cy', 'r'].map((name) => Number(tag.getAttribute(name))) as [number, number, number];
  return `M${x} ${y - r}A${r} ${r} 0 0 1 ${x} ${y + r}A${r} ${r} 0 0 1 ${x} ${y - r}Z`;
}

function readPath(d: string): Point[][] {
  const lines: Point[][] = [];
  for (const [, command = '', rest = ''] of d.matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)) {
    const at = numbers(rest);
    const line = lines.at(-1) ?? [];
    const last = line.at(-1) ?? [0, 0];
    if (command === 'M') lines.push([at as Point]);
    else if (command === 'L') line.push(at as Point);
    else if (command === 'H') line.push([at[0] as number, last[1]]);
    else if (command === 'V') line.push([last[0], at[0] as number]);
    else if (command === 'Q') line.push(...curve(last, at));
    else if (command === 'A') line.push(...arc(last, at));
    else if (command === 'Z') line.push(line[0] as Point);
    else throw new Error(`our symbols have no path command ${command}`);
  }
  return lines;
}

/** Every 5 degrees or less. */
function arc([ax, ay]: Point, [r = 0, , , large, sweep, bx = 0, by = 0]: number[]): Point[] {
  const [dx, dy] = [bx - ax, by - ay];
  const off = Math.sqrt(Math.max(0, r * r - (dx * dx + dy * dy) / 4)) * (large === sweep ? -1 : 1);
  const [x, y] = [(ax + bx) / 2 - (off * dy) / Math.hypot(dx, dy), (ay + by) / 2 + (off * dx) / Math.hypot(dx, dy)];
  const from = Math.atan2(ay - y, ax - x);
  const turn = Math.atan2(by - y, bx - x) - from;
  const through = sweep ? (turn + 2 * Math.PI) % (2 * Math.PI) : -((2 * Math.PI - turn) % (2 * Math.PI));
  const steps = Math.ceil(Math.abs(through) / (Math.PI / 36));
  return Array.from({ length: steps }, (_, n): Point => [x + r * Math.cos(from + (through * (n + 1)) / steps), y + r * Math.sin(from + (through * (n + 1)) / steps)]);
}

const curve = ([ax, ay]: Point, [bx = 0, by = 0, cx = 0, cy = 0]: number[]): Point[] => Array.from({ length: 8 }, (_, n) => {
  const t = (n + 1) / 8;
  const mix = (a: number, b: number, c: number) => (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t * t * c;
  return [mix(ax, bx, cx), mix(ay, by, cy)];
});

const numbers = (text: string) => (text.match(/-?[\d.]+/g) ?? []).map(Number);

/** `#rrggbb` or `rgba(…)`. */
export function readColour(text: string): Colour {
  if (/^#[0-9a-f]{6}$/.test(text)) return [...[1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16)), 1] as Colour;
  if (/^rgba\(/.test(text)) return numbers(text) as Colour;
  throw new Error(`not a colour of ours: ${text}`);
}

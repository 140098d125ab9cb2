import type { Verdict } from '../api/shapes';
import { DRAWINGS, HATCH, type SymbolName } from './symbols';

/** Drawn at three times the size, so that dense screens stay sharp. */
const DENSITY = 3;

function canvas(size: number): [HTMLCanvasElement, CanvasRenderingContext2D] {
  const element = document.createElement('canvas');
  element.width = element.height = size * DENSITY;
  const context = element.getContext('2d') as CanvasRenderingContext2D;
  context.scale(DENSITY, DENSITY);
  return [element, context];
}

/** A verdict's symbol, 28 px box; `strictest` set means provisional: hatched and framed in that colour. */
export function symbolImage(symbol: SymbolName, strictest: Verdict | null): HTMLCanvasElement {
  const [element, context] = canvas(28);
  const drawing = DRAWINGS[symbol];
  const outline = new Path2D(drawing.outline);
  context.translate(2, 2);
  context.lineJoin = 'round';
  context.lineCap = 'round';
  context.lineWidth = strictest ? 5.5 : 3.5;
  context.strokeStyle = '#ffffff';
  context.stroke(outline);
  context.fillStyle = drawing.colour;
  context.fill(outline);
  if (strictest) hatch(context, outline, DRAWINGS[strictest].colour);
  context.lineWidth = 2.2;
  context.strokeStyle = drawing.markColour;
  context.stroke(new Path2D(drawing.mark));
  return element;
}

function hatch(context: CanvasRenderingContext2D, outline: Path2D, colour: string): void {
  context.save();
  context.clip(outline);
  context.lineWidth = 1.6;
  context.strokeStyle = 'rgba(255,255,255,0.55)';
  context.stroke(new Path2D(HATCH));
  context.restore();
  context.lineWidth = 3;
  context.strokeStyle = colour;
  context.stroke(outline);
}

export type Shares = Record<Verdict, number> & { count: number };

/** Diameter in pixels: grows with the logarithm, so that 1 and 10 000 can stand side by side. */
export const ringSize = (count: number): number => Math.round(30 + 9 * Math.log10(Math.max(count, 1)));

/** Outfalls far out: a ring with the shares of each verdict, the rest grey, and the count in the middle. */
export function ringImage(shares: Shares): HTMLCanvasElement {
  const size = ringSize(shares.count);
  const [element, context] = canvas(size);
  const middle = size / 2;
  disc(context, middle, middle - 0.5, '#ffffff');
  let from = -Math.PI / 2;
  for (const verdict of ['ban', 'merge', 'review', 'keep'] as Verdict[]) {
    from = arc(context, middle, from, shares[verdict] / shares.count, DRAWINGS[verdict].colour);
  }
  const judged = shares.ban + shares.merge + shares.review + shares.keep;
  arc(context, middle, from, Math.max(0, 1 - judged / shares.count), DRAWINGS.none.colour);
  disc(context, middle, middle - 7, '#ffffff');
  label(context, middle, shares.count);
  return element;
}

function disc(context: CanvasRenderingContext2D, middle: number, radius: number, colour: string): void {
  context.beginPath();
  context.arc(middle, middle, radius, 0, 2 * Math.PI);
  context.fillStyle = colour;
  context.fill();
}

function arc(context: CanvasRenderingContext2D, middle: number, from: number, share: number, colour: string): number {
  const to = from + share * 2 * Math.PI;
  if (share <= 0) return from;
  context.beginPath();
  context.arc(middle, middle, middle - 4.5, from, to);
  context.lineWidth = 6;
  context.strokeStyle = colour;
  context.stroke();
  return to;
}

function label(context: CanvasRenderingContext2D, middle: number, count: number): void {
  context.fillStyle = '#14212b';
  context.font = '600 12px system-ui, "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(count >= 10_000 ? `${Math.round(count / 1000)}k` : String(count), middle, middle + 0.5);
}

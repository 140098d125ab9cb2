import type { Verdict } from '../api/shapes';

export type SymbolName = Verdict | 'none';

/** Outline and inner mark in a 24 × 24 box. Shapes differ, so that colour is never the only sign. */
interface Drawing {
  outline: string;
  mark: string;
  colour: string;
  markColour: string;
}

/** Colours differ in lightness as well as hue (dark red, amber, teal, violet), for every kind of colour vision. */
export const DRAWINGS: Record<SymbolName, Drawing> = {
  ban: {
    outline: 'M8 2.5H16L21.5 8V16L16 21.5H8L2.5 16V8Z',
    mark: 'M8.5 8.5L15.5 15.5M15.5 8.5L8.5 15.5',
    colour: '#b3151d',
    markColour: '#ffffff',
  },
  merge: {
    outline: 'M12 2.5L22 20.5H2Z',
    mark: 'M12 9.5V17M8.8 13.8L12 17L15.2 13.8',
    colour: '#f0a30a',
    markColour: '#3b2600',
  },
  keep: {
    outline: 'M12 3A9 9 0 1 1 12 21A9 9 0 1 1 12 3Z',
    mark: 'M7.8 12.4L10.8 15.4L16.2 9.2',
    colour: '#0b7a75',
    markColour: '#ffffff',
  },
  review: {
    outline: 'M12 1.5L22.5 12L12 22.5L1.5 12Z',
    mark: 'M9.6 9.6Q9.8 7.4 12 7.4T14.4 9.6Q14.4 11 12.8 11.7Q12 12.1 12 13.4M12 15.9V16.5',
    colour: '#6a3fa0',
    markColour: '#ffffff',
  },
  none: {
    outline: 'M4.5 4.5H19.5V19.5H4.5Z',
    mark: 'M8.5 12H15.5',
    colour: '#7b8794',
    markColour: '#ffffff',
  },
};

export const symbolOf = (verdict: unknown): SymbolName =>
  typeof verdict === 'string' && verdict in DRAWINGS ? (verdict as SymbolName) : 'none';

/** Diagonal strokes over the symbol: a provisional conclusion. */
export const HATCH = 'M-2 10L10 -2M-2 18L18 -2M-2 26L26 -2M6 26L26 6M14 26L26 14';

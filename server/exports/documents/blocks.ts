/** A document as a list of blocks, for Word and for a page to print. */
export type Block =
  | { title: string; under?: string[] }
  | { heading: string }
  | { sub: string }
  | { text: string }
  | { quote: string }
  /** Labels and values, two pairs a line. */
  | { facts: [label: string, value: string][] }
  /** `widths` in parts of the whole. */
  | { head: string[]; widths: number[]; rows: string[][] }
  | { sign: string[] };

export interface Document { name: string; blocks: Block[]; /** At the foot of every page. */ foot: string; landscape?: boolean }

/** What is not known is said, not left blank. */
export const known = (value: unknown, unit = ''): string => (value === null || value === undefined || value === '' ? '未掌握' : typeof value === 'boolean' ? (value ? '是' : '否') : `${value}${unit}`);

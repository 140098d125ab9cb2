import { DOMParser, type Element, type Node } from '@xmldom/xmldom';

/** What stands in no XML, but in most HTML. */
const loose = (html: string) => html.replace(/<!DOCTYPE[^>]*>/i, '').replace(/&nbsp;/g, '\u00A0').replace(/<(meta|br|hr|img|col|link)\b([^<>]*?)\/?>/gi, '<$1$2/>');

/**
 * Names and values of a description in HTML that is nothing but a table of two columns; a row of one cell may repeat the title.
 * @returns undefined for every other description: it is for whoever reads it.
 */
export function tableIn(html: string, title: string): [string, string][] | undefined {
  if (!/<table[\s>]/i.test(html) || /<!ENTITY/i.test(html)) return undefined;
  const root = parsed(loose(html));
  if (!root || textOf(outside(root)).trim()) return undefined;
  const pairs: [string, string][] = [];
  for (const row of elements(root, 'tr').filter((one) => elements(one, 'table').length === 0)) {
    const cells = children(row).filter(({ localName }) => /^t[dh]$/i.test(localName ?? ''));
    const [name = '', value = ''] = cells.map((cell) => textOf([cell]).replace(/\s+/g, ' ').trim());
    if (cells.length === 1 && (name === '' || name === title)) continue;
    if (cells.length !== 2 || name === '') return undefined;
    if (!cells.every(({ localName }) => /^th$/i.test(localName ?? ''))) pairs.push([name, value]);
  }
  return pairs.length > 0 && new Set(pairs.map(([name]) => name)).size === pairs.length ? pairs : undefined;
}

function parsed(html: string): Element | undefined {
  try {
    const faults: string[] = [];
    const document = new DOMParser({ onError: (level, message) => { if (level !== 'warning') faults.push(message); } }).parseFromString(`<div>${html}</div>`, 'text/xml');
    return faults.length ? undefined : document.documentElement ?? undefined;
  } catch {
    return undefined; // HTML that is no XML stays a text
  }
}

const nodes = (node: Node): Node[] => Array.from(node.childNodes as unknown as ArrayLike<Node>);
const children = (node: Node): Element[] => nodes(node).filter((one): one is Element => one.nodeType === 1);
const elements = (node: Node, name: string): Element[] => children(node).flatMap((one) => [...((one.localName ?? '').toLowerCase() === name ? [one] : []), ...elements(one, name)]);

/** What stands beside the tables, but for the head of a page. */
const outside = (node: Node): Node[] => nodes(node).flatMap((one) => (/^(table|head|style|script)$/i.test((one as Element).localName ?? '') ? [] : one.nodeType === 1 ? outside(one) : [one]));

const textOf = (of: Node[]): string => of.map((one) => (one.nodeType === 3 || one.nodeType === 4 ? one.nodeValue ?? '' : one.nodeType === 1 ? textOf(nodes(one)) : '')).join('');

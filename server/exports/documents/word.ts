import {
  AlignmentType, BorderStyle, Document as Word, Footer, LineRuleType, Packer, PageNumber, PageOrientation, Paragraph, type ParagraphChild, Table, TableCell, TableRow, TextRun, VerticalAlign, WidthType,
} from 'docx';
import type { Block, Document } from './blocks';

// Pages, fonts and sizes as official documents have them (GB/T 9704): A4, 仿宋 of size three for the text, tables smaller.

const MM = 56.693; // twips
const FONT = { song: '宋体', fang: '仿宋', hei: '黑体', kai: '楷体' };
/** Half-points: 二号, 三号, 小四, 五号, 四号. */
const SIZE = { title: 44, text: 32, table: 21, small: 24, number: 28 };

const font = (name: keyof typeof FONT) => ({ ascii: 'Times New Roman', hAnsi: 'Times New Roman', cs: 'Times New Roman', eastAsia: FONT[name] });

const run = (text: string, name: keyof typeof FONT, size: number, bold = false): ParagraphChild => new TextRun({ text, font: font(name), size, bold, color: '000000' });

/** Lines of a text that has some, each as a run. */
const runs = (text: string, name: keyof typeof FONT, size: number): ParagraphChild[] => text.split('\n').map((line, n) => new TextRun({ text: line, font: font(name), size, ...(n > 0 ? { break: 1 } : {}) }));

const LINE = { line: 560, lineRule: LineRuleType.EXACT };

/** @param kept stays on the page of what follows: lines for signatures never stand alone on one */
function paragraphs(block: Block, kept: boolean): (Paragraph | Table)[] {
  if ('title' in block) {
    return [
      new Paragraph({ alignment: AlignmentType.CENTER, heading: 'Title', spacing: { after: 120, line: 640, lineRule: LineRuleType.AT_LEAST }, children: [run(block.title, 'song', SIZE.title, true)] }),
      ...(block.under ?? []).map((line) => new Paragraph({ alignment: AlignmentType.CENTER, spacing: { after: 80 }, children: [run(line, 'fang', SIZE.small)] })),
    ];
  }
  if ('heading' in block) return [new Paragraph({ heading: 'Heading1', keepNext: true, spacing: { before: 240, after: 60, ...LINE }, indent: { firstLine: 640 }, children: [run(block.heading, 'hei', SIZE.text)] })];
  if ('sub' in block) return [new Paragraph({ heading: 'Heading2', keepNext: true, spacing: { before: 120, after: 40, ...LINE }, indent: { firstLine: 640 }, children: [run(block.sub, 'kai', SIZE.text)] })];
  if ('text' in block) return [new Paragraph({ keepNext: kept, alignment: AlignmentType.BOTH, spacing: LINE, indent: { firstLine: 640 }, children: runs(block.text, 'fang', SIZE.text) })];
  if ('quote' in block) return [new Paragraph({ keepNext: kept, alignment: AlignmentType.BOTH, spacing: LINE, indent: { left: 640 }, children: runs(block.quote, 'kai', SIZE.text) })];
  if ('facts' in block) return [factsTable(block.facts, kept), gap(kept)];
  if ('head' in block) return [plainTable(block.head, block.widths, block.rows), gap(kept)];
  return [
    new Paragraph({ spacing: { before: 360 }, keepNext: true, children: [] }),
    ...block.sign.map((who) => new Paragraph({ keepNext: true, keepLines: true, spacing: { before: 200, ...LINE }, indent: { left: 640 }, children: [run(`${who}：＿＿＿＿＿＿＿＿　日期：＿＿＿年＿＿月＿＿日`, 'fang', SIZE.text)] })),
  ];
}

/** Two tables with nothing between them would be one. */
const gap = (kept: boolean) => new Paragraph({ keepNext: kept, spacing: { line: 120, lineRule: LineRuleType.EXACT }, children: [] });

const edge = { style: BorderStyle.SINGLE, size: 4, color: '000000' };
const borders = { top: edge, bottom: edge, left: edge, right: edge, insideHorizontal: edge, insideVertical: edge };
const margins = { top: 40, bottom: 40, left: 80, right: 80 };

const cell = (text: string, name: keyof typeof FONT, width: number, columnSpan = 1, kept = false) => new TableCell({
  width: { size: width, type: WidthType.PERCENTAGE }, columnSpan, verticalAlign: VerticalAlign.CENTER, margins,
  children: [new Paragraph({ keepNext: kept, spacing: { line: 300, lineRule: LineRuleType.AT_LEAST }, children: runs(text, name, SIZE.table) })],
});

/** A value too long for half a line has one of its own. */
function factsTable(facts: [string, string][], kept: boolean): Table {
  const rows: TableRow[] = [];
  let left: [string, string] | undefined;
  const alone = ([label, value]: [string, string]) => new TableRow({ cantSplit: true, children: [cell(label, 'hei', 18, 1, kept), cell(value, 'fang', 82, 3, kept)] });
  const flush = () => { if (left) rows.push(alone(left)); left = undefined; };
  for (const fact of facts) {
    if (fact[1].length > 24) { flush(); rows.push(alone(fact)); }
    else if (left) { rows.push(new TableRow({ cantSplit: true, children: [cell(left[0], 'hei', 18, 1, kept), cell(left[1], 'fang', 32, 1, kept), cell(fact[0], 'hei', 18, 1, kept), cell(fact[1], 'fang', 32, 1, kept)] })); left = undefined; }
    else left = fact;
  }
  flush();
  return new Table({ width: { size: 100, type: WidthType.PERCENTAGE }, borders, rows });
}

/** Its heading stands on every page again. */
function plainTable(head: string[], widths: number[], rows: string[][]): Table {
  const whole = widths.reduce((a, b) => a + b, 0);
  const wide = (n: number) => ((widths[n] ?? 1) / whole) * 100;
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE }, borders,
    rows: [new TableRow({ tableHeader: true, cantSplit: true, children: head.map((text, n) => cell(text, 'hei', wide(n))) }), ...rows.map((row) => new TableRow({ cantSplit: true, children: row.map((text, n) => cell(text, 'fang', wide(n))) }))],
  });
}

/** The document as .docx. */
export function asWord({ name, blocks, foot, landscape }: Document): Promise<Buffer> {
  const number = { font: font('song'), size: SIZE.number };
  const footer = new Footer({ children: [
    new Paragraph({ alignment: AlignmentType.CENTER, children: [new TextRun({ ...number, text: '— ' }), new TextRun({ ...number, children: [PageNumber.CURRENT] }), new TextRun({ ...number, text: ' —' })] }),
    new Paragraph({ alignment: AlignmentType.CENTER, children: [run(foot, 'fang', 18)] }),
  ] });
  return Packer.toBuffer(new Word({
    title: name, creator: 'Paikou 排口',
    styles: { default: { document: { run: { font: font('fang'), size: SIZE.text, language: { value: 'en-US', eastAsia: 'zh-CN' } } } } },
    sections: [{
      properties: { page: {
        size: { width: 210 * MM, height: 297 * MM, orientation: landscape ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT },
        margin: { ...(landscape ? { top: 28 * MM, bottom: 26 * MM, left: 37 * MM, right: 35 * MM } : { top: 37 * MM, bottom: 35 * MM, left: 28 * MM, right: 26 * MM }), footer: 20 * MM, header: 15 * MM, gutter: 0 },
      } },
      footers: { default: footer },
      children: blocks.flatMap((block, n) => paragraphs(block, 'sign' in (blocks[n + 1] ?? {}))),
    }],
  }));
}

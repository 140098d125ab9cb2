import type { Block, Document } from './blocks';

const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`).replaceAll('\n', '<br>');

function html(block: Block): string {
  if ('title' in block) return `<h1>${escaped(block.title)}</h1>${(block.under ?? []).map((line) => `<p class="under">${escaped(line)}</p>`).join('')}`;
  if ('heading' in block) return `<h2>${escaped(block.heading)}</h2>`;
  if ('sub' in block) return `<h3>${escaped(block.sub)}</h3>`;
  if ('text' in block) return `<p>${escaped(block.text)}</p>`;
  if ('quote' in block) return `<blockquote>${escaped(block.quote)}</blockquote>`;
  if ('facts' in block) return `<table><tbody>${block.facts.map(([label, value]) => `<tr><th scope="row">${escaped(label)}</th><td>${escaped(value)}</td></tr>`).join('')}</tbody></table>`;
  if ('head' in block) {
    const whole = block.widths.reduce((a, b) => a + b, 0);
    const columns = block.widths.map((width) => `<col style="width:${(100 * width / whole).toFixed(2)}%">`).join('');
    return `<table><colgroup>${columns}</colgroup><thead><tr>${block.head.map((text) => `<th>${escaped(text)}</th>`).join('')}</tr></thead><tbody>${block.rows.map((row) => `<tr>${row.map((text) => `<td>${escaped(text)}</td>`).join('')}</tr>`).join('')}</tbody></table>`;
  }
  return `<div class="sign">${block.sign.map((who) => `<p>${escaped(who)}：<span></span> 日期：<span class="short"></span></p>`).join('')}</div>`;
}

const STYLE = `
@page { size: A4 landscape; margin: 18mm 20mm; @bottom-center { content: counter(page); } }
body { font: 12pt/1.7 FangSong, "仿宋", "Noto Serif CJK SC", "Songti SC", serif; color: #000; background: #fff; max-width: 257mm; margin: 12mm auto; padding: 0 6mm; }
h1 { font: bold 20pt/1.4 SimSun, "宋体", "Noto Serif CJK SC", serif; text-align: center; margin: 0 0 4mm; }
h2 { font: bold 14pt/1.5 SimHei, "黑体", "Noto Sans CJK SC", sans-serif; margin: 8mm 0 2mm; break-after: avoid; }
h3 { font: bold 12pt/1.5 KaiTi, "楷体", "Noto Serif CJK SC", serif; margin: 5mm 0 1mm; break-after: avoid; }
p { margin: 0 0 2mm; } p.under { text-align: center; }
blockquote { margin: 0 0 2mm 2em; font-family: KaiTi, "楷体", "Noto Serif CJK SC", serif; }
table { border-collapse: collapse; width: 100%; font-size: 10.5pt; line-height: 1.45; margin: 1mm 0 3mm; table-layout: fixed; }
th, td { border: 1px solid #000; padding: 1mm 1.5mm; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { font-family: SimHei, "黑体", "Noto Sans CJK SC", sans-serif; background: #f2f2f2; } th[scope=row] { width: 24%; }
thead { display: table-header-group; } tr { break-inside: avoid; }
.sign { margin-top: 10mm; break-inside: avoid; } .sign span { display: inline-block; width: 50mm; border-bottom: 1px solid #000; } .sign span.short { width: 36mm; }
footer { margin-top: 8mm; border-top: 1px solid #000; font-size: 9.5pt; }
@media print { body { margin: 0; max-width: none; padding: 0; } }`;

/** The document as a page to read and to print. */
export const asPage = ({ name, blocks, foot }: Document): string =>
  `<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(name)}</title><style>${STYLE}</style></head><body>\n${blocks.map(html).join('\n')}\n<footer>${escaped(foot)}</footer></body></html>\n`;

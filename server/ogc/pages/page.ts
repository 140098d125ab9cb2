/** Text as it may stand in HTML, also within quotes. */
export const escaped = (text: unknown) => String(text ?? '').replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

export interface Crumb { href: string; text: string }

const STYLE = `body{font:15px/1.6 system-ui,"Noto Sans CJK SC",sans-serif;margin:0;color:#1c2733;background:#fff}
main{max-width:76rem;margin:0 auto;padding:1rem 1.5rem 3rem}header{background:#123a5a;color:#fff;padding:.6rem 1.5rem}
header a{color:#cfe4f5;text-decoration:none}header a:hover{text-decoration:underline}header b{color:#fff;font-weight:600}
h1{font-size:1.4rem;margin:.4rem 0}h2{font-size:1.05rem;margin:1.6rem 0 .4rem}a{color:#0b5fa5}
table{border-collapse:collapse;width:100%;font-size:.9rem}th,td{text-align:left;padding:.3rem .8rem .3rem 0;border-bottom:1px solid #e2e8ee;vertical-align:top}
th{color:#506070;font-weight:600}.scroll{overflow:auto;max-width:100%}.wide main{max-width:none}
.wide .scroll{max-height:75vh;border:1px solid #d5dde5;margin-top:.6rem}.wide table{font-size:.8rem;line-height:1.4}.wide th,.wide td{padding:.25rem .5rem;min-width:3.2rem}
.wide th{position:sticky;top:0;background:#f4f7fa;vertical-align:bottom}.wide th:first-child,.wide td:first-child{position:sticky;left:0;background:#f4f7fa;min-width:2rem}.wide th:first-child{z-index:1}
svg{display:block;width:100%;height:auto;background:#eef3f7;border:1px solid #d5dde5}.note{color:#506070}nav{margin:.8rem 0}
code{background:#eef3f7;padding:.1em .3em;border-radius:3px;overflow-wrap:anywhere}.pager a{display:inline-block;margin-right:1rem}
form{display:flex;gap:.5rem;flex-wrap:wrap;margin:.8rem 0}input{font:inherit;padding:.2rem .5rem;border:1px solid #b8c4cf;border-radius:3px}
form input[name=filter]{flex:1;min-width:16rem}button{font:inherit;padding:.2rem 1rem}`;

/** A whole page: no script, nothing loaded from elsewhere. `crumbs` lead from the landing page to here; `wide`: for a table of many columns. */
export function page(title: string, crumbs: Crumb[], body: string, links: { rel: string; href: string; type?: string }[] = [], wide = false): string {
  const trail = crumbs.map(({ href, text }) => `<a href="${escaped(href)}">${escaped(text)}</a>`).join(' › ');
  const head = links.filter(({ rel }) => rel === 'alternate' || rel === 'next').map(({ rel, href, type }) =>
    `<link rel="${rel}" href="${escaped(href)}"${type ? ` type="${escaped(type)}"` : ''}>`);
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(title)} · 排口 Paikou</title>${head.join('')}<link rel="icon" href="data:,"><style>${STYLE}</style></head><body${wide ? ' class="wide"' : ''}>
<header><b>排口 · 开放接口 Paikou · OGC API</b>${trail ? `<div>${trail}</div>` : ''}</header><main><h1>${escaped(title)}</h1>
${body}</main></body></html>`;
}

/** Rows of a table, each cell already HTML. */
export const table = (heads: string[], rows: string[][]) =>
  `<div class="scroll"><table><thead><tr>${heads.map((each) => `<th>${each}</th>`).join('')}</tr></thead><tbody>${
    rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</tbody></table></div>`;

export const anchor = (href: string, text: unknown) => `<a href="${escaped(href)}">${escaped(text)}</a>`;

/** The list of a resource's links to others. */
export const linkList = (links: { rel: string; href: string; title?: string; type?: string; templated?: boolean }[]) =>
  `<h2>链接 Links</h2>${table(['', '类型 Type', '关系 Relation'], links.map((link) => [
    link.templated ? `<code>${escaped(link.href)}</code>` : anchor(link.href, link.title ?? link.href), escaped(link.type), `<span class="note">${escaped(link.rel)}</span>`]))}`;

// biome-ignore lint/suspicious/noExplicitAny: any OpenAPI document
type Json = Record<string, any>;

const escaped = (text: unknown) => String(text).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** The OpenAPI document as one plain page: no script, nothing loaded from elsewhere. */
export function docsPage(document: Json): string {
  const rows = Object.entries(document.paths as Json)
    .flatMap(([path, methods]) => Object.entries(methods as Json).map(([method, operation]) => section(method, path, operation)));
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(document.info.title)} · 接口</title>
<style>body{font:15px/1.6 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c2733}
code{background:#eef3f7;padding:.1em .3em;border-radius:3px}h2{font-size:1.05rem;margin:2rem 0 .3rem;border-top:1px solid #d5dde5;padding-top:1rem}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.2rem .6rem .2rem 0;vertical-align:top}</style>
<h1>${escaped(document.info.title)}</h1><p>${escaped(document.info.description)}。<a href="openapi.json">openapi.json</a></p>
${rows.join('\n')}</html>`;
}

function section(method: string, path: string, operation: Json): string {
  const parameters = (operation.parameters as Json[]).map((p) =>
    `<tr><td><code>${escaped(p.name)}</code></td><td>${p.in === 'path' ? '路径 path' : '查询 query'}</td><td>${escaped(p.description ?? '')}</td></tr>`);
  const statuses = Object.entries(operation.responses as Json).map(([status, { description }]) => `${status}${description ? ` ${escaped(description)}` : ''}`);
  return `<h2><code>${method.toUpperCase()} ${escaped(path)}</code> ${escaped(operation.summary)}</h2>
${operation.description ? `<p>${escaped(operation.description)}</p>` : ''}
${parameters.length ? `<table>${parameters.join('')}</table>` : ''}<p>→ ${statuses.join(' · ')}</p>`;
}

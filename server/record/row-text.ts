/** Reads a row as PostgreSQL writes it, `(1,,"a ""b""",f)`: text of each column, null where it is empty and unquoted. */
export function readRowText(text: string): (string | null)[] {
  if (!text.startsWith('(') || !text.endsWith(')')) throw new Error('not a row');
  const values: (string | null)[] = [];
  let at = 1;
  while (at < text.length) {
    const [value, next] = text[at] === '"' ? readQuoted(text, at + 1) : readBare(text, at);
    values.push(value);
    at = next + 1;
  }
  return values;
}

function readBare(text: string, from: number): [string | null, number] {
  const comma = text.indexOf(',', from);
  const end = comma < 0 ? text.length - 1 : comma;
  return [end === from ? null : text.slice(from, end), end];
}

function readQuoted(text: string, from: number): [string, number] {
  let value = '';
  for (let at = from; at < text.length; at++) {
    const sign = text[at] as string;
    if (sign === '\\' || (sign === '"' && text[at + 1] === '"')) { value += text[at + 1]; at++; }
    else if (sign === '"') return [value, at + 1];
    else value += sign;
  }
  throw new Error('quote without end');
}

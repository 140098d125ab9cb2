/**
 * A number as a simple format of a workbook shows it: zeros before it (00000), words in quotes ("SFH-"000), fixed decimals (0.00).
 * `beside`: only where the column is a text or a date; as a number it is what it is.
 */
export function numberShown(value: number, format: string): { text: string; beside: boolean } | undefined {
  const [, before, core, after] = /^((?:"[^"]*"|\\.|[-A-Za-z_])*?)(0+(?:\.0+)?)((?:"[^"]*"|\\.)*)$/.exec(((format.split(';')[0] as string).replace(/\[[^\]]*\]/g, ''))) ?? [];
  if (core === undefined || value < 0 || value >= 1e15) return undefined;
  const [prefix, suffix] = [words(before), words(after)];
  const [whole = '', decimals] = core.split('.');
  if (decimals === undefined && !Number.isInteger(value)) return undefined;
  const plain = value.toFixed(decimals?.length ?? 0).padStart(whole.length + (decimals === undefined ? 0 : decimals.length + 1), '0');
  const text = `${prefix}${plain}${suffix}`;
  if (text === String(value)) return undefined;
  return { text, beside: suffix !== '' || (prefix === '' && whole.length === 1) };
}

const words = (literals = '') => literals.replace(/"([^"]*)"|\\(.)/g, (_, quoted: string | undefined, one: string | undefined) => quoted ?? one ?? '');

import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants, gunzip, gzip } from 'node:zlib';

export type Encoding = 'identity' | 'gzip' | 'br';

/** Quality 5: a tenth smaller than gzip in about the same time; higher ones cost many times as much. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

const PACK: Record<Encoding, (bytes: Buffer) => Promise<Buffer>> = {
  identity: async (bytes) => bytes,
  gzip: (bytes) => promisify(gzip)(bytes),
  br: (bytes) => promisify(brotliCompress)(bytes, BROTLI),
};

const UNPACK: Record<Encoding, (bytes: Buffer) => Promise<Buffer>> = {
  identity: async (bytes) => bytes,
  gzip: (bytes) => promisify(gunzip)(bytes),
  br: (bytes) => promisify(brotliDecompress)(bytes),
};

export const pack = (bytes: Buffer, encoding: Encoding): Promise<Buffer> => PACK[encoding](bytes);
export const unpack = (bytes: Buffer, encoding: Encoding): Promise<Buffer> => UNPACK[encoding](bytes);

/** Headers repeat: a browser sends the same one with every request. */
const known = new Map<string, Encoding>();

/** What `Accept-Encoding` prefers of what there is; brotli before gzip where both weigh the same (RFC 9110, 12.5.3). */
export function encodingFor(accepted: string | string[] | undefined): Encoding {
  const header = String(accepted ?? '');
  let encoding = known.get(header);
  if (!encoding) {
    encoding = preferred(header);
    if (known.size < 1000) known.set(header, encoding);
  }
  return encoding;
}

function preferred(header: string): Encoding {
  const weights = new Map(header.toLowerCase().split(',').map((part): [string, number] => {
    const [name = '', ...parameters] = part.split(';').map((each) => each.trim());
    const q = parameters.find((each) => each.startsWith('q='));
    return [name === 'x-gzip' ? 'gzip' : name, q ? Number(q.slice(2)) || 0 : 1];
  }));
  const weight = (name: Encoding) => weights.get(name) ?? (name === 'identity' ? 0.001 : weights.get('*') ?? 0);
  return (['br', 'gzip', 'identity'] as Encoding[]).reduce((best, each) => (weight(each) > weight(best) ? each : best));
}

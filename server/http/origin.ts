import { BlockList, isIP } from 'node:net';
import type { IncomingMessage } from 'node:http';
import type { Config } from '../config';

type Settings = Pick<Config, 'publicUrl' | 'trustedProxies'>;

/** What a host may look like; anything else is not repeated in a link. */
const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?$/i;
const PREFIX = /^(\/[\w.~-]+)+$/;

/**
 * Where clients see this server, without a slash at the end: the setting, else what a trusted proxy says of the request it
 * passed on (X-Forwarded-Proto, -Host, -Port, -Prefix), else the request itself. Of nobody else these headers are believed.
 */
export function originOf(request: IncomingMessage, { publicUrl, trustedProxies }: Settings): string {
  if (publicUrl) return publicUrl;
  const told: Told = isTrusted(request.socket.remoteAddress, trustedProxies) ? forwarded(request) : {};
  return `${told.proto ?? 'http'}://${told.host ?? hostOf(request.headers.host)}${told.prefix ?? ''}`;
}

const hostOf = (given: string | undefined) => (given && HOST.test(given) ? given : 'localhost');

interface Told { proto?: string | undefined; host?: string | undefined; prefix?: string | undefined }

function forwarded({ headers }: IncomingMessage): Told {
  const first = (name: string) => String(headers[name] ?? '').split(',')[0]?.trim() ?? '';
  const [proto, given, port, prefix] = ['proto', 'host', 'port', 'prefix'].map((part) => first(`x-forwarded-${part}`)) as [string, string, string, string];
  const bare = HOST.test(given) ? given : hostOf(headers.host);
  return {
    proto: /^https?$/.test(proto) ? proto : undefined,
    host: /^\d{1,5}$/.test(port) && !/:\d+$/.test(bare) && port !== (proto === 'https' ? '443' : '80') ? `${bare}:${port}` : bare,
    prefix: PREFIX.test(prefix.replace(/\/$/, '')) ? prefix.replace(/\/$/, '') : undefined,
  };
}

const lists = new Map<string, BlockList>();

function isTrusted(address: string | undefined, proxies: string[]): boolean {
  if (!address || !proxies.length) return false;
  const key = proxies.join();
  const list = lists.get(key) ?? listOf(proxies);
  lists.set(key, list);
  const bare = address.replace(/^::ffff:(?=\d+\.)/, '');
  return list.check(bare, isIP(bare) === 6 ? 'ipv6' : 'ipv4');
}

/** @throws Error for what is neither an address nor a network. */
export function listOf(proxies: string[]): BlockList {
  const list = new BlockList();
  for (const proxy of proxies) {
    const [address = '', bits] = proxy.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

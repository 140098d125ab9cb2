import { resolve } from 'node:path';
import { z } from 'zod';
import { listOf } from './http/origin';

/** Every setting, with default, unit and check. The only reader of process.env. */
const settings = z.object({
  /** TCP port of the HTTP server. */
  PORT: z.coerce.number().int().min(0).max(65535).default(8080),
  /** Address to listen on; loopback unless set. */
  HOST: z.string().min(1).default('127.0.0.1'),
  /** PostgreSQL ≥ 15 with PostGIS ≥ 3.3; without it the embedded engine is used. */
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must start with postgres://').optional(),
  /** Folder of the embedded database. */
  PAIKOU_DATA: z.string().min(1).default('.paikou'),
  /** off = start without the two demonstration cities. */
  PAIKOU_SAMPLE: z.enum(['on', 'off']).default('on'),
  /** Longest time one request's statement may run, milliseconds. */
  PAIKOU_STATEMENT_TIMEOUT: z.coerce.number().int().min(100).default(30_000),
  /** Connections to a PostgreSQL server; the embedded engine has exactly one. */
  PAIKOU_POOL: z.coerce.number().int().min(2).max(200).default(10),
  /** Largest request body, bytes. */
  PAIKOU_BODY_LIMIT: z.coerce.number().int().min(1024).default(5 * 1024 * 1024),
  /** Memory for drawn tiles, bytes; 0 keeps none. */
  PAIKOU_TILE_CACHE: z.coerce.number().int().min(0).default(64 * 1024 * 1024),
  /** Largest file to import, bytes. */
  PAIKOU_IMPORT_LIMIT: z.coerce.number().int().min(1024).default(1024 * 1024 * 1024),
  /** Key of 天地图 (tianditu.gov.cn); without it the map uses its own base. */
  PAIKOU_TIANDITU_KEY: z.string().min(1).optional(),
  /** Origin that clients see, such as https://paikou.example.cn, when behind a proxy. */
  PAIKOU_PUBLIC_URL: z.url().optional(),
  /** Addresses or networks, separated by commas, of proxies whose X-Forwarded-* headers are believed; none unless set. */
  PAIKOU_TRUSTED_PROXIES: z.string().optional()
    .transform((text) => (text ?? '').split(',').map((each) => each.trim()).filter(Boolean))
    .refine((proxies) => { try { listOf(proxies); return true; } catch { return false; } }, 'must be addresses or networks such as 10.0.0.0/8, separated by commas'),
  PAIKOU_LOG: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('warn'),
});

export interface Config {
  port: number;
  host: string;
  databaseUrl: string | undefined;
  dataFolder: string;
  sample: boolean;
  statementTimeoutMs: number;
  pool: number;
  bodyLimitBytes: number;
  tileCacheBytes: number;
  importLimitBytes: number;
  tiandituKey: string | undefined;
  publicUrl: string | undefined;
  trustedProxies: string[];
  logLevel: string;
}

/** @throws Error naming each setting that is wrong. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const read = settings.safeParse(given);
  if (!read.success) {
    const lines = read.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`配置有误 (settings):\n${lines.join('\n')}`);
  }
  const s = read.data;
  return {
    port: s.PORT,
    host: s.HOST,
    databaseUrl: s.DATABASE_URL,
    dataFolder: resolve(s.PAIKOU_DATA),
    sample: s.PAIKOU_SAMPLE === 'on',
    statementTimeoutMs: s.PAIKOU_STATEMENT_TIMEOUT,
    pool: s.PAIKOU_POOL,
    bodyLimitBytes: s.PAIKOU_BODY_LIMIT,
    tileCacheBytes: s.PAIKOU_TILE_CACHE,
    importLimitBytes: s.PAIKOU_IMPORT_LIMIT,
    tiandituKey: s.PAIKOU_TIANDITU_KEY,
    publicUrl: s.PAIKOU_PUBLIC_URL?.replace(/\/$/, ''),
    trustedProxies: s.PAIKOU_TRUSTED_PROXIES,
    logLevel: s.PAIKOU_LOG,
  };
}

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Knex } from 'knex';
import { readConfig } from '../../server/config';
import type { Db } from '../../server/db/open';
import { bodies } from '../../server/http/bodies';
import { mountRoutes, scanRoutes } from '../../server/http/mount';
import { sendProblem } from '../../server/http/problem';
import type { Services } from '../../server/http/route';
import type { Ask } from './case-file';
import { feature } from './draw';
import { REGION } from './lay';

/** Asks the HTTP interface over what lies in a transaction that is never committed. Answers in the order of the questions. */
export async function ask(trx: Knex.Transaction, db: Db, catalog: Services['catalog'], asks: Ask[]): Promise<{ status: number; body: unknown }[]> {
  const config = { ...readConfig({}), logLevel: 'silent' };
  const app = express().set('query parser', false).use(bodies(config));
  mountRoutes(app, scanRoutes(), { db: { ...db, knex: trx }, config, catalog });
  app.use(sendProblem);
  const server = createServer(app);
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done); });
  const ids = Object.fromEntries((await trx('outfall').where({ region_code: REGION }).select('id', 'local_code')).map((row) => [row.local_code, row.id]));
  const answers: { status: number; body: unknown }[] = [];
  for (const one of asks) {
    const path = (one.get ?? one.post ?? '').replace(/\{([\w-]+)\}/g, (_, code: string) => String(ids[code]));
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, one.post ? posted(one) : {});
    answers.push({ status: answer.status, body: await answer.json() });
  }
  await new Promise((done) => { server.close(done); server.closeAllConnections(); });
  return answers;
}

const posted = ({ features }: Ask) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ type: 'FeatureCollection', features: Object.values(features ?? {}).map(feature) }),
});

/** A matcher of what an answer must hold: of objects these members, of lists these elements among others. */
export function holding(wanted: unknown): unknown {
  if (Array.isArray(wanted)) return wanted.length === 0 ? [] : expect.arrayContaining(wanted.map(holding));
  if (typeof wanted === 'number') return expect.closeTo(wanted, 2); // metres of a drawing are good to half a centimetre
  if (typeof wanted !== 'object' || wanted === null) return wanted;
  return expect.objectContaining(Object.fromEntries(Object.entries(wanted).map(([key, value]) => [key, holding(value)])));
}

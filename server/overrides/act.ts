import type { Knex } from 'knex';
import type { Override, VerdictKind } from '../api-types';
import type { Catalog } from '../catalog';
import type { Db } from '../db/open';
import { runQuery } from '../db/query';
import { AppError } from '../errors';
import { today } from '../today';
import { demandOf } from './demand';
import { overridesOf } from './on-record';
import { standingOf } from './standing';

export interface OverrideRequest { verdict: VerdictKind; reason: string; expires_on: string; statement_confirmed: boolean; actor: string }

/** Longest time an override may count, days: a year, then somebody looks again. */
export const LONGEST_DAYS = 366;

/**
 * Asks for an override. It counts at once where the clauses allow one person, otherwise it waits for a second.
 * @throws AppError invalid where the clauses allow none, or for an expiry that is past or too far off.
 */
export function requestOverride(db: Db, catalog: Catalog, outfallId: number, request: OverrideRequest): Promise<Override> {
  return db.knex.transaction(async (trx) => {
    const day = today();
    const standing = await standingOf(trx, catalog, outfallId, day);
    checkExpiry(request.expires_on, day);
    const { kind, needs, clauses } = demandOf(standing, request.verdict);
    const [{ id }] = await trx('verdict_override').insert({
      outfall_id: outfallId, verdict_id: standing.verdictId, judged: standing.judged, input_hash: standing.inputHash, verdict: request.verdict,
      kind, needs, clauses: JSON.stringify(clauses), reason: request.reason, expires_on: request.expires_on, requested_by: request.actor,
    }).returning('id');
    if (needs === 'nobody' || (needs === 'confirmation' && request.statement_confirmed)) await comeIntoForce(trx, outfallId, id, request.actor);
    return told(trx, outfallId, id, day);
  });
}

function checkExpiry(expires: string, day: string) {
  const last = new Date(Date.parse(day) + LONGEST_DAYS * 86_400_000).toISOString().slice(0, 10);
  if (expires > day && expires <= last) return;
  const reason = `应晚于今日 ${day}，不晚于 ${last} (after today, at the latest ${last})`;
  throw new AppError('invalid', `期限有误 (wrong expiry)：${reason}`, [{ field: 'expires_on', reason, value: expires }]);
}

/**
 * The act of the second person, or of whoever confirms a statement of why not.
 * @throws AppError conflict when nothing waits, when the facts have changed since, or when the same person would confirm an order's exception.
 */
export function confirmOverride(db: Db, catalog: Catalog, outfallId: number, id: number, actor: string): Promise<Override> {
  return db.knex.transaction(async (trx) => {
    const day = today();
    const standing = await standingOf(trx, catalog, outfallId, day);
    const one = await told(trx, outfallId, id, day);
    if (one.state !== 'pending') refuse(`此改判不在待复核状态 (it does not wait for anybody): ${one.state}`, 'override', id);
    if (one.facts_changed) refuse('申请之后研判依据已变，请撤回后重新申请 (the facts have changed since it was asked for: withdraw it and ask again)', 'override', id);
    if (one.needs === 'second_person' && samePerson(one.requested_by, actor)) refuse('须由另一人复核 (a second person must confirm)', 'x-paikou-actor', actor);
    demandOf(standing, one.verdict);
    await comeIntoForce(trx, outfallId, id, actor);
    return told(trx, outfallId, id, day);
  });
}

/** A name written otherwise is the same person. */
const plain = (actor: string) => actor.normalize('NFKC').replace(/\s/g, '').toLowerCase();
const samePerson = (one: string, other: string) => plain(one) === plain(other);

async function comeIntoForce(trx: Knex.Transaction, outfallId: number, id: number, actor: string) {
  await trx('verdict_override_act').insert({ outfall_id: outfallId, override_id: id, act: 'in_force', actor });
  await runQuery(trx, {
    sql: `INSERT INTO override_current (outfall_id, override_id, verdict, expires_on)
          SELECT outfall_id, id, verdict, expires_on FROM verdict_override WHERE outfall_id = :outfall_id AND id = :id
          ON CONFLICT (outfall_id) DO UPDATE SET override_id = EXCLUDED.override_id, verdict = EXCLUDED.verdict, expires_on = EXCLUDED.expires_on`,
    bindings: { outfall_id: outfallId, id },
  });
}

/**
 * Takes an override back. Where that lifts a ban which stands by the override alone, the first call asks and a second
 * person's call does it.
 * @throws AppError conflict when it does not count any more.
 */
export function withdrawOverride(db: Db, catalog: Catalog, outfallId: number, id: number, { actor, reason }: { actor: string; reason: string }): Promise<Override> {
  return db.knex.transaction(async (trx) => {
    const day = today();
    const { judged } = await standingOf(trx, catalog, outfallId, day);
    const one = await told(trx, outfallId, id, day);
    if (one.state !== 'pending' && one.state !== 'in_force') refuse(`此改判已不再有效 (it does not count any more): ${one.state}`, 'override', id);
    const liftsBan = one.state === 'in_force' && one.verdict === 'ban' && judged !== 'ban';
    if (liftsBan && one.withdrawal_asked && samePerson(one.withdrawal_asked.actor, actor)) refuse('撤销取缔须由另一人复核 (a second person must confirm that the ban is lifted)', 'x-paikou-actor', actor);
    const act = liftsBan && !one.withdrawal_asked ? 'withdrawal_asked' : 'withdrawn';
    await trx('verdict_override_act').insert({ outfall_id: outfallId, override_id: id, act, actor, reason });
    if (act === 'withdrawn') await trx('override_current').where({ outfall_id: outfallId, override_id: id }).del();
    return told(trx, outfallId, id, day);
  });
}

async function told(trx: Knex.Transaction, outfallId: number, id: number, day: string): Promise<Override> {
  const one = (await overridesOf(trx, outfallId, { day })).find((each) => each.id === id);
  if (one) return one;
  throw new AppError('not_found', `没有改判 ${id} (no such override)`, [{ field: 'override', reason: '没有此改判 (no such override)', value: id }]);
}

function refuse(reason: string, field: string, value: unknown): never {
  throw new AppError('conflict', reason, [{ field, reason, value }]);
}

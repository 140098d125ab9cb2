import type { Request } from 'express';
import { AppError } from '../errors';

const LOOPBACK = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/;

/**
 * Who acts, until accounts exist: the header `X-Paikou-Actor` (percent-encoded where it is not ASCII), believed from this machine only.
 * @throws AppError 403 when it comes from elsewhere.
 */
export function actingPerson(request: Request): string | undefined {
  const given = request.get('x-paikou-actor');
  if (given === undefined) return undefined;
  if (LOOPBACK.test(request.socket.remoteAddress ?? '')) return decode(given);
  throw new AppError('forbidden', '操作人只能在本机指定 (the acting person is believed from this machine only)', [
    { field: 'x-paikou-actor', reason: '非本机请求 (not from loopback)', value: given },
  ]);
}

/**
 * Who acts, where an act needs somebody who answers for it.
 * @throws AppError 403 when it comes from elsewhere, 422 without a name.
 */
export function requiredPerson(request: Request): string {
  const actor = actingPerson(request)?.trim();
  if (actor && actor.length <= 100) return actor;
  const reason = actor ? '至多 100 字 (at most 100 characters)' : '须写明操作人 (the acting person is required)';
  throw new AppError('invalid', `${reason}: X-Paikou-Actor`, [{ field: 'x-paikou-actor', reason, value: actor ?? null }]);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a name with a bare percent sign
  }
}

import { AppError } from '../../errors';

/** @throws AppError 400 about the parameter `filter`. */
export function refuse(reason: string, value?: unknown): never {
  throw new AppError('bad_request', '筛选表达式有误 (wrong filter)', [{ field: 'filter', reason, ...(value !== undefined && { value }) }]);
}

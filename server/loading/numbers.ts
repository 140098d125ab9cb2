const LEAST = 1e-9;
const MOST = 1e12;

/** A number with which nothing overflows or vanishes when it is squared or divided by: 0, or from 1e-9 to 1e12 in size, of any unit in use. */
export const isUsableNumber = (value: unknown): value is number =>
  typeof value === 'number' && (value === 0 || (Math.abs(value) >= LEAST && Math.abs(value) <= MOST));

export const USABLE_NUMBER = `应为数：0，或绝对值在 ${LEAST} 与 ${MOST} 之间 (a number: 0, or from ${LEAST} to ${MOST} in size)`;

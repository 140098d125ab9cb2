/** One line of a benchmark: `ratio` = value / against, both measured side by side in one run. */
export interface Figure { name: string; value: number; unit: string; against: number | null; ratio: number | null }

export const figure = (name: string, value: number, unit: string, against: number | null = null): Figure =>
  ({ name, value, unit, against, ratio: against === null ? null : value / against });

/** Milliseconds that `work` takes. */
export async function time(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** The middle of several measurements. */
export async function median(times: number, work: (n: number) => Promise<unknown>): Promise<number> {
  const taken: number[] = [];
  for (let n = 0; n < times; n++) taken.push(await time(() => work(n)));
  return taken.sort((a, b) => a - b)[Math.floor(times / 2)] as number;
}

/** Work that several wait for is done once; when the last of them has left, its signal aborts. */
export class Coalesced<Value> {
  private readonly running = new Map<string, { result: Promise<Value>; waiting: number; stop: AbortController }>();

  has(key: string): boolean {
    return this.running.has(key);
  }

  /** @param left aborts when this waiter has left; its own promise still settles with the work. */
  run(key: string, work: (signal: AbortSignal) => Promise<Value>, left: AbortSignal): Promise<Value> {
    const job = this.running.get(key) ?? this.start(key, work);
    job.waiting++;
    left.addEventListener('abort', () => {
      if (--job.waiting > 0) return;
      if (this.running.get(key) === job) this.running.delete(key);
      job.stop.abort();
    }, { once: true });
    return job.result;
  }

  private start(key: string, work: (signal: AbortSignal) => Promise<Value>) {
    const stop = new AbortController();
    const job = { result: work(stop.signal), waiting: 0, stop };
    this.running.set(key, job);
    const done = () => { if (this.running.get(key) === job) this.running.delete(key); };
    job.result.then(done, done);
    return job;
  }
}

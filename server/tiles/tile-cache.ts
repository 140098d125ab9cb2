/** Compressed tiles by key, the least recently used go first. */
export class TileCache {
  private readonly kept = new Map<string, Buffer>();
  private bytes = 0;

  /** @param limit bytes of tiles kept; each entry counts 200 bytes more for its key and place. */
  constructor(private readonly limit: number) {}

  get(key: string): Buffer | undefined {
    const found = this.kept.get(key);
    if (found === undefined) return undefined;
    this.kept.delete(key);
    this.kept.set(key, found);
    return found;
  }

  set(key: string, tile: Buffer) {
    this.drop(key);
    this.kept.set(key, tile);
    this.bytes += weight(tile);
    for (const oldest of this.kept.keys()) {
      if (this.bytes <= this.limit) break;
      this.drop(oldest);
    }
  }

  private drop(key: string) {
    const found = this.kept.get(key);
    if (found === undefined) return;
    this.kept.delete(key);
    this.bytes -= weight(found);
  }
}

const weight = (tile: Buffer) => tile.length + 200;

/** Work that several wait for is done once; when the last of them has left, its signal aborts. */
export class Coalesced<Value> {
  private readonly running = new Map<string, { result: Promise<Value>; waiting: number; stop: AbortController }>();

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

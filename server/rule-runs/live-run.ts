import type { RuleRun, RunProgress } from '../api-types';

/** Thrown out of the work by `tell` once the run shall end. */
export class RunStopped extends Error {}

/**
 * A run under way in this process. All that is asked about it is answered from here: on the embedded engine the run holds
 * the only connection until it ends.
 */
export class LiveRun {
  private readonly started = Date.now();
  private step: string | null = null;
  private done = 0;
  private of: number | null = null;
  private readonly listeners = new Set<(progress: RunProgress) => void>();
  /** Who or what ends it; undefined while nobody asked. */
  stopped: { by: string | null; state: 'cancelled' | 'failed'; reason: string } | undefined;
  /** Settles when the row says how the run ended; rejects with what ended it. */
  ended: Promise<void> = Promise.resolve();
  /** Interrupts the statement under way, where the engine can. */
  interrupt: () => void = () => {};

  constructor(private readonly row: RuleRun) {}

  get id() { return this.row.id; }
  get region() { return this.row.region; }

  /** Told by the engine before each step. @throws RunStopped */
  tell = (step: string, done: number, of: number) => {
    this.throwIfStopped();
    Object.assign(this, { step, done, of });
    for (const listener of this.listeners) listener(this.progress());
  };

  throwIfStopped() {
    if (this.stopped) throw new RunStopped(this.stopped.reason);
  }

  stop(how: NonNullable<LiveRun['stopped']>) {
    if (this.stopped) return;
    this.stopped = how;
    this.interrupt();
    for (const listener of this.listeners) listener(this.progress());
  }

  progress(): RunProgress {
    const { step, done, of } = this;
    return { id: this.id, state: 'running', step, done, of, elapsed_ms: Date.now() - this.started, cancelling: this.stopped !== undefined };
  }

  snapshot(): RuleRun {
    const { step, done, of, elapsed_ms: duration_ms, cancelling } = this.progress();
    return { ...this.row, duration_ms, cancelling, cancelled_by: this.stopped?.by ?? null, progress: { step, done, of } };
  }

  /** @returns how to hear no more. */
  listen(listener: (progress: RunProgress) => void): () => void {
    this.listeners.add(listener);
    return () => { this.listeners.delete(listener); };
  }
}

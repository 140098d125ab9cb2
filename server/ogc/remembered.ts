/** The latest of what was worked out, by key; the oldest goes first. */
export class Remembered<Value> {
  private readonly kept = new Map<string, Value>();

  constructor(private readonly most: number) {}

  get = (key: string) => this.kept.get(key);

  set(key: string, value: Value) {
    this.kept.delete(key);
    this.kept.set(key, value);
    if (this.kept.size > this.most) this.kept.delete(this.kept.keys().next().value as string);
  }
}

/** Collects the values of a statement and hands out their placeholders. */
export class Params {
  private readonly given: unknown[] = [];

  /** The placeholder of this value. */
  add(value: unknown): string {
    this.given.push(value);
    return `$${this.given.length}`;
  }

  get values(): readonly unknown[] {
    return this.given;
  }
}

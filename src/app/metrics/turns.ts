/** Lets so many in at once; whoever comes later waits, in the order of coming. */
export class Turns {
  private inside = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly atOnce: number) {}

  get isEmpty(): boolean {
    return this.inside === 0;
  }

  /** Resolves once there is room, to what makes room again. Rejects when the signal comes first. */
  async take(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.inside < this.atOnce) this.inside += 1;
    else await this.called(signal);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      const next = this.waiting.shift();
      // Whoever is called takes the place of who leaves.
      if (next === undefined) this.inside -= 1;
      else next();
    };
  }

  private called(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const enter = (): void => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = (): void => {
        this.waiting.splice(this.waiting.indexOf(enter), 1);
        reject(signal.reason);
      };
      this.waiting.push(enter);
      signal.addEventListener('abort', leave, { once: true });
    });
  }
}

/** Aborts with a signal, or when its time is over: whichever comes first. */
export class TimeLimit {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private readonly stop = (): void => this.controller.abort(this.given.reason);
  isOver = false;

  constructor(
    private readonly given: AbortSignal,
    ms: number,
  ) {
    this.timer = setTimeout(() => {
      this.isOver = !this.controller.signal.aborted;
      this.controller.abort();
    }, ms).unref();
    if (given.aborted) this.stop();
    else given.addEventListener('abort', this.stop, { once: true });
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Nothing is left behind on the signal it was given. */
  end(): void {
    clearTimeout(this.timer);
    this.given.removeEventListener('abort', this.stop);
  }
}

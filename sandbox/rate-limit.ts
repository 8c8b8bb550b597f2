const BURST = 3;

/** One post a second and channel with a short burst, as the platform allows. */
export class RateLimit {
  private readonly buckets = new Map<string, { tokens: number; at: number }>();

  constructor(
    public perSecond: number | null,
    private readonly clock: () => number,
  ) {}

  /** Takes one post; 0 if allowed, else the whole seconds to wait. */
  take(channel: string): number {
    if (this.perSecond === null) return 0;
    const now = this.clock();
    const bucket = this.buckets.get(channel) ?? { tokens: BURST, at: now };
    this.buckets.set(channel, bucket);
    bucket.tokens = Math.min(BURST, bucket.tokens + ((now - bucket.at) / 1000) * this.perSecond);
    bucket.at = now;
    if (bucket.tokens < 1) return Math.max(1, Math.ceil((1 - bucket.tokens) / this.perSecond));
    bucket.tokens -= 1;
    return 0;
  }
}

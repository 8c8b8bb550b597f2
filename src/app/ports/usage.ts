/** How a token stands within its minute, by the database's clock. */
export interface Usage {
  /** Booked by all processes together. */
  readonly used: number;
  readonly endsAt: Date;
  /** How long the minute goes on, whatever the clock of a process says. */
  readonly leftMs: number;
}

/** How often each token asked within a minute, counted for all processes together. */
export interface UsageStore {
  /** Books `count` requests onto the minute that goes on, or begins one. */
  book(tenantId: string, tokenId: string, count: number): Promise<Usage>;
}

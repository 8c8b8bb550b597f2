/** How often each token asked within a minute, counted for all processes together. */
export interface UsageStore {
  /** Books `count` requests onto the minute that begins at `window`; returns how many that makes. */
  book(tenantId: string, tokenId: string, window: Date, count: number): Promise<number>;
}

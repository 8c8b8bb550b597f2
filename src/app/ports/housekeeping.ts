/** Removes what is finished and needed by nobody any more. */
export interface Housekeeping {
  /** At most so many rows of each shelf, the oldest first; returns how many it were of the fullest. */
  purge(now: Date, limit: number): Promise<number>;
}

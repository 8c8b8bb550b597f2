const DAY_MS = 86_400_000;

/** The reader's own zone, in which their days begin. */
export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The last so many days, up to the end of this minute. */
export const windowOf = (days: number, minute: number): { from: string; to: string } => ({
  from: new Date(minute - days * DAY_MS).toISOString(),
  to: new Date(minute + 60_000).toISOString(),
});

/** The reader's own zone, in which their days begin. */
export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/**
 * The last so many days and what there is of today, up to the end of this minute: whole days, which
 * the desk has added up.
 */
export const windowOf = (days: number, minute: number): { from: string; to: string } => {
  const from = new Date(minute);
  from.setDate(from.getDate() - days);
  from.setHours(0, 0, 0, 0);
  return { from: from.toISOString(), to: new Date(minute + 60_000).toISOString() };
};

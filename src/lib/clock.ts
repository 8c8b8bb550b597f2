/** The machine's wall clock. Leases use the database's instead. */
export const systemClock = { now: (): Date => new Date() };

const DEFAULT = '0.1';

/**
 * Which share of the full reliability runs is made: 1 is ten thousand messages and fifty kills, and
 * takes the better part of an hour on two shared cores.
 */
export const SCALE = Number(process.env.RELIABILITY_SCALE ?? DEFAULT);

/** A full figure at this scale, but never fewer than make sense. */
export const scaled = (full: number, least: number): number =>
  Math.max(least, Math.round(full * SCALE));

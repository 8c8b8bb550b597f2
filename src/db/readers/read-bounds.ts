/** How much one statement may count beside what was added up. */
export interface ReadBounds {
  /** Facts between whole days, or told otherwise since an instant of the past. */
  readonly mostAtEnds: number;
  /** Looked at to find those told since: each is at least a row of an index. */
  readonly mostSince: number;
}

/** Beside lists and dashboards, on their connections: a fifth of a second's work. */
export const AT_ONCE: ReadBounds = { mostAtEnds: 200_000, mostSince: 500_000 };

/** In turns, on connections of their own: two seconds' work, where counting it all would take longer. */
export const IN_TURN: ReadBounds = { mostAtEnds: 2_000_000, mostSince: 5_000_000 };

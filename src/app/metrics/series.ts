import type { Figure } from './figures';

/** So many groups are shown at most. */
export const MAX_GROUPS = 500;

/** Added up only as far as it is asked for: of two thousand groups five hundred are shown. */
export interface Series {
  readonly n: number;
  readonly isEmpty: boolean;
  whole(): Figure;
  stretches(): readonly Figure[];
}

/** What was found, not yet added up: all of it, or one group's. */
export interface Found {
  readonly keys: readonly (string | null)[];
  readonly all: Series;
  of(key: string | null): Series;
}

export const split = <Row extends { readonly group: string | null }>(
  rows: readonly Row[],
  series: (rows: readonly Row[]) => Series,
): Found => {
  const groups = new Map<string | null, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.group);
    if (group === undefined) groups.set(row.group, [row]);
    else group.push(row);
  }
  return {
    keys: [...groups.keys()],
    all: series(rows),
    of: (key) => series(groups.get(key) ?? []),
  };
};

/** The groups that have anything in them, largest first. */
export const largestFirst = (
  found: Found,
): readonly { readonly key: string | null; readonly series: Series }[] =>
  found.keys
    .map((key) => ({ key, series: found.of(key) }))
    .filter(({ series: { isEmpty } }) => !isEmpty)
    .toSorted(
      (one, other) =>
        other.series.n - one.series.n || ((one.key ?? '') < (other.key ?? '') ? -1 : 1),
    );

import { foldWord, similarTo } from '../domain/search';

/** One word of a search, with what may stand for it. */
export interface NearRow {
  readonly asked: string;
  readonly place: number;
  readonly found: string;
  readonly how: 'SAME' | 'BEGINS' | 'NEAR';
}

/** For each word that must occur, what may stand for it. */
type Groups = readonly (readonly string[])[];

/** What is asked of the database: first as it was written, then as it may have been meant. */
export interface WordQuery {
  readonly strict: Groups;
  /** Null where nothing similar is known. */
  readonly loose: Groups | null;
  readonly exact: Groups;
  /** Every word that counts as found. */
  readonly matched: ReadonlySet<string>;
}

/** The words of a search, each with those that begin like it and those it may be a typo of. */
export const NEAR = 'select asked, place, found, how from search_near($1)';

/** Null when there is no word to look for: only marks, or nothing at all. */
export const wordQueryOf = (rows: readonly NearRow[]): WordQuery | null => {
  const byWord = new Map<string, NearRow[]>();
  for (const row of rows.toSorted((a, b) => a.place - b.place))
    byWord.set(row.asked, [...(byWord.get(row.asked) ?? []), row]);
  if (byWord.size === 0) return null;
  const found = (group: readonly NearRow[], how: NearRow['how']): readonly string[] =>
    group.filter((row) => row.how === how).map((row) => row.found);
  const groups = [...byWord].map(([asked, group]) => {
    const strict = [asked, ...found(group, 'BEGINS')];
    return { asked, strict, similar: similarTo(asked, found(group, 'NEAR')) };
  });
  const isLoose = groups.some(({ similar }) => similar.length > 0);
  return {
    strict: groups.map(({ strict }) => strict),
    loose: isLoose ? groups.map(({ strict, similar }) => [...strict, ...similar]) : null,
    exact: [groups.map(({ asked }) => asked)],
    matched: new Set(
      groups.flatMap(({ strict, similar }) => [...strict, ...similar]).map(foldWord),
    ),
  };
};

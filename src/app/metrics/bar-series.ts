import { Histogram } from '../../domain/histogram';
import type { Bar } from '../ports/facts';
import { type Figure, figureOf, fill, type OfBars, sampleOf } from './figures';
import { type Found, MAX_GROUPS, type Series, split } from './series';

const once = <T>(make: () => T): (() => T) => {
  let made: { readonly it: T } | null = null;
  return () => {
    made ??= { it: make() };
    return made.it;
  };
};

interface Added {
  readonly whole: Figure;
  readonly parts: readonly Figure[];
}

/** The figures of parts, and the one of all of them: the lengths of each part are unpacked once. */
const added = (
  parts: readonly (readonly Bar[])[],
  all: readonly Bar[],
  aggregate: OfBars,
): Added => {
  if (aggregate.as !== 'DURATION')
    return {
      whole: figureOf(all, aggregate),
      parts: parts.map((bars) => figureOf(bars, aggregate)),
    };
  const sum = new Histogram();
  const own = new Histogram();
  const figures = parts.map((bars) => {
    sum.addAll(fill(own, bars));
    return figureOf(bars, aggregate, () => own);
  });
  return { whole: figureOf(all, aggregate, () => sum), parts: figures };
};

/** What bars add up to over so many stretches. */
export const barSeries =
  (aggregate: OfBars, stretches: number): ((rows: readonly Bar[]) => Series) =>
  (rows) => {
    const sample = sampleOf(rows, aggregate);
    if (stretches === 1) {
      const whole = () => figureOf(rows, aggregate);
      return { ...sample, whole, stretches: () => [whole()] };
    }
    const inTime = once(() => {
      const cells: Bar[][] = Array.from({ length: stretches }, () => []);
      for (const row of rows) cells[row.cell]?.push(row);
      return added(cells, rows, aggregate);
    });
    return { ...sample, whole: () => inTime().whole, stretches: () => inTime().parts };
  };

/** The same of all of it and of each group. */
export const splitBars = (rows: readonly Bar[], aggregate: OfBars, stretches: number): Found => {
  const found = split(rows, barSeries(aggregate, stretches));
  if (stretches > 1 || found.keys.length < 2 || found.keys.length > MAX_GROUPS) return found;
  const groups = new Map<string | null, Bar[]>(found.keys.map((key) => [key, []]));
  for (const row of rows) groups.get(row.group)?.push(row);
  const parted = once(() => {
    const { whole, parts } = added([...groups.values()], rows, aggregate);
    return { whole, parts: new Map(found.keys.map((key, at) => [key, parts[at]])) };
  });
  return {
    ...found,
    all: { ...found.all, whole: () => parted().whole },
    of: (key) => {
      const own = found.of(key);
      return { ...own, whole: () => parted().parts.get(key) ?? own.whole() };
    },
  };
};

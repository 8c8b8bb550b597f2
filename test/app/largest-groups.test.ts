import { expect, test } from '@jest/globals';
import { largestOf } from '../../src/app/metrics/largest-groups';
import { largestFirst } from '../../src/app/metrics/series';
import type { Bar, FactQuestion, RolledLimits } from '../../src/app/ports/facts';
import { bucketOf } from '../../src/domain/histogram';

const question: FactQuestion = {
  kind: 'FIRST_RESPONSE',
  hours: 'CALENDAR',
  from: new Date(0),
  to: new Date(1),
  asOf: new Date(1),
  isNow: true,
  starts: [new Date(0)],
  filter: {},
  groupBy: 'CUSTOMER',
};

const bar = (group: string | null, n: number, seconds: number): Bar => ({
  cell: 0,
  group,
  outcome: 'DONE',
  bucket: bucketOf(seconds),
  n,
  seconds: n * seconds,
});

/** So many customers; the first has one ticket of one minute, the second two of two, and so on. */
const customers = (many: number) => {
  const asked: RolledLimits[] = [];
  const all = Array.from({ length: many }, (_, at) => bar(`c${at + 1}`, at + 1, (at + 1) * 60));
  const rolledBars = async (_: string, { groupBy }: FactQuestion, limits: RolledLimits = {}) => {
    asked.push(limits);
    if (groupBy === null) return all.map((one) => ({ ...one, group: null }));
    const { keys, onlyCounts = false } = limits;
    return all
      .filter(({ group }) => keys === undefined || keys.includes(group ?? ''))
      .map((one) => (onlyCounts ? { ...one, bucket: 0, seconds: 0 } : one));
  };
  return { asked, readers: { rolledBars } };
};

test('of more groups than are shown only the lengths of the largest are read', async () => {
  const { asked, readers } = customers(502);
  const found = await largestOf(readers, 't', question);
  expect(asked.map(({ keys }) => keys?.length ?? null)).toEqual([null, null, 500]);
  const groups = found === null ? [] : largestFirst(found);
  expect(groups.map(({ key }) => key).slice(0, 2)).toEqual(['c502', 'c501']);
  expect(groups.map(({ key }) => key).slice(-2)).toEqual(['c2', 'c1']);
  expect(groups[0]?.series.whole()).toMatchObject({ n: 502, p50: 502 * 60 });
  expect(groups.at(-1)?.series.n).toBe(1);
  expect(found?.all.whole()).toMatchObject({ n: (502 * 503) / 2, done: (502 * 503) / 2 });
});

test('where all groups are shown, or what was added up cannot tell, it is left to the usual way', async () => {
  const few = customers(500);
  expect(await largestOf(few.readers, 't', question)).toBeNull();
  expect(few.asked).toEqual([{ onlyCounts: true }]);
  const none = { rolledBars: async () => null };
  expect(await largestOf(none, 't', question)).toBeNull();
  const byQueue = customers(502);
  const asked = { ...question, groupBy: 'QUEUE' } as const;
  expect(await largestOf(byQueue.readers, 't', asked)).toBeNull();
  expect(byQueue.asked).toEqual([]);
});

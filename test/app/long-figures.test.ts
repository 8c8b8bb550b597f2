import { expect, test } from '@jest/globals';
import { figureOf } from '../../src/app/metrics/figures';
import { LongFigures } from '../../src/app/metrics/long-figures';
import type { CountReaders } from '../../src/app/metrics/pieces';
import { MOST_FACTS } from '../../src/app/metrics/too-many-facts';
import type { Bar, FactQuestion } from '../../src/app/ports/facts';
import { bucketOf } from '../../src/domain/histogram';
import { eventually } from '../support/eventually';

const START = Date.UTC(2026, 0, 1);
const HOURS = 40;
const HOUR_MS = 3_600_000;
const at = (hour: number): Date => new Date(START + hour * HOUR_MS);

const question: FactQuestion = {
  kind: 'FIRST_RESPONSE',
  hours: 'CALENDAR',
  ...{ from: at(0), to: at(HOURS), asOf: at(1000), isNow: false, starts: [at(0)] },
  ...{ filter: {}, groupBy: null },
};

/** A fact begins every hour and takes as many minutes; each statement is held until it is let go. */
class FakeFacts {
  readonly asked: string[] = [];
  readonly sized: unknown[] = [];
  /** The stretches of time that were asked for. */
  pieces: (readonly [Date, Date])[] = [];
  running = 0;
  most = 0;
  private readonly held: (() => void)[] = [];

  constructor(
    public isHeld = false,
    private readonly n = 0,
  ) {}

  letGo(): void {
    for (const go of this.held.splice(0)) go();
  }

  get readers(): CountReaders {
    const nobody = async () => {
      throw new Error('nobody asks this');
    };
    return {
      ...{ lasting: nobody, spans: nobody, factRows: nobody },
      ...{ healthCounts: nobody, healthWaits: nobody, accountIds: nobody },
      // Nothing was added up.
      ...{ rolledBars: async () => null, rolledSpans: async () => null },
      factsAddedUp: async (_tenantId, kind, from, to) => {
        this.sized.push([kind, from, to]);
        return this.n;
      },
      pieceEnd: async (_tenantId, { from, to }, atMost) => {
        const end = new Date(from.getTime() + atMost * HOUR_MS);
        return end < to ? end : null;
      },
      bars: async (tenantId, { from, to }) => {
        this.asked.push(tenantId);
        this.pieces.push([from, to]);
        this.running += 1;
        this.most = Math.max(this.most, this.running);
        if (this.isHeld) await new Promise<void>((go) => this.held.push(go));
        else await new Promise<void>((go) => setImmediate(go));
        this.running -= 1;
        const bars: Bar[] = [];
        for (let hour = 0; hour < HOURS; hour += 1)
          if (at(hour) >= from && at(hour) < to) {
            const seconds = hour * 60;
            const outcome = hour % 7 === 3 ? null : 'DONE';
            const of = { cell: 0, group: null, outcome, seconds };
            bars.push({ ...of, bucket: bucketOf(seconds), n: 1 });
          }
        return bars;
      },
    };
  }
}

const NEVER = new AbortController().signal;

test('piece by piece is what one statement says, two statements at a time', async () => {
  const facts = new FakeFacts();
  const figureBy = async (pieceFacts: number) => {
    const long = new LongFigures(facts.readers, pieceFacts);
    const bars = await long.counting(facts.readers, 'A', { signal: NEVER }).bars(question);
    return figureOf(bars, { as: 'DURATION' });
  };
  const whole = await figureBy(HOURS);
  expect(facts.asked).toHaveLength(1);
  expect(whole.n).toBe(HOURS);
  for (const pieceFacts of [1, 3, 7, 39]) {
    facts.pieces = [];
    expect(await figureBy(pieceFacts)).toEqual(whole);
    // One begins where the one before ends.
    const pieces = facts.pieces.toSorted(([one], [other]) => one.getTime() - other.getTime());
    expect(pieces.map(([from]) => from)).toEqual([
      at(0),
      ...pieces.slice(0, -1).map(([, to]) => to),
    ]);
    expect(pieces.at(-1)?.[1]).toEqual(at(HOURS));
    expect(pieces).toHaveLength(Math.ceil(HOURS / pieceFacts));
  }
  expect(facts.most).toBe(2);
});

test('a statement may answer with as many bars as it looks at facts', async () => {
  const { readers } = new FakeFacts();
  const bar: Bar = { cell: 0, group: null, outcome: 'DONE', bucket: 1, n: 1, seconds: 60 };
  const all = { ...readers, bars: async () => Array.from({ length: 200_000 }, () => bar) };
  const long = new LongFigures(all, HOURS);
  const counting = long.counting({ ...all }, 'A', { signal: NEVER });
  expect(await counting.bars(question)).toHaveLength(200_000);
});

test('the facts of one customer are found by their index, also where they are a group', async () => {
  const { readers } = new FakeFacts();
  const asked: unknown[] = [];
  const all: CountReaders = {
    ...readers,
    pieceEnd: async (_tenantId, { filter }) => {
      asked.push(filter);
      return null;
    },
    factRows: async () => ({ rows: [], hasNext: false, hasPrevious: false }),
  };
  const rows = {
    ...{ kind: question.kind, from: question.from, to: question.to, asOf: question.asOf },
    ...{ stock: false, outcomes: null, isNow: true, filter: { customerIds: ['a', 'b'] } },
  };
  const slice = { from: 'start', after: null, before: null, limit: 10 } as const;
  await new LongFigures(all)
    .counting(all, 'A', { signal: NEVER })
    .rows({ ...rows, group: { by: 'CUSTOMER', key: 'b' } }, slice);
  expect(asked).toEqual([{ customerIds: ['b'] }]);
});

test('what nobody waits for any more stops between two pieces', async () => {
  const facts = new FakeFacts(true);
  const caller = new AbortController();
  const long = new LongFigures(facts.readers, 1);
  const counting = long.counting(facts.readers, 'A', { signal: caller.signal });
  const answer = counting.bars(question).catch((error: Error) => error.name);
  await eventually('two pieces are asked', () => facts.running === 2);
  caller.abort();
  facts.letGo();
  expect(await answer).toBe('AbortError');
  expect(facts.asked).toHaveLength(2);
  // Its turn is free again.
  facts.isHeld = false;
  const next = long.counting(facts.readers, 'A', { signal: NEVER });
  expect(figureOf(await next.bars(question), { as: 'COUNT' }).n).toBe(HOURS);
});

test('long questions of a desk take turns, two in all, and a short one passes by', async () => {
  const facts = new FakeFacts(true);
  const short = new FakeFacts();
  const long = new LongFigures(facts.readers, 20);
  const done: string[] = [];
  const ask = (desk: string) =>
    long
      .counting(short.readers, desk, { signal: NEVER })
      .bars(question)
      .then(() => done.push(desk));
  const answers = [ask('A'), ask('A'), ask('B'), ask('C')];
  await eventually('two pieces are asked', () => facts.running === 2);
  // Of the long ones nobody has an answer yet; what takes one statement needs no turn.
  const few = { ...question, to: at(5) };
  const passed = await long.counting(short.readers, 'A', { signal: NEVER }).bars(few);
  expect(passed).toHaveLength(5);
  expect(done).toEqual([]);
  while (done.length < answers.length) {
    facts.letGo();
    await new Promise<void>((go) => setImmediate(go));
  }
  await Promise.all(answers);
  // The second of A waits until the first is done, and C until one of A and B is.
  expect(facts.asked.slice(0, 4).toSorted()).toEqual(['A', 'A', 'B', 'B']);
  expect(done.toSorted()).toEqual(['A', 'A', 'B', 'C']);
  expect(facts.most).toBe(2);
});

test('who has waited in vain is told so, and who is counted too long, too', async () => {
  const facts = new FakeFacts(true);
  const long = new LongFigures(facts.readers, 1);
  const ask = (desk: string, leftMs: number) =>
    long
      .counting(facts.readers, desk, { signal: NEVER, prolong: () => leftMs })
      .bars(question)
      .catch((error: unknown) => error);
  const first = ask('A', 60_000);
  await eventually('the first has its turn', () => facts.running === 2);
  expect(await ask('A', 30_000)).toMatchObject({ kind: 'unavailable', code: 'FIGURES_BUSY' });
  const late = ask('B', 1);
  await new Promise((go) => setTimeout(go, 20));
  const letting = setInterval(() => facts.letGo(), 1);
  expect(await late).toMatchObject({ kind: 'unavailable', code: 'TOOK_TOO_LONG' });
  await first;
  clearInterval(letting);
});

test('what could not be counted in time is refused before it is begun', async () => {
  const facts = new FakeFacts(false, MOST_FACTS + 1);
  const long = new LongFigures(facts.readers, 1);
  const counting = long.counting(facts.readers, 'A', { signal: NEVER });
  const refused = { code: 'TOO_MANY_FACTS' };
  await expect(counting.bars(question)).rejects.toMatchObject(refused);
  await expect(counting.lasting(question, false)).rejects.toMatchObject(refused);
  const { asOf, filter, groupBy } = question;
  const backlog = { kind: 'BACKLOG', asOf, filter, groupBy, instants: [at(HOURS)] } as const;
  const stock = counting.spans({ ...backlog, isNow: false, bands: [0] });
  await expect(stock).rejects.toMatchObject(refused);
  expect(facts.asked).toEqual([]);
  // Of a stock of the past all that ever came, as many as there are tickets.
  const [first, , last] = facts.sized;
  expect(facts.sized).toHaveLength(3);
  expect(first).toEqual(['FIRST_RESPONSE', at(0), at(HOURS)]);
  expect(last).toEqual(['VOLUME', new Date(0), at(HOURS)]);
});

test('what is added up is read in its turn and never counted, however much it is', async () => {
  const facts = new FakeFacts(false, MOST_FACTS + 1);
  const read: readonly Bar[] = [
    { cell: 0, group: null, outcome: 'DONE', bucket: 0, n: 40_000_000, seconds: 1 },
  ];
  const asked: boolean[] = [];
  const lasting: CountReaders['lasting'] = async (_tenantId, _question, areFew) => {
    asked.push(areFew);
    return [];
  };
  const readers = { ...facts.readers, rolledBars: async () => read, lasting };
  const counting = new LongFigures(readers, 1).counting(facts.readers, 'A', { signal: NEVER });
  expect(await counting.bars(question)).toBe(read);
  // What lasted then, in opening hours, is found by indexes wherever the rest was.
  expect(await counting.lasting({ ...question, hours: 'BUSINESS' }, false)).toEqual([]);
  expect(asked).toEqual([true]);
  expect(facts.asked).toEqual([]);
});

test('what ended rarely is looked for in pieces of a large window, what an index holds is not', async () => {
  const facts = new FakeFacts();
  const looked: (number | null)[] = [];
  const readers: CountReaders = {
    ...facts.readers,
    factRows: async (_tenantId, { began }) => {
      looked.push(began === undefined ? null : (began.to.getTime() - START) / HOUR_MS);
      return { rows: [], hasNext: false, hasPrevious: false };
    },
  };
  const counting = new LongFigures(readers, 15).counting(readers, 'A', { signal: NEVER });
  const rows = { ...question, isNow: true, asOf: at(HOURS), stock: false, group: null };
  const slice = { limit: 10, from: 'start', after: null, before: null } as const;
  for (const outcomes of [null, [null, 'OVERDUE']])
    await counting.rows({ ...rows, outcomes }, slice);
  expect(looked).toEqual([null, null]);
  await counting.rows({ ...rows, outcomes: ['DROPPED'] }, slice);
  expect(looked.slice(2)).toEqual([15, 30, HOURS]);
});

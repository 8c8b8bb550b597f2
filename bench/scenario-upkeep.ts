import type { Scenario } from './bench';
import { type ProcessorTime, processorTime } from './processor-time';
import type { Figure } from './report';
import { UpkeepDesk } from './upkeep-desk';

/** A desk counts what changed about once a second, and adds it up once a minute. */
const COUNT_EVERY_MS = 1_000;
const ROLL_EVERY_MS = 60_000;
/** Tickets lived through at a time, by one desk and then by the other. */
const AT_ONCE = 50;
/** Until compilers, plans and look-ups are warm. */
const WARM = 2 * AT_ONCE;

type Work = (desk: UpkeepDesk) => Promise<void>;

/** What becomes of each ticket. */
const life = (numbers: readonly number[]): readonly Work[] => [
  (desk) => desk.hear(numbers, 'asks'),
  (desk) => desk.act(numbers, 'claim'),
  (desk) => desk.act(numbers, 'reply'),
  (desk) => desk.hear(numbers, 'asks again'),
  (desk) => desk.act(numbers, 'solve'),
];

/** Processor time, by what it went into. */
class Spent {
  private readonly parts = new Map<string, number>();

  constructor(private readonly read: () => ProcessorTime) {}

  async during(what: string, work: () => Promise<void>): Promise<void> {
    const before = this.read();
    await work();
    const after = this.read();
    const ms = after.oursMs - before.oursMs + after.serverMs - before.serverMs;
    this.parts.set(what, this.of(what) + ms);
  }

  of(what: string): number {
    return this.parts.get(what) ?? 0;
  }

  forget(): void {
    this.parts.clear();
  }
}

/**
 * The same messages and answers to two desks, of which one keeps no figures: what that one saves is
 * what figures cost, in processor time of the desk and its server.
 */
export const upkeepScenario: Scenario = async (bench) => {
  if (bench.server === null) {
    bench.say('upkeep: left out, it needs a Postgres server of its own (one installed).');
    return [];
  }
  const tickets = bench.quick ? 4 * AT_ONCE : 40 * AT_ONCE;
  const plain = await UpkeepDesk.open(await bench.server.createDatabase(), false);
  const counting = await UpkeepDesk.open(await bench.server.createDatabase(), true);
  try {
    const read = await processorTime(counting.database.dataSource);
    if (read === null) {
      bench.say('upkeep: left out, the server is not on this machine.');
      return [];
    }
    const spent = new Spent(read);
    let countedAt = performance.now();
    let rolledAt = countedAt;
    const keepUp = async (): Promise<void> => {
      if (performance.now() - countedAt >= COUNT_EVERY_MS) {
        countedAt = performance.now();
        await spent.during('counted', () => counting.count());
      }
      if (performance.now() - rolledAt >= ROLL_EVERY_MS) {
        rolledAt = performance.now();
        await spent.during('added up', () => counting.roll());
      }
    };
    for (let from = 0; from < tickets + WARM; from += AT_ONCE) {
      const numbers = Array.from({ length: AT_ONCE }, (_, index) => from + index);
      for (const [index, work] of life(numbers).entries()) {
        const turns = [
          () => spent.during('plain', () => work(plain)),
          () => spent.during('marked', () => work(counting)),
        ];
        // Whoever is second finds the machine warmer: in turns.
        for (const turn of (from / AT_ONCE + index) % 2 === 0 ? turns : turns.toReversed())
          await turn();
        await keepUp();
      }
      if (from + AT_ONCE === WARM) {
        await counting.count();
        await counting.roll();
        spent.forget();
      }
    }
    await spent.during('counted', () => counting.count());
    await spent.during('added up', () => counting.roll());
    const each = (what: string): number => spent.of(what) / tickets;
    const [base, counted, added] = [each('plain'), each('counted'), each('added up')];
    const marks = each('marked') - base;
    const part = (what: string, ms: number): string => `${what} ${ms.toFixed(2)}`;
    const figure: Figure = {
      what: 'figures kept of a ticket: asked, claimed, answered, asked again, solved',
      value: marks + counted + added,
      unit: 'ms',
      against: [
        { name: 'the same without figures', value: base },
        { name: 'wanted: a tenth of it', value: base / 10 },
      ],
      note: `processor time, n = ${tickets}; ${part('marks', marks)}, ${part('counting', counted)}, ${part('adding up', added)}`,
    };
    return [figure];
  } finally {
    await plain.database.close();
    await counting.database.close();
  }
};

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readCareDocument } from '../../src/app/care/care-document';
import { keepCare } from '../../src/app/care/keep-care';
import { compared, simulate } from '../../src/app/care/simulate';
import { outcomeLine } from '../../src/app/care/simulation-words';
import type { Database } from '../../src/db/data-source';
import { replayClocks } from '../../src/domain/replay-clocks';
import type { SlaClock } from '../../src/domain/sla-clock';
import { CareWorld } from '../support/care-world';
import { describeOnEachEngine } from '../support/engines';

const WORKDAY = ['09:00-17:00'];
const OFFICE = {
  name: 'Office',
  zone: 'Europe/Berlin',
  open: { mon: WORKDAY, tue: WORKDAY, wed: WORKDAY, thu: WORKDAY, fri: WORKDAY },
  country: 'DE',
};
const target = (measure: string, minutes: number, priority = 'NORMAL') => ({
  priority,
  measure,
  minutes,
  hours: 'CALENDAR',
});

describeOnEachEngine('promises and clocks', (open) => {
  let database: Database;
  let desks = 0;
  beforeAll(async () => {
    database = await open();
  }, 60_000);
  afterAll(() => database.close());

  const world = (start = '2026-03-02T10:00:00Z'): Promise<CareWorld> => {
    desks += 1;
    return CareWorld.begin(database, `TCARE${desks}`, start);
  };
  const at = (text: string): Date => new Date(`2026-03-${text}:00.000Z`);

  test('the acknowledgement promises the due time of the engine, holidays and hours included', async () => {
    const desk = await world('2026-04-03T14:30:00Z');
    await desk.keeps({ calendars: [OFFICE], use: [{ calendar: 'Office' }] });
    const thread = await desk.asks('The export is empty');
    const due = new Date('2026-04-07T08:00:00.000Z');
    expect((await desk.ticket(thread)).firstResponseDueAt).toEqual(due);
    expect(await desk.promises(thread)).toMatchObject([
      { kind: 'FIRST_RESPONSE', state: 'OPEN', dueAt: due },
    ]);
    const [acknowledged] = await desk.sent('CSHARED');
    expect(acknowledged).toContain(due.toISOString());
    // Good Friday: the desk is closed until Tuesday.
    expect(acknowledged).toContain(new Date('2026-04-07T07:00:00.000Z').toISOString());
    expect(acknowledged).toContain('It is urgent');
  });

  test('an answer in time keeps the promise and stops the clock; a note does neither', async () => {
    const desk = await world();
    const thread = await desk.asks('Where is my invoice?');
    desk.at('2026-03-02T10:10:00Z');
    await desk.notes(thread);
    expect(await desk.promises(thread)).toMatchObject([{ state: 'OPEN' }]);
    desk.at('2026-03-02T10:20:00Z');
    await desk.replies(thread);
    expect(await desk.promises(thread)).toMatchObject([
      { state: 'KEPT', settledAt: at('02T10:20') },
    ]);
    expect(await desk.clocks(thread)).toEqual({ FIRST_RESPONSE: 'ACHIEVED' });
    // Nothing is owed to somebody who has been answered.
    await desk.until('2026-03-05T10:00:00Z', 60);
    expect(await desk.promises(thread)).toHaveLength(1);
  });

  test('at 80 % without a human word the customer hears one new time, then silence breaks it', async () => {
    const desk = await world();
    const thread = await desk.asks('Is anybody there?');
    await desk.until('2026-03-02T10:45:00Z');
    expect(await desk.sent('CSHARED')).toHaveLength(1);
    await desk.until('2026-03-02T10:50:00Z');
    const [, update] = await desk.sent('CSHARED');
    expect(update).toContain('You are not forgotten');
    expect(update).toContain(at('02T12:00').toISOString());
    expect(await desk.promises(thread)).toMatchObject([
      { kind: 'FIRST_RESPONSE', state: 'RENEWED', settledAt: at('02T10:50') },
      { kind: 'NEXT_UPDATE', state: 'OPEN', dueAt: at('02T12:00') },
    ]);
    await desk.until('2026-03-02T12:05:00Z');
    const ledger = await desk.promises(thread);
    expect(ledger.map(({ state }) => state)).toEqual(['RENEWED', 'BROKEN', 'OPEN']);
    expect(ledger[2]?.dueAt.getTime()).toBeGreaterThan(desk.now.getTime());
    // The desk itself speaks no third time: the status line names the next time.
    await desk.until('2026-03-03T10:00:00Z');
    expect(await desk.sent('CSHARED')).toHaveLength(2);
    expect((await desk.sent('CTRIAGE')).filter((said) => said.includes('Promise broken'))).not.toBe(
      [],
    );
  });

  test('a broken promise calls the supervisors: under the card, by direct message, written down', async () => {
    const desk = await world();
    await desk.joins('Sue', 'SUPERVISOR', 'USUE');
    const thread = await desk.asks('Is anybody there?');
    await desk.until('2026-03-02T12:05:00Z');
    const under = (await desk.sent('CTRIAGE')).filter((said) => said.includes('Promise broken'));
    expect(under).toHaveLength(1);
    expect(under[0]).toContain('USUE');
    const [called, ...more] = await desk.sent('USUE');
    expect(called).toContain('Promise broken');
    // The customer speaks first.
    expect(called?.indexOf('Is anybody there?')).toBeLessThan(
      called?.indexOf('Promise broken') ?? 0,
    );
    expect(called).toContain('Is anybody there?');
    expect(more).toEqual([]);
    const { id } = await desk.ticket(thread);
    const history = await desk.run((tx) => tx.timeline.ofTicket(id, 50));
    expect(history.filter(({ kind }) => kind === 'PAGED')).toMatchObject([
      { after: { reason: 'promise broken', paged: 'Sue' } },
    ]);
  });

  test('what is urgent calls them only while the desk is closed; whom no chat reaches is named', async () => {
    const desk = await world('2026-03-02T20:00:00Z');
    await desk.keeps({ calendars: [OFFICE], use: [{ calendar: 'Office' }] });
    await desk.joins('Sue', 'SUPERVISOR', 'USUE');
    await desk.joins('Tom', 'SUPERVISOR', null);
    const night = await desk.asks('The shop is down');
    await desk.urges(night);
    expect(await desk.sent('USUE')).toMatchObject([expect.stringContaining('the desk is closed')]);
    const { id } = await desk.ticket(night);
    const history = await desk.run((tx) => tx.timeline.ofTicket(id, 50));
    expect(history.find(({ kind }) => kind === 'PAGED')?.after).toEqual({
      reason: 'urgent out of hours',
      paged: 'Sue, Tom',
      unreached: 'Tom',
    });
    desk.at('2026-03-03T10:00:00Z');
    await desk.urges(await desk.asks('The shop is slow'));
    expect(await desk.sent('USUE')).toHaveLength(1);
  });

  test('a time that passed while the desk was down is broken, not renewed, and fires once', async () => {
    const desk = await world();
    const thread = await desk.asks('Hello, are you open?');
    desk.at('2026-03-02T15:00:00Z');
    await Promise.all([desk.sweep(), desk.sweep()]);
    const ledger = await desk.promises(thread);
    expect(ledger.map(({ state }) => state)).toEqual(['BROKEN', 'OPEN']);
    expect(ledger[0]?.settledAt).toEqual(at('02T15:00'));
    const broken = (await desk.sent('CTRIAGE')).filter((said) => said.includes('Promise broken'));
    expect(broken).toHaveLength(1);
    expect(await desk.sent('CSHARED')).toHaveLength(1);
    expect(await desk.clocks(thread)).toEqual({ FIRST_RESPONSE: 'BREACHING' });
  });

  test('every customer message that waits on us is told when the next word comes', async () => {
    const desk = await world();
    const thread = await desk.asks('The report is wrong');
    desk.at('2026-03-02T10:05:00Z');
    await desk.replies(thread);
    desk.at('2026-03-02T11:00:00Z');
    await desk.asks('It is still wrong in the second tab', thread);
    expect(await desk.promises(thread)).toMatchObject([
      { state: 'KEPT' },
      { kind: 'NEXT_UPDATE', state: 'OPEN', dueAt: at('02T12:00') },
    ]);
    // A second message does not move it.
    desk.at('2026-03-02T11:30:00Z');
    await desk.asks('Can you see the second tab?', thread);
    expect((await desk.promises(thread)).at(-1)).toMatchObject({ dueAt: at('02T12:00') });
    desk.at('2026-03-02T11:40:00Z');
    await desk.solves(thread);
    expect((await desk.promises(thread)).map(({ state }) => state)).toEqual(['KEPT', 'KEPT']);
  });

  test('reopening makes a new promise, and the first response stays what it was', async () => {
    const desk = await world();
    const thread = await desk.asks('The report is wrong');
    desk.at('2026-03-02T10:05:00Z');
    await desk.solves(thread);
    desk.at('2026-03-09T10:00:00Z');
    await desk.asks('It is wrong again', thread);
    expect((await desk.promises(thread)).at(-1)).toMatchObject({
      kind: 'NEXT_UPDATE',
      state: 'OPEN',
      dueAt: at('09T11:00'),
    });
    expect((await desk.clocks(thread)).FIRST_RESPONSE).toBe('ACHIEVED');
  });

  test('what waits on us is updated at least every N hours, answered once or never', async () => {
    const desk = await world();
    await desk.keeps({
      policies: [{ targets: [target('FIRST_RESPONSE', 60), target('UPDATE', 240)] }],
    });
    const never = await desk.asks('Is anybody there?');
    desk.at('2026-03-02T10:20:00Z');
    const once = await desk.asks('The report is wrong', null);
    desk.at('2026-03-02T10:30:00Z');
    await desk.replies(once);
    desk.at('2026-03-02T10:40:00Z');
    await desk.asks('It is still wrong', once);
    await desk.until('2026-03-04T10:40:00Z', 5);
    const sweepMs = 5 * 60_000;
    const everyMs = 240 * 60_000;
    const lines = (await desk.sent('CSHARED', 'edit')).join();
    for (const thread of [never, once]) {
      const told = await desk.promises(thread);
      expect(told.length).toBeGreaterThan(10);
      for (const [index, { toldAt, dueAt }] of told.entries()) {
        const next = told[index + 1]?.toldAt ?? desk.now;
        expect(next.getTime() - toldAt.getTime()).toBeLessThanOrEqual(everyMs + sweepMs);
        expect(dueAt.getTime() - toldAt.getTime()).toBeLessThanOrEqual(everyMs);
      }
      // It stands in the line that the customer sees, not only in the ledger.
      const last = told.at(-1);
      expect(last?.dueAt.getTime()).toBeGreaterThan(desk.now.getTime());
      expect(lines).toContain(last?.dueAt.toISOString());
    }
  });

  test('a snoozed ticket promises to come back, and keeps it by waking up', async () => {
    const desk = await world();
    const thread = await desk.asks('When is the next release?');
    desk.at('2026-03-02T10:10:00Z');
    await desk.does(thread, { do: 'snooze', until: at('03T09:00') });
    expect(await desk.promises(thread)).toMatchObject([
      { state: 'RENEWED' },
      { kind: 'CUSTOM', state: 'OPEN', dueAt: at('03T09:00') },
    ]);
    desk.at('2026-03-03T09:00:05Z');
    await desk.sweep();
    const ledger = await desk.promises(thread);
    expect(ledger.map(({ state }) => state)).toEqual(['RENEWED', 'KEPT', 'OPEN']);
    expect(ledger[2]?.dueAt.getTime()).toBeGreaterThan(desk.now.getTime());
  });

  test('what is no request after all owes nobody a word', async () => {
    const desk = await world();
    const thread = await desk.asks('FYI the office moves on Friday');
    desk.at('2026-03-02T10:10:00Z');
    await desk.does(thread, { do: 'not-a-request', reason: 'information' });
    expect(await desk.clocks(thread)).toEqual({ FIRST_RESPONSE: 'CANCELLED' });
    await desk.until('2026-03-02T13:00:00Z');
    expect(await desk.promises(thread)).toMatchObject([{ state: 'KEPT' }]);
  });

  test('a clock warns, is late, and pauses exactly while it waits on the customer', async () => {
    const desk = await world();
    await desk.keeps({
      policies: [{ targets: [target('FIRST_RESPONSE', 60), target('TOTAL_RESOLUTION', 120)] }],
    });
    const thread = await desk.asks('The export is empty');
    desk.at('2026-03-02T10:30:00Z');
    await desk.replies(thread);
    await desk.until('2026-03-02T20:00:00Z', 60);
    expect(await desk.clocks(thread)).toEqual({
      FIRST_RESPONSE: 'ACHIEVED',
      TOTAL_RESOLUTION: 'PENDING',
    });
    await desk.asks('Still empty', thread);
    await desk.until('2026-03-02T21:10:00Z');
    expect((await desk.clocks(thread)).TOTAL_RESOLUTION).toBe('IMMINENT_BREACH');
    await desk.until('2026-03-02T21:35:00Z');
    expect((await desk.clocks(thread)).TOTAL_RESOLUTION).toBe('BREACHING');
    const told = (await desk.sent('CTRIAGE')).filter((said) =>
      said.includes('the solution is late'),
    );
    expect(told).toHaveLength(1);
    await desk.solves(thread);
    expect((await desk.clocks(thread)).TOTAL_RESOLUTION).toBe('BREACHED');
  });

  test('a calendar changed while a ticket is open moves its due time and says so; what ended stays', async () => {
    const desk = await world('2026-03-02T14:10:00Z');
    await desk.keeps({ calendars: [OFFICE], use: [{ calendar: 'Office' }] });
    const answered = await desk.asks('The first question');
    desk.at('2026-03-02T14:20:00Z');
    await desk.replies(answered);
    desk.at('2026-03-02T14:30:00Z');
    const thread = await desk.asks('The second question');
    const due = async () => (await desk.ticket(thread)).firstResponseDueAt;
    expect(await due()).toEqual(at('02T15:30'));
    desk.at('2026-03-02T14:40:00Z');
    const half = { mon: ['09:00-16:00'], tue: ['08:00-16:00'] };
    expect(await desk.keeps({ calendars: [{ ...OFFICE, open: half }] })).toContain(
      'calendar Office: version 2',
    );
    await desk.sweep();
    expect(await due()).toEqual(at('03T07:30'));
    const told = (await desk.sent('CTRIAGE')).filter((said) =>
      said.includes('opening hours changed'),
    );
    expect(told).toHaveLength(1);
    expect(await desk.clocks(answered)).toEqual({ FIRST_RESPONSE: 'ACHIEVED' });
  });

  test('past tickets are replayed under a document that is not kept', async () => {
    const desk = await world();
    const fast = await desk.asks('The first question');
    desk.at('2026-03-02T10:20:00Z');
    await desk.replies(fast);
    desk.at('2026-03-02T12:20:00Z');
    await desk.asks('Still not working', fast);
    desk.at('2026-03-02T12:50:00Z');
    await desk.solves(fast);
    desk.at('2026-03-02T14:00:00Z');
    const slow = await desk.asks('The second question');
    desk.at('2026-03-02T16:00:00Z');
    await desk.replies(slow);
    desk.at('2026-03-02T18:00:00Z');
    await desk.asks('Nobody answers this one');
    const said = readCareDocument({
      policies: [{ targets: [target('FIRST_RESPONSE', 30), target('TOTAL_RESOLUTION', 60)] }],
    });
    const past = await desk.run((tx) => tx.care.pastTickets(at('02T09:30'), 100));
    desk.at('2026-03-02T19:00:00Z');
    const outcomes = await simulate(said, past, desk.now);
    // Fifty minutes of work and two hours of waiting for the customer make fifty minutes.
    expect(outcomes).toEqual([
      {
        priority: 'NORMAL',
        measure: 'FIRST_RESPONSE',
        achieved: 1,
        breached: 1,
        late: 1,
        running: 0,
        // One that still waits after an hour takes at least as long as the slow one.
        p50: 7200,
        p90: 7200,
      },
      {
        priority: 'NORMAL',
        measure: 'TOTAL_RESOLUTION',
        achieved: 1,
        breached: 0,
        late: 1,
        running: 1,
        p50: null,
        p90: null,
      },
    ]);
    const [first] = outcomes.map(outcomeLine);
    expect(first).toContain('n 3: 33 % achieved (1 of 3; 1 late, 1 late and still running)');
  });

  test('replayed by the rules that counted, every clock is what it was measured to be', async () => {
    const desk = await world('2026-03-02T09:30:00Z');
    const document = {
      calendars: [OFFICE],
      policies: [
        {
          pauseWhile: ['CUSTOMER', 'THIRD_PARTY'],
          targets: ['NORMAL', 'HIGH', 'URGENT'].flatMap((priority, index) =>
            [
              'FIRST_RESPONSE',
              'NEXT_RESPONSE',
              'UPDATE',
              'FIRST_RESOLUTION',
              'TOTAL_RESOLUTION',
            ].map((measure, at) => ({ priority, measure, minutes: (at + 1) * (60 - 20 * index) })),
          ),
        },
      ],
      use: [{ calendar: 'Office' }],
    };
    await desk.keeps(document);
    const memberId = desk.seeded.member.id;
    const thread = await desk.asks('The export is empty');
    const steps: readonly (() => Promise<unknown>)[] = [
      () => desk.asks('Is anybody there?', thread),
      () => desk.does(thread, { do: 'claim', memberId }),
      () => desk.replies(thread),
      () => desk.replies(thread, 'Still looking.'),
      () => desk.asks('And now?', thread),
      () => desk.urges(thread),
      () => desk.notes(thread),
      () => desk.replies(thread, 'A moment.'),
      () =>
        desk.does(thread, {
          ...{ do: 'wait-for', memberId, party: 'Hosting Ltd' },
          until: at('04T08:00'),
        }),
      () => desk.replies(thread, 'They look into it.'),
      () => desk.does(thread, { do: 'stop-waiting' }),
      () => desk.does(thread, { do: 'snooze', until: at('03T12:00') }),
      () => desk.until('2026-03-03T12:10:00Z', 60),
      () => desk.solves(thread),
      () => desk.asks('No, it is empty again', thread),
      () => desk.does(thread, { do: 'set-priority', priority: 'NORMAL' }),
      () => desk.solves(thread, 'Now it is full.'),
      () => desk.presses(thread, { do: 'confirm' }),
    ];
    for (const [index, step] of steps.entries()) {
      desk.now = new Date(desk.now.getTime() + (7 + 11 * (index % 5)) * 60_000);
      await step();
    }
    const { id, number } = await desk.ticket(thread);
    const facts = ({
      measure,
      startedAt,
      stoppedAt,
      cancelledAt,
      targetSec,
      pauses,
    }: SlaClock) => ({
      ...{ measure, startedAt, stoppedAt, cancelledAt, targetSec, pauses },
    });
    const measured = (await desk.run((tx) => tx.care.clocksOf(id))).map(facts);
    const all = await desk.run((tx) => tx.care.pastTickets(at('02T09:00'), 9));
    const past = all.find((one) => one.number === number);
    const [policy] = readCareDocument(document).policies;
    if (past === undefined || policy === undefined) throw new Error('there is one of each');
    expect(measured.length).toBeGreaterThan(8);
    expect(replayClocks(past.moments, policy).map(({ clock }) => facts(clock))).toEqual(measured);
    const outcomes = await simulate(readCareDocument(document), [past], desk.now);
    const comparisons = compared(outcomes, [past], desk.now);
    expect(comparisons.map(({ after }) => after)).toEqual(comparisons.map(({ before }) => before));
    expect(comparisons.every(({ after }) => after.achieved + after.breached > 0)).toBe(true);
  });

  test('the same words make no new version of a calendar', async () => {
    const desk = await world();
    await desk.keeps({ calendars: [OFFICE] });
    expect(await desk.keeps({ calendars: [OFFICE] })).toContain('calendar Office: version 1');
  });

  test('a policy kept while a clock runs gives it the new target', async () => {
    const desk = await world();
    const thread = await desk.asks('How long does it take?');
    await desk.keeps({ policies: [{ targets: [target('FIRST_RESPONSE', 30)] }] });
    await desk.sweep();
    expect((await desk.ticket(thread)).firstResponseDueAt).toEqual(at('02T10:30'));
  });

  test('a customer’s own calendar counts before their tier’s, the queue’s and the desk’s', async () => {
    const desk = await world('2026-03-02T03:00:00Z');
    const early = (name: string, hour: string) => ({
      ...OFFICE,
      name,
      zone: 'UTC',
      open: { mon: [`${hour}-20:00`] },
    });
    await desk.keeps({
      calendars: [early('Desk', '04:00'), early('Queue', '05:00'), early('Own', '07:00')],
      use: [{ calendar: 'Desk' }],
    });
    const due = async (): Promise<Date | null> =>
      (await desk.ticket(await desk.asks('When do you open?'))).firstResponseDueAt;
    expect(await due()).toEqual(at('02T05:00'));
    const [queue] = await desk.run((tx) => tx.desk.queues());
    await desk.keeps({ use: [{ calendar: 'Queue', queue: queue?.name }] });
    desk.at('2026-03-02T03:10:00Z');
    expect(await due()).toEqual(at('02T06:00'));
    await desk.keeps({ use: [{ calendar: 'Own', customer: desk.seeded.customer.name }] });
    desk.at('2026-03-02T03:20:00Z');
    expect(await due()).toEqual(at('02T08:00'));
  });

  test('names nobody knows are refused, and nothing of the document is kept', async () => {
    const desk = await world();
    await expect(
      desk.keeps({ calendars: [OFFICE], use: [{ calendar: 'Office', customer: 'Nobody' }] }),
    ).rejects.toMatchObject({ code: 'NO_SUCH_NAME' });
    await expect(desk.keeps({ use: [{ calendar: 'Office' }] })).rejects.toMatchObject({
      code: 'NO_SUCH_NAME',
    });
    await expect(desk.keeps({ calendars: [{ ...OFFICE, country: 'XX' }] })).rejects.toMatchObject({
      code: 'UNKNOWN_HOLIDAYS',
    });
  });

  test('hours are kept by supervisors, not by agents', async () => {
    const desk = await world();
    const { id, name } = desk.seeded.member;
    const agent = { kind: 'member', memberId: id, name, role: 'AGENT', active: true } as const;
    await expect(
      desk.run((tx) => keepCare(tx, agent, readCareDocument({ calendars: [OFFICE] }), desk.now)),
    ).rejects.toMatchObject({ kind: 'forbidden' });
  });
});

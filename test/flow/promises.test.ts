import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Database } from '../../src/db/data-source';
import { CareWorld } from '../support/care-world';
import { describeOnEachEngine } from '../support/engines';

const on = (weekdays: readonly number[], from: number, to: number) =>
  weekdays.map((weekday) => ({ weekday, from: from * 60, to: to * 60 }));

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
    await desk.keepsHours({
      zone: 'Europe/Berlin',
      opening: on([1, 2, 3, 4, 5], 9, 17),
      country: 'DE',
      region: null,
    });
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
    await desk.until('2026-03-02T12:00:00Z');
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
    await desk.keepsPolicy([
      { priority: 'NORMAL', measure: 'FIRST_RESPONSE', seconds: 3600, hours: 'CALENDAR' },
      { priority: 'NORMAL', measure: 'TOTAL_RESOLUTION', seconds: 7200, hours: 'CALENDAR' },
    ]);
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
      said.includes('The solution is late'),
    );
    expect(told).toHaveLength(1);
    await desk.solves(thread);
    expect((await desk.clocks(thread)).TOTAL_RESOLUTION).toBe('BREACHED');
  });
});

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { rateIn } from '../../src/app/feedback/rate';
import type { Database } from '../../src/db/data-source';
import { CareWorld } from '../support/care-world';
import { describeOnEachEngine } from '../support/engines';

const WEEK = {
  checkInDays: 7,
  unconfirmedDays: 1,
  ratingCooldownDays: 7,
  recoveryHours: 4,
};

describeOnEachEngine('care for a ticket', (open) => {
  let database: Database;
  let desks = 0;
  beforeAll(async () => {
    database = await open();
  }, 60_000);
  afterAll(() => database.close());

  const world = (start = '2026-03-02T10:00:00Z'): Promise<CareWorld> => {
    desks += 1;
    return CareWorld.begin(database, `TKIND${desks}`, start);
  };
  const waitFor = (desk: CareWorld, thread: string, until: string) =>
    desk.does(thread, {
      do: 'wait-for',
      memberId: desk.seeded.member.id,
      party: 'Hosting Ltd',
      until: new Date(until),
    });

  test('what waits for a third party comes back to its owner at the next check, once', async () => {
    const desk = await world();
    const thread = await desk.asks('The site is down');
    await desk.replies(thread);
    await waitFor(desk, thread, '2026-03-02T15:00:00Z');
    // Nobody is left without a time, though it is not we who are awaited.
    expect((await desk.promises(thread)).at(-1)).toMatchObject({ state: 'OPEN' });
    await desk.until('2026-03-02T14:55:00Z', 55);
    expect(await desk.ticket(thread)).toMatchObject({ waitingOn: 'THIRD_PARTY' });
    desk.at('2026-03-02T15:01:00Z');
    await Promise.all([desk.sweep(), desk.sweep()]);
    expect(await desk.ticket(thread)).toMatchObject({
      waitingOn: 'US',
      thirdParty: null,
      nextCheckAt: null,
      assigneeId: desk.seeded.member.id,
    });
    const reminded = (await desk.sent('CTRIAGE')).filter((said) => said.includes('look again'));
    expect(reminded).toHaveLength(1);
    expect(reminded[0]).not.toContain('comes late');
    expect((await desk.sent('CSHARED')).join()).not.toContain('Hosting Ltd');
  });

  test('two workers over whatever fell due while the desk was down do each thing once', async () => {
    const desk = await world('2026-03-02T08:00:00Z');
    const threads: string[] = [];
    for (const text of ['Leased', 'Asleep', 'Elsewhere', 'Solved', 'Promised']) {
      threads.push(await desk.asks(`${text}: the site is down`));
      desk.now = new Date(desk.now.getTime() + 600_000);
    }
    const [leased = '', asleep = '', elsewhere = '', solved = '', promised = ''] = threads;
    await desk.does(leased, { do: 'claim', memberId: desk.seeded.member.id });
    await desk.does(asleep, { do: 'snooze', until: new Date('2026-03-02T12:00:00Z') });
    await desk.replies(elsewhere);
    await waitFor(desk, elsewhere, '2026-03-02T12:00:00Z');
    await desk.solves(solved);
    desk.at('2026-03-09T12:00:00Z');
    const swept = await Promise.all([desk.sweep(), desk.sweep(), desk.sweep()]);
    expect(swept.some((rows) => rows > 0)).toBe(true);
    const rows: { kind: string; n: number }[] = await database.dataSource.query(
      `select kind, count(*)::int as n from timeline_entry where tenant_id = $1
         and kind in ('CLAIM_EXPIRED', 'WOKEN', 'CHECK_DUE', 'CHECKED_IN', 'UNCONFIRMED', 'PAGED')
       group by kind order by kind`,
      [desk.seeded.tenantId],
    );
    expect(Object.fromEntries(rows.map(({ kind, n }) => [kind, n]))).toMatchObject({
      ...{ CLAIM_EXPIRED: 1, WOKEN: 1, CHECK_DUE: 1, CHECKED_IN: 1 },
    });
    expect((await desk.promises(promised)).map(({ state }) => state)).toEqual(['BROKEN', 'OPEN']);
    const told = await desk.sent('CTRIAGE');
    const times = (words: string) => told.filter((said) => said.includes(words)).length;
    expect([times('no activity by'), times('Awake again'), times('look again')]).toEqual([1, 1, 1]);
  });

  test('a check that fell due while the desk was down says that it comes late', async () => {
    const desk = await world();
    const thread = await desk.asks('The site is down');
    await desk.replies(thread);
    await waitFor(desk, thread, '2026-03-02T11:00:00Z');
    desk.at('2026-03-02T13:00:00Z');
    await desk.sweep();
    const [reminded] = (await desk.sent('CTRIAGE')).filter((said) => said.includes('look again'));
    expect(reminded).toContain('comes late');
  });

  test('while a third party is awaited the customer hears at least daily, or the promise breaks', async () => {
    const desk = await world();
    const thread = await desk.asks('The site is down');
    await desk.replies(thread);
    await waitFor(desk, thread, '2026-03-09T10:00:00Z');
    desk.at('2026-03-03T08:00:00Z');
    await desk.replies(thread, 'Still with our hosting company.');
    expect(await desk.ticket(thread)).toMatchObject({ waitingOn: 'THIRD_PARTY' });
    expect((await desk.promises(thread)).slice(-2)).toMatchObject([
      { state: 'KEPT' },
      { kind: 'NEXT_UPDATE', state: 'OPEN', dueAt: new Date('2026-03-04T08:00:00Z') },
    ]);
    await desk.until('2026-03-04T08:00:00Z', 30);
    expect(
      (await desk.sent('CSHARED')).filter((said) => said.includes('not forgotten')),
    ).toHaveLength(1);
    // The customer's own word makes it our turn.
    await desk.asks('Any news?', thread);
    expect(await desk.ticket(thread)).toMatchObject({ waitingOn: 'US', thirdParty: null });
  });

  test('silence after a solution: one question, then unconfirmed, each once and with its time', async () => {
    const desk = await world();
    const thread = await desk.asks('The export is empty');
    await desk.solves(thread);
    expect(await desk.ticket(thread)).toMatchObject({
      silenceDueAt: new Date('2026-03-05T10:00:00Z'),
    });
    await desk.asks('thanks', thread);
    expect(await desk.ticket(thread)).toMatchObject({ status: 'SOLVED' });
    desk.at('2026-03-05T10:01:00Z');
    await Promise.all([desk.sweep(), desk.sweep()]);
    const asked = async () =>
      (await desk.sent('CSHARED')).filter((said) => said.includes('Does it work now?'));
    expect(await asked()).toHaveLength(1);
    expect((await asked())[0]).toContain('2026-03-07T10:01:00.000Z');
    await desk.until('2026-03-07T10:00:00Z', 300);
    expect(await desk.ticket(thread)).toMatchObject({ status: 'SOLVED' });
    desk.at('2026-03-07T10:02:00Z');
    await Promise.all([desk.sweep(), desk.sweep()]);
    expect(await desk.ticket(thread)).toMatchObject({
      status: 'UNCONFIRMED',
      waitingOn: 'NOBODY',
      silenceDueAt: null,
    });
    expect(await asked()).toHaveLength(1);
    // The question's buttons go with it.
    expect((await desk.sent('CSHARED', 'edit')).join()).toContain('We asked whether it works now');
    await desk.asks('thank you!', thread);
    expect(await desk.ticket(thread)).toMatchObject({ status: 'UNCONFIRMED' });
    await desk.asks('works now', thread);
    expect(await desk.ticket(thread)).toMatchObject({ status: 'CONFIRMED', reopenCount: 0 });
  });

  test('a word confirms or reopens with the same owner, and ends the wait for one', async () => {
    const desk = await world();
    const thread = await desk.asks('The export is empty');
    await desk.solves(thread);
    desk.at('2026-03-02T11:00:00Z');
    await desk.asks('No, not yet.', thread);
    expect(await desk.ticket(thread)).toMatchObject({
      status: 'OPEN',
      waitingOn: 'US',
      assigneeId: desk.seeded.member.id,
      reopenCount: 1,
      silenceDueAt: null,
    });
    await desk.solves(thread);
    desk.at('2026-03-02T12:00:00Z');
    await desk.asks('Yes, works now. Thanks!', thread);
    expect(await desk.ticket(thread)).toMatchObject({ status: 'CONFIRMED', waitingOn: 'NOBODY' });
    const rows: { actor: { kind: string } }[] = await database.dataSource.query(
      "select actor from timeline_entry where kind = 'CONFIRMED' and ticket_id = $1",
      [(await desk.ticket(thread)).id],
    );
    expect(rows.map(({ actor }) => actor.kind)).toEqual(['contact']);
  });

  test('how long the silence may last is the desk’s own', async () => {
    const desk = await world();
    await desk.run((tx) => tx.feedback.saveSettings({ ...WEEK, ownWords: {} }));
    const thread = await desk.asks('The export is empty');
    await desk.solves(thread);
    expect(await desk.ticket(thread)).toMatchObject({
      silenceDueAt: new Date('2026-03-09T10:00:00Z'),
    });
  });

  const counts = async (desk: CareWorld, words: string, channel = 'CSHARED', kind = 'post') =>
    (await desk.sent(channel, kind)).filter((said) => said.includes(words)).length;
  const rated = async (desk: CareWorld, thread: string, score: number): Promise<void> => {
    const { id: contactId, customerId, name } = desk.seeded.contact;
    const ticketId = (await desk.ticket(thread)).id;
    const actor = { kind: 'contact', contactId, customerId, name } as const;
    await desk.run((tx) => rateIn(tx, { ticketId, expectedVersion: null, actor }, score, desk.now));
  };

  test('a confirmed ticket asks for a rating once, and leaves the person in peace for a month', async () => {
    const desk = await world();
    const first = await desk.asks('The export is empty');
    await desk.solves(first);
    desk.at('2026-03-02T10:05:00Z');
    await desk.asks('works now', first);
    expect(await counts(desk, 'How did we do?')).toBe(1);
    await rated(desk, first, 5);
    expect(await counts(desk, 'Did you have to repeat yourself?', 'CSHARED', 'edit')).toBe(1);
    await expect(rated(desk, first, 1)).rejects.toMatchObject({ code: 'ALREADY_ANSWERED' });
    for (const [day, times] of [
      ['20', 1],
      ['03', 2],
    ] as const) {
      desk.at(day === '20' ? '2026-03-20T10:00:00Z' : '2026-04-03T10:00:00Z');
      const next = await desk.asks(`Another question of the ${day}th`);
      await desk.solves(next);
      desk.at(day === '20' ? '2026-03-20T10:05:00Z' : '2026-04-03T10:05:00Z');
      await desk.asks('works now', next);
      expect(await counts(desk, 'How did we do?')).toBe(times);
    }
  });

  test('a bad rating is somebody’s to make good in open hours, and is told as late once', async () => {
    const desk = await world();
    await desk.keeps({
      calendars: [
        {
          name: 'Office',
          zone: 'UTC',
          open: { mon: ['09:00-17:00'], tue: ['09:00-17:00'] },
        },
      ],
      use: [{ calendar: 'Office' }],
    });
    const thread = await desk.asks('The export is empty');
    await desk.solves(thread);
    desk.at('2026-03-02T11:00:00Z');
    await desk.asks('works now', thread);
    await rated(desk, thread, 2);
    const tasks = () =>
      database.dataSource.query(
        'select owner_id as owner, due_at as due, late_at as late from recovery_task where tenant_id = $1',
        [desk.seeded.tenantId],
      );
    const due = new Date('2026-03-03T11:00:00Z');
    expect(await tasks()).toEqual([{ owner: desk.seeded.member.id, due, late: null }]);
    expect(await counts(desk, 'rated this with 2 of 5', 'CTRIAGE')).toBe(1);
    desk.at('2026-03-03T11:30:00Z');
    await Promise.all([desk.sweep(), desk.sweep()]);
    expect(await counts(desk, 'not made good yet', 'CTRIAGE')).toBe(1);
    expect(await tasks()).toMatchObject([{ late: desk.now }]);
    await desk.until('2026-03-04T11:00:00Z', 240);
    expect(await counts(desk, 'not made good yet', 'CTRIAGE')).toBe(1);
  });

  test('nobody but the customer’s own people rates', async () => {
    const desk = await world();
    const thread = await desk.asks('The export is empty');
    await desk.solves(thread);
    desk.at('2026-03-02T11:00:00Z');
    await desk.asks('works now', thread);
    const { id: ticketId } = await desk.ticket(thread);
    const { id: memberId, name } = desk.seeded.member;
    const others = [
      { kind: 'member', memberId, name, role: 'ADMIN', active: true },
      { kind: 'contact', contactId: memberId, customerId: memberId, name: 'Somebody else' },
      { kind: 'system', name: 'clock' },
    ] as const;
    for (const actor of others)
      await expect(
        desk.run((tx) => rateIn(tx, { ticketId, expectedVersion: null, actor }, 1, desk.now)),
      ).rejects.toMatchObject({ kind: 'forbidden' });
  });
});

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Database } from '../../src/db/data-source';
import { CareWorld } from '../support/care-world';
import { describeOnEachEngine } from '../support/engines';

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
    await desk.run((tx) =>
      tx.feedback.saveSettings({ checkInDays: 7, unconfirmedDays: 1, ownWords: {} }),
    );
    const thread = await desk.asks('The export is empty');
    await desk.solves(thread);
    expect(await desk.ticket(thread)).toMatchObject({
      silenceDueAt: new Date('2026-03-09T10:00:00Z'),
    });
  });
});

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { changeCareSettingsIn } from '../../src/app/feedback/change-care-settings';
import { dismissSignalIn } from '../../src/app/signals/dismiss-signal';
import type { Database } from '../../src/db/data-source';
import type { Actor } from '../../src/domain/actor';
import type { Signal } from '../../src/domain/signal';
import { CareWorld } from '../support/care-world';
import { describeOnEachEngine } from '../support/engines';

describeOnEachEngine('signals', (open) => {
  let database: Database;
  let desks = 0;
  beforeAll(async () => {
    database = await open();
  }, 60_000);
  afterAll(() => database.close());

  const world = (): Promise<CareWorld> => {
    desks += 1;
    return CareWorld.begin(database, `TSIGN${desks}`, '2026-03-02T10:00:00Z');
  };
  const standing = async (desk: CareWorld, thread: string): Promise<readonly Signal[]> => {
    const { id } = await desk.ticket(thread);
    return desk.run((tx) => tx.signals.standingOf(id));
  };
  const actorOf = (desk: CareWorld): Actor => {
    const { id, name } = desk.seeded.member;
    return { kind: 'member', memberId: id, name, role: 'SUPERVISOR', active: true };
  };

  test('each stands once with reason and message, raises the priority one step once, and the customer sees nothing', async () => {
    const desk = await world();
    const thread = await desk.asks('The export is empty');
    expect(await standing(desk, thread)).toEqual([]);
    desk.at('2026-03-02T10:05:00Z');
    await desk.asks('It is the one of March', thread);
    expect(await standing(desk, thread)).toEqual([]);
    desk.at('2026-03-02T12:00:00Z');
    await desk.asks('Any update?', thread);
    const { id } = await desk.ticket(thread);
    const messages = await desk.run((tx) => tx.messages.ofTicket(id, 10));
    const newest = messages.at(-1)?.id;
    expect(await standing(desk, thread)).toMatchObject([
      { kind: 'REPEAT_PING', reason: 'Wrote again after 2 h unanswered', messageId: newest },
      { kind: 'ASKS_FOR_NEWS', messageId: newest, count: 1, weight: 2 },
    ]);
    expect(await desk.ticket(thread)).toMatchObject({ priority: 'HIGH' });
    desk.at('2026-03-02T13:00:00Z');
    await desk.asks('@here STILL WAITING FOR THE EXPORT', thread);
    expect(await standing(desk, thread)).toMatchObject([
      { kind: 'REPEAT_PING', count: 2, weight: 2 },
      { kind: 'ASKS_FOR_NEWS', count: 2, weight: 4 },
      { kind: 'CALLS_EVERYBODY' },
      { kind: 'SHOUTING' },
    ]);
    expect(await desk.ticket(thread)).toMatchObject({ priority: 'HIGH' });
    const entries = await desk.run((tx) => tx.timeline.ofTicket(id, 50));
    const raised = entries.filter(({ kind }) => kind === 'SIGNAL_RAISED');
    expect(raised.map(({ after }) => after.signal)).toEqual([
      ...['REPEAT_PING', 'ASKS_FOR_NEWS'],
      ...['REPEAT_PING', 'ASKS_FOR_NEWS', 'CALLS_EVERYBODY', 'SHOUTING'],
    ]);
    expect(raised[0]).toMatchObject({
      before: { priority: 'NORMAL' },
      after: { priority: 'HIGH' },
      actor: { kind: 'system' },
      messageId: newest,
    });
    expect((await desk.sent('CTRIAGE', 'edit')).at(-1)).toContain('Writes in capitals');
    const shown = [...(await desk.sent('CSHARED')), ...(await desk.sent('CSHARED', 'edit'))].join();
    expect(shown).not.toMatch(/signal|capitals|Asks for news|unanswered|High/i);
  });

  test('a word after an answer is no ping; a dismissed signal is gone until it is seen again', async () => {
    const desk = await world();
    const thread = await desk.asks('The export is empty');
    await desk.replies(thread);
    desk.at('2026-03-02T15:00:00Z');
    await desk.asks('Any news?', thread);
    const [signal, ...more] = await standing(desk, thread);
    expect(more).toEqual([]);
    expect(signal?.kind).toBe('ASKS_FOR_NEWS');
    const { id, version } = await desk.ticket(thread);
    const request = { ticketId: id, expectedVersion: null, actor: actorOf(desk) };
    const dismiss = () =>
      desk.run((tx) => dismissSignalIn(tx, request, { id: signal?.id ?? '' }, desk.now));
    expect(await dismiss()).toMatchObject({ version: version + 1, priority: 'HIGH' });
    expect(await standing(desk, thread)).toEqual([]);
    expect((await desk.sent('CTRIAGE', 'edit')).at(-1)).not.toContain('Asks for news');
    await expect(dismiss()).rejects.toMatchObject({ code: 'NO_SUCH_SIGNAL' });
    const { id: contactId, customerId, name } = desk.seeded.contact;
    const customer = {
      ...request,
      actor: { kind: 'contact', contactId, customerId, name },
    } as const;
    await desk.asks('any news now?', thread);
    await expect(
      desk.run((tx) => dismissSignalIn(tx, customer, { kind: 'ASKS_FOR_NEWS' }, desk.now)),
    ).rejects.toMatchObject({ kind: 'forbidden' });
    // What was refused has not happened.
    expect(await standing(desk, thread)).toMatchObject([{ kind: 'ASKS_FOR_NEWS', count: 1 }]);
    expect(await desk.ticket(thread)).toMatchObject({ priority: 'HIGH' });
  });

  test('the third ticket of one cause in thirty days, by whichever door the cause is named', async () => {
    const desk = await world();
    const threads: string[] = [];
    for (const day of ['01-20', '02-20', '02-25', '03-02']) {
      desk.at(`2026-${day}T10:00:00Z`);
      threads.push(await desk.asks(`The login of ${day} fails`));
      await desk.does(threads.at(-1) ?? '', { do: 'set-cause', cause: 'SSO login' });
    }
    const [, , second = '', third = ''] = threads;
    // The first is more than thirty days old by then.
    expect(await standing(desk, second)).toEqual([]);
    expect(await standing(desk, third)).toMatchObject([
      { kind: 'THIRD_OF_CAUSE', reason: '3 tickets of the cause “sso login” in 30 days' },
    ]);
    const { id } = await desk.ticket(third);
    const first = await desk.run((tx) => tx.messages.firstOf(id));
    expect((await standing(desk, third))[0]?.messageId).toBe(first?.id);
    // Another customer's tickets are none of this one's.
    const other = await world();
    other.at('2026-03-02T10:00:00Z');
    const thread = await other.asks('The login fails');
    await other.does(thread, { do: 'set-cause', cause: 'sso login' });
    expect(await standing(other, thread)).toEqual([]);
  });

  test('opened again, by a word or a button', async () => {
    const desk = await world();
    const word = await desk.asks('The export is empty');
    await desk.solves(word);
    desk.at('2026-03-02T11:00:00Z');
    await desk.asks('Not yet.', word);
    expect(await standing(desk, word)).toMatchObject([{ kind: 'REOPENED' }]);
    const button = await desk.asks('The report is empty');
    await desk.solves(button);
    await desk.presses(button, { do: 'not-yet' });
    expect(await standing(desk, button)).toMatchObject([{ kind: 'REOPENED', messageId: null }]);
    expect(await desk.ticket(button)).toMatchObject({ priority: 'HIGH' });
  });

  test('in the words that open a ticket, with the due time of the raised priority', async () => {
    const desk = await world();
    await desk.keeps({
      policies: [
        {
          tier: '',
          calendar: null,
          pauseWhile: ['CUSTOMER'],
          warnPercent: 80,
          targets: [
            { priority: 'NORMAL', measure: 'FIRST_RESPONSE', minutes: 240, hours: 'CALENDAR' },
            { priority: 'HIGH', measure: 'FIRST_RESPONSE', minutes: 60, hours: 'CALENDAR' },
          ],
        },
      ],
    });
    const thread = await desk.asks('@channel NOTHING WORKS ANY MORE HERE');
    expect(await desk.ticket(thread)).toMatchObject({
      priority: 'HIGH',
      firstResponseDueAt: new Date('2026-03-02T11:00:00Z'),
    });
    expect((await desk.sent('CTRIAGE')).join()).toContain('Calls everybody');
    expect((await desk.promises(thread))[0]).toMatchObject({
      dueAt: new Date('2026-03-02T11:00:00Z'),
    });
  });

  test('go by the words of the desk', async () => {
    const desk = await world();
    const patch = {
      checkInDays: null,
      unconfirmedDays: null,
      ratingCooldownDays: null,
      recoveryHours: null,
      words: [{ list: 'ASKS_FOR_NEWS', words: ['Gibt es Neues'] }] as const,
    };
    await desk.run((tx) => changeCareSettingsIn(tx, actorOf(desk), patch));
    const thread = await desk.asks('Der Export ist leer');
    await desk.replies(thread);
    await desk.asks('any update?', thread);
    expect(await standing(desk, thread)).toEqual([]);
    await desk.asks('Gibt es Neues??', thread);
    expect(await standing(desk, thread)).toMatchObject([{ kind: 'ASKS_FOR_NEWS' }]);
  });
});

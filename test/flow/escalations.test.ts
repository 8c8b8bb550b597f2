import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { changePathIn } from '../../src/app/escalation/change-path';
import type { Database } from '../../src/db/data-source';
import { DeskError } from '../../src/domain/errors';
import { seeded } from '../support/conversations';
import { describeOnEachEngine } from '../support/engines';
import { EscalationWorld, OFFICE } from '../support/escalation-world';

describeOnEachEngine('escalation', (open) => {
  let database: Database;
  let desks = 0;
  beforeAll(async () => {
    database = await open();
  }, 60_000);
  afterAll(() => database.close());

  const begin = (start = '2026-03-02T10:00:00Z'): Promise<EscalationWorld> => {
    desks += 1;
    return EscalationWorld.begin(database, `TESC${desks}`, start, 'Grace', 'Linus', 'Fay');
  };

  test('who is asked sees the customer’s words and what was said; accepting makes it theirs', async () => {
    const desk = await begin();
    await desk.path([[], ['Grace', 'Linus']]);
    const thread = await desk.world.asks('The export is empty');
    await desk.world.does(thread, { do: 'claim', memberId: desk.idOf('Ada') });
    await desk.world.replies(thread, 'Which version?');
    desk.world.at('2026-03-02T10:10:00Z');
    await desk.world.asks('Version 7, and my boss is asking', thread);
    const asked = await desk.escalate(thread);
    expect(asked).toMatchObject({ level: 2, assigneeId: desk.idOf('Ada') });
    const team = await desk.team();
    expect(team.some((said) => said.includes('UGrace') && said.includes('database person'))).toBe(
      true,
    );
    const card = team.find((said) => said.includes('accept-escalation')) ?? '';
    for (const words of ['The export is empty', 'Which version?', 'my boss is asking'])
      expect(card).toContain(words);
    // The last words of the customer come first.
    expect(card.indexOf('my boss is asking')).toBeLessThan(card.indexOf('The export is empty'));

    desk.world.at('2026-03-02T10:14:00Z');
    const before = (await desk.customer()).length;
    expect(await desk.accept(thread, 'Grace')).toMatchObject({
      level: 2,
      assigneeId: desk.idOf('Grace'),
    });
    const told = (await desk.customer()).slice(before);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('Grace takes this over');
    const ledger = await desk.world.promises(thread);
    expect(ledger.map(({ state }) => state)).toEqual(['KEPT', 'RENEWED', 'OPEN']);
    expect(told[0]).toContain(ledger[2]?.dueAt.toISOString());
    expect(await desk.history(thread)).toEqual([
      'ESCALATED',
      'ESCALATION_ASKED Grace',
      'ESCALATION_ACCEPTED',
    ]);
    await desk.world.until('2026-03-02T11:00:00Z');
    expect(await desk.history(thread)).toHaveLength(3);
    await expect(desk.accept(thread, 'Linus')).rejects.toMatchObject({ code: 'NOBODY_IS_ASKED' });
  });

  test('silence and refusals ask the next; nobody left brings it back where it was', async () => {
    const desk = await begin();
    await desk.path([[], ['Grace', 'Linus'], ['Fay']]);
    const thread = await desk.world.asks('The import hangs');
    await desk.escalate(thread);
    await expect(desk.accept(thread, 'Linus')).rejects.toMatchObject({ code: 'NOT_ASKED' });
    await expect(desk.decline(thread, 'Fay')).rejects.toBeInstanceOf(DeskError);
    await desk.world.until('2026-03-02T10:16:00Z', 1);
    expect(await desk.history(thread)).toEqual([
      'ESCALATED',
      'ESCALATION_ASKED Grace',
      'ESCALATION_TIMED_OUT Grace',
      'ESCALATION_ASKED Linus',
    ]);
    await desk.decline(thread, 'Linus');
    expect(await desk.world.ticket(thread)).toMatchObject({ level: 3, assigneeId: null });
    await desk.world.until('2026-03-02T10:40:00Z', 1);
    expect((await desk.history(thread)).slice(4)).toEqual([
      'ESCALATION_DECLINED Linus',
      'ESCALATION_ASKED Fay',
      'ESCALATION_TIMED_OUT Fay',
      'ESCALATION_RETURNED',
    ]);
    expect(await desk.world.ticket(thread)).toMatchObject({ level: 1, assigneeId: null });
    expect((await desk.team()).some((said) => said.includes('It waits in the queue.'))).toBe(true);
    // The old questions lost their buttons.
    const { id } = await desk.world.ticket(thread);
    const shown: { what: string }[] = await database.dataSource.query(
      `select distinct on (surface) what::text from outbox
       where ticket_id = $1 and surface like 'ask:%' order by surface, position desc`,
      [id],
    );
    expect(shown).toHaveLength(3);
    for (const { what } of shown) expect(what).not.toContain('accept-escalation');
  });

  test('a time that passed while the desk was down fires once, and says that it is late', async () => {
    const desk = await begin();
    await desk.path([[], ['Grace', 'Linus']]);
    const thread = await desk.world.asks('The import hangs');
    await desk.escalate(thread);
    desk.world.at('2026-03-02T10:50:00Z');
    await Promise.all([desk.world.sweep(), desk.world.sweep()]);
    expect(await desk.history(thread)).toEqual([
      'ESCALATED',
      'ESCALATION_ASKED Grace',
      'ESCALATION_TIMED_OUT Grace',
      'ESCALATION_ASKED Linus',
    ]);
    const late = (await desk.team()).filter((said) => said.includes('Noticed late'));
    expect(late).toHaveLength(1);
  });

  test('nobody on shift: the fall-back is asked, and the customer hears a time that holds', async () => {
    const desk = await begin('2026-03-06T18:00:00Z');
    await desk.path([[], ['Grace']], { fallbackId: desk.idOf('Fay') });
    await desk.works('Grace', OFFICE);
    await desk.works('Fay', OFFICE);
    const thread = await desk.world.asks('Everything is down');
    await desk.escalate(thread);
    expect(await desk.history(thread)).toEqual(['ESCALATED', 'ESCALATION_ASKED Fay']);
    const told = (await desk.customer()).at(-1);
    expect(told).toContain('are back');
    // Monday at nine in Berlin, and an hour for the answer.
    const due = new Date('2026-03-09T09:00:00.000Z');
    expect(told).toContain(new Date('2026-03-09T08:00:00.000Z').toISOString());
    expect(told).toContain(due.toISOString());
    expect(await desk.world.promises(thread)).toMatchObject([
      { state: 'RENEWED' },
      { state: 'OPEN', dueAt: due },
    ]);
  });

  test('nobody on shift and no fall-back: it never leaves the queue', async () => {
    const desk = await begin('2026-03-06T18:00:00Z');
    await desk.path([[], ['Grace']]);
    await desk.works('Grace', OFFICE);
    const thread = await desk.world.asks('Everything is down');
    expect(await desk.escalate(thread)).toMatchObject({ level: 1, assigneeId: null });
    expect(await desk.history(thread)).toEqual(['ESCALATED', 'ESCALATION_RETURNED']);
    expect((await desk.team()).some((said) => said.includes('nobody there is on shift'))).toBe(
      true,
    );
  });

  test('who is full is not asked; a running question counts', async () => {
    const desk = await begin();
    await desk.path([[], ['Grace', 'Linus']]);
    await desk.works('Grace', null, 1);
    const first = await desk.world.asks('One');
    desk.world.at('2026-03-02T11:00:00Z');
    const other = await desk.world.asks('Two');
    await desk.escalate(first);
    await desk.escalate(other);
    expect(await desk.history(first)).toContain('ESCALATION_ASKED Grace');
    expect(await desk.history(other)).toContain('ESCALATION_ASKED Linus');
  });

  /** Fay of level 2 has it on Friday, a quarter to five in Berlin; Linus is the fall-back. */
  const fridays = async (fallback = true): Promise<[EscalationWorld, string]> => {
    const desk = await begin('2026-03-06T15:40:00Z');
    await desk.path([[], ['Fay', 'Grace']], { fallbackId: fallback ? desk.idOf('Linus') : null });
    await desk.works('Fay', OFFICE);
    await desk.works('Grace', OFFICE);
    const thread = await desk.world.asks('Everything is down');
    await desk.escalate(thread);
    await desk.accept(thread, 'Fay');
    return [desk, thread];
  };
  const MONDAY = new Date('2026-03-09T09:00:00.000Z');

  test('a claim that runs out at night asks the fall-back at once, and the customer hears a time', async () => {
    const [desk, thread] = await fridays();
    const told = (await desk.customer()).length;
    await desk.world.until('2026-03-07T00:30:00Z');
    expect((await desk.history(thread)).slice(3)).toEqual([
      'ESCALATION_ASKED Linus',
      'ESCALATION_TIMED_OUT Linus',
      'ESCALATION_RETURNED',
    ]);
    expect(await desk.world.ticket(thread)).toMatchObject({ level: 1, assigneeId: null });
    const team = (await desk.team()).join('\n');
    expect(team).toMatch(/ULinus.*The desk.*nobody of level 2 \(Line 2\) has it any more/);
    expect(team).toContain('escalated before: Needs a database person');
    expect(team).toContain('It waits in the queue.');
    // Once: that the fall-back did not answer either changes nothing for the customer.
    const away = (await desk.customer()).slice(told).filter((said) => said.includes('are back'));
    expect(away).toHaveLength(1);
    expect(away[0]).toContain(MONDAY.toISOString());
    const ledger = await desk.world.promises(thread);
    expect(ledger.at(-1)).toMatchObject({ state: 'OPEN', dueAt: MONDAY });
  });

  test('given back with nobody free and no fall-back: in the queue at once, with a new time', async () => {
    const [desk, thread] = await fridays(false);
    desk.world.at('2026-03-06T16:10:00Z');
    await desk.release(thread);
    expect(await desk.world.ticket(thread)).toMatchObject({ level: 1, assigneeId: null });
    expect((await desk.history(thread)).slice(3)).toEqual(['ESCALATION_RETURNED']);
    const said = (await desk.customer()).at(-1);
    expect(said).toContain('are back');
    expect(said).toContain(MONDAY.toISOString());
    const ledger = await desk.world.promises(thread);
    expect(ledger.at(-1)).toMatchObject({ state: 'OPEN', dueAt: MONDAY });
  });

  test('given back by day, whoever else is of that level is asked and no customer troubled', async () => {
    const [desk, thread] = await fridays();
    const told = (await desk.customer()).length;
    desk.world.at('2026-03-06T15:50:00Z');
    await desk.release(thread);
    expect(await desk.world.ticket(thread)).toMatchObject({ level: 2, assigneeId: null });
    expect((await desk.history(thread)).slice(3)).toEqual(['ESCALATION_ASKED Grace']);
    await desk.accept(thread, 'Grace');
    expect((await desk.customer()).slice(told)).toEqual([
      expect.stringContaining('Grace takes this over'),
    ]);
  });

  test('a queue that gives out its tickets gives it to the level, and asks only where nobody is free', async () => {
    const [desk, thread] = await fridays();
    await desk.path([[], ['Fay', 'Grace']], {
      assignment: 'LEAST_LOADED',
      fallbackId: desk.idOf('Linus'),
    });
    desk.world.at('2026-03-06T15:50:00Z');
    await desk.release(thread);
    expect((await desk.history(thread)).slice(3)).toEqual([]);
    await desk.world.until('2026-03-06T15:51:00Z', 1);
    expect(await desk.world.ticket(thread)).toMatchObject({ assigneeId: desk.idOf('Grace') });
    desk.world.at('2026-03-06T15:59:50Z');
    await desk.release(thread);
    // Before it was given out their shift ended.
    await desk.world.until('2026-03-06T16:01:00Z', 1);
    expect((await desk.history(thread)).slice(3)).toEqual(['ESCALATION_ASKED Linus']);
  });

  test('a queue that stops giving out its tickets asks about those it was about to give', async () => {
    const [desk, thread] = await fridays();
    await desk.path([[], ['Fay', 'Grace']], {
      assignment: 'LEAST_LOADED',
      fallbackId: desk.idOf('Linus'),
    });
    desk.world.at('2026-03-06T15:50:00Z');
    await desk.release(thread);
    const { queueId } = await desk.world.ticket(thread);
    await desk.world.run((tx) =>
      changePathIn(
        tx,
        {
          kind: 'member',
          memberId: desk.idOf('Linus'),
          name: 'Linus',
          role: 'ADMIN',
          active: true,
        },
        { queueId, expectedVersion: null, assignment: 'BY_HAND' },
        desk.world.now,
      ),
    );
    expect((await desk.history(thread)).slice(3)).toEqual([
      expect.stringMatching(/^ESCALATION_ASKED /),
    ]);
  });

  test('what comes back to life without an owner is asked of its level again', async () => {
    const [desk, thread] = await fridays();
    desk.world.at('2026-03-06T15:45:00Z');
    await desk.world.replies(thread, 'We look into it.');
    // It waits for the customer: nobody has to have it.
    await desk.release(thread);
    expect((await desk.history(thread)).slice(3)).toEqual([]);
    desk.world.at('2026-03-06T15:46:00Z');
    await desk.world.asks('It is still down', thread);
    expect((await desk.history(thread)).slice(3)).toEqual(['ESCALATION_ASKED Grace']);
    desk.world.at('2026-03-06T15:47:00Z');
    await desk.decline(thread, 'Grace');
    expect((await desk.history(thread)).at(-1)).toBe('ESCALATION_ASKED Linus');
  });

  test('its owner leaves it while a higher level is asked in vain: their own level is asked again', async () => {
    const desk = await begin();
    await desk.path([[], ['Fay', 'Grace'], ['Linus']]);
    const thread = await desk.world.asks('Everything is down');
    await desk.escalate(thread);
    await desk.accept(thread, 'Fay');
    await desk.escalate(thread, 'Needs the vendor', 'Fay', 3);
    await desk.release(thread);
    desk.world.at('2026-03-02T10:10:00Z');
    await desk.decline(thread, 'Linus');
    expect((await desk.history(thread)).at(-1)).toBe('ESCALATION_ASKED Grace');
    await desk.decline(thread, 'Grace');
    expect(await desk.world.ticket(thread)).toMatchObject({ level: 1, assigneeId: null });
  });

  test('asked anew of a level where nobody is, while it is nobody’s: it does not stay half way', async () => {
    const desk = await begin();
    await desk.path([[], ['Fay'], ['Grace']]);
    await desk.works('Grace', null, 0);
    const thread = await desk.world.asks('Everything is down');
    await desk.escalate(thread);
    expect(await desk.escalate(thread, 'Needs the vendor', 'Ada', 3)).toMatchObject({ level: 1 });
  });

  test('taken for no request and back: it is asked anew, and whoever takes it ends the question', async () => {
    const desk = await begin();
    await desk.path([[], ['Fay', 'Linus']]);
    const thread = await desk.world.asks('Is this one?');
    await desk.escalate(thread);
    await desk.world.does(thread, { do: 'not-a-request', reason: 'small talk' });
    await expect(desk.accept(thread, 'Fay')).rejects.toMatchObject({ code: 'NOBODY_IS_ASKED' });
    desk.world.at('2026-03-02T10:05:00Z');
    expect(await desk.world.does(thread, { do: 'make-request' })).toMatchObject({ status: 'NEW' });
    expect((await desk.history(thread)).slice(2)).toEqual(['ESCALATION_ASKED Fay']);
    await desk.assign(thread, 'Grace');
    await expect(desk.accept(thread, 'Fay')).rejects.toMatchObject({ code: 'NOBODY_IS_ASKED' });
  });

  test('whoever takes or solves it ends the question', async () => {
    const desk = await begin();
    await desk.path([[], ['Grace']]);
    const thread = await desk.world.asks('Three');
    await desk.escalate(thread);
    await desk.assign(thread, 'Linus');
    await expect(desk.accept(thread, 'Grace')).rejects.toMatchObject({ code: 'NOBODY_IS_ASKED' });
    await desk.world.until('2026-03-02T10:30:00Z');
    expect(await desk.world.ticket(thread)).toMatchObject({ assigneeId: desk.idOf('Linus') });
    expect(await desk.history(thread)).not.toContain('ESCALATION_TIMED_OUT Grace');
  });

  test('whoever is assigned a ticket that others worked on is shown the brief', async () => {
    const desk = await begin();
    const thread = await desk.world.asks('Four');
    await desk.assign(thread, 'Grace');
    const brief = async () =>
      (await desk.team()).filter((said) => said.includes('What is known so far'));
    expect(await brief()).toHaveLength(0);
    await desk.world.notes(thread, 'Looked at the cache');
    await desk.assign(thread, 'Linus');
    const shown = await brief();
    expect(shown).toHaveLength(1);
    expect(shown[0]).toContain('Looked at the cache');
  });

  test('whatever people do, no escalated ticket is longer than T without somebody who has or was asked to take it', async () => {
    const desk = await begin();
    await desk.path([['Ada'], ['Grace', 'Linus'], ['Fay']], { fallbackId: desk.idOf('Ada') });
    await desk.works('Grace', OFFICE, 2);
    await desk.works('Linus', null, 1);
    const random = seeded(7);
    const threads: string[] = [];
    const NAMES = ['Ada', 'Grace', 'Linus', 'Fay'];
    for (let step = 0; step < 60; step += 1) {
      const thread = threads[Math.floor(random() * threads.length)];
      const name = NAMES[Math.floor(random() * NAMES.length)] ?? 'Ada';
      const chance = random();
      const act =
        thread === undefined || chance < 0.2
          ? desk.world.asks(`Question ${step}`).then((asked) => threads.push(asked))
          : chance < 0.5
            ? desk.escalate(thread, 'Stuck here', 'Ada', 2 + Math.floor(random() * 2))
            : chance < 0.7
              ? desk.decline(thread, name)
              : chance < 0.8
                ? desk.accept(thread, name)
                : chance < 0.87
                  ? desk.assign(thread, name)
                  : chance < 0.94
                    ? desk.release(thread)
                    : desk.world.replies(thread);
      // Whoever was not asked, or comes too late, is refused: that is no matter.
      await act.catch((error: unknown) => expect(error).toBeInstanceOf(DeskError));
      // Sometimes long enough for claims to run out.
      const longest = random() < 0.2 ? 14_400_000 : 900_000;
      desk.world.now = new Date(desk.world.now.getTime() + Math.floor(random() * longest));
      await desk.world.sweep();
      const lost: unknown[] = await database.dataSource.query(
        `select ticket.number from ticket
         left join escalation open on open.tenant_id = ticket.tenant_id
           and open.ticket_id = ticket.id and open.ended_at is null
         where ticket.tenant_id = $1 and ticket.status in ('NEW', 'OPEN', 'SNOOZED')
           and ((open.id is null and ticket.waiting_on = 'US' and ticket.level > 1 and ticket.assignee_id is null)
             or open.due_at <= $2 or cardinality(open.member_ids) = 0)`,
        [desk.world.seeded.tenantId, desk.world.now],
      );
      expect({ step, lost }).toEqual({ step, lost: [] });
    }
    expect(threads.length).toBeGreaterThan(3);
  });
});

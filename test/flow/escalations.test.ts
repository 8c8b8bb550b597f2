import { afterAll, beforeAll, expect, test } from '@jest/globals';
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
    for (let step = 0; step < 40; step += 1) {
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
                : chance < 0.9
                  ? desk.assign(thread, name)
                  : desk.world.replies(thread);
      // Whoever was not asked, or comes too late, is refused: that is no matter.
      await act.catch((error: unknown) => expect(error).toBeInstanceOf(DeskError));
      desk.world.now = new Date(desk.world.now.getTime() + Math.floor(random() * 900_000));
      await desk.world.sweep();
      const lost: unknown[] = await database.dataSource.query(
        `select ticket.number from ticket
         left join escalation open on open.tenant_id = ticket.tenant_id
           and open.ticket_id = ticket.id and open.ended_at is null
         where ticket.tenant_id = $1 and ticket.status in ('NEW', 'OPEN', 'SNOOZED')
           and ((open.id is null and ticket.level > 1 and ticket.assignee_id is null)
             or open.due_at <= $2 or cardinality(open.member_ids) = 0)`,
        [desk.world.seeded.tenantId, desk.world.now],
      );
      expect({ step, lost }).toEqual({ step, lost: [] });
    }
    expect(threads.length).toBeGreaterThan(3);
  });
});

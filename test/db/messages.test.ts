import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { v7 as newId } from 'uuid';
import type { NewMessage, Tx } from '../../src/app/ports/store';
import type { Database } from '../../src/db/data-source';
import { plain } from '../../src/domain/text';
import type { Conversation, FileLink } from '../../src/domain/ticket';
import { describeOnEachEngine } from '../support/engines';
import { messageIn, minutes, type SeededDesk, seedDesk, T0 } from './fixtures';

const file: FileLink = {
  id: 'F1',
  name: 'log.txt',
  mimeType: 'text/plain',
  sizeBytes: 12,
  url: 'https://files.example/1',
};

describeOnEachEngine('messages and history', (open) => {
  let database: Database;
  let desk: SeededDesk;
  const run = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    database.unitOfWork.run(desk.tenantId, work);
  beforeAll(async () => {
    database = await open();
    desk = await seedDesk(database, 'TMSG');
  }, 60_000);
  afterAll(() => database.close());
  beforeEach(() =>
    database.dataSource.query(
      'truncate message, message_edit, early_change, intake_decision, timeline_entry, promise cascade',
    ),
  );

  const at = (minute: number, part: Partial<NewMessage> = {}): NewMessage =>
    messageIn(desk, { platformId: `m${minute}`, occurredAt: minutes(minute), ...part });
  const reply = (minute: number, part: Partial<NewMessage> = {}): NewMessage =>
    at(minute, {
      author: { kind: 'member', id: desk.member.id, name: 'Ada' },
      needsAnswer: false,
      ...part,
    });

  test('a message comes back as it was written, whatever its text', async () => {
    const message = at(1, {
      body: [
        { kind: 'plain', text: 'nul \u0000 half \ud83d done ' },
        { kind: 'link', url: 'https://a.example/?q=1&r=<2>', text: 'l' },
      ],
      files: [file],
    });
    await run((tx) => tx.messages.insert(message));
    expect(await run((tx) => tx.messages.find(message.id))).toEqual({
      ...message,
      body: [
        { kind: 'plain', text: 'nul \uFFFD half \uFFFD done ' },
        { kind: 'link', url: 'https://a.example/?q=1&r=<2>', text: 'l' },
      ],
      editedAt: null,
      deletedAt: null,
      editedAfterAnswer: false,
      deliveryError: null,
    });
  });

  test('the same message of the platform is stored once, whoever brings it', async () => {
    const first = at(1);
    expect(await run((tx) => tx.messages.insert(first))).toBe(true);
    expect(await run((tx) => tx.messages.insert({ ...at(1), id: newId() }))).toBe(false);
    const found = await run((tx) => tx.messages.findByPlatformId(desk.channel.id, 'm1'));
    expect(found?.id).toBe(first.id);
  });

  test('an older edit never replaces a newer one, and what stood there is kept', async () => {
    const message = at(1);
    await run((tx) => tx.messages.insert(message));
    const edit = (text: string, minute: number, after = false): Promise<boolean> =>
      run((tx) => tx.messages.edit(message.id, plain(text), [file], minutes(minute), after));
    expect(await edit('third', 4, true)).toBe(true);
    expect(await edit('second', 3)).toBe(false);
    expect(await edit('third', 4)).toBe(false);
    expect(await edit('fourth', 5)).toBe(true);
    expect(await run((tx) => tx.messages.find(message.id))).toMatchObject({
      body: plain('fourth'),
      files: [file],
      editedAt: minutes(5),
      editedAfterAnswer: true,
    });
    const shown = await database.dataSource.query('select plain from message where id = $1', [
      message.id,
    ]);
    expect(shown).toEqual([{ plain: 'fourth' }]);
    const kept = await database.dataSource.query(
      'select body from message_edit order by replaced_at',
    );
    expect(kept).toEqual([{ body: message.body }, { body: plain('third') }]);
  });

  test('a deleted message stays deleted, and a second deletion is no news', async () => {
    const message = at(1);
    await run((tx) => tx.messages.insert(message));
    expect(await run((tx) => tx.messages.remove(message.id, minutes(2)))).toBe(true);
    expect(await run((tx) => tx.messages.remove(message.id, minutes(3)))).toBe(false);
    expect(
      await run((tx) => tx.messages.edit(message.id, plain('back?'), [], minutes(4), false)),
    ).toBe(false);
    expect(await run((tx) => tx.messages.find(message.id))).toMatchObject({
      deletedAt: minutes(3),
      body: message.body,
    });
  });

  test('what came before its message is remembered in the order it happened', async () => {
    await run(async (tx) => {
      await tx.messages.rememberEarly(desk.channel.id, 'm9', { kind: 'deleted', at: minutes(3) });
      await tx.messages.rememberEarly(desk.channel.id, 'm9', {
        kind: 'edited',
        at: minutes(2),
        body: plain('x'),
        files: [],
      });
      await tx.messages.rememberEarly(desk.channel.id, 'other', {
        kind: 'deleted',
        at: minutes(1),
      });
    });
    expect(await run((tx) => tx.messages.earlyChanges(desk.channel.id, 'm9'))).toEqual([
      { kind: 'edited', at: minutes(2), body: plain('x'), files: [] },
      { kind: 'deleted', at: minutes(3) },
    ]);
  });

  test('a ticket shows its newest messages, oldest first; loose ones wait in their thread', async () => {
    const loose = at(1, { ticketId: null, threadId: 'm1' });
    await run(async (tx) => {
      await tx.messages.insert(loose);
      for (const minute of [4, 2, 3]) await tx.messages.insert(at(minute));
    });
    const shown = await run((tx) => tx.messages.ofTicket(desk.ticket.id, 2));
    expect(shown.map(({ platformId }) => platformId)).toEqual(['m3', 'm4']);
    expect(await run((tx) => tx.messages.ofThread(desk.channel.id, 'm1'))).toHaveLength(1);
    await run((tx) => tx.messages.attach([loose.id], desk.ticket.id));
    expect(await run((tx) => tx.messages.ofThread(desk.channel.id, 'm1'))).toEqual([]);
    expect(await run((tx) => tx.messages.ofTicket(desk.ticket.id, 9))).toHaveLength(4);
  });

  test('delivery follows a message, and an echo that was faster is no obstacle', async () => {
    const sent = reply(1, { platformId: null, deliveryState: 'PENDING' });
    const echo = reply(2, { platformId: '5.5' });
    await run(async (tx) => {
      await tx.messages.insert(sent);
      await tx.messages.insert(echo);
      const ref = { platform: 'slack', workspace: desk.workspace, channel: 'CSHARED' } as const;
      await tx.messages.setDelivery(sent.id, 'DELIVERED', null, { ...ref, id: '5.5' });
    });
    expect(await run((tx) => tx.messages.find(sent.id))).toMatchObject({
      deliveryState: 'DELIVERED',
      platformId: null,
    });
    await run((tx) =>
      tx.messages.setDelivery(sent.id, 'DELIVERED', null, {
        platform: 'slack',
        workspace: desk.workspace,
        channel: 'CSHARED',
        id: '5.6',
      }),
    );
    expect(await run((tx) => tx.messages.find(sent.id))).toMatchObject({ platformId: '5.6' });
  });

  const talk = async (...messages: NewMessage[]): Promise<Conversation> => {
    for (const message of messages) await run((tx) => tx.messages.insert(message));
    return run((tx) => tx.messages.conversation(desk.ticket.id));
  };

  test('an empty conversation has no times', async () => {
    expect(await talk()).toEqual({
      firstRequestAt: null,
      firstReplyAt: null,
      firstReplierId: null,
      lastReplyAt: null,
      unansweredSince: null,
    });
  });

  test('the conversation counts requests and human replies only, in any order of arrival', async () => {
    const said = [
      reply(0),
      at(1),
      at(2, { needsAnswer: false }),
      reply(3, { visibility: 'INTERNAL' }),
      at(4, { author: { kind: 'bot', id: null, name: 'desk' }, needsAnswer: false }),
      reply(5, { deliveryState: 'FAILED' }),
      reply(6),
      reply(7),
      at(8, { needsAnswer: false }),
      at(9),
      at(10),
    ];
    expect(await talk(...said.toReversed())).toEqual({
      firstRequestAt: minutes(1),
      firstReplyAt: minutes(6),
      firstReplierId: desk.member.id,
      lastReplyAt: minutes(7),
      unansweredSince: minutes(9),
    });
  });

  test('an edit after the answer is a question again, from the edit on', async () => {
    const question = at(1);
    await talk(question, reply(2));
    expect((await talk()).unansweredSince).toBeNull();
    await run((tx) =>
      tx.messages.edit(question.id, plain('I mean something else'), [], minutes(3), true),
    );
    expect((await talk()).unansweredSince).toEqual(minutes(3));
    await run((tx) => tx.messages.remove(question.id, minutes(4)));
    expect(await talk()).toMatchObject({ firstRequestAt: null, unansweredSince: null });
  });

  test('the last reply is the newest public word of a person', async () => {
    await talk(reply(2), reply(3, { visibility: 'INTERNAL' }), at(4));
    const last = await run((tx) => tx.messages.lastReply(desk.ticket.id));
    expect(last?.occurredAt).toEqual(minutes(2));
  });

  test('the newest decision about a message stands', async () => {
    const message = at(1, { ticketId: null });
    const decide = (verdict: 'TICKET' | 'NOT_A_REQUEST', reason: 'THANKS' | 'REVERSED') =>
      run((tx) =>
        tx.intake.record({
          id: newId(),
          messageId: message.id,
          verdict,
          reason,
          ticketId: null,
          at: T0,
          decidedBy: null,
        }),
      );
    await run((tx) => tx.messages.insert(message));
    expect(await run((tx) => tx.intake.latest(message.id))).toBeNull();
    await decide('TICKET', 'REVERSED');
    await decide('NOT_A_REQUEST', 'THANKS');
    expect(await run((tx) => tx.intake.latest(message.id))).toMatchObject({ reason: 'THANKS' });
    const skipped = await run((tx) => tx.intake.skipped(desk.channel.id, 10));
    expect(skipped.map(({ message: { id }, reason }) => [id, reason])).toEqual([
      [message.id, 'THANKS'],
    ]);
  });

  test('a follow-up joins only the same person, room and window, and only what is open', async () => {
    const joins = (minute: number, contactId = desk.contact.id): Promise<string | null> =>
      run(
        async (tx) =>
          (await tx.intake.joinable(desk.channel.id, contactId, minutes(minute), 300))?.id ?? null,
      );
    expect(await joins(5)).toBe(desk.ticket.id);
    expect(await joins(-5)).toBe(desk.ticket.id);
    expect(await joins(5.01)).toBeNull();
    expect(await joins(1, newId())).toBeNull();
  });

  test('history is told in the order it was written, with who, before and after', async () => {
    const actor = {
      kind: 'member',
      memberId: desk.member.id,
      name: 'Ada',
      role: 'AGENT',
      active: true,
    } as const;
    const entries = [
      { kind: 'CLAIMED', before: { assigneeId: null }, after: { assigneeId: desk.member.id } },
      { kind: 'PRIORITY_CHANGED', before: { priority: 'LOW' }, after: { priority: 'HIGH' } },
    ] as const;
    await run((tx) => tx.timeline.append(desk.ticket.id, T0, actor, entries, null));
    const told = await run((tx) => tx.timeline.ofTicket(desk.ticket.id, 10));
    expect(told).toMatchObject(
      entries.map((entry) => ({ ...entry, actor, at: T0, messageId: null })),
    );
    expect(await run((tx) => tx.timeline.ofTicket(desk.ticket.id, 1))).toMatchObject([
      { kind: 'PRIORITY_CHANGED' },
    ]);
  });

  test("the oldest waiting are ours to answer and nobody's, oldest first", async () => {
    const waiting = (queueId: string | null): Promise<number> =>
      run(async (tx) => (await tx.tickets.oldestWaiting(queueId, 5)).length);
    expect([
      await waiting(null),
      await waiting(desk.ticket.queueId),
      await waiting(newId()),
    ]).toEqual([1, 1, 0]);
    await run((tx) =>
      tx.tickets.save({ ...desk.ticket, assigneeId: desk.member.id, version: 2 }, 1),
    );
    expect(await waiting(null)).toBe(0);
    expect(await run((tx) => tx.tickets.assignedTo(desk.member.id, 5))).toHaveLength(1);
    expect(await run((tx) => tx.tickets.openOf(desk.contact.id, 5))).toHaveLength(1);
  });

  test('a channel is found by its newest and by every older id', async () => {
    await run(async (tx) => {
      await tx.desk.saveChannel({ ...desk.channel, externalId: 'CNEWID', name: 'renamed' });
      await tx.desk.addChannelAlias(desk.channel.id, 'CSHARED');
      expect(
        await tx.desk.insertChannel({ ...desk.channel, id: newId(), externalId: 'CNEWID' }),
      ).toBe(false);
      const room = { platform: 'slack', workspace: desk.workspace } as const;
      for (const channel of ['CNEWID', 'CSHARED'])
        expect(await tx.desk.channel({ ...room, channel })).toMatchObject({
          id: desk.channel.id,
          name: 'renamed',
        });
      expect(await tx.desk.channel({ ...room, channel: 'CUNKNOWN' })).toBeNull();
    });
  });

  test('a queue knows its steps, and its triage room', async () => {
    await run(async (tx) => {
      const queue = await tx.desk.defaultQueue();
      const kept = await tx.escalations.path(queue.id);
      if (kept === null) throw new Error('every queue has a path');
      const first = { level: 1, name: 'First line', acceptMin: 15, steps: [] };
      const steps = [{ memberId: desk.member.id, groupId: null }];
      const second = { level: 2, name: 'Database people', acceptMin: 15, steps };
      const path = { ...kept, levels: [first, second] };
      expect(await tx.escalations.savePath(queue.id, path, 0, T0)).toBe(true);
      expect(await tx.escalations.savePath(queue.id, path, 0, T0)).toBe(false);
      await tx.desk.setTriageChannel(queue.id, desk.triage.id);
    });
    const queue = await run((tx) => tx.desk.queue(desk.ticket.queueId));
    expect(queue).toMatchObject({ triageChannelId: desk.triage.id });
    expect(queue?.levels[1]).toEqual({
      level: 2,
      name: 'Database people',
      ownerId: desk.member.id,
    });
  });

  test('an identity leads to a member, a contact or the ignored', async () => {
    await database.dataSource.query(
      `insert into chat_identity (tenant_id, platform, home, user_id, kind) values ($1, 'slack', 'TBOT', 'UBOT', 'IGNORED')
       on conflict do nothing`,
      [desk.tenantId],
    );
    const who = (home: string, user: string) =>
      run((tx) => tx.people.identity('slack', home, user));
    expect(await who(desk.workspace, 'UADA')).toEqual({ kind: 'member', member: desk.member });
    expect(await who(`TCUST-${desk.workspace}`, 'UCLEO')).toEqual({
      kind: 'contact',
      contact: desk.contact,
    });
    expect(await who('TBOT', 'UBOT')).toEqual({ kind: 'ignored' });
    expect(await who('TOTHER', 'UADA')).toBeNull();
    expect(await run((tx) => tx.people.chatIdOf(desk.member.id, 'slack'))).toBe('UADA');
  });
});

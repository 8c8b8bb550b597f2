import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { v7 as newId } from 'uuid';
import { Learned } from '../../src/app/intake/lookup';
import { actorOf } from '../../src/app/intake/people';
import { receiveMessage } from '../../src/app/intake/receive-message';
import { countTickets } from '../../src/app/metrics/count-tickets';
import type { ChatMessage } from '../../src/app/ports/chat-event';
import type { Tx } from '../../src/app/ports/store';
import { replyIn } from '../../src/app/tickets/speak';
import { claimIn } from '../../src/app/tickets/team-commands';
import type { Database } from '../../src/db/data-source';
import { plain } from '../../src/domain/text';
import { openTestDatabase } from '../support/database';
import { minutes, type SeededDesk, seedDesk } from './fixtures';

describe('what a ticket costs the database', () => {
  let database: Database;
  let desk: SeededDesk;
  let statements: string[] = [];

  beforeAll(async () => {
    database = await openTestDatabase();
    desk = await seedDesk(database, 'TCOST');
    await database.unitOfWork.run(desk.tenantId, async (tx) => {
      await tx.desk.setTriageChannel(desk.ticket.queueId, desk.triage.id);
      // What is asked here is none of the seeded ticket's business.
      await tx.tickets.save({ ...desk.ticket, status: 'CLOSED', version: 2 }, 1);
    });
    const { dataSource } = database;
    const create = dataSource.createQueryRunner.bind(dataSource);
    dataSource.createQueryRunner = (mode) => {
      const runner = create(mode);
      const query = runner.query.bind(runner);
      runner.query = (text: string, ...rest: unknown[]) => {
        statements.push(text);
        return Reflect.apply(query, runner, [text, ...rest]);
      };
      return runner;
    };
  }, 60_000);
  afterAll(() => database.close());

  /** Everything sent in one transaction, its beginning and its end included. */
  const costOf = async (work: (tx: Tx) => Promise<unknown>): Promise<number> => {
    statements = [];
    await database.unitOfWork.run(desk.tenantId, work);
    return statements.length;
  };

  const said = (id: string, text: string, at: Date, threadId = id): ChatMessage => ({
    channel: { platform: 'slack', workspace: desk.workspace, channel: desk.channel.externalId },
    id,
    threadId,
    author: { platform: 'slack', home: `TCUST-${desk.workspace}`, userId: 'UCLEO', isBot: false },
    body: plain(text),
    files: [],
    occurredAt: at,
    editedAt: null,
    mentionsUs: false,
    echoOf: null,
    fromHistory: false,
  });
  const receive =
    (message: ChatMessage) =>
    (tx: Tx): Promise<void> =>
      receiveMessage(
        tx,
        new Learned(),
        { triageChannelName: 'triage', newId, now: message.occurredAt },
        desk.channel,
        message,
      );
  const ticketId = async (thread: string): Promise<string> => {
    const ticket = await database.unitOfWork.run(desk.tenantId, (tx) =>
      tx.tickets.findByThread(desk.channel.id, thread),
    );
    if (ticket === null) throw new Error(`no ticket in thread ${thread}`);
    return ticket.id;
  };

  test('a first message opens its ticket in at most 39 statements', async () => {
    const cost = await costOf(receive(said('1.1', 'Why is the export empty?', minutes(100))));
    expect(await ticketId('1.1')).toBeDefined();
    expect(cost).toBeLessThanOrEqual(39);
  });

  test('a follow-up joins it in at most 33 statements', async () => {
    const cost = await costOf(receive(said('1.2', 'It was full yesterday.', minutes(101), '1.1')));
    expect(cost).toBeLessThanOrEqual(33);
  });

  test('a question that its follow-up has overtaken names the ticket, one statement more', async () => {
    await costOf(receive(said('7.2', 'It was full yesterday.', minutes(103), '7.1')));
    const cost = await costOf(receive(said('7.1', 'Why is the list empty?', minutes(102))));
    const subject = await database.unitOfWork.run(
      desk.tenantId,
      async (tx) => (await tx.tickets.findByThread(desk.channel.id, '7.1'))?.subject,
    );
    expect(subject).toBe('Why is the list empty?');
    expect(cost).toBeLessThanOrEqual(34);
  });

  test('it is claimed in at most 25 statements', async () => {
    const id = await ticketId('1.1');
    const now = minutes(102);
    const cost = await costOf(async (tx) => {
      const rules = { triageChannelName: 'triage', newId, now };
      const user = {
        platform: 'slack',
        home: desk.workspace,
        userId: 'UADA',
        isBot: false,
      } as const;
      const met = { tx, learned: new Learned(), rules, user, workspace: desk.workspace };
      const request = { ticketId: id, expectedVersion: null, actor: await actorOf(met) };
      await claimIn(tx, request, desk.member.id, now);
    });
    expect(cost).toBeLessThanOrEqual(25);
  });

  test('it is answered in at most 31 statements', async () => {
    const { id: memberId, name, role } = desk.member;
    const id = await ticketId('1.1');
    const cost = await costOf((tx) =>
      replyIn(
        tx,
        {
          ticketId: id,
          expectedVersion: null,
          actor: { kind: 'member', memberId, name, role, active: true },
          memberId,
          body: plain('We are looking into it.'),
          newId,
        },
        minutes(103),
      ),
    );
    expect(cost).toBeLessThanOrEqual(31);
  });

  test('one is counted in at most 19 statements, and eight in as many', async () => {
    const { dataSource } = database;
    const count = async (): Promise<number> => {
      const rows: { ticket_id: string }[] = await dataSource.query(
        'select ticket_id from metric_dirty where tenant_id = $1',
        [desk.tenantId],
      );
      const ids = rows.map((row) => row.ticket_id);
      const cost = await costOf((tx) => countTickets(tx, ids, minutes(400)));
      return ids.length > 0 ? cost : Number.NaN;
    };
    await count();
    await database.unitOfWork.run(desk.tenantId, receive(said('2.1', 'And now?', minutes(200))));
    expect(await count()).toBeLessThanOrEqual(19);
    for (let at = 0; at < 8; at += 1)
      await database.unitOfWork.run(
        desk.tenantId,
        receive(said(`3.${at}`, `Case ${at}`, minutes(210 + 6 * at))),
      );
    expect(await count()).toBeLessThanOrEqual(19);
  });
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { v7 as newId } from 'uuid';
import type { Tx } from '../../src/app/ports/store';
import type { Database } from '../../src/db/data-source';
import { inDirectory, inTenant } from '../../src/db/in-transaction';
import { uuidAt } from '../../src/db/readers/binary-values';
import { createReadTransaction } from '../../src/db/readers/read-transaction';
import { SecretBox } from '../../src/db/secret-box';
import { shelvesOf } from '../../src/db/shelves';
import { openTransaction } from '../../src/db/transaction';
import { plain } from '../../src/domain/text';
import { testKey } from '../support/database';
import { describeOnEachEngine } from '../support/engines';
import { errand, messageIn, minutes, type SeededDesk, seedDesk, T0, thread } from './fixtures';

type Walls = 'both walls' | 'the application alone' | 'row-level security alone';

const fill = async (
  database: Database,
  desk: SeededDesk,
): Promise<{ messageId: string; promiseId: string }> => {
  const message = messageIn(desk, { platformId: '1.5', body: plain('findable words') });
  const loose = messageIn(desk, { ticketId: null, platformId: '1.6', threadId: '1.6' });
  const promiseId = newId();
  await database.unitOfWork.run(desk.tenantId, async (tx) => {
    await tx.messages.insert(message);
    await tx.messages.insert(loose);
    await tx.messages.edit(message.id, plain('findable words, edited'), [], minutes(1), false);
    await tx.messages.rememberEarly(desk.channel.id, '9.9', { kind: 'deleted', at: T0 });
    await tx.promises.insert(desk.ticket.id, {
      id: promiseId,
      kind: 'FIRST_RESPONSE',
      dueAt: minutes(60),
      toldAt: T0,
      toldIn: 'line',
      renewAt: null,
    });
    await tx.timeline.append(
      desk.ticket.id,
      T0,
      { kind: 'system', name: 'intake' },
      [{ kind: 'TICKET_OPENED', before: {}, after: { status: 'NEW' } }],
      message.id,
    );
    await tx.intake.record({
      id: newId(),
      messageId: loose.id,
      verdict: 'NOT_A_REQUEST',
      reason: 'THANKS',
      ticketId: null,
      at: T0,
      decidedBy: null,
    });
    await tx.tickets.save({ ...desk.ticket, assigneeId: desk.member.id, version: 2 }, 1);
    await tx.send([errand(thread(desk, '1.1'), { messageId: message.id })]);
  });
  await database.dataSource.query(
    `insert into surface (tenant_id, name, platform, workspace, channel, message)
     values ($1, 'card', 'slack', $2, 'CSHARED', '7.7')`,
    [desk.tenantId, desk.workspace],
  );
  const [calendarId, policyId] = [newId(), newId()];
  for (const [table, row] of [
    ['calendar', { id: calendarId, name: 'Office', version: 1 }],
    [
      'calendar_version',
      {
        calendar_id: calendarId,
        version: 1,
        zone: 'UTC',
        opening: '[]',
        holidays: '[]',
        made_at: T0,
      },
    ],
    ['calendar_use', { scope: 'DESK', scope_id: desk.tenantId, calendar_id: calendarId }],
    ['sla_policy', { id: policyId, tier: '', pause_while: '{}', warn_percent: 80, version: 1 }],
    [
      'policy_target',
      { policy_id: policyId, priority: 'LOW', measure: 'UPDATE', seconds: 60, hours: 'BUSINESS' },
    ],
    [
      'clock',
      {
        id: newId(),
        ticket_id: desk.ticket.id,
        measure: 'UPDATE',
        started_at: T0,
        target_sec: 60,
        hours: 'BUSINESS',
        warn_percent: 80,
        pauses: '[]',
        state: 'PENDING',
      },
    ],
  ] as const) {
    const values = Object.values(row);
    await database.dataSource.query(
      `insert into ${table} (tenant_id, ${Object.keys(row).join(', ')})
       values ($1, ${values.map((_, index) => `$${index + 2}`).join(', ')})`,
      [desk.tenantId, ...values],
    );
  }
  await database.coverage.cover(
    {
      tenantId: desk.tenantId,
      channelId: desk.channel.id,
      channel: thread(desk, null),
      threadId: null,
      after: T0,
      before: minutes(1),
    },
    T0,
    minutes(1),
    minutes(1),
  );
  return { messageId: message.id, promiseId };
};

describeOnEachEngine('tenants', (open) => {
  let database: Database;
  let mine: SeededDesk;
  let theirs: SeededDesk;
  let their: { messageId: string; promiseId: string };
  beforeAll(async () => {
    database = await open();
    mine = await seedDesk(database, 'TMINE');
    theirs = await seedDesk(database, 'TTHEIRS');
    await fill(database, mine);
    their = await fill(database, theirs);
  }, 60_000);
  afterAll(() => database.close());

  /** The same stores behind both walls, or with one of them taken away. */
  const asMine = <T>(walls: Walls, work: (tx: Tx) => Promise<T>): Promise<T> => {
    const shelves = shelvesOf(database.dataSource);
    const box = new SecretBox([testKey]);
    if (walls === 'both walls') return database.unitOfWork.run(mine.tenantId, work);
    if (walls === 'the application alone')
      return inDirectory(database.dataSource, (sql) =>
        work(openTransaction({ sql, recall: sql, tenantId: mine.tenantId, shelves, box })),
      );
    // The application asks for the other tenant's rows while the session is mine.
    return inTenant(database.dataSource, mine.tenantId, (sql) =>
      work(openTransaction({ sql, recall: sql, tenantId: theirs.tenantId, shelves, box })),
    );
  };

  describe.each<Walls>(['both walls', 'the application alone', 'row-level security alone'])(
    'behind %s',
    (walls) => {
      const nothing = (work: (tx: Tx) => Promise<unknown>): Promise<void> =>
        asMine(walls, async (tx) => {
          const found = await work(tx);
          expect(
            found === null || found === false || (Array.isArray(found) && found.length === 0),
          ).toBe(true);
        });

      test('no ticket of another tenant is read, locked or changed', async () => {
        await nothing((tx) => tx.tickets.find(theirs.ticket.id));
        await nothing((tx) => tx.tickets.lock(theirs.ticket.id));
        await nothing((tx) => tx.tickets.findByThread(theirs.channel.id, theirs.ticket.threadId));
        await nothing((tx) => tx.tickets.openOf(theirs.contact.id, 10));
        await nothing((tx) => tx.tickets.recentOfCustomer(theirs.customer.id, newId(), 10));
        await nothing((tx) => tx.tickets.assignedTo(theirs.member.id, 10));
        await nothing((tx) => tx.tickets.oldestWaiting(theirs.ticket.queueId, 10));
        await nothing((tx) =>
          tx.tickets.save({ ...theirs.ticket, subject: 'taken', version: 3 }, 2),
        );
        await asMine(walls, (tx) => tx.tickets.setThread(theirs.ticket.id, 'taken'));
      });

      test('no message of another tenant is read or changed', async () => {
        await nothing((tx) => tx.messages.find(their.messageId));
        await nothing((tx) => tx.messages.findByPlatformId(theirs.channel.id, '1.5'));
        await nothing((tx) => tx.messages.ofTicket(theirs.ticket.id, 10));
        await nothing((tx) => tx.messages.ofThread(theirs.channel.id, '1.6'));
        await nothing((tx) => tx.messages.lastReply(theirs.ticket.id));
        await nothing((tx) => tx.messages.edit(their.messageId, plain('x'), [], minutes(9), false));
        await nothing((tx) => tx.messages.remove(their.messageId, minutes(9)));
        await nothing((tx) => tx.messages.earlyChanges(theirs.channel.id, '9.9'));
        await nothing(
          async (tx) => (await tx.messages.conversation(theirs.ticket.id)).firstRequestAt,
        );
        await asMine(walls, async (tx) => {
          await tx.messages.setDelivery(their.messageId, 'FAILED', 'x', null);
          await tx.messages.attach([their.messageId], mine.ticket.id);
        });
      });

      test('no history, promise or decision of another tenant is read or changed', async () => {
        await nothing((tx) => tx.timeline.ofTicket(theirs.ticket.id, 10));
        await nothing((tx) => tx.promises.openOf(theirs.ticket.id));
        await nothing((tx) => tx.promises.dueNext(theirs.member.id, 10));
        await nothing((tx) => tx.intake.latest(their.messageId));
        await nothing((tx) => tx.intake.skipped(theirs.channel.id, 10));
        await nothing((tx) => tx.intake.joinable(theirs.channel.id, theirs.contact.id, T0, 300));
        await asMine(walls, (tx) => tx.promises.settle(their.promiseId, 'BROKEN', minutes(9)));
      });

      test('no person, channel or customer of another tenant is read or changed', async () => {
        await nothing((tx) => tx.people.identity('slack', 'TCUST-TTHEIRS', 'UCLEO'));
        await nothing((tx) => tx.people.member(theirs.member.id));
        await nothing((tx) => tx.people.contact(theirs.contact.id));
        await nothing((tx) => tx.people.chatIdOf(theirs.member.id, 'slack'));
        await nothing((tx) => tx.desk.workspace('slack', 'TTHEIRS'));
        await nothing((tx) => tx.desk.workspaceById(theirs.channel.workspaceId));
        await nothing((tx) => tx.desk.channel(thread(theirs, null)));
        await nothing((tx) => tx.desk.channelById(theirs.channel.id));
        await nothing((tx) => tx.desk.queue(theirs.ticket.queueId));
        await nothing((tx) => tx.desk.activeTickets(theirs.ticket.queueId, 10));
        await nothing((tx) => tx.desk.customer(theirs.customer.id));
        await nothing((tx) => tx.desk.customerByHome('slack', 'TCUST-TTHEIRS'));
        await asMine(walls, async (tx) => {
          await tx.people.saveMember({ ...theirs.member, role: 'ADMIN' });
          await tx.people.renameContact(theirs.contact.id, 'taken', null);
          await tx.desk.saveChannel({ ...theirs.channel, name: 'taken' });
        });
      });

      test('no errand or surface of another tenant is read or changed', async () => {
        await nothing((tx) => tx.requeue(their.messageId));
        await nothing((tx) => tx.surfaceAt({ ...thread(theirs, null), id: '7.7' }));
        await nothing((tx) => tx.lastShown(theirs.ticket.id, 'rating:1'));
      });
    },
  );

  test('after all of that the other tenant is exactly as it was', async () => {
    const after = await database.unitOfWork.run(theirs.tenantId, async (tx) => ({
      ticket: await tx.tickets.find(theirs.ticket.id),
      member: await tx.people.member(theirs.member.id),
      contact: await tx.people.contact(theirs.contact.id),
      channel: await tx.desk.channelById(theirs.channel.id),
      workspace: await tx.desk.workspace('slack', 'TTHEIRS'),
      message: await tx.messages.find(their.messageId),
      promises: await tx.promises.openOf(theirs.ticket.id),
    }));
    expect(after).toMatchObject({
      ticket: { ...theirs.ticket, assigneeId: theirs.member.id, version: 2 },
      member: theirs.member,
      contact: theirs.contact,
      channel: theirs.channel,
      workspace: { active: true },
      message: { deliveryState: 'RECEIVED', ticketId: theirs.ticket.id, deletedAt: null },
      promises: [{ state: 'OPEN' }],
    });
  });

  test('nothing can be written that points into another tenant', async () => {
    await expect(
      database.unitOfWork.run(mine.tenantId, (tx) =>
        tx.messages.insert(messageIn(mine, { ticketId: theirs.ticket.id })),
      ),
    ).rejects.toThrow('message_ticket_fkey');
    await expect(
      inTenant(database.dataSource, mine.tenantId, (sql) =>
        sql(
          `insert into customer (tenant_id, id, name, tier, created_at) values ($1, $2, 'x', 'y', now())`,
          [theirs.tenantId, newId()],
        ),
      ),
    ).rejects.toThrow('row-level security');
  });

  test('a statement that forgot the tenant sees only its own rows, on every table', async () => {
    const tables: { name: string }[] = await database.dataSource.query(
      `select table_name as name from information_schema.columns
       where table_schema = current_schema() and column_name = 'tenant_id' and table_name <> 'installation'
       order by 1`,
    );
    expect(tables.length).toBeGreaterThanOrEqual(22);
    for (const { name } of tables) {
      const foreign = await inTenant(database.dataSource, mine.tenantId, (sql) =>
        sql<{ n: number }>(`select count(*)::int as n from ${name} where tenant_id <> $1`, [
          mine.tenantId,
        ]),
      );
      expect([name, foreign.rows[0]?.n]).toEqual([name, 0]);
      const [all] = await database.dataSource.query(
        `select count(distinct tenant_id)::int as n from ${name}`,
      );
      // A table that this desk leaves empty proves nothing by its rows: its wall is asked for instead.
      if (all.n === 2) continue;
      const [wall] = await database.dataSource.query(
        `select relrowsecurity as stands, (select count(*)::int from pg_policy where polrelid = c.oid) as policies
         from pg_class c where oid = $1::regclass`,
        [name],
      );
      expect([name, wall.stands, wall.policies > 0]).toEqual([name, true, true]);
    }
    const tenants = await inTenant(database.dataSource, mine.tenantId, (sql) =>
      sql('select id from tenant'),
    );
    expect(tenants.rows).toEqual([{ id: mine.tenantId }]);
  });

  test('a read stands behind the wall, cannot write, and leaves nothing on its connection', async () => {
    const { dataSource } = database;
    const read = createReadTransaction(dataSource);
    const stands = `select current_user::text as role, current_setting('app.tenant', true) as tenant,
      current_setting('transaction_read_only') as "readOnly"`;
    const desks = [mine, theirs, mine, theirs, theirs, mine];
    const within = await Promise.all(
      desks.map(({ tenantId }) =>
        read(tenantId, async (ask) => [
          await ask(stands, []),
          await ask('select id as tenant from tenant', []),
          await ask('select $1::text as given', [tenantId]),
        ]),
      ),
    );
    expect(within).toEqual(
      desks.map(({ tenantId: tenant }) => [
        [{ role: 'threadkeeper_tenant', tenant, readOnly: 'on' }],
        [{ tenant }],
        [{ given: tenant }],
      ]),
    );
    await expect(
      read(mine.tenantId, (ask) => ask('update ticket set subject = $1', ['read only'])),
    ).rejects.toMatchObject({ cause: { code: '25006' } });
    await expect(read(mine.tenantId, (ask) => ask('select 1 / $1::int', [0]))).rejects.toThrow(
      'division by zero',
    );
    // Rows that come as bytes stand behind the same wall, and what follows on the connection is read again.
    const numbers = `select n from generate_series($1::int, 12) n where 1 / (7 - n) is not null and
      current_user = 'threadkeeper_tenant' and current_setting('transaction_read_only') = 'on'`;
    const raw = await Promise.all(
      desks.map(({ tenantId }, index) =>
        read(tenantId, async (ask, askRows) => {
          const some = await askRows(numbers, [8 + index]);
          await expect(askRows(numbers, [index])).rejects.toThrow('division by zero');
          await expect(
            askRows('update ticket set subject = $1 returning id', ['read only']),
          ).rejects.toMatchObject({ code: '25006' });
          const given = await ask('select $1::int as given', [index]);
          // Last, so that what the connection is used for next is none of this reader's.
          const ids = await askRows('select id from tenant where $1', [true]);
          return [
            ids.map(({ view, at }) => uuidAt(view, at + 6)),
            some.map(({ view, at }) => view.getInt32(at + 6)),
            given,
          ];
        }),
      ),
    );
    expect(raw).toEqual(
      desks.map(({ tenantId }, index) => [
        [tenantId],
        [8, 9, 10, 11, 12].slice(index),
        [{ given: index }],
      ]),
    );
    const after = await Promise.all(desks.map(() => dataSource.query(stands)));
    for (const [left] of after) {
      expect(left.role).not.toBe('threadkeeper_tenant');
      expect(left).toMatchObject({ readOnly: 'off' });
      expect(left.tenant ?? '').toBe('');
    }
  });

  test.each([
    'installation',
    'install_state',
    'send_pace',
    'inbox',
    'sign_in_try',
    'refused_stranger',
  ])('a tenant cannot read %s at all', async (table) => {
    await expect(
      inTenant(database.dataSource, mine.tenantId, (sql) => sql(`select * from ${table}`)),
    ).rejects.toThrow('permission denied');
  });

  test.each(['timeline_entry', 'intake_decision'])(
    '%s can be added to and never changed',
    async (table) => {
      for (const change of [`update ${table} set at = now()`, `delete from ${table}`])
        await expect(
          inTenant(database.dataSource, mine.tenantId, (sql) => sql(change)),
        ).rejects.toThrow('permission denied');
      await expect(database.dataSource.query(`update ${table} set at = now()`)).rejects.toThrow(
        'append-only',
      );
    },
  );
});

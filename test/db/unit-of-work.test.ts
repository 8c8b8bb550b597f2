import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { QueryRunnerAlreadyReleasedError } from 'typeorm';
import { v7 as newId } from 'uuid';
import type { Tx } from '../../src/app/ports/store';
import { type Database, openDatabase } from '../../src/db/data-source';
import { translated } from '../../src/db/database-errors';
import { inTenant } from '../../src/db/in-transaction';
import { createReadTransaction } from '../../src/db/readers/read-transaction';
import { sqlOver } from '../../src/db/sql';
import { PoolUsedInTransaction } from '../../src/db/transaction-guard';
import { silentLog } from '../support/database';
import { describeOnEachEngine, describeOnPostgres } from '../support/engines';
import { eventually } from '../support/eventually';
import { errand, minutes, type SeededDesk, seedDesk, thread } from './fixtures';

const failing = (code: string): Error =>
  Object.assign(new Error(`database says ${code}`), { code });

describeOnEachEngine('the unit of work', (open) => {
  let database: Database;
  let desk: SeededDesk;
  beforeAll(async () => {
    database = await open();
    desk = await seedDesk(database, 'TUOW');
  }, 60_000);
  afterAll(() => database.close());

  test('everything in it is committed together or not at all', async () => {
    const work = database.unitOfWork.run(desk.tenantId, async (tx) => {
      await tx.tickets.save({ ...desk.ticket, subject: 'half done', version: 2 }, 1);
      await tx.send([errand(thread(desk, '1.1'))]);
      throw new Error('and then it failed');
    });
    await expect(work).rejects.toThrow('and then it failed');
    const ticket = await database.unitOfWork.run(desk.tenantId, (tx) =>
      tx.tickets.find(desk.ticket.id),
    );
    expect(ticket).toEqual(desk.ticket);
    expect(await database.outboxLease.claim('w', 1)).toEqual([]);
  });

  test.each(['40001', '40P01'])(
    'it is run again after %s, in a fresh transaction',
    async (code) => {
      let runs = 0;
      const number = await database.unitOfWork.run(desk.tenantId, async (tx) => {
        runs += 1;
        const next = await tx.tickets.nextNumber();
        if (runs < 3) throw failing(code);
        return next;
      });
      expect(runs).toBe(3);
      const after = await database.unitOfWork.run(desk.tenantId, (tx) => tx.tickets.nextNumber());
      expect(after).toBe(number + 1);
    },
  );

  test('it gives up after five times and tells the error', async () => {
    let runs = 0;
    const work = database.unitOfWork.run(desk.tenantId, async () => {
      runs += 1;
      throw failing('40001');
    });
    await expect(work).rejects.toThrow('database says 40001');
    expect(runs).toBe(5);
  });

  test('other errors are not run again', async () => {
    let runs = 0;
    const work = database.unitOfWork.run(desk.tenantId, async () => {
      runs += 1;
      throw failing('23514');
    });
    await expect(work).rejects.toThrow('database says 23514');
    expect(runs).toBe(1);
  });

  test('the pool inside a transaction throws at once instead of waiting or escaping', async () => {
    const inside = (use: () => Promise<unknown>): Promise<unknown> =>
      database.unitOfWork.run(desk.tenantId, use);
    await expect(inside(() => database.ping())).rejects.toBeInstanceOf(PoolUsedInTransaction);
    await expect(
      inside(() => database.unitOfWork.run(desk.tenantId, async () => 'nested')),
    ).rejects.toBeInstanceOf(PoolUsedInTransaction);
    await expect(inside(() => database.dataSource.query('select 1'))).rejects.toBeInstanceOf(
      PoolUsedInTransaction,
    );
    await database.ping();
  });

  test('units that run at the same time do not mix', async () => {
    const numbers = await Promise.all(
      Array.from({ length: 20 }, () =>
        database.unitOfWork
          .run(desk.tenantId, async (tx) => {
            const number = await tx.tickets.nextNumber();
            await pause(Math.random() * 3);
            if (number % 4 === 0) throw new Error('unlucky');
            return number;
          })
          .catch(() => null),
      ),
    );
    const kept = numbers.filter((number) => number !== null);
    expect(new Set(kept).size).toBe(kept.length);
  });

  test('a ticket is saved only over the version it was decided on', async () => {
    const save = (assigneeId: string, expected: number): Promise<boolean> =>
      database.unitOfWork.run(desk.tenantId, (tx) =>
        tx.tickets.save(
          { ...desk.ticket, assigneeId, leaseUntil: minutes(5), version: expected + 1 },
          expected,
        ),
      );
    expect(await save(desk.member.id, 1)).toBe(true);
    expect(await save(desk.member.id, 1)).toBe(false);
    expect(await save(desk.member.id, 2)).toBe(true);
  });

  test('an id that is no id is a tenant that does not exist', async () => {
    await expect(
      database.unitOfWork.run("x'; drop table ticket; --", async () => 1),
    ).rejects.toMatchObject({ name: 'DeskError', kind: 'not_found' });
  });
});

describeOnPostgres('the unit of work under races', (open, server) => {
  test('of fifty claims at once exactly one wins, five times over', async () => {
    const database = await open({ poolSize: 20 });
    const desk = await seedDesk(database, 'TRACE');
    for (let round = 1; round <= 5; round += 1) {
      const wins = await Promise.all(
        Array.from({ length: 50 }, () =>
          database.unitOfWork.run(desk.tenantId, async (tx) => {
            const ticket = await tx.tickets.lock(desk.ticket.id);
            if (ticket === null) throw new Error('the ticket is gone');
            if (ticket.version !== round) return false;
            const claimed = { ...ticket, assigneeId: desk.member.id, version: ticket.version + 1 };
            return tx.tickets.save(claimed, ticket.version);
          }),
        ),
      );
      expect(wins.filter(Boolean)).toHaveLength(1);
    }
    await database.close();
  }, 60_000);

  test('without the lock the version alone still lets one win', async () => {
    const database = await open({ poolSize: 20 });
    const desk = await seedDesk(database, 'TRACE2');
    const wins = await Promise.all(
      Array.from({ length: 50 }, () =>
        database.unitOfWork.run(desk.tenantId, async (tx) => {
          const ticket = await tx.tickets.find(desk.ticket.id);
          if (ticket === null) throw new Error('the ticket is gone');
          await pause(5);
          if (ticket.version !== 1) return false;
          return tx.tickets.save({ ...ticket, version: 2 }, 1);
        }),
      ),
    );
    expect(wins.filter(Boolean)).toHaveLength(1);
    await database.close();
  }, 60_000);

  test('two units that deadlock both succeed', async () => {
    const database = await open();
    const desk = await seedDesk(database, 'TDEAD');
    const second = await database.unitOfWork.run(desk.tenantId, async (tx) => {
      const number = await tx.tickets.nextNumber();
      const ticket = { ...desk.ticket, id: desk.contact.id, number };
      await tx.tickets.insert(ticket);
      return ticket;
    });
    const inOrder = (first: string, then: string): Promise<void> =>
      database.unitOfWork.run(desk.tenantId, async (tx) => {
        await tx.tickets.lock(first);
        await pause(100);
        await tx.tickets.lock(then);
      });
    await Promise.all([inOrder(desk.ticket.id, second.id), inOrder(second.id, desk.ticket.id)]);
    await database.close();
  });

  test('the same two people met twice at once are one customer and one contact', async () => {
    const database = await open({ poolSize: 10 });
    const desk = await seedDesk(database, 'TMEET');
    const meet = (n: number): Promise<string> =>
      database.unitOfWork.run(desk.tenantId, async (tx) => {
        const customer = await tx.desk.insertCustomer(
          { ...desk.customer, id: newId(), name: `first word ${n}` },
          'slack',
          'TNEW',
        );
        const known = await tx.people.identity('slack', 'TNEW', 'UNEW');
        if (known === null)
          await tx.people.insertContact(
            { ...desk.contact, id: newId(), customerId: customer.id },
            'slack',
            'TNEW',
            'UNEW',
          );
        return customer.id;
      });
    const ids = await Promise.all(Array.from({ length: 8 }, (_, n) => meet(n)));
    expect(new Set(ids).size).toBe(1);
    const [{ count }] = await database.dataSource.query(
      'select count(*)::int as count from contact where customer_id = $1',
      [ids[0]],
    );
    expect(count).toBe(1);
    await database.close();
  });

  test.each([true, false])(
    'an item that is linked while it becomes one with another is that other one (its name kept: %s)',
    async (isKept) => {
      const database = await open();
      const desk = await seedDesk(database, `TJOIN${isKept}`);
      const run = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
        database.unitOfWork.run(desk.tenantId, work);
      const site = 'acme.atlassian.net';
      const item = (key: string) =>
        run((tx) =>
          tx.workItems.named({ kind: 'JIRA', site, key, url: `https://${site}/browse/${key}` }),
        );
      const [older, newer] = [await item('APP-1'), await item('OPS-9')];
      if (isKept) await run((tx) => tx.workItems.link(desk.ticket.id, older, minutes(0)));
      let end = (): void => undefined;
      const isAsked = new Promise<void>((done) => {
        end = done;
      });
      let isJoined = false;
      const joining = run(async (tx) => {
        await tx.workItems.join(newer.id, [older.id], minutes(1));
        isJoined = true;
        await isAsked;
      });
      await eventually('it is joined', () => isJoined);
      const asking = item('APP-1');
      await eventually('whoever asks for it waits', async () => {
        const waiting = await database.dataSource.query(
          `select from pg_stat_activity where wait_event_type = 'Lock' and query like '%work_item%'`,
        );
        return waiting.length > 0;
      });
      end();
      await joining;
      expect(await asking).toMatchObject({ id: newer.id, key: 'OPS-9' });
      await database.close();
    },
  );

  test('a server that goes away is unavailable, and works again when it is back', async () => {
    const database = await open();
    const desk = await seedDesk(database, 'TAWAY');
    await server().kill();
    await expect(
      database.unitOfWork.run(desk.tenantId, (tx) => tx.desk.tenant()),
    ).rejects.toMatchObject({ name: 'DeskError', kind: 'unavailable' });
    await expect(database.installations.find('slack', 'TAWAY')).rejects.toMatchObject({
      kind: 'unavailable',
    });
    await server().restart();
    const tenant = await database.unitOfWork.run(desk.tenantId, (tx) => tx.desk.tenant());
    expect(tenant.id).toBe(desk.tenantId);
    await database.close();
  }, 60_000);
});

describeOnPostgres('a statement that the server ends', (open) => {
  let database: Database;
  let desk: SeededDesk;
  beforeAll(async () => {
    database = await open({ statementTimeoutMs: 500 });
    desk = await seedDesk(database, 'TSLOW');
  }, 60_000);
  afterAll(() => database.close());

  const SLOW = 'select pg_sleep(30)';
  const tooLong = { name: 'DeskError', kind: 'unavailable', code: 'TOOK_TOO_LONG' };
  const subject = async () =>
    (await database.unitOfWork.run(desk.tenantId, (tx) => tx.tickets.find(desk.ticket.id)))
      ?.subject;

  test('past its time took too long: a question, a single statement and a change, which is taken back', async () => {
    const read = createReadTransaction(database.dataSource);
    await expect(read(desk.tenantId, (ask) => ask(SLOW, []))).rejects.toMatchObject(tooLong);
    await expect(read(desk.tenantId, (_, askTexts) => askTexts(SLOW, []))).rejects.toMatchObject(
      tooLong,
    );
    await expect(sqlOver(database.dataSource)(SLOW)).rejects.toMatchObject(tooLong);
    let runs = 0;
    const change = inTenant(database.dataSource, desk.tenantId, async (sql) => {
      runs += 1;
      await sql('update ticket set subject = $1', ['half done']);
      await sql(SLOW);
    });
    await expect(change).rejects.toMatchObject(tooLong);
    expect([runs, await subject()]).toEqual([1, desk.ticket.subject]);
  });

  test('because somebody asked for it was cancelled, and may be tried again', async () => {
    const patient = await open({ statementTimeoutMs: 60_000 });
    const slow = sqlOver(patient.dataSource)(SLOW);
    const cancelled = expect(slow).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'STATEMENT_CANCELLED',
    });
    await eventually('it is cancelled', async () => {
      const { affected } = await sqlOver(database.dataSource)(
        'select pg_cancel_backend(pid) from pg_stat_activity where query = $1',
        [SLOW],
      );
      return affected > 0;
    });
    await cancelled;
    await patient.close();
  });

  test('because others hold the same row is busy, and may be tried again', async () => {
    const patient = await open({ statementTimeoutMs: 60_000 });
    const { tenantId, ticket } = await seedDesk(patient, 'TBUSY');
    const lock = (then: () => Promise<void>): Promise<void> =>
      inTenant(patient.dataSource, tenantId, async (sql) => {
        await sql('select from ticket where id = $1 for update', [ticket.id]);
        await then();
      });
    let isHeld = false;
    let letGo = (): void => undefined;
    const over = new Promise<void>((done) => {
      letGo = done;
    });
    const holder = lock(() => {
      isHeld = true;
      return over;
    });
    await eventually('the row is held', () => isHeld);
    await expect(lock(() => Promise.resolve())).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'DATABASE_BUSY',
    });
    letGo();
    await holder;
    await patient.close();
  });
});

describe('a server nobody listens on', () => {
  test('cannot be opened and says so as unavailable', async () => {
    await expect(
      openDatabase({
        url: 'postgres://nobody@127.0.0.1:1/none',
        dataDir: null,
        poolSize: 1,
        statementTimeoutMs: 1_000,
        encryptionKeys: [],
        log: silentLog,
      }),
    ).rejects.toMatchObject({ name: 'DeskError', kind: 'unavailable' });
  });

  test('is also meant by TypeORM where a connection broke under its runner', () => {
    expect(translated(new QueryRunnerAlreadyReleasedError())).toMatchObject({
      name: 'DeskError',
      kind: 'unavailable',
    });
  });
});

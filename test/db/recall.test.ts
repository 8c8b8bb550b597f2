import { beforeEach, describe, expect, test } from '@jest/globals';
import { Recall } from '../../src/db/recall';
import { openTestDatabase } from '../support/database';
import { seedDesk } from './fixtures';

const TENANT = 'select name from tenant where id = $1';
const QUEUE = `select queue.id, (select max(level) from queue_level where queue_id = queue.id)
  from queue join tenant on tenant.id = queue.tenant_id where queue.id = $1`;

describe('what a transaction has asked', () => {
  let asked: string[];
  let transaction: Recall;
  beforeEach(() => {
    asked = [];
    transaction = new Recall(async (text) => {
      asked.push(text);
      return { rows: [], affected: 0 };
    });
  });

  const isForgottenAfter = async (
    question: string,
    meanwhile: string,
    id: unknown = 1,
  ): Promise<boolean> => {
    await transaction.recall(question, [1]);
    await transaction.sql(meanwhile);
    asked = [];
    await transaction.recall(question, [id]);
    return asked.length === 1;
  };

  test('is not asked again', async () => {
    expect(await isForgottenAfter(TENANT, 'select 1')).toBe(false);
    expect(await isForgottenAfter(QUEUE, 'insert into message (id) values ($1)')).toBe(false);
  });

  test('is another question with other parameters', async () => {
    expect(await isForgottenAfter(TENANT, 'select 1', 2)).toBe(true);
  });

  test.each([
    'update tenant set name = $1',
    'UPDATE tenant SET name = $1',
    'delete from tenant',
    `insert into
       tenant (id) values ($1) on conflict (id) do update set name = excluded.name`,
    'with gone as (delete from tenant returning id) insert into audit select id from gone',
  ])('is forgotten by %s', async (write) => {
    expect(await isForgottenAfter(TENANT, write)).toBe(true);
  });

  test('is forgotten when any of its tables is written, also one in a join or below', async () => {
    for (const table of ['queue', 'queue_level', 'tenant'])
      expect(await isForgottenAfter(QUEUE, `update ${table} set level = 1`)).toBe(true);
    expect(await isForgottenAfter(QUEUE, 'update queue_other set level = 1')).toBe(false);
  });

  test.each([
    'select pg_advisory_xact_lock(1)',
    'select id from ticket where id = $1 for update',
    'select id from ticket for no key update skip locked',
  ])('is forgotten after waiting for a lock: %s', async (lock) => {
    expect(await isForgottenAfter(TENANT, lock)).toBe(true);
  });
});

describe('what administration writes', () => {
  test('is read back within the same transaction', async () => {
    const database = await openTestDatabase();
    try {
      const desk = await seedDesk(database, 'TRECALL');
      await database.unitOfWork.run(desk.tenantId, async (tx) => {
        const before = await tx.desk.tenant();
        await tx.admin.saveSettings({ ...before, groupingWindowSec: 7 });
        expect((await tx.desk.tenant()).groupingWindowSec).toBe(7);

        const { queueId } = desk.ticket;
        await tx.desk.queue(queueId);
        const levels = [{ level: 1, name: 'Experts', acceptMin: 15, steps: [] }];
        const rule = { fallbackId: null, assignment: 'LEAST_LOADED', escalateOn: 'NEVER' } as const;
        await tx.escalations.savePath(queueId, { ...rule, levels }, 0, new Date());
        expect(await tx.desk.queue(queueId)).toMatchObject({
          levels: [{ name: 'Experts' }],
          assignment: 'LEAST_LOADED',
        });
        await tx.admin.renameQueue(queueId, 'Renamed');
        expect((await tx.desk.queue(queueId))?.name).toBe('Renamed');

        await tx.desk.customer(desk.customer.id);
        await tx.admin.saveCustomer({ ...desk.customer, tier: 'gold' });
        expect((await tx.desk.customer(desk.customer.id))?.tier).toBe('gold');

        await tx.people.member(desk.member.id);
        await tx.people.saveMember({ ...desk.member, active: false });
        expect((await tx.people.member(desk.member.id))?.active).toBe(false);

        await tx.desk.channelById(desk.channel.id);
        await tx.desk.saveChannel({ ...desk.channel, name: 'renamed' });
        expect((await tx.desk.channelById(desk.channel.id))?.name).toBe('renamed');
      });
    } finally {
      await database.close();
    }
  });
});

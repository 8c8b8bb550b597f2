import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Database } from '../../src/db/data-source';
import { SqlInstallations } from '../../src/db/installation-store';
import { SecretBox } from '../../src/db/secret-box';
import { auditVerify } from '../../src/entry/audit-command';
import { describeOnEachEngine } from '../support/engines';
import { installation, minutes, seedDesk, T0 } from './fixtures';

describeOnEachEngine('installations', (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  }, 60_000);
  afterAll(() => database.close());

  test('the first one makes a tenant with a queue to work in', async () => {
    const tenantId = await database.installations.save(installation('TNEW'), T0);
    const [tenant, queue, workspace] = await database.unitOfWork.run(tenantId, async (tx) => [
      await tx.desk.tenant(),
      await tx.desk.defaultQueue(),
      await tx.desk.workspace('slack', 'TNEW'),
    ]);
    expect(tenant).toMatchObject({ name: 'Vendor TNEW', zone: 'UTC', groupingWindowSec: 300 });
    expect(queue).toMatchObject({ triageChannelId: null });
    expect(queue.levels.map(({ level }) => level)).toEqual([1, 2, 3]);
    expect(workspace).toMatchObject({ active: true, botUserId: 'UBOT', appId: 'A1' });
    expect(await database.directory.tenantOf('slack', 'TNEW')).toBe(tenantId);
    expect(await database.installations.find('slack', 'TNEW')).toEqual(installation('TNEW'));
  });

  test('installing again keeps the tenant and takes the newer token', async () => {
    const first = await database.installations.save(installation('TAGAIN', 'xoxb-old'), T0);
    const second = await database.installations.save(
      installation('TAGAIN', 'xoxb-new'),
      minutes(5),
    );
    const late = await database.installations.save(installation('TAGAIN', 'xoxb-late'), minutes(1));
    expect([second, late]).toEqual([first, first]);
    expect((await database.installations.find('slack', 'TAGAIN'))?.botToken).toBe('xoxb-new');
    expect(await database.installations.holds('slack', 'xoxb-new')).toBe(true);
    expect(await database.installations.holds('slack', 'xoxb-old')).toBe(false);
    expect(await database.installations.holds('teams', 'xoxb-new')).toBe(false);
  });

  test('an uninstall ends it, and one older than the install changes nothing', async () => {
    const tenantId = await database.installations.save(installation('TGONE'), minutes(5));
    await database.installations.revoke('slack', 'TGONE', minutes(4));
    expect(await database.directory.tenantOf('slack', 'TGONE')).toBe(tenantId);
    await database.installations.revoke('slack', 'TGONE', minutes(6));
    expect(await database.directory.tenantOf('slack', 'TGONE')).toBeNull();
    expect(await database.installations.find('slack', 'TGONE')).toBeNull();
    await database.installations.save(installation('TGONE'), minutes(5));
    expect(await database.directory.tenantOf('slack', 'TGONE')).toBeNull();
    expect(await database.installations.save(installation('TGONE'), minutes(7))).toBe(tenantId);
    expect(await database.directory.tenantOf('slack', 'TGONE')).toBe(tenantId);
  });

  test('installs and uninstalls stand in the audit log, and what only says again what stands does not', async () => {
    const { installations, unitOfWork } = database;
    const tenantId = await installations.save(installation('TNOTED'), T0);
    await installations.save(installation('TNOTED', 'xoxb-again'), minutes(1));
    await installations.save({ ...installation('TNOTED'), scopes: ['more'] }, minutes(2));
    await installations.revoke('slack', 'TNOTED', minutes(1));
    await installations.revoke('slack', 'TNOTED', minutes(3));
    await installations.revoke('slack', 'TNOTED', minutes(4));
    await installations.save(installation('TNOTED'), minutes(5));
    const entries = await unitOfWork.run(tenantId, (tx) => tx.audit.from(1, 100));
    expect(entries.map(({ action, at }) => [action, at])).toEqual([
      ['installWorkspace', T0],
      ['installWorkspace', minutes(2)],
      ['uninstallWorkspace', minutes(3)],
      ['installWorkspace', minutes(5)],
    ]);
    expect(JSON.stringify(entries)).toContain('TNOTED');
    expect(JSON.stringify(entries)).not.toContain('xoxb');
    const said: string[] = [];
    expect(await auditVerify(unitOfWork, tenantId, null, (line) => said.push(line))).toBe(0);
  });

  test('two first installs at once make one tenant', async () => {
    const ids = await Promise.all(
      [0, 1, 2, 3].map(() => database.installations.save(installation('TTWICE'), T0)),
    );
    expect(new Set(ids).size).toBe(1);
  });

  test('no token lies in the database in the clear', async () => {
    await database.installations.save(installation('TDUMP', 'xoxb-canary-4711'), T0);
    const rows = await database.dataSource.query(
      'select installation::text as row from installation',
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain('xoxb-');
  });

  test('sealed tokens swapped between rows do not open', async () => {
    await database.installations.save(installation('TSWAP1', 'xoxb-1'), T0);
    await database.installations.save(installation('TSWAP2', 'xoxb-2'), T0);
    await database.dataSource.query(
      `update installation one set sealed_bot_token = other.sealed_bot_token
       from installation other where one.external_id = 'TSWAP1' and other.external_id = 'TSWAP2'`,
    );
    await expect(database.installations.find('slack', 'TSWAP1')).rejects.toMatchObject({
      code: 'SECRET_UNREADABLE',
    });
    await database.dataSource.query(`delete from installation where external_id like 'TSWAP%'`);
  });

  test('with a new key in front everything is sealed anew; the old key may then go', async () => {
    await database.installations.save(installation('TROTATE', 'xoxb-rotate'), T0);
    const withKeys = (...bytes: number[]): SqlInstallations =>
      new SqlInstallations(
        database.dataSource,
        new SecretBox(
          bytes.map((byte) => ({ id: byte === 7 ? 'test' : 'new', key: Buffer.alloc(32, byte) })),
        ),
        {
          zone: 'UTC',
          defaultIntakeMode: 'EVERY_MESSAGE',
          groupingWindowSec: 1,
          firstResponseTargetMin: 1,
          claimLeaseMin: 1,
        },
      );
    await expect(withKeys(8).verify()).rejects.toMatchObject({ code: 'SECRET_UNREADABLE' });
    expect(await withKeys(8, 7).resealAll()).toBeGreaterThan(0);
    expect(await withKeys(8, 7).resealAll()).toBe(0);
    await withKeys(8).verify();
    expect((await withKeys(8).find('slack', 'TROTATE'))?.botToken).toBe('xoxb-rotate');
    await withKeys(7, 8).resealAll();
  });

  test('an OAuth state works once, in time, and is not stored as it is', async () => {
    await database.installations.issueState('state-1', minutes(10));
    expect(await database.installations.useState('unknown', T0)).toBe(false);
    expect(await database.installations.useState('state-1', T0)).toBe(true);
    expect(await database.installations.useState('state-1', T0)).toBe(false);
    await database.installations.issueState('state-2', minutes(10));
    expect(await database.installations.useState('state-2', minutes(10))).toBe(false);
  });

  test('what is due is found over all tenants, oldest first, and only once it is due', async () => {
    const desk = await seedDesk(database, 'TDUE');
    const other = await seedDesk(database, 'TDUE2');
    const promiseId = desk.contact.id;
    await database.unitOfWork.run(desk.tenantId, async (tx) => {
      await tx.tickets.save(
        { ...desk.ticket, status: 'SNOOZED', snoozedUntil: minutes(30), version: 2 },
        1,
      );
      await tx.promises.insert(desk.ticket.id, {
        id: promiseId,
        kind: 'FIRST_RESPONSE',
        dueAt: minutes(10),
        toldAt: T0,
        toldIn: 'line',
        renewAt: null,
      });
    });
    await database.unitOfWork.run(other.tenantId, (tx) =>
      tx.tickets.save({ ...other.ticket, status: 'OPEN', leaseUntil: minutes(20), version: 2 }, 1),
    );
    const kinds = async (at: number, limit = 10): Promise<string[]> =>
      (await database.directory.due(minutes(at), limit)).map(({ kind }) => kind);
    // A word at the very minute still keeps it.
    expect(await kinds(10)).toEqual([]);
    expect(await kinds(11)).toEqual(['promise-due']);
    expect(await kinds(60)).toEqual(['promise-due', 'claim-expired', 'snooze-ended']);
    expect(await kinds(60, 2)).toEqual(['promise-due', 'claim-expired']);
    expect((await database.directory.due(minutes(11), 1))[0]).toMatchObject({
      tenantId: desk.tenantId,
      ticketId: desk.ticket.id,
      promiseId,
    });
    await database.unitOfWork.run(desk.tenantId, async (tx) => {
      await tx.promises.settle(promiseId, 'BROKEN', minutes(11));
      await tx.promises.settle(promiseId, 'KEPT', minutes(12));
      expect(await tx.promises.openOf(desk.ticket.id)).toEqual([]);
    });
    expect(await kinds(60)).toEqual(['claim-expired', 'snooze-ended']);
  });
});

import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { v7 as newId } from 'uuid';
import { createAnswerStore } from '../../src/db/answer-store';
import type { Database } from '../../src/db/data-source';
import { createHousekeeping } from '../../src/db/housekeeping';
import { sqlOver } from '../../src/db/sql';
import { plain } from '../../src/domain/text';
import { describeOnEachEngine } from '../support/engines';
import { tapStatements } from '../support/tap-statements';
import { arrival, errand, type SeededDesk, seedDesk, T0, thread } from './fixtures';

const DAY_MS = 86_400_000;
const KEEP = 30;
const NOW = new Date('2026-06-01T12:00:00.000Z');
const daysAgo = (days: number): Date => new Date(NOW.getTime() - days * DAY_MS);

describeOnEachEngine('what is finished', (open) => {
  let database: Database;
  let desk: SeededDesk;
  const sql = (text: string, params: unknown[] = []): Promise<Record<string, unknown>[]> =>
    database.dataSource.query(text, params);
  const purge = (limit = 100): Promise<number> =>
    createHousekeeping(database.dataSource, KEEP).purge(NOW, limit);

  const arrived = async (key: string, state: string, finished: Date | null): Promise<void> => {
    await database.inbox.put(arrival(key, key));
    await sql('update inbox set state = $2, finished_at = $3 where dedup_key = $1', [
      key,
      state,
      finished,
    ]);
  };
  const keys = async (): Promise<unknown[]> =>
    (await sql('select dedup_key as key from inbox order by position')).map(({ key }) => key);

  beforeAll(async () => {
    database = await open();
    desk = await seedDesk(database, 'TKEEP');
  }, 60_000);
  afterAll(() => database.close());
  beforeEach(() => sql('truncate inbox, outbox, webhook cascade'));

  test('arrivals go when every repeat of them is long past; what waits or failed stays', async () => {
    await arrived('old', 'DONE', daysAgo(KEEP + 1));
    await arrived('young', 'DONE', daysAgo(KEEP - 1));
    await arrived('parked', 'PARKED', daysAgo(400));
    await arrived('waiting', 'PENDING', null);
    expect(await purge()).toBe(1);
    expect(await keys()).toEqual(['young', 'parked', 'waiting']);
    expect(await database.inbox.put(arrival('young', 'young'))).toBe('repeat');
  });

  test('a round takes so many and no more, the oldest first', async () => {
    for (const [at, key] of ['c', 'a', 'b'].entries())
      await arrived(key, 'DONE', daysAgo(100 + [0, 2, 1].indexOf(at)));
    expect(await purge(2)).toBe(2);
    expect(await keys()).toHaveLength(1);
    expect(await purge(2)).toBe(1);
    expect(await purge(2)).toBe(0);
  });

  test('what was sent goes, but not what can be sent again or stands to be compared with', async () => {
    const words = (text: string) => ({ kind: 'text' as const, text: plain(text), as: null });
    const put = async (
      name: string,
      part: Parameters<typeof errand>[1],
      state: string,
      days: number,
    ): Promise<void> => {
      const [id] = await database.unitOfWork.run(desk.tenantId, (tx) =>
        tx.send([errand(thread(desk, null), { what: words(name), ...part })]),
      );
      await sql('update outbox set state = $2, finished_at = $3 where id = $1', [
        id,
        state,
        state === 'PENDING' ? null : daysAgo(days),
      ]);
    };
    const card = { ticketId: desk.ticket.id, surface: `triage-card:${desk.ticket.id}` };
    const rating = { ticketId: desk.ticket.id, surface: `rating:${desk.ticket.id}` };
    const message = { ticketId: desk.ticket.id, messageId: newId() };
    await put('sent', {}, 'SENT', 31);
    await put('sent lately', {}, 'SENT', 29);
    await put('given up', {}, 'CANCELLED', 31);
    await put('refused note', {}, 'REFUSED', 31);
    await put('refused reply', message, 'REFUSED', 31);
    await put('waiting', {}, 'PENDING', 31);
    await put('card', card, 'SENT', 60);
    await put('rating', rating, 'SENT', 60);
    await put('rating as it is', { ...rating, kind: 'edit' }, 'SENT', 50);
    expect(await purge()).toBe(4);
    const left = await sql(
      `select what->'text'->0->>'text' as words from outbox order by position`,
    );
    expect(left.map(({ words: said }) => said)).toEqual([
      'sent lately',
      'refused reply',
      'waiting',
      'rating',
      'rating as it is',
    ]);
    const shown = await database.unitOfWork.run(desk.tenantId, (tx) =>
      tx.lastShown(desk.ticket.id, rating.surface),
    );
    expect(shown).toMatchObject(words('rating as it is'));
  });

  test('is found by an index that holds nothing but what may go', async () => {
    const asked: string[] = [];
    tapStatements(database.dataSource, (text) => {
      asked.push(text);
      return text;
    });
    await purge();
    const [ofOutbox = ''] = asked.filter((text) => text.includes('from outbox'));
    const plan = await database.dataSource.transaction(async (manager) => {
      await manager.query('set local enable_seqscan = off');
      return manager.query(`explain ${ofOutbox.replace('$1', 'now()').replace('$2', '5')}`);
    });
    expect(JSON.stringify(plan)).toContain('outbox_finished_idx');
  });

  test('the log of webhooks goes, and what it tells of stays', async () => {
    const [webhookId, entryIds] = [newId(), [newId(), newId(), newId()]];
    await sql(
      `insert into webhook (tenant_id, id, name, url, kinds, api_version, sealed_secret, created_at)
       values ($1, $2, 'one', 'https://hooks.example', '{}', '2026-11-01', 'sealed', $3)`,
      [desk.tenantId, webhookId, T0],
    );
    const states = [
      ['DELIVERED', daysAgo(31)],
      ['FAILED', daysAgo(29)],
      ['PENDING', null],
    ] as const;
    for (const [at, entryId] of entryIds.entries()) {
      await sql(
        `insert into timeline_entry (tenant_id, id, ticket_id, at, actor, kind, before, after)
         values ($1, $2, $3, $4, '{}', 'CLAIMED', '{}', '{}')`,
        [desk.tenantId, entryId, desk.ticket.id, daysAgo(60)],
      );
      await sql('delete from webhook_delivery where entry_id = $1', [entryId]);
      const [state, finished] = states[at] ?? ['PENDING', null];
      await sql(
        `insert into webhook_delivery (tenant_id, id, webhook_id, entry_id, state, due_at,
           created_at, finished_at) values ($1, $2, $3, $4, $5, $6, $6, $7)`,
        [desk.tenantId, newId(), webhookId, entryId, state, daysAgo(60), finished],
      );
    }
    expect(await purge()).toBe(1);
    expect(await sql('select state from webhook_delivery order by state')).toEqual([
      { state: 'FAILED' },
      { state: 'PENDING' },
    ]);
    expect(
      await sql('select id from timeline_entry where id = any($1::uuid[])', [entryIds]),
    ).toHaveLength(3);
    // Told again, since it is asked for: the log begins anew.
    const again = await database.unitOfWork.run(desk.tenantId, (tx) =>
      tx.webhooks.replaySince(webhookId, daysAgo(90), NOW, 100),
    );
    expect(again).toBe(3);
  });

  test('an idempotency key is forgotten when its 48 hours are over, and not a moment before', async () => {
    const answers = createAnswerStore(sqlOver(database.dataSource), desk.tenantId);
    const reserve = (key: string, expires: Date) =>
      answers.reserve({ tokenId: newId(), key, fingerprint: 'f' }, T0, expires);
    await reserve('over', NOW);
    await reserve('not over', new Date(NOW.getTime() + 1));
    expect(await purge()).toBe(1);
    expect(await sql('select key from idempotency')).toEqual([{ key: 'not over' }]);
  });

  test('two at once remove each row once, and neither waits for the other', async () => {
    for (let at = 0; at < 20; at += 1) await arrived(`e${at}`, 'DONE', daysAgo(100));
    const rounds = await Promise.all(Array.from({ length: 4 }, () => purge(5)));
    expect(rounds.every((one) => one <= 5)).toBe(true);
    expect(await keys()).toHaveLength(20 - rounds.reduce((sum, one) => sum + one, 0));
  });
});

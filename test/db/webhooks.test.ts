import 'reflect-metadata';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Webhook as Verifier } from 'standardwebhooks';
import { v7 as newId } from 'uuid';
import { webhookBody } from '../../graphql/webhook-body';
import type { Desk } from '../../src/app/desk';
import type { Posted, Webhook, WebhookLease } from '../../src/app/ports/webhooks';
import { deliverWebhook } from '../../src/app/webhooks/deliver-webhook';
import { newSecret } from '../../src/app/webhooks/sign';
import type { Database } from '../../src/db/data-source';
import { SecretBox } from '../../src/db/secret-box';
import { SqlWebhookLeases } from '../../src/db/webhook-lease';
import type { TimelineKind } from '../../src/domain/ticket';
import { GIVES_UP_AFTER_MS } from '../../src/domain/webhook-schedule';
import { silentLog, testKey } from '../support/database';
import { describeOnEachEngine } from '../support/engines';
import { minutes, type SeededDesk, seedDesk, T0 } from './fixtures';

interface Call {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

describeOnEachEngine('webhooks', (open) => {
  let database: Database;
  let desk: SeededDesk;
  let now = T0;
  let calls: Call[] = [];
  let answer: Posted = { status: 200 };
  const secret = newSecret();

  const webhookOf = (part: Partial<Webhook> = {}): Webhook => ({
    id: newId(),
    tenantId: desk.tenantId,
    name: 'dashboard',
    url: 'https://hooks.example/in',
    kinds: [],
    apiVersion: '2026-11-01',
    createdAt: T0,
    previousUntil: null,
    failingSince: null,
    disabledAt: null,
    disabledBecause: null,
    ...part,
  });
  const add = async (part: Partial<Webhook> = {}): Promise<string> => {
    const webhook = webhookOf(part);
    await database.unitOfWork.run(desk.tenantId, (tx) => tx.webhooks.insert(webhook, secret));
    return webhook.id;
  };
  const happen = (...kinds: TimelineKind[]): Promise<void> =>
    database.unitOfWork.run(desk.tenantId, (tx) =>
      tx.timeline.append(
        desk.ticket.id,
        now,
        { kind: 'system', name: 'test' },
        kinds.map((kind) => ({ kind, before: { status: 'NEW' }, after: { status: 'OPEN' } })),
        null,
      ),
    );
  const claim = (limit = 20): Promise<readonly WebhookLease[]> =>
    database.webhooks.claim(now, limit);
  const thisDesk = (): Desk => ({
    unitOfWork: database.unitOfWork,
    directory: database.directory,
    clock: { now: () => now },
    log: silentLog,
    newId,
    nudge: () => undefined,
  });
  /** Tells whoever is due, and says how many that were. */
  const tell = async (): Promise<number> => {
    const leases = await claim();
    for (const lease of leases)
      await deliverWebhook(
        {
          desk: thisDesk(),
          leases: database.webhooks,
          bodyOf: webhookBody,
          chance: () => 0,
          post: async (url, headers, body) => {
            calls.push({ url, headers, body });
            return answer;
          },
        },
        lease,
      );
    return leases.length;
  };
  const standing = async (id: string): Promise<Webhook | null> =>
    database.unitOfWork.run(desk.tenantId, (tx) => tx.webhooks.find(id));
  const rows = (): Promise<{ id: string; state: string; attempts: number; tries: unknown[] }[]> =>
    database.dataSource.query(
      'select id, state, attempts, tries from webhook_delivery order by due_at',
    );

  beforeAll(async () => {
    database = await open();
    desk = await seedDesk(database, 'THOOKS');
    await database.unitOfWork.run(desk.tenantId, (tx) =>
      tx.desk.setTriageChannel(desk.ticket.queueId, desk.triage.id),
    );
  }, 60_000);
  beforeEach(async () => {
    await database.dataSource.query('delete from webhook');
    await database.dataSource.query('delete from outbox');
    now = new Date(Math.max(now.getTime(), minutes(1).getTime()) + 60_000);
    calls = [];
    answer = { status: 200 };
  });
  afterAll(() => database.close());

  test('what happens is committed with its deliveries, for those who asked for it', async () => {
    await add({ kinds: ['CLAIMED'] });
    await add({ kinds: ['SOLVED'] });
    await add();
    await add({ disabledAt: T0, disabledBecause: 'BY_HAND' });
    await happen('CLAIMED', 'PRIORITY_CHANGED');
    expect(await rows()).toHaveLength(3);
  });

  test('what is rolled back is told to nobody', async () => {
    await add();
    await expect(
      database.unitOfWork.run(desk.tenantId, async (tx) => {
        await tx.timeline.append(
          desk.ticket.id,
          now,
          { kind: 'system', name: 'test' },
          [{ kind: 'CLAIMED', before: {}, after: {} }],
          null,
        );
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await rows()).toEqual([]);
  });

  test('is told once, signed as the convention says, and not again', async () => {
    await add();
    await happen('CLAIMED');
    expect(await tell()).toBe(1);
    expect(await tell()).toBe(0);
    const [call] = calls;
    // The library refuses an old timestamp by the real clock, so only its signature is asked for.
    const verify = (): unknown =>
      new Verifier(secret).verify(call?.body ?? '', {
        ...call?.headers,
        'webhook-timestamp': call?.headers['webhook-timestamp'] ?? '',
      });
    expect(verify).toThrow('Message timestamp too old');
    const stamp = new Date(Number(call?.headers['webhook-timestamp']) * 1_000);
    expect(call?.headers['webhook-signature']).toBe(
      new Verifier(secret).sign(call?.headers['webhook-id'] ?? '', stamp, call?.body ?? ''),
    );
    expect(JSON.parse(call?.body ?? '')).toMatchObject({
      type: 'ticket.claimed',
      timestamp: now.toISOString(),
      apiVersion: '2026-11-01',
      data: {
        id: call?.headers['webhook-id'],
        ticket: { number: desk.ticket.number },
        actor: { type: 'SystemActor', name: 'test' },
        changes: [{ field: 'status', before: 'NEW', after: 'OPEN' }],
      },
    });
    expect(await rows()).toMatchObject([{ state: 'DELIVERED', attempts: 1 }]);
  });

  test('what fails comes back later, in the same words and under the same id', async () => {
    const id = await add();
    await happen('CLAIMED');
    answer = { status: 500 };
    await tell();
    expect(await tell()).toBe(0);
    expect((await standing(id))?.failingSince).toEqual(now);
    now = new Date(now.getTime() + 5_000);
    answer = { error: 'not reached (ECONNREFUSED)' };
    await tell();
    now = new Date(now.getTime() + 5 * 60_000);
    answer = { status: 204 };
    await tell();
    expect(new Set(calls.map(({ body }) => body)).size).toBe(1);
    expect(new Set(calls.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(await rows()).toMatchObject([
      {
        state: 'DELIVERED',
        tries: [
          { status: 500, error: null },
          { status: null, error: 'not reached (ECONNREFUSED)' },
          { status: 204 },
        ],
      },
    ]);
    expect((await standing(id))?.failingSince).toBeNull();
  });

  test('a delivery is given up after ten tries, an address after five days, and that is said', async () => {
    const id = await add();
    await happen('CLAIMED');
    answer = { status: 503 };
    const begun = now.getTime();
    let tries = 0;
    while ((await rows())[0]?.state === 'PENDING') {
      const [due] = await database.dataSource.query('select due_at from webhook_delivery');
      now = due.due_at;
      await tell();
      tries += 1;
    }
    expect(tries).toBe(10);
    expect((await standing(id))?.disabledAt).toBeNull();
    now = new Date(begun + GIVES_UP_AFTER_MS);
    await happen('SOLVED');
    await tell();
    expect(await standing(id)).toMatchObject({ disabledAt: now, disabledBecause: 'FAILING' });
    const notices = await database.dataSource.query('select channel, what from outbox');
    expect(notices).toHaveLength(1);
    expect(notices[0].channel).toBe('CTRIAGE');
    expect(JSON.stringify(notices[0].what)).toContain('the webhook “dashboard” was switched off');
    now = new Date(now.getTime() + 60_000);
    await happen('REOPENED');
    expect(await tell()).toBe(0);
  });

  test('an address that says it is gone is asked no more', async () => {
    const id = await add();
    await happen('CLAIMED');
    answer = { status: 410 };
    await tell();
    expect(await standing(id)).toMatchObject({ disabledBecause: 'GONE' });
  });

  test('a delivery in hand is nobody else’s, and its late holder settles nothing', async () => {
    const id = await add();
    await happen('CLAIMED', 'SOLVED');
    const [lease] = await claim();
    expect(await claim()).toEqual([]);
    await database.dataSource.query(
      `update webhook_delivery set lease_until = now() - interval '1 s'`,
    );
    const again = await claim();
    expect(again).toHaveLength(2);
    expect(again.every(({ webhookId }) => webhookId === id)).toBe(true);
    const told = { at: now.toISOString(), status: 200, error: null, tookMs: 1 };
    const next = { state: 'DELIVERED', at: now } as const;
    const settled = await database.unitOfWork.run(desk.tenantId, async (tx) =>
      lease === undefined ? null : tx.webhooks.settle(lease, told, next),
    );
    expect(settled).toBe(false);
  });

  test('a slow address holds five at once and keeps nobody else waiting', async () => {
    const slow = await add();
    for (let count = 0; count < 8; count += 1) await happen('CLAIMED');
    const held = await claim();
    expect(held).toHaveLength(5);
    await add({ name: 'other' });
    await happen('SOLVED');
    const next = await claim();
    expect(next).toHaveLength(1);
    expect(next[0]?.webhookId).not.toBe(slow);
  });

  test('after a rotation both secrets sign until the old one ends', async () => {
    const id = await add();
    const fresh = newSecret();
    const until = new Date(now.getTime() + 60_000);
    await database.unitOfWork.run(desk.tenantId, (tx) => tx.webhooks.rotate(id, fresh, until));
    await happen('CLAIMED');
    expect((await claim())[0]?.secrets).toEqual([fresh, secret]);
    await database.dataSource.query('update webhook_delivery set lease_until = null');
    now = until;
    expect((await claim())[0]?.secrets).toEqual([fresh]);
  });

  test('replaying tells all since a time, also what was missed while it was off', async () => {
    const id = await add({ kinds: ['CLAIMED'], disabledAt: T0, disabledBecause: 'BY_HAND' });
    const since = now;
    await happen('CLAIMED', 'SOLVED');
    expect(await rows()).toEqual([]);
    await database.unitOfWork.run(desk.tenantId, async (tx) => {
      await tx.webhooks.save(webhookOf({ id, kinds: ['CLAIMED'] }));
      expect(await tx.webhooks.replaySince(id, since, now, 100)).toBe(1);
    });
    await tell();
    const [first] = await rows();
    await database.unitOfWork.run(desk.tenantId, (tx) => tx.webhooks.replay(first?.id ?? '', now));
    await tell();
    expect(calls).toHaveLength(2);
    expect(calls[0]?.headers['webhook-id']).toBe(calls[1]?.headers['webhook-id']);
  });

  test('each is told in the version it is pinned to, also again, until it is moved to another', async () => {
    const since = now;
    await add({ name: 'old', url: 'https://old.example/in' });
    const id = await add({ name: 'new', url: 'https://new.example/in', apiVersion: '2026-11-26' });
    await happen('CLAIMED');
    const toldBy = (host: string): readonly string[] =>
      calls.filter(({ url }) => url.includes(host)).map(({ body }) => body);
    const replay = (webhookId: string): Promise<unknown> =>
      database.unitOfWork.run(desk.tenantId, (tx) =>
        tx.webhooks.replaySince(webhookId, since, now, 100),
      );
    await tell();
    const [old] = toldBy('old.');
    const [young] = toldBy('new.');
    expect(old).toContain('"apiVersion":"2026-11-01"');
    expect(old).toContain('"changes":[{"field":"status"');
    expect(young).toContain('"apiVersion":"2026-11-26"');
    expect(young).toContain('"event":{"__typename":"TicketClaimed"');
    expect(young).not.toContain('"changes"');
    expect(new Set(calls.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    const all: { id: string; name: string }[] = await database.dataSource.query(
      'select id, name from webhook',
    );
    for (const one of all) await replay(one.id);
    await tell();
    expect([toldBy('old.'), toldBy('new.')]).toEqual([
      [old, old],
      [young, young],
    ]);
    // Moved by hand: from then on the other one, also of what happened before.
    const first = all.find(({ name }) => name === 'old')?.id ?? '';
    const stands = await standing(first);
    if (stands === null) throw new Error('gone');
    await database.unitOfWork.run(desk.tenantId, (tx) =>
      tx.webhooks.save({ ...stands, apiVersion: '2026-11-26' }),
    );
    await replay(first);
    await tell();
    expect(toldBy('old.')).toEqual([old, old, young]);
    expect((await standing(id))?.apiVersion).toBe('2026-11-26');
  });

  test('no secret lies open, another key does not read it, and a newer one takes over', async () => {
    await add();
    const stored = await database.dataSource.query('select * from webhook');
    expect(JSON.stringify(stored)).not.toContain(secret.slice(6));
    const other = { id: 'other', key: Buffer.alloc(32, 8) };
    const under = (...keys: (typeof other)[]): SqlWebhookLeases =>
      new SqlWebhookLeases(database.dataSource, new SecretBox(keys), 1_000);
    await expect(under(other).verify()).rejects.toThrow('"test" is not configured');
    expect(await under(other, testKey).resealAll()).toBe(1);
    await expect(under(other).verify()).resolves.toBeUndefined();
  });
});

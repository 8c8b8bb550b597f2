import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Errand, Leased, OutboxRow, Remainder } from '../../src/app/ports/queues';
import { LeaseLost } from '../../src/app/ports/queues';
import type { Database } from '../../src/db/data-source';
import { plain, type Text } from '../../src/domain/text';
import { describeOnEachEngine, describeOnPostgres } from '../support/engines';
import { errand, messageIn, type SeededDesk, seedDesk, thread } from './fixtures';

const words = (text: string): Errand['what'] => ({ kind: 'text', text: plain(text), as: null });

const said = (lease: Leased<OutboxRow> | undefined): Text | null =>
  lease?.row.what?.kind === 'text' ? lease.row.what.text : null;

const saidBy = (leases: readonly Leased<OutboxRow>[]): string[] =>
  leases.map(
    (lease) =>
      said(lease)
        ?.map((span) => ('text' in span ? span.text : ''))
        .join('') ?? '',
  );

describeOnEachEngine('the outbox', (open) => {
  let database: Database;
  let desk: SeededDesk;
  const settleMs = 45_000;
  const sql = (text: string, params: unknown[] = []): Promise<unknown> =>
    database.dataSource.query(text, params);
  const send = (...errands: Errand[]): Promise<readonly string[]> =>
    database.unitOfWork.run(desk.tenantId, (tx) => tx.send(errands));
  const claim = (): Promise<readonly Leased<OutboxRow>[]> => database.outboxLease.claim('w', 10);
  const one = async (): Promise<Leased<OutboxRow>> => {
    const [lease, another] = await claim();
    if (lease === undefined || another !== undefined) throw new Error('not exactly one row');
    return lease;
  };
  /** Time goes by: everything recorded moves into the past. */
  const later = async (ms: number): Promise<void> => {
    const by = `interval '${ms} milliseconds'`;
    await sql(
      `update outbox set not_before = not_before - ${by}, claimed_at = claimed_at - ${by},
         lease_until = lease_until - ${by}, uncertain_since = uncertain_since - ${by},
         held_since = held_since - ${by}`,
    );
    await sql(
      `update send_pace set steady_at = steady_at - ${by}, blocked_until = blocked_until - ${by}`,
    );
  };
  const finish = (lease: Leased<OutboxRow>, id: string): Promise<void> =>
    database.unitOfWork.run(desk.tenantId, (tx) =>
      tx.finishOutbox(lease, {
        ref: { platform: 'slack', workspace: desk.workspace, channel: 'CSHARED', id },
      }),
    );

  beforeAll(async () => {
    database = await open({ outbox: { settleMs } });
    desk = await seedDesk(database, 'TOUT');
  }, 60_000);
  afterAll(() => database.close());
  beforeEach(() => sql('truncate outbox, surface, send_pace'));

  test('nothing goes out unless the decision that caused it is committed', async () => {
    const work = database.unitOfWork.run(desk.tenantId, async (tx) => {
      await tx.send([errand(thread(desk, '1.1'))]);
      throw new Error('undecided');
    });
    await expect(work).rejects.toThrow('undecided');
    expect(await claim()).toEqual([]);
  });

  test('a row says everything its errand said', async () => {
    const given = errand(thread(desk, '1.1'), {
      kind: 'edit',
      what: words('a \u0000 b'),
      ticketId: desk.ticket.id,
      messageId: desk.ticket.id,
      at: { platform: 'slack', workspace: desk.workspace, channel: 'CSHARED', id: '1.2' },
      userId: 'UCLEO',
    });
    const [id] = await send(given);
    const { row, attempt } = await one();
    expect(row).toMatchObject({ ...given, id, tenantId: desk.tenantId, what: words('a \uFFFD b') });
    expect(row.uncertainSince).toBeNull();
    expect(attempt).toBe(1);
  });

  test('posts of one thread go one after the other, other threads do not wait', async () => {
    await send(
      errand(thread(desk, '1.1'), { what: words('first') }),
      errand(thread(desk, '1.1'), { what: words('second') }),
      errand(thread(desk, '2.1', 'CTRIAGE'), { what: words('elsewhere') }),
    );
    const leases = await claim();
    expect(saidBy(leases)).toEqual(['first', 'elsewhere']);
    await later(5_000);
    expect(await claim()).toEqual([]);
    const [first] = leases;
    if (first !== undefined) await finish(first, '1.9');
    expect(saidBy(await claim())).toEqual(['second']);
  });

  test('a row of several parts says them one after the other, before whatever waits behind it', async () => {
    const long = errand(thread(desk, null), { what: words('first part'), surface: 'reply:1' });
    await send(long, errand(thread(desk, null), { what: words('next'), inThreadOf: 'reply:1' }));
    const at = (id: string) =>
      ({ platform: 'slack', workspace: desk.workspace, channel: 'CSHARED', id }) as const;
    const goOn = (lease: Leased<OutboxRow>, id: string, left: Remainder): Promise<void> =>
      database.unitOfWork.run(desk.tenantId, (tx) => tx.continueOutbox(lease, at(id), left));
    const first = await one();
    expect(first.row.part).toBe(0);
    await goOn(first, '1.1', { kind: 'post', what: words('second part') });
    await expect(finish(first, '1.9')).rejects.toBeInstanceOf(LeaseLost);
    const second = await one();
    expect(saidBy([second])).toEqual(['second part']);
    // It follows in the thread that the first part began; nothing of it is uncertain yet.
    expect(second.row).toMatchObject({ part: 1, uncertainSince: null, to: { threadId: '1.1' } });
    await finish(second, '1.2');
    const surfaces = () => sql('select name, message from surface order by name');
    expect(await surfaces()).toEqual([
      { name: 'reply:1', message: '1.1' },
      { name: 'reply:1#1', message: '1.2' },
    ]);
    await send(errand(thread(desk, null), { kind: 'remove', surface: 'reply:1' }));
    await finish(await one(), '1.3');
    const gone = await one();
    await goOn(gone, '1.1', { kind: 'remove', what: null });
    expect(await surfaces()).toEqual([{ name: 'reply:1#1', message: '1.2' }]);
    await finish(await one(), '1.2');
    expect(await surfaces()).toEqual([]);
  });

  test('whoever lost the lease cannot finish the row', async () => {
    await send(errand(thread(desk, '1.1')));
    const lost = await one();
    await later(settleMs + 20_001);
    const held = await one();
    await expect(finish(lost, '1.9')).rejects.toBeInstanceOf(LeaseLost);
    expect(await database.outboxLease.retry(lost, 0, 'late')).toBe('lost');
    expect(await database.outboxLease.uncertain(lost, 'late')).toBe('lost');
    await finish(held, '1.9');
  });

  test('after a crash the row comes back only when the settle time is over, as uncertain', async () => {
    await send(errand(thread(desk, '1.1')));
    const crashed = await one();
    expect(crashed.row.uncertainSince).toBeNull();
    await later(20_001);
    expect(await claim()).toEqual([]);
    await later(settleMs - 20_000);
    const back = await one();
    expect(back.row.uncertainSince).not.toBeNull();
    expect(back.attempt).toBe(2);
  });

  test('an unknown outcome waits the settle time and is then looked up', async () => {
    await send(errand(thread(desk, '1.1')));
    expect(await database.outboxLease.uncertain(await one(), 'time-out')).toBe('kept');
    await later(settleMs - 2_000);
    expect(await claim()).toEqual([]);
    await later(2_001);
    expect((await one()).row.uncertainSince).not.toBeNull();
  });

  test('a second unknown attempt waits a settle time of its own, and still looks from the first', async () => {
    await send(errand(thread(desk, '1.1')));
    await database.outboxLease.uncertain(await one(), 'time-out');
    await later(settleMs + 1);
    const second = await one();
    await database.outboxLease.uncertain(second, 'time-out again');
    await later(settleMs - 2_000);
    expect(await claim()).toEqual([]);
    await later(2_001);
    const third = await one();
    const first = second.row.uncertainSince?.getTime() ?? 0;
    expect(third.row.uncertainSince?.getTime()).toBeLessThan(first);
  });

  test('an attempt that surely was not carried out leaves nothing to look up', async () => {
    await send(errand(thread(desk, '1.1')));
    await database.outboxLease.retry(await one(), 1_000, 'refused connection');
    expect(await claim()).toEqual([]);
    await later(1_001);
    expect((await one()).row.uncertainSince).toBeNull();
  });

  test('a look-up that had to wait does not make an uncertain row certain', async () => {
    await send(errand(thread(desk, '1.1')));
    await database.outboxLease.uncertain(await one(), 'time-out');
    await later(settleMs + 1);
    await database.outboxLease.retry(await one(), 1_000, 'the look-up was rate limited');
    await later(1_001);
    expect((await one()).row.uncertainSince).not.toBeNull();
  });

  test('a whisper is never repeated once its outcome is unknown', async () => {
    const whisper = errand(thread(desk, '1.1'), { kind: 'whisper', userId: 'UCLEO' });
    await send(whisper);
    await database.outboxLease.uncertain(await one(), 'time-out');
    await send(whisper);
    await one();
    await later(settleMs * 3);
    expect(await claim()).toEqual([]);
    const [{ count }] = (await sql(
      `select count(*)::int as count from outbox where state = 'CANCELLED'`,
    )) as [{ count: number }];
    expect(count).toBe(2);
  });

  test('posts to one channel keep their pace, three at most at once; other channels do not wait', async () => {
    for (let n = 0; n < 6; n += 1)
      await send(errand(thread(desk, `${n}.1`), { what: words(`s${n}`) }));
    await send(errand(thread(desk, '9.1', 'CTRIAGE'), { what: words('other') }));
    const taken: string[] = [];
    for (let n = 0; n < 6; n += 1) taken.push(...saidBy(await claim()));
    expect(taken).toEqual(['s0', 'other', 's1', 's2']);
    await later(1_000);
    expect(saidBy(await claim())).toEqual(['s3']);
    expect(await claim()).toEqual([]);
  });

  test('a limit set by the platform stops that kind of call to that channel and nothing else', async () => {
    await send(errand(thread(desk, '1.1'), { what: words('limited') }));
    await database.outboxLease.retry(await one(), 30_000, 'slow down');
    await send(errand(thread(desk, '2.1'), { what: words('same channel') }));
    await send(errand(thread(desk, '3.1', 'CTRIAGE'), { what: words('other channel') }));
    await send(errand(thread(desk, '4.1'), { kind: 'edit', what: words('other kind') }));
    expect(saidBy(await claim())).toEqual(['other channel', 'other kind']);
    await later(30_001);
    const taken = [...saidBy(await claim()), ...saidBy(await claim())];
    expect(taken.sort()).toEqual(['limited', 'same channel']);
  });

  test('a queued edit of a surface is replaced by the newer one and keeps its place', async () => {
    const edit = (text: string): Errand =>
      errand(thread(desk, '1.1'), { kind: 'edit', surface: 'line:1', what: words(text) });
    const [older] = await send(edit('old'));
    await send(errand(thread(desk, '1.1'), { what: words('between') }));
    const [newer] = await send(edit('new'));
    expect(newer).toBe(older);
    const lease = await one();
    expect(saidBy([lease])).toEqual(['new']);
    await send(edit('while it is being sent'));
    await finish(lease, '1.5');
    expect(saidBy(await claim())).toEqual(['between']);
    const [{ count }] = (await sql(
      `select count(*)::int as count from outbox where kind = 'edit' and state = 'PENDING'`,
    )) as [{ count: number }];
    expect(count).toBe(1);
  });

  test('an edit never goes back before a card that was put up anew meanwhile', async () => {
    const card = (text: string, kind: Errand['kind'] = 'edit'): Errand =>
      errand(thread(desk, null, 'CTRIAGE'), { kind, surface: 'card:1', what: words(text) });
    await send(card('card', 'post'));
    await finish(await one(), '7.1');
    await send(card('older'));
    await send(card('card elsewhere', 'post'));
    await send(card('newer'));
    await send(card('newest'));
    const shown: string[] = [];
    for (let at = 2; at < 5; at += 1) {
      await later(5_000);
      const lease = await one();
      shown.push(...saidBy([lease]));
      await finish(lease, `7.${at}`);
    }
    // What stands last is the newest, on the card that stands last.
    expect(shown).toEqual(['older', 'card elsewhere', 'newest']);
    expect(await claim()).toEqual([]);
  });

  test('a row the platform locks us out of comes back for a day, ever less often, and then no more', async () => {
    await send(errand(thread(desk, '1.1'), { what: words('held') }));
    const hold = async (): Promise<string> => database.outboxLease.hold(await one(), 'no token');
    for (const secs of [2, 30, 30]) {
      expect(await hold()).toBe('kept');
      await later(secs * 900);
      expect(await claim()).toEqual([]);
      await later(3_600_000);
    }
    await later(24 * 3_600_000);
    const lease = await one();
    expect(await database.outboxLease.hold(lease, 'no token')).toBe('over');
    // Whoever holds the lease may still say what became of it.
    await finish(lease, '1.1');
    // An answer of another kind ends the day.
    await send(errand(thread(desk, '2.1'), { what: words('busy meanwhile') }));
    expect(await hold()).toBe('kept');
    await later(23 * 3_600_000);
    await database.outboxLease.retry(await one(), 0, 'slow down');
    await later(23 * 3_600_000);
    expect(await hold()).toBe('kept');
  });

  test('what heads a thread is redrawn without waiting for what is said below it, but in its own order', async () => {
    const card = (part: Partial<Errand>): Errand =>
      errand(thread(desk, null, 'CTRIAGE'), { surface: 'card:1', ...part });
    const below = errand(thread(desk, null, 'CTRIAGE'), {
      inThreadOf: 'card:1',
      surface: 'mirror:1',
      what: words('a long log'),
    });
    await send(card({ what: words('card') }), below, card({ kind: 'edit', what: words('first') }));
    // Where it stands is not known yet.
    const posted = await one();
    expect(saidBy([posted])).toEqual(['card']);
    await finish(posted, '7.1');
    const together = await claim();
    expect(saidBy(together)).toEqual(['a long log', 'first']);
    // Posted anew in another room meanwhile: the edit on its way comes first, later ones after it.
    await send(card({ what: words('card elsewhere') }));
    await send(card({ kind: 'edit', what: words('second') }));
    await send({ ...below, kind: 'edit', what: words('a corrected log') });
    await later(5_000);
    expect(await claim()).toEqual([]);
    const [log, edit] = together;
    if (log === undefined || edit === undefined) throw new Error('not two rows');
    await finish(edit, '7.1');
    expect(await claim()).toEqual([]);
    await finish(log, '7.2');
    expect(saidBy(await claim())).toEqual(['card elsewhere']);
  });

  test('the rest of a long message goes behind what has waited longer', async () => {
    const [long] = await send(errand(thread(desk, '1.1'), { what: words('part 1') }));
    await send(errand(thread(desk, '2.1'), { what: words('another customer') }));
    const first = await one();
    expect(first.row.id).toBe(long);
    await database.unitOfWork.run(desk.tenantId, (tx) =>
      tx.continueOutbox(
        first,
        { platform: 'slack', workspace: desk.workspace, channel: 'CSHARED', id: '1.2' },
        { kind: 'post', what: words('part 2') },
      ),
    );
    expect([...saidBy(await claim()), ...saidBy(await claim())]).toEqual([
      'another customer',
      'part 2',
    ]);
  });

  test('a surface is where its post went, until it is removed', async () => {
    await send(errand(thread(desk, null, 'CTRIAGE'), { surface: 'card:1' }));
    await finish(await one(), '7.1');
    const ref = {
      platform: 'slack',
      workspace: desk.workspace,
      channel: 'CSHARED',
      id: '7.1',
    } as const;
    expect(await database.outboxLease.surface(desk.tenantId, 'card:1')).toEqual(ref);
    const [there, name] = await database.unitOfWork.run(desk.tenantId, async (tx) => [
      await tx.surface('card:1'),
      await tx.surfaceAt(ref),
    ]);
    expect([there, name]).toEqual([ref, 'card:1']);
    await send(
      errand(thread(desk, null, 'CTRIAGE'), { kind: 'remove', what: null, surface: 'card:1' }),
    );
    await finish(await one(), '7.1');
    expect(await database.outboxLease.surface(desk.tenantId, 'card:1')).toBeNull();
  });

  test('what goes under a surface waits for it and is given its thread', async () => {
    await send(
      errand(thread(desk, null, 'CTRIAGE'), { surface: 'card:1', what: words('card') }),
      errand(thread(desk, null, 'CTRIAGE'), { inThreadOf: 'card:1', what: words('under it') }),
    );
    const card = await one();
    await finish(card, '7.1');
    const under = await one();
    expect(under.row.to.threadId).toBe('7.1');
    expect(saidBy([under])).toEqual(['under it']);
  });

  test('a refused row stays refused until its message is put back', async () => {
    const message = messageIn(desk, { deliveryState: 'PENDING' });
    await database.unitOfWork.run(desk.tenantId, (tx) => tx.messages.insert(message));
    await send(errand(thread(desk, '1.1'), { messageId: message.id }));
    const lease = await one();
    await database.unitOfWork.run(desk.tenantId, (tx) =>
      tx.finishOutbox(lease, { refused: 'channel is archived' }),
    );
    await later(settleMs * 2);
    expect(await claim()).toEqual([]);
    const requeue = (): Promise<boolean> =>
      database.unitOfWork.run(desk.tenantId, (tx) => tx.requeue(message.id));
    expect(await requeue()).toBe(true);
    expect(await requeue()).toBe(false);
    const again = await one();
    expect([again.row.id, again.attempt, again.row.uncertainSince]).toEqual([
      lease.row.id,
      1,
      null,
    ]);
  });
});

describeOnPostgres('the outbox under four workers', (open) => {
  test('no row is taken twice, lanes keep their order and the pace of a channel holds', async () => {
    const database = await open({ poolSize: 12, outbox: { postIntervalMs: 20, postBurst: 3 } });
    const desk = await seedDesk(database, 'TRACE');
    const channels = 4;
    const each = 25;
    for (let n = 0; n < each; n += 1)
      for (let channel = 0; channel < channels; channel += 1)
        await database.unitOfWork.run(desk.tenantId, (tx) =>
          tx.send([
            errand(thread(desk, `${n % 5}.1`, `C${channel}`), { what: words(`${channel}:${n}`) }),
          ]),
        );
    const sent: { lane: string; n: number; channel: string; at: number }[] = [];
    const began = Date.now();
    const worker = async (name: string): Promise<void> => {
      while (sent.length < channels * each && Date.now() - began < 50_000) {
        for (const lease of await database.outboxLease.claim(name, 5)) {
          const [channel = '', n = ''] = saidBy([lease])[0]?.split(':') ?? [];
          sent.push({
            lane: `${channel}/${lease.row.to.threadId}`,
            n: Number(n),
            channel,
            at: Date.now(),
          });
          const ref = {
            platform: 'slack',
            workspace: desk.workspace,
            channel: `C${channel}`,
            id: n,
          } as const;
          await database.unitOfWork.run(desk.tenantId, (tx) => tx.finishOutbox(lease, { ref }));
        }
      }
    };
    await Promise.all(['a', 'b', 'c', 'd'].map(worker));
    expect(new Set(sent.map(({ channel, n }) => `${channel}:${n}`)).size).toBe(channels * each);
    expect(sent).toHaveLength(channels * each);
    for (const lane of new Set(sent.map((row) => row.lane))) {
      const numbers = sent.filter((row) => row.lane === lane).map(({ n }) => n);
      expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    }
    // 25 posts, 3 of them at once: 22 intervals of 20 ms.
    const first = Math.min(...sent.filter(({ channel }) => channel === '0').map(({ at }) => at));
    const last = Math.max(...sent.filter(({ channel }) => channel === '0').map(({ at }) => at));
    expect(last - first).toBeGreaterThanOrEqual(22 * 20 - 40);
    await database.close();
  }, 60_000);

  test('claiming is found by index among 100,000 finished and 10,000 waiting rows', async () => {
    const database = await open();
    const desk = await seedDesk(database, 'TBIG');
    const fill = (count: number, state: string): Promise<unknown> =>
      database.dataSource.query(
        `insert into outbox (tenant_id, id, kind, platform, workspace, channel, lane, state)
         select $1, gen_random_uuid(), 'post', 'slack', 'T1', 'C' || (n % 20), $3 || (n % 2000), $3
         from generate_series(1, $2::int) n`,
        [desk.tenantId, count, state],
      );
    await fill(100_000, 'SENT');
    await fill(10_000, 'PENDING');
    const times: number[] = [];
    for (let round = 0; round < 20; round += 1) {
      const began = performance.now();
      await database.outboxLease.claim('w', 10);
      times.push(performance.now() - began);
    }
    // The quickest: the others are this machine's other work, too.
    expect(Math.min(...times)).toBeLessThan(200);
    await database.close();
  }, 60_000);
});

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EVERYWHERE, type SearchFilter, type SearchHit } from '../../src/app/ports/search';
import type { NewMessage } from '../../src/app/ports/store';
import type { Database } from '../../src/db/data-source';
import { createReaders } from '../../src/db/readers/create-readers';
import type { Limit } from '../../src/domain/sight';
import { plain } from '../../src/domain/text';
import { describeOnEachEngine } from '../support/engines';
import { messageIn, minutes, type SeededDesk, seedDesk } from './fixtures';

describeOnEachEngine('the search', (open) => {
  let database: Database;
  let ours: SeededDesk;
  let theirs: SeededDesk;

  const say = async (
    desk: SeededDesk,
    text: string,
    at: number,
    more: Partial<NewMessage> = {},
  ): Promise<string> => {
    const message = messageIn(desk, {
      body: plain(text),
      platformId: `1.${at}`,
      occurredAt: minutes(at),
      ...more,
    });
    await database.unitOfWork.run(desk.tenantId, (tx) => tx.messages.insert(message));
    return message.id;
  };
  const limitTo = (memberId: string | null, queueIds: readonly string[]): Limit | null => {
    if (queueIds.length > 0) return { by: 'QUEUES', queueIds };
    return memberId === null ? null : { by: 'ASSIGNEE', memberId };
  };
  const hits = async (
    query: string,
    filter: Partial<SearchFilter> = {},
    desk = ours,
    onlyAssignedTo: string | null = null,
    queueIds: readonly string[] = [],
  ): Promise<SearchHit[]> => {
    const page = await createReaders(database.dataSource).search(
      { tenantId: desk.tenantId, limit: limitTo(onlyAssignedTo, queueIds) },
      query,
      { ...EVERYWHERE, ...filter },
      { limit: 50, from: 'start', after: null, before: null },
    );
    return page.rows.map(({ row }) => row);
  };
  const found = async (...asked: Parameters<typeof hits>): Promise<string[]> =>
    (await hits(...asked)).map(({ id }) => id);
  const spellings = async (word: string): Promise<number> =>
    (await database.dataSource.query('select from search_spelling where word = $1', [word])).length;

  beforeAll(async () => {
    database = await open();
    ours = await seedDesk(database, 'TOURS');
    theirs = await seedDesk(database, 'TTHEIRS');
  }, 60_000);
  afterAll(() => database.close());

  test('finds words, their beginnings, other capitals and accents, and typos, the exact first', async () => {
    const exact = await say(ours, 'The yearly INVOICE from Zürich is wrong', 1);
    const begun = await say(ours, 'Two invoices are missing', 2);
    const cyrillic = await say(ours, 'Счёт не пришёл', 3);
    expect(await found('invoice')).toEqual([exact, begun]);
    expect(await found('invoces')).toEqual([begun]);
    expect(await found('invioce')).toEqual([exact]);
    expect(await found('zurich INVOICE')).toEqual([exact]);
    expect(await found('счет')).toEqual([cyrillic]);
    expect(await found('invoice unicorn')).toEqual([]);
    const [hit] = await hits('invioce');
    expect(hit?.excerpt.filter((part) => part.isMatch)).toHaveLength(1);
  });

  test('finds a ticket by its subject, and follows its subject', async () => {
    expect(await hits('export empty')).toMatchObject([
      { id: ours.ticket.id, kind: 'TICKET', message: null, ticketId: ours.ticket.id },
    ]);
    await database.dataSource.query('update ticket set subject = $2 where id = $1', [
      ours.ticket.id,
      'The walrus is empty',
    ]);
    expect(await found('export')).toEqual([]);
    await say(ours, 'A walrus, said later', 5);
    expect((await found('walrus'))[0]).toBe(ours.ticket.id);
  });

  test('follows edits, deletions and what is taken into a ticket later, and forgets their words', async () => {
    const id = await say(ours, 'a zebrafinch sat there', 10, { ticketId: null });
    expect(await found('zebrafinch')).toEqual([]);
    const run = <T>(work: Parameters<typeof database.unitOfWork.run<T>>[1]): Promise<T> =>
      database.unitOfWork.run(ours.tenantId, work);
    await run((tx) => tx.messages.attach([id], ours.ticket.id));
    expect(await found('zebrafinch')).toEqual([id]);
    expect(await found('zebrafinhc')).toEqual([id]);
    await run((tx) => tx.messages.edit(id, plain('an axolotl sat there'), [], minutes(11), false));
    expect(await found('zebrafinch')).toEqual([]);
    expect(await spellings('zebrafinch')).toBe(0);
    expect(await found('axolotl')).toEqual([id]);
    await run((tx) => tx.messages.remove(id, minutes(12)));
    expect(await found('axolotl')).toEqual([]);
    expect(await spellings('axolotl')).toBe(0);
    await run((tx) => tx.messages.restore(id, plain('an axolotl again'), [], minutes(13)));
    expect(await found('axolotl')).toEqual([id]);
    await database.dataSource.query('delete from message_edit where message_id = $1', [id]);
    await database.dataSource.query('delete from message where id = $1', [id]);
    expect(await found('axolotl')).toEqual([]);
    expect(await spellings('axolotl')).toBe(0);
  });

  test('keeps a word that somebody else still says', async () => {
    const one = await say(ours, 'platypus', 20);
    const other = await say(ours, 'a platypus', 21);
    await database.unitOfWork.run(ours.tenantId, (tx) => tx.messages.remove(one, minutes(22)));
    expect(await found('platipus')).toEqual([other]);
  });

  test('shows one tenant nothing of another, not even a word to be meant', async () => {
    const id = await say(theirs, 'their narwhal is private', 30);
    expect(await found('narwhal', {}, theirs)).toEqual([id]);
    expect(await found('narwhal')).toEqual([]);
    expect(await found('narwhla')).toEqual([]);
    await expect(database.dataSource.query(`select search_near('narwhal')`)).rejects.toThrow(
      /app\.tenant|uuid: ""/,
    );
    const outsider = `begin; select set_config('role', 'threadkeeper_tenant', true),
      set_config('app.tenant', '${ours.tenantId}', true)`;
    const runner = database.dataSource.createQueryRunner();
    try {
      await runner.query(outsider);
      expect(await runner.query(`select from search_spelling where word = 'narwhal'`)).toEqual([]);
      await expect(runner.query('delete from search_entry')).rejects.toThrow(/permission denied/);
    } finally {
      await runner.query('rollback');
      await runner.release();
    }
  });

  test('keeps to a partner’s tickets, to a customer’s, to one kind and to what is public', async () => {
    const note = await say(ours, 'quokka in a note', 40, { visibility: 'INTERNAL' });
    const said = await say(ours, 'quokka in public', 41);
    const both = [said, note].sort();
    expect((await found('quokka')).sort()).toEqual(both);
    expect(await found('quokka', { onlyPublic: true })).toEqual([said]);
    expect(await found('quokka', { kind: 'TICKET' })).toEqual([]);
    expect((await found('quokka', { customerId: ours.customer.id })).sort()).toEqual(both);
    expect(await found('quokka', { customerId: theirs.customer.id })).toEqual([]);
    expect(await found('quokka', {}, ours, ours.member.id)).toEqual([]);
    await database.dataSource.query('update ticket set assignee_id = $2 where id = $1', [
      ours.ticket.id,
      ours.member.id,
    ]);
    expect((await found('quokka', {}, ours, ours.member.id)).sort()).toEqual(both);
    expect(await found('quokka', {}, ours, theirs.member.id)).toEqual([]);
    expect((await found('quokka', {}, ours, null, [ours.ticket.queueId])).sort()).toEqual(both);
    expect(await found('quokka', {}, ours, null, [theirs.ticket.queueId])).toEqual([]);
  });

  test('keeps to queues, states and labels, and to a partner’s queues whatever is asked', async () => {
    const said = await say(ours, 'numbat', 45);
    const { queueId } = ours.ticket;
    const { status } = ours.ticket;
    expect(await found('numbat', { queueIds: [queueId], statuses: [status] })).toEqual([said]);
    expect(await found('numbat', { queueIds: [theirs.ticket.queueId] })).toEqual([]);
    expect(await found('numbat', { queueIds: [] })).toEqual([]);
    expect(await found('numbat', { statuses: ['SOLVED'] })).toEqual([]);
    expect(
      await found('numbat', { queueIds: [queueId] }, ours, null, [theirs.ticket.queueId]),
    ).toEqual([]);
    const [label] = await database.dataSource.query(
      `with made as (insert into label (tenant_id, id, name, colour)
         values ($1, gen_random_uuid(), 'bug', 'RED') returning id)
       insert into ticket_label (tenant_id, ticket_id, label_id)
         select $1, $2, id from made returning label_id as id`,
      [ours.tenantId, ours.ticket.id],
    );
    expect(await found('numbat', { labelIds: [label.id] })).toEqual([said]);
    expect(await found('numbat', { labelIds: [ours.ticket.id] })).toEqual([]);
  });

  test('looks through the days of many tickets, and through a few tickets whole', async () => {
    await database.dataSource.query(
      `insert into ticket (tenant_id, id, number, customer_id, channel_id, thread_id, queue_id, level,
         status, waiting_on, priority, subject, opened_at, version, updated_at)
       select tenant_id, gen_random_uuid(), 1000 + n, customer_id, channel_id, 'm.' || n, queue_id, 1,
         'CLOSED', 'NOBODY', priority, case when n % 50 = 0 then 'pangolin ' else 'numbers ' end || n,
         $2::timestamptz - n * interval '1 day', 3, updated_at
       from ticket, generate_series(1, 400) n where id = $1`,
      [ours.ticket.id, minutes(50)],
    );
    const closed = { statuses: ['CLOSED'] as const, kind: 'TICKET' as const };
    expect(await found('pangolin', closed)).toHaveLength(8);
    expect(await found('pangolin', { ...closed, customerId: ours.customer.id })).toHaveLength(8);
    expect(await found('pangolin', { ...closed, customerId: theirs.customer.id })).toEqual([]);
    expect(await found('numbers', closed)).toHaveLength(50);
  });

  test('ranks the newest of a word that is everywhere, and finds an old rare one', async () => {
    const old = await say(ours, 'capybara', -60 * 24 * 900);
    await database.dataSource.query(
      `insert into message (tenant_id, id, ticket_id, channel_id, platform_id, thread_id, author_kind,
         author_id, author_name, visibility, body, plain, files, occurred_at, needs_answer, delivery_state)
       select $1::uuid, gen_random_uuid(), $2::uuid, $3::uuid, 'x' || n, 'x', 'contact', $4::uuid, 'g',
         'PUBLIC', '[]', 'printer ' || n, '[]', $5::timestamptz - n * interval '1 hour', true, 'RECEIVED'
       from generate_series(1, 900) n`,
      [ours.tenantId, ours.ticket.id, ours.channel.id, ours.contact.id, minutes(100)],
    );
    const [best] = await hits('printer');
    expect(best?.at).toEqual(minutes(40));
    expect(await found('capybara')).toEqual([old]);
    expect(await found('capibara')).toEqual([old]);
  });

  test('finds all of a word however its weeks lie apart, alone and beside another', async () => {
    await database.dataSource.query(
      `insert into message (tenant_id, id, ticket_id, channel_id, platform_id, thread_id, author_kind,
         author_id, author_name, visibility, body, plain, files, occurred_at, needs_answer, delivery_state)
       select $1::uuid, gen_random_uuid(), $2::uuid, $3::uuid, 'm' || n, 'x', 'contact', $4::uuid, 'g',
         'PUBLIC', '[]', case when n % 2 = 0 then 'meerkat stands' else 'meerkat' end, '[]',
         $5::timestamptz - n * n * interval '1 day', true, 'RECEIVED'
       from generate_series(1, 40) n`,
      [ours.tenantId, ours.ticket.id, ours.channel.id, ours.contact.id, minutes(100)],
    );
    expect(await found('meerkat')).toHaveLength(40);
    expect(await found('meerkat stands')).toHaveLength(20);
    expect(await found('meerkta', { onlyPublic: true })).toHaveLength(40);
    expect(await found('meerkat', { customerId: ours.customer.id })).toHaveLength(40);
    expect(await found('meerkat printer')).toEqual([]);
  });

  test.each([
    `'"; drop table ticket & | ! <-> :* \\ ( ) %`,
    '!!! &&& |||',
    '🎉🎉',
    'the and of',
    `o'brien \\'`,
    'x'.repeat(3_000),
    Array.from({ length: 200 }, (_, n) => `word${n}`).join(' '),
    '日本語のテスト 한국어',
    'http://a.example/x?y=1 me@example.com 1.2.3.4 foo_bar-baz',
    '#262626 # _',
  ])('answers %j', async (query) => {
    expect(await hits(query)).toEqual([]);
  });
});

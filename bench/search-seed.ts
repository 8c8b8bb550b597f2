import { onServer } from './postgres';

const PHRASES = 100_000;
const WORDS = 50_000;
const PER_TICKET = 50;

/** Indexes that searching does not read; keeping them would only make the seeding longer. */
const UNREAD = [
  'message_words_idx',
  'message_ticket_idx',
  'message_thread_idx',
  'message_skipped_idx',
];

/**
 * Fills a desk with messages of made-up words, used as words are: the commonest stands in half of
 * the messages, most are rare (Zipf). Written in bulk, without the triggers, through the same
 * functions.
 */
export const wordSeed = (messages: number): readonly string[] => {
  const tickets = Math.ceil(messages / PER_TICKET);
  return [
    'set synchronous_commit = off',
    "set maintenance_work_mem = '512MB'",
    'set session_replication_role = replica',
    ...UNREAD.map((name) => `drop index ${name}`),
    'drop index search_entry_terms_idx',
    'create temporary table t0 as select id as tenant_id from tenant limit 1',
    // Six syllables of two letters at most: 'ba', 'cobafe', ...
    `create table bench_word as select n as rank, (
       select string_agg(substr('bcdfghjklmnprstvwz', (1 + (h >> (i * 5)) % 18)::int, 1)
         || substr('aeiou', (1 + (h >> (i * 5 + 2)) % 5)::int, 1), '' order by i)
       from generate_series(0, 2 + n % 4) i) as word
       from (select n, abs(hashint8(n::bigint * 2654435761)::bigint) as h
         from generate_series(1, ${WORDS}) n) numbers`,
    'create index on bench_word (rank)',
    `create temporary table phrase as
       select n, string_agg(word, ' ') as text from (
         select n, floor(${WORDS} ^ random())::int as rank
         from generate_series(1, ${PHRASES}) n, generate_series(1, 6)) picked
       join bench_word using (rank) group by n`,
    'create index on phrase (n)',
    'analyze phrase',
    `create temporary table c0 as select gen_random_uuid() as customer_id, gen_random_uuid() as channel_id`,
    `insert into customer (tenant_id, id, name, tier, created_at)
       select tenant_id, customer_id, 'Large customer', 'Standard', now() from t0, c0`,
    `insert into channel (tenant_id, id, workspace_id, external_id, name, kind, customer_id, is_externally_shared, joined_at)
       select tenant_id, channel_id, (select id from workspace limit 1), 'C0WORDS', 'ext-words',
         'CUSTOMER', customer_id, true, now() from t0, c0`,
    `create temporary table asked as select n, gen_random_uuid() as id from generate_series(0, ${tickets - 1}) n`,
    `insert into ticket (tenant_id, id, number, customer_id, channel_id, thread_id, queue_id, level,
         status, waiting_on, priority, subject, opened_at, version, updated_at)
       select t0.tenant_id, a.id, 10 + a.n, customer_id, channel_id, 'w.' || a.n,
         (select id from queue limit 1), 1, 'CLOSED', 'NOBODY', 'NORMAL', p.text,
         now() - make_interval(secs => (1 - a.n::float8 / ${tickets}) * 400 * 86400), 3, now()
       from t0, c0, asked a join phrase p on p.n = 1 + a.n % ${PHRASES}`,
    `insert into message (tenant_id, id, ticket_id, channel_id, thread_id, author_kind, author_name,
         visibility, body, plain, files, occurred_at, needs_answer, delivery_state)
       select t0.tenant_id, gen_random_uuid(), a.id, channel_id, 'w', 'bot', 'B', 'PUBLIC', '[]',
         p.text || ' ' || q.text || ' ' || m, '[]',
         now() - make_interval(secs => (1 - m::float8 / ${messages}) * 400 * 86400), false, 'RECEIVED'
       from t0, c0, generate_series(0, ${messages - 1}) m
       join asked a on a.n = m / ${PER_TICKET}
       join phrase p on p.n = 1 + (m::bigint * 7919) % ${PHRASES}
       join phrase q on q.n = 1 + (m::bigint * 104729 + m / ${PHRASES}) % ${PHRASES}`,
    `insert into search_entry (tenant_id, id, kind, ticket_id, visibility, at, words)
       select tenant_id, id, 'TICKET', id, 'PUBLIC', opened_at,
         search_words(tenant_id, opened_at, subject, 'A') from ticket on conflict do nothing`,
    `insert into search_entry (tenant_id, id, kind, ticket_id, visibility, at, words)
       select tenant_id, id, 'MESSAGE', ticket_id, visibility, occurred_at,
         search_words(tenant_id, occurred_at, plain, 'D') from message
       where ticket_id is not null on conflict do nothing`,
    `select search_learn(tenant_id, array(select word from bench_word)) from t0`,
    'create index search_entry_terms_idx on search_entry using gin (search_terms(tenant_id, at, words)) with (fastupdate = off)',
    ...['ticket', 'message', 'search_entry', 'search_spelling'].map(
      (table) => `vacuum analyze ${table}`,
    ),
  ];
};

/** The words that were filled in, the commonest first. */
export const seededWords = async (
  url: string,
): Promise<readonly { readonly word: string; readonly rank: number }[]> => {
  const rows = await onServer(
    url,
    'select word, rank from bench_word where length(word) >= 6 order by rank',
  );
  return rows.map(({ word, rank }) => ({ word: String(word), rank: Number(rank) }));
};

export const WINDOW_DAYS = 90;
export const CUSTOMERS = 2_000;
export const AGENTS = 200;

/** An id of a row that is one of many. */
const idOf = (prefix: string, number: string): string =>
  `('${prefix}' || lpad(to_hex(${number}), 24, '0'))::uuid`;

/** Those behind which tickets stand: who waits, and the oldest and newest that are over. */
const WITH_TICKET = 2_000;

const dropped = `do $$ declare one record; begin
    create table seed_index as select indexdef from pg_indexes
      where tablename = 'metric_fact' and indexdef not like '%UNIQUE%';
    for one in select indexname from pg_indexes
      where tablename = 'metric_fact' and indexdef not like '%UNIQUE%'
    loop execute 'drop index ' || one.indexname; end loop;
    alter table metric_fact drop constraint metric_fact_pkey;
  end $$`;

const restored = `do $$ declare one record; begin
    alter table metric_fact add constraint metric_fact_pkey primary key (tenant_id, id);
    for one in select indexdef from seed_index loop execute one.indexdef; end loop;
    drop table seed_index;
  end $$`;

/** So many tickets over the last 90 days: first response, service level and backlog of each. */
export const factSeed = (tickets: number): readonly string[] => [
  'set synchronous_commit = off',
  `set maintenance_work_mem = '512MB'`,
  // Facts without their tickets: what is measured reads nothing else.
  'set session_replication_role = replica',
  `update tenant set zone = 'Europe/Berlin'`,
  'begin',
  'truncate metric_fact',
  dropped,
  `insert into metric_fact (tenant_id, id, ticket_id, kind, ordinal, seen_at, opened_at, began_at,
         ended_at, outcome, seconds, open_seconds, running_since, due_at, reason, customer_id,
         channel_id, queue_id, priority, member_id, reach)
       select tenant.id, gen_random_uuid(), ${idOf('70000000', 'n')}, kind, 0, at, at, at,
         case when lasts then null else at + make_interval(secs => length) end,
         case when lasts then null
           when kind = 'SLA' then case when length <= 3600 then 'ACHIEVED' else 'BREACHED' end
           when kind = 'FIRST_RESPONSE' and n % 40 = 0 then 'DROPPED' else 'DONE' end,
         case when lasts then 0 else length end, case when lasts then 0 else length / 3 end,
         case when lasts then at end,
         case when kind = 'SLA' then at + interval '1 hour' end,
         case when kind = 'SLA' then 'FIRST_RESPONSE' end,
         ${idOf('c0000000', `n % ${CUSTOMERS}`)}, ${idOf('b0000000', `n % ${CUSTOMERS}`)},
         ${idOf('d0000000', 'n % 5')}, (array['LOW', 'NORMAL', 'NORMAL', 'HIGH', 'URGENT'])[1 + n % 5],
         ${idOf('a0000000', `n % ${AGENTS}`)},
         case when kind = 'BACKLOG' and not lasts then floor(ln(1 + length)) end
       from (select id from tenant limit 1) tenant, (
         select n, n % 1000 = 0 as lasts,
           now() - make_interval(secs => n::float8 / ${tickets} * ${WINDOW_DAYS * 86_400}) as at,
           round((30 * exp(8 * random() * random()))::numeric, 3)::float8 as length
         from generate_series(1, ${tickets}) n
       ) asked, unnest(array['FIRST_RESPONSE', 'SLA', 'BACKLOG']) kind`,
  restored,
  'commit',
  `insert into customer (tenant_id, id, name, domain, tier, created_at)
       select tenant.id, ${idOf('c0000000', 'n')}, 'Customer ' || n, 'c' || n || '.example',
         'Standard', now()
       from (select id from tenant limit 1) tenant, generate_series(0, ${CUSTOMERS - 1}) n`,
  `insert into member (tenant_id, id, name, role)
       select tenant.id, ${idOf('a0000000', 'n')}, 'Agent ' || n, 'AGENT'
       from (select id from tenant limit 1) tenant, generate_series(0, ${AGENTS - 1}) n`,
  `insert into ticket (tenant_id, id, number, customer_id, channel_id, thread_id, queue_id, level,
         status, waiting_on, priority, subject, opened_at, version, updated_at)
       select tenant.id, ${idOf('70000000', 'n')}, n, ${idOf('c0000000', `n % ${CUSTOMERS}`)},
         ${idOf('b0000000', `n % ${CUSTOMERS}`)}, 'metrics.' || n, ${idOf('d0000000', 'n % 5')}, 1,
         'CLOSED', 'NOBODY', 'NORMAL', 'Request ' || n, now(), 3, now()
       from (select id from tenant limit 1) tenant, generate_series(1, ${tickets}) n
       where n % 1000 = 0 or n <= ${WITH_TICKET} or n > ${tickets - WITH_TICKET}`,
  'analyze',
  'delete from metric_dirty',
  // The first one pending has all the others added up too.
  `insert into metric_pending (tenant_id, kind, began_at, fact_id, sign)
       select tenant_id, kind, began_at, id, 1 from metric_fact where ended_at is not null limit 1`,
];

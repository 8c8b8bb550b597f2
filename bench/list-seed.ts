export const MESSAGES_EACH = 5;

/** Fills the only tenant of a migrated database, spread over 400 days. */
export const ticketSeed = (tickets: number, messages = MESSAGES_EACH): readonly string[] => [
  'set synchronous_commit = off',
  'alter table ticket disable trigger ticket_searched_insert',
  'alter table message disable trigger message_searched_insert',
  'create temporary table t0 as select id as tenant_id from tenant limit 1',
  `create temporary table q0 as select q.id as queue_id from queue q where q.is_default limit 1`,
  `create temporary table people as
       select gen_random_uuid() as id, n from generate_series(0, 29) n`,
  `insert into member (tenant_id, id, name, role)
       select tenant_id, p.id, 'Agent ' || n, 'AGENT' from t0, people p`,
  `create temporary table accounts as
       select gen_random_uuid() as id, gen_random_uuid() as contact_id, gen_random_uuid() as channel_id, n
       from generate_series(0, 499) n`,
  `insert into customer (tenant_id, id, name, domain, tier, created_at)
       select tenant_id, a.id, 'Customer ' || n, 'c' || n || '.example', 'Standard', now() from t0, accounts a`,
  `insert into contact (tenant_id, id, customer_id, name)
       select tenant_id, a.contact_id, a.id, 'Contact ' || n from t0, accounts a`,
  `insert into channel (tenant_id, id, workspace_id, external_id, name, kind, customer_id, is_externally_shared, joined_at)
       select t0.tenant_id, a.channel_id, (select id from workspace limit 1), 'C0SEED' || n, 'ext-' || n,
         'CUSTOMER', a.id, true, now() from t0, accounts a`,
  `create temporary table asked as
       select gen_random_uuid() as id, n, n % 500 as account, n % 30 as person,
         now() - make_interval(secs => (n::double precision / ${tickets}) * 400 * 86400) as at
       from generate_series(1, ${tickets}) n`,
  `insert into ticket (tenant_id, id, number, customer_id, channel_id, thread_id, opened_by_contact_id,
         queue_id, level, status, waiting_on, priority, assignee_id, subject, opened_at,
         first_response_due_at, first_responded_at, version, updated_at)
       select t0.tenant_id, k.id, k.n, a.id, a.channel_id, 'seed.' || k.n, a.contact_id, q0.queue_id, 1,
         case when k.n <= 2000 then (array['NEW', 'OPEN', 'SNOOZED'])[1 + k.n % 3] else 'CLOSED' end,
         case when k.n <= 2000 then 'US' else 'NOBODY' end,
         (array['LOW', 'NORMAL', 'NORMAL', 'HIGH', 'URGENT'])[1 + k.n % 5],
         case when k.n % 4 = 0 then null else p.id end,
         'Request ' || k.n || ': the nightly export stopped after the last update',
         k.at, k.at + interval '1 hour', case when k.n % 4 = 0 then null else k.at + interval '20 minutes' end,
         3, k.at + interval '2 hours'
       from t0, q0, asked k join accounts a on a.n = k.account join people p on p.n = k.person`,
  `insert into message (tenant_id, id, ticket_id, channel_id, platform_id, thread_id, author_kind,
         author_id, author_name, visibility, body, plain, files, occurred_at, needs_answer, delivery_state)
       select t0.tenant_id, gen_random_uuid(), k.id, a.channel_id, 'seed.' || k.n || '.' || part,
         'seed.' || k.n, case when part = 2 then 'member' else 'contact' end,
         case when part = 2 then p.id else a.contact_id end, 'Somebody ' || k.account, 'PUBLIC',
         jsonb_build_array(jsonb_build_object('kind', 'plain', 'text', 'Part ' || part || ' of request ' || k.n)),
         'Part ' || part || ' of request ' || k.n, '[]', k.at + make_interval(mins => part * 10), part <> 2,
         'RECEIVED'
       from t0, generate_series(1, ${messages}) part, asked k join accounts a on a.n = k.account
         join people p on p.n = k.person`,
  'vacuum analyze ticket',
  'vacuum analyze message',
  'analyze',
];

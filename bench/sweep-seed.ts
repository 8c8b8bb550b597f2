import { onServer } from './postgres';

/** One ticket of so many is open, and one of as many waits for the customer's word. */
const OPEN_OF = 100;
const TABLES = ['ticket', 'clock', 'promise', 'recovery_task', 'escalation'] as const;

export const openOf = (tickets: number): number => tickets / OPEN_OF;

/**
 * Tickets that are nearly all long over, each with its clock and promise, every twentieth with an
 * escalation and as many with a bad rating. Of the open ones `due` have their time at or
 * before `now`, the others ten seconds apart from then on.
 */
export const seedDue = async (
  url: string,
  tickets: number,
  due: number,
  now: Date,
): Promise<void> => {
  await onServer(
    url,
    'set synchronous_commit = off',
    // Rows without their customers and channels: what is measured reads nothing else.
    'set session_replication_role = replica',
    // The sweep asks over all tenants, so what begins with a tenant cannot serve it: keeping those
    // would only make the seeding longer.
    `do $$ declare name text; begin
       for name in select indexname from pg_indexes
         where tablename in (${TABLES.map((table) => `'${table}'`).join(', ')})
           and indexdef not like '%UNIQUE%'
           and (indexdef like '%(tenant_id,%' or indexdef like '%USING gin%')
       loop execute 'drop index ' || name; end loop;
     end $$`,
    `create temporary table asked as
       select n, gen_random_uuid() as id, tenant_id, n / ${OPEN_OF} as place,
         n % ${OPEN_OF} = 0 as is_open, n % ${OPEN_OF} = 50 as is_solved,
         case when n % ${OPEN_OF} in (0, 50) then '${now.toISOString()}'::timestamptz
           + (n / ${OPEN_OF} - ${due}) * interval '10 seconds' end as due_at,
         '${now.toISOString()}'::timestamptz
           - (1 + (${tickets} - n)::float8 / ${tickets} * 400) * interval '1 day' as at
       from generate_series(1, ${tickets}) n, (select id as tenant_id from tenant limit 1) t0`,
    `insert into ticket (tenant_id, id, number, customer_id, channel_id, thread_id, queue_id, level,
         status, waiting_on, priority, subject, opened_at, lease_until, snoozed_until, next_check_at,
         silence_due_at, version, updated_at)
       select tenant_id, id, n, md5('customer' || n % 2000)::uuid, md5('channel' || n % 2000)::uuid,
         'sweep.' || n, md5('queue')::uuid, 1,
         case when is_solved then 'SOLVED' when not is_open then 'CLOSED'
           when place % 4 = 0 then 'SNOOZED' else 'OPEN' end,
         case when is_solved then 'CUSTOMER' when not is_open then 'NOBODY'
           when place % 4 = 1 then 'THIRD_PARTY' else 'US' end,
         'NORMAL', 'Request ' || n || ': the nightly export stopped after the last update', at,
         case when is_open and place % 4 > 1 then due_at end,
         case when is_open and place % 4 = 0 then due_at end,
         case when is_open and place % 4 = 1 then due_at end,
         case when is_solved then due_at end, 3, at
       from asked`,
    `insert into clock (tenant_id, id, ticket_id, measure, started_at, target_sec, hours,
         warn_percent, pauses, state, stopped_at, due_at, next_at)
       select tenant_id, gen_random_uuid(), id, 'FIRST_RESPONSE', at, 3600, 'CALENDAR', 80, '[]',
         case when is_open then 'PENDING' else 'ACHIEVED' end, case when not is_open then at end,
         coalesce(due_at, at), case when is_open then due_at end
       from asked`,
    `insert into promise (tenant_id, id, ticket_id, kind, due_at, told_at, told_in, renew_at, state,
         settled_at)
       select tenant_id, gen_random_uuid(), id, 'NEXT_UPDATE', coalesce(due_at, at), at,
         'status-line:x', coalesce(due_at, at) - interval '10 minutes',
         case when is_open then 'OPEN' else 'KEPT' end, case when not is_open then at end
       from asked`,
    `insert into recovery_task (tenant_id, id, ticket_id, rating_id, opened_at, due_at, done_at)
       select tenant_id, gen_random_uuid(), id, gen_random_uuid(), at, coalesce(due_at, at),
         case when not is_solved or place % 20 > 0 then at end
       from asked where n % 20 = 10`,
    `insert into escalation (tenant_id, id, ticket_id, from_level, level_before, level, member_ids,
         passed, is_fallback, reason, by_name, asked_at, due_at, ended_at, outcome)
       select tenant_id, gen_random_uuid(), id, 1, 1, 2, array[md5('agent')::uuid], '{}', false,
         'Asked for', 'Agent', at, coalesce(due_at, at + interval '15 minutes'),
         case when not is_open then at end, case when not is_open then 'ACCEPTED' end
       from asked where n % 20 = 0`,
  );
  for (const table of TABLES) await onServer(url, `vacuum analyze ${table}`);
};

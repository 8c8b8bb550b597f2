import { onServer } from './postgres';

export const WINDOW_DAYS = 90;

/** So many tickets of 2,000 customers and 200 agents over the last 90 days, as their facts only. */
export const seedFacts = async (url: string, tickets: number): Promise<void> => {
  await onServer(
    url,
    'set synchronous_commit = off',
    // Facts without their tickets: what is measured reads nothing else.
    'set session_replication_role = replica',
    `insert into metric_fact (tenant_id, id, ticket_id, kind, ordinal, seen_at, opened_at, began_at,
         ended_at, outcome, seconds, open_seconds, running_since, customer_id, channel_id, queue_id,
         priority, member_id)
       select tenant.id, gen_random_uuid(), md5('ticket' || n)::uuid, 'FIRST_RESPONSE', 0, at, at, at,
         case when n % 1000 = 0 then null else at + make_interval(secs => length) end,
         case when n % 1000 = 0 then null when n % 40 = 0 then 'DROPPED' else 'DONE' end,
         case when n % 1000 = 0 then 0 else length end,
         case when n % 1000 = 0 then 0 else length / 3 end,
         case when n % 1000 = 0 then at end, md5('customer' || n % 2000)::uuid,
         md5('channel' || n % 2000)::uuid, md5('queue' || n % 5)::uuid,
         (array['LOW', 'NORMAL', 'NORMAL', 'HIGH', 'URGENT'])[1 + n % 5],
         md5('agent' || n % 200)::uuid
       from (select id from tenant limit 1) tenant, (
         select n, now() - make_interval(secs => n::float8 / ${tickets} * ${WINDOW_DAYS * 86_400}) as at,
           round((30 * exp(8 * random() * random()))::numeric, 3)::float8 as length
         from generate_series(1, ${tickets}) n
       ) asked`,
    'analyze metric_fact',
  );
};

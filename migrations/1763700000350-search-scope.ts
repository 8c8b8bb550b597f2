import type { MigrationInterface, QueryRunner } from 'typeorm';
import { READING_FUNCTIONS } from './1763700000190-search-reading';

const OLD = 'search_entries(text, text, text, text, boolean, uuid, uuid)';

/** What is wanted of tickets stands in one value, so that the next wish needs no other function. */
const SCOPED_FUNCTIONS = [
  {
    // Inlined where it is called: the planner sees the table, and folds what is not asked for.
    head: 'search_tickets(tenant uuid, scope jsonb) returns setof ticket language sql stable',
    signature: 'search_tickets(uuid, jsonb)',
    body: `
      select t.* from ticket t where t.tenant_id = tenant
        and (scope->>'assigneeId' is null or t.assignee_id = (scope->>'assigneeId')::uuid)
        and (scope->>'customerId' is null or t.customer_id = (scope->>'customerId')::uuid)
        and (scope->'inQueues' is null or t.queue_id = any(
          array(select jsonb_array_elements_text(scope->'inQueues')::uuid)))
        and (scope->'queueIds' is null or t.queue_id = any(
          array(select jsonb_array_elements_text(scope->'queueIds')::uuid)))
        and (scope->'statuses' is null or t.status = any(
          array(select jsonb_array_elements_text(scope->'statuses'))))
        and (scope->'labelIds' is null or exists (
          select from ticket_label l where l.tenant_id = tenant and l.ticket_id = t.id
            and l.label_id = any(array(select jsonb_array_elements_text(scope->'labelIds')::uuid))))`,
  },
  {
    head: `search_matches(tenant uuid, wanted tsquery, scope jsonb, is_limited boolean, few uuid[])
      returns setof search_entry language sql stable`,
    signature: 'search_matches(uuid, tsquery, jsonb, boolean, uuid[])',
    body: `
      select e.* from search_entry e where e.tenant_id = tenant and e.words @@ wanted
        and (scope->>'kind' is null or e.kind = scope->>'kind')
        and (scope->>'onlyPublic' is null or e.visibility = 'PUBLIC')
        and (few is null or e.ticket_id = any(few))
        and (not is_limited or few is not null
          or exists (select from search_tickets(tenant, scope) t where t.id = e.ticket_id))`,
  },
  {
    // The newest matches, ranked. Of words that are everywhere only the newest are looked at: what
    // the first day holds tells how many days hold enough. Loosely only where strictly there are
    // too few. A handful of tickets is looked through whole.
    head: `search_entries(strict text, loose text, exact text, scope jsonb)
      returns table (id uuid, ticket_id uuid, kind text, at timestamptz, score bigint)
      language plpgsql stable security definer set plan_cache_mode = force_custom_plan`,
    signature: 'search_entries(text, text, text, jsonb)',
    body: `
      #variable_conflict use_column
      declare
        enough constant integer := 300;
        tenant constant uuid := current_setting('app.tenant')::uuid;
        is_limited constant boolean := scope ?| array['assigneeId', 'customerId', 'inQueues',
          'queueIds', 'statuses', 'labelIds'];
        newest constant timestamptz := (select max(e.at) from search_entry e where e.tenant_id = tenant);
        oldest constant timestamptz := (select min(e.at) from search_entry e where e.tenant_id = tenant);
        every_day constant double precision := extract(epoch from newest - oldest) / 86400;
        exactly constant tsquery := exact::tsquery;
        few uuid[];
        wider tsquery;
        asked tsquery;
        narrowed tsquery;
        days double precision;
        held integer;
      begin
        if is_limited then
          few := array(select t.id from search_tickets(tenant, scope) t limit enough + 1);
          if cardinality(few) > enough then few := null; end if;
        end if;
        foreach wider in array array[strict, loose]::tsquery[] loop
          exit when wider is null;
          asked := wider;
          days := case when few is null then 1 end;
          loop
            narrowed := asked && search_window(tenant, newest, ceil(days)::integer);
            select count(*) into held from (
              select from search_matches(tenant, narrowed, scope, is_limited, few) limit enough) s;
            exit when days is null or held >= enough;
            -- A third more than it takes if all days were alike.
            days := greatest(days * 2, days * enough * 1.33 / greatest(held, 3));
            -- Longer windows are of whole months.
            if days > 16 then days := greatest(days, 30); end if;
            if days > every_day then days := null; end if;
          end loop;
          exit when held >= 20;
        end loop;
        return query
          select m.id, m.ticket_id, m.kind, m.at,
            (1000 * (30 / ln(2.0::float8) * ln(
                8 * ts_rank(m.words, exactly)::float8 + ts_rank(m.words, asked) + 0.0001)
              + extract(epoch from m.at)::float8 / 86400))::bigint
          from (
            select * from search_matches(tenant, narrowed, scope, is_limited, few)
            order by at desc limit 2000
          ) m;
      end`,
  },
] as const;

/**
 * Searches within queues, statuses and labels, too, and no longer with decimal logarithms. The
 * search of two versions ago goes; that of the version before stays for its processes.
 */
export class SearchScope1763700000350 implements MigrationInterface {
  readonly name = 'SearchScope1763700000350';

  async up(runner: QueryRunner): Promise<void> {
    const [{ schema } = { schema: 'public' }]: { schema: string }[] = await runner.query(
      'select quote_ident(current_schema()) as schema',
    );
    for (const { head, signature, body } of SCOPED_FUNCTIONS) {
      // A function with a search path of its own is never inlined; these see their caller's.
      const path = head.includes('security definer') ? `set search_path = ${schema}, pg_temp` : '';
      await runner.query(`
        create function ${head} ${path} as $body$ ${body} $body$;
        revoke all on function ${signature} from public;
      `);
    }
    await runner.query(`
      grant execute on function search_entries(text, text, text, jsonb) to threadkeeper_tenant;
      drop function ${OLD};
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    const [{ schema } = { schema: 'public' }]: { schema: string }[] = await runner.query(
      'select quote_ident(current_schema()) as schema',
    );
    const search = READING_FUNCTIONS.find(({ signature }) => signature === OLD);
    if (search === undefined) throw new Error(`${OLD} is not there`);
    await runner.query(`
      create function ${search.head} set search_path = ${schema}, pg_temp as $body$ ${search.body} $body$;
      revoke all on function ${OLD} from public;
      grant execute on function ${OLD} to threadkeeper_tenant;
    `);
    for (const { signature } of SCOPED_FUNCTIONS.toReversed())
      await runner.query(`drop function ${signature}`);
  }
}

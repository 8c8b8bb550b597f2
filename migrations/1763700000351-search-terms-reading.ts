import type { TermFunction } from './1763700000351-search-terms-keeping';

/** Part of a landed migration: never edited. */
export const TERM_READING: readonly TermFunction[] = [
  {
    // Inlined where it is called: the planner folds what is not asked for.
    head: 'search_tickets(tenant uuid, scope jsonb) returns setof ticket language sql stable',
    signature: 'search_tickets(uuid, jsonb)',
    forTenants: false,
    path: false,
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
    // For each word of a search its variants: [["print", "printer"], ["fails"]].
    head: 'search_query(groups jsonb) returns tsquery language sql immutable',
    signature: 'search_query(jsonb)',
    forTenants: false,
    path: true,
    body: String.raw`
      select string_agg('(' || (
        select string_agg('''' || replace(replace(word, '\', '\\'), '''', '''''') || '''', '|')
        from jsonb_array_elements_text(variants) word) || ')', '&')::tsquery
      from jsonb_array_elements(groups) variants`,
  },
  {
    // All that hold the words, read by the index of terms and by no other: where nothing is known of
    // how often a term occurs the planner would rather read everything, hoping to be done soon.
    head: `search_matches(tenant uuid, groups jsonb, weeks integer[], scope jsonb, few uuid[],
        most integer) returns setof search_entry
      language plpgsql stable set enable_seqscan = off`,
    signature: 'search_matches(uuid, jsonb, integer[], jsonb, uuid[], integer)',
    forTenants: false,
    path: true,
    body: `
      begin
        return query execute (
          select 'select e.* from search_entry e where '
            || string_agg(format('search_terms(e.tenant_id, e.at, e.words) && %L::bigint[]', array(
                select search_term(tenant, week, word)
                from jsonb_array_elements_text(variants) word, unnest(weeks) week)), ' and ')
            -- Said so, no index that begins with the tenant can answer it.
            || case when few is null then ' and e.tenant_id is not distinct from $1'
              else ' and e.tenant_id = $1 and e.ticket_id = any($4)' end
            || ' and e.words @@ $2'
            || case when scope ? 'kind' then ' and e.kind = $3->>''kind''' else '' end
            || case when scope ? 'onlyPublic' then ' and e.visibility = ''PUBLIC''' else '' end
            || case when few is null and scope ?| array['assigneeId', 'customerId', 'inQueues',
                'queueIds', 'statuses', 'labelIds']
              then ' and exists (select from search_tickets($1, $3) t where t.id = e.ticket_id)'
              else '' end
            || ' limit $5'
          from jsonb_array_elements(groups) variants)
        using tenant, search_query(groups), scope, few, most;
      end`,
  },
  {
    // The newest matches, ranked. Words that are everywhere are looked for among the newest entries;
    // others week by week, as many as hold enough, or in all of them where that is not much more.
    // Loosely only where strictly there are too few. A few tickets are looked through whole.
    head: `search_entries(strict jsonb, loose jsonb, exact jsonb, scope jsonb)
      returns table (id uuid, ticket_id uuid, kind text, at timestamptz, score bigint)
      language plpgsql stable security definer set plan_cache_mode = force_custom_plan set jit = off`,
    signature: 'search_entries(jsonb, jsonb, jsonb, jsonb)',
    forTenants: true,
    path: true,
    body: `
      #variable_conflict use_column
      declare
        enough constant integer := 300;
        at_hand constant integer := 400;
        tenant constant uuid := current_setting('app.tenant')::uuid;
        is_everywhere constant boolean := scope = '{}';
        is_limited constant boolean := scope ?| array['assigneeId', 'customerId', 'inQueues',
          'queueIds', 'statuses', 'labelIds'];
        newest constant timestamptz := (select max(e.at) from search_entry e where e.tenant_id = tenant);
        oldest constant timestamptz := (select min(e.at) from search_entry e where e.tenant_id = tenant);
        -- How much of the newest week there is.
        begun constant numeric := mod(extract(epoch from newest), 604800) / 604800;
        exactly constant tsquery := search_query(exact);
        few uuid[];
        wider jsonb;
        groups jsonb;
        asked tsquery;
        reach integer;
        span integer;
        wanted integer;
        weeks integer[];
        held integer;
      begin
        if newest is null then return; end if;
        if is_limited then
          few := array(select t.id from search_tickets(tenant, scope) t limit 1001);
          if cardinality(few) > 1000 then few := null; end if;
        end if;
        foreach wider in array array[strict, loose] loop
          exit when wider is null;
          groups := wider;
          asked := search_query(groups);
          if is_everywhere then
            select count(*) filter (where recent.words @@ asked) into held from (
              select e.words from search_entry e where e.tenant_id = tenant
              order by e.at desc limit at_hand) recent;
            reach := case when held * 10 >= at_hand then enough * at_hand * 4 / (held * 3) end;
            exit when reach is not null;
          end if;
          span := case when few is null then 1 end;
          loop
            weeks := case
              when span is null or span > 64 or span > search_week(newest) - search_week(oldest)
                then array[0]
              else array(select search_week(newest) - n from generate_series(0, span - 1) n) end;
            select count(*) into held
              from search_matches(tenant, groups, weeks, scope, few, enough);
            exit when weeks = array[0] or held >= enough;
            -- A third more than it takes if all weeks were alike.
            wanted := ceil(1.33 * enough * (span - 1 + begun) / greatest(held, 1));
            span := greatest(span + 1, least(span * 8, wanted));
          end loop;
          exit when held >= 20;
        end loop;
        return query
          with matches as materialized (
            select recent.* from (
              select e.* from search_entry e where e.tenant_id = tenant and reach is not null
              order by e.at desc limit reach) recent
            where recent.words @@ asked
            union all
            select found.* from search_matches(tenant, groups, weeks, scope, few, null) found
            where reach is null
          )
          select m.id, m.ticket_id, m.kind, m.at,
            (1000 * (30 / ln(2.0::float8) * ln(
                8 * ts_rank(m.words, exactly)::float8 + ts_rank(m.words, asked) + 0.0001)
              + extract(epoch from m.at)::float8 / 86400))::bigint
          from (select * from matches order by at desc limit 2 * enough) m;
      end`,
  },
];

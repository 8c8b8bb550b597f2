import type { SearchFunction } from './1763700000190-search-keeping';

/** Part of a landed migration: never edited. */
export const READING_FUNCTIONS: readonly SearchFunction[] = [
  {
    // What was asked for, what begins like it, and what is one letter away from it.
    head: `search_near(given text) returns table (asked text, place integer, found text, how text)
      language sql stable security definer`,
    signature: 'search_near(text)',
    forTenants: true,
    body: `
      with asked as (
        select lexeme as word, positions[1]::integer as place from unnest(search_lexemes(given))
        order by 2, 1 limit 12
      )
      select word, place, word, 'SAME' from asked
      union all
      select asked.word, place, longer.word, 'BEGINS' from asked, lateral (
        select known.word from search_spelling known
        where known.tenant_id = current_setting('app.tenant')::uuid and known.piece = known.word
          and known.word > asked.word collate "C"
          and known.word < (asked.word || chr(1114111)) collate "C"
        order by length(known.word), known.word limit 12
      ) longer where length(asked.word) >= 3
      union all
      select asked.word, place, near.word, 'NEAR' from asked, lateral (
        select distinct known.word from search_spelling known
        where known.tenant_id = current_setting('app.tenant')::uuid
          and known.piece in (select search_pieces(asked.word)) and known.word <> asked.word
        limit 200
      ) near where length(asked.word) >= 4 and asked.word !~ '[0-9]'`,
  },
  {
    // The newest matches, ranked. Of words that are everywhere only the newest are looked at: the
    // window grows until it holds enough. Loosely only where strictly there are too few.
    head: `search_entries(strict text, loose text, exact text, only_kind text, only_public boolean,
        for_assignee uuid, for_customer uuid)
      returns table (id uuid, ticket_id uuid, kind text, at timestamptz, score bigint)
      language plpgsql stable security definer set plan_cache_mode = force_custom_plan`,
    signature: 'search_entries(text, text, text, text, boolean, uuid, uuid)',
    forTenants: true,
    body: `
      #variable_conflict use_column
      declare
        tenant constant uuid := current_setting('app.tenant')::uuid;
        is_scoped constant boolean := for_assignee is not null or for_customer is not null;
        newest constant timestamptz := (select max(e.at) from search_entry e where e.tenant_id = tenant);
        exactly constant tsquery := exact::tsquery;
        wider tsquery;
        asked tsquery;
        narrowed tsquery;
        days integer;
        held integer;
      begin
        foreach wider in array array[strict, loose]::tsquery[] loop
          exit when wider is null;
          asked := wider;
          foreach days in array case when is_scoped then array[null]::integer[]
            else array[1, 4, 16, 64, 256, 1024, null] end
          loop
            narrowed := asked && search_window(tenant, newest, days);
            if is_scoped then
              select count(*) into held from (
                select from search_entry e join ticket t on t.tenant_id = tenant and t.id = e.ticket_id
                where e.tenant_id = tenant and e.words @@ narrowed
                  and (for_assignee is null or t.assignee_id = for_assignee)
                  and (for_customer is null or t.customer_id = for_customer)
                  and (only_kind is null or e.kind = only_kind)
                  and (not only_public or e.visibility = 'PUBLIC')
                limit 300) s;
            else
              select count(*) into held from (
                select from search_entry e where e.tenant_id = tenant and e.words @@ narrowed
                  and (only_kind is null or e.kind = only_kind)
                  and (not only_public or e.visibility = 'PUBLIC')
                limit 300) s;
            end if;
            exit when held >= 300;
          end loop;
          exit when held >= 20;
        end loop;
        return query
          select m.id, m.ticket_id, m.kind, m.at,
            (1000 * (30 * log(2, (8 * ts_rank(m.words, exactly) + ts_rank(m.words, asked) + 0.0001)::numeric)
              + extract(epoch from m.at) / 86400))::bigint
          from (
            select e.id, e.ticket_id, e.kind, e.at, e.words from search_entry e
            where e.tenant_id = tenant and e.words @@ narrowed
              and (only_kind is null or e.kind = only_kind)
              and (not only_public or e.visibility = 'PUBLIC')
              and (not is_scoped or exists (
                select from ticket t where t.tenant_id = tenant and t.id = e.ticket_id
                  and (for_assignee is null or t.assignee_id = for_assignee)
                  and (for_customer is null or t.customer_id = for_customer)))
            order by e.at desc limit 2000
          ) m;
      end`,
  },
];

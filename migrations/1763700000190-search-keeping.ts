export interface SearchFunction {
  readonly head: string;
  readonly signature: string;
  readonly body: string;
  /** Those that look into the tenant of their transaction, and into no other. */
  readonly forTenants: boolean;
}

const inner = (head: string, signature: string, body: string): SearchFunction => ({
  head,
  signature,
  body,
  forTenants: false,
});

/** Part of a landed migration: never edited. */
export const KEEPING_FUNCTIONS: readonly SearchFunction[] = [
  // Without accents and capitals. Cut, because a tsvector ends at 1 MB.
  inner(
    'search_fold(given text) returns text language sql immutable',
    'search_fold(text)',
    String.raw`
      select case when octet_length(given) = length(given) then lower(left(given, 20000))
        else normalize(regexp_replace(
          lower(normalize(left(given, 20000), nfkd) collate LOWERING),
          '[\u0300-\u036f]', '', 'g'), nfkc) end`,
  ),
  inner(
    'search_lexemes(given text) returns tsvector language sql immutable',
    'search_lexemes(text)',
    `select to_tsvector('simple'::regconfig, search_fold(given))`,
  ),
  // No word begins with the sign that these begin with: whose it is, and of which day and month.
  inner(
    'search_tag(tenant uuid) returns text language sql immutable',
    'search_tag(uuid)',
    `select '#' || right(tenant::text, 12)`,
  ),
  inner(
    `search_words(tenant uuid, at timestamptz, given text, weight "char")
      returns tsvector language sql stable`,
    'search_words(uuid, timestamptz, text, "char")',
    `select setweight(search_lexemes(given), weight) || array_to_tsvector(array[
      search_tag(tenant),
      search_tag(tenant) || to_char(at at time zone 'UTC', 'YYMMDD'),
      search_tag(tenant) || to_char(at at time zone 'UTC', 'YYMM')])`,
  ),
  // The newest days; all of them where no number is given.
  inner(
    'search_window(tenant uuid, newest timestamptz, days integer) returns tsquery language sql stable',
    'search_window(uuid, timestamptz, integer)',
    `select case
      when days is null then ('''' || search_tag(tenant) || '''')::tsquery
      when days <= 16 then (
        select string_agg('''' || search_tag(tenant)
          || to_char((newest at time zone 'UTC') - n * interval '1 day', 'YYMMDD') || '''', '|')
        from generate_series(0, days - 1) n)::tsquery
      else (
        select string_agg('''' || search_tag(tenant)
          || to_char(date_trunc('month', newest at time zone 'UTC') - n * interval '1 month', 'YYMM')
          || '''', '|')
        from generate_series(0, days / 30) n)::tsquery
      end`,
  ),
  // The word, and what remains of it without one of its letters.
  inner(
    'search_pieces(word text) returns setof text language sql immutable',
    'search_pieces(text)',
    `select word union
      select left(word, n - 1) || substr(word, n + 1)
      from generate_series(1, case when length(word) < 4 then 0 else length(word) end) n`,
  ),
  // Words with digits are numbers and names of things: similar ones are others.
  inner(
    'search_learn(tenant uuid, given text[]) returns void language sql',
    'search_learn(uuid, text[])',
    `insert into search_spelling (tenant_id, piece, word)
      select tenant, piece, said
      from unnest(given) said, search_pieces(said) piece
      where length(said) between 3 and 30 and said !~ '[0-9#@/.:]'
        and not exists (select from search_spelling known
          where known.tenant_id = tenant and known.piece = said and known.word = said)
      order by said, piece
      on conflict do nothing`,
  ),
  // What nobody says any more is forgotten: it may have been a name or a secret.
  inner(
    'search_forget(tenant uuid, given text[]) returns void language plpgsql',
    'search_forget(uuid, text[])',
    `declare
      one text;
      asked tsquery;
      newest timestamptz := (select max(at) from search_entry where tenant_id = tenant);
      days integer;
      found_it boolean;
    begin
      for one in select word from unnest(given) word
        where length(word) between 3 and 30 and word !~ '[0-9#@/.:]'
      loop
        asked := ('''' || replace(replace(one, '\\', '\\\\'), '''', '''''') || '''')::tsquery;
        found_it := false;
        -- Most words are said again and again: the newest days show it cheaply.
        foreach days in array array[1, 16, null]::integer[] loop
          found_it := exists (select from search_entry where tenant_id = tenant
            and words @@ (asked && search_window(tenant, newest, days)));
          exit when found_it;
        end loop;
        if not found_it then
          delete from search_spelling where tenant_id = tenant and word = one
            and piece in (select search_pieces(one));
        end if;
      end loop;
    end`,
  ),
  inner(
    `search_put(tenant uuid, entry uuid, its_kind text, ticket uuid, seen_by text, its_at timestamptz,
      its_words tsvector) returns void language plpgsql`,
    'search_put(uuid, uuid, text, uuid, text, timestamptz, tsvector)',
    `declare
      before text[] := (select tsvector_to_array(words) from search_entry
        where tenant_id = tenant and id = entry);
    begin
      insert into search_entry (tenant_id, id, kind, ticket_id, visibility, at, words)
        values (tenant, entry, its_kind, ticket, seen_by, its_at, its_words)
        on conflict (tenant_id, id) do update set ticket_id = excluded.ticket_id,
          visibility = excluded.visibility, at = excluded.at, words = excluded.words;
      perform search_learn(tenant, tsvector_to_array(its_words));
      if before is not null then
        perform search_forget(tenant,
          array(select unnest(before) except select unnest(tsvector_to_array(its_words))));
      end if;
    end`,
  ),
  inner(
    'search_drop(tenant uuid, entry uuid) returns void language plpgsql',
    'search_drop(uuid, uuid)',
    `declare
      before text[];
    begin
      delete from search_entry where tenant_id = tenant and id = entry
        returning tsvector_to_array(words) into before;
      if before is not null then perform search_forget(tenant, before); end if;
    end`,
  ),
  // Their owner's, because nobody else may write what is searched in.
  inner(
    'search_ticket() returns trigger language plpgsql security definer',
    'search_ticket()',
    `begin
      if tg_op = 'DELETE' then
        perform search_drop(old.tenant_id, old.id);
      else
        perform search_put(new.tenant_id, new.id, 'TICKET', new.id, 'PUBLIC', new.opened_at,
          search_words(new.tenant_id, new.opened_at, new.subject, 'A'));
      end if;
      return null;
    end`,
  ),
  inner(
    'search_message() returns trigger language plpgsql security definer',
    'search_message()',
    `begin
      if tg_op = 'DELETE' then
        perform search_drop(old.tenant_id, old.id);
      elsif new.ticket_id is null or new.deleted_at is not null then
        perform search_drop(new.tenant_id, new.id);
      else
        perform search_put(new.tenant_id, new.id, 'MESSAGE', new.ticket_id, new.visibility,
          new.occurred_at, search_words(new.tenant_id, new.occurred_at, new.plain, 'D'));
      end if;
      return null;
    end`,
  ),
];

/** Part of a landed migration: never edited. */
export const SEARCH_TRIGGERS = [
  {
    name: 'ticket_searched_insert',
    table: 'ticket',
    when: 'after insert',
    call: 'for each row CALL search_ticket()',
  },
  {
    name: 'ticket_searched_update',
    table: 'ticket',
    when: 'after update of subject',
    call: 'for each row when (old.subject is distinct from new.subject) CALL search_ticket()',
  },
  {
    name: 'ticket_searched_delete',
    table: 'ticket',
    when: 'after delete',
    call: 'for each row CALL search_ticket()',
  },
  {
    name: 'message_searched_insert',
    table: 'message',
    when: 'after insert',
    call: 'for each row when (new.ticket_id is not null and new.deleted_at is null) CALL search_message()',
  },
  {
    name: 'message_searched_update',
    table: 'message',
    when: 'after update of plain, deleted_at, ticket_id, visibility',
    call: `for each row when ((old.plain, old.deleted_at, old.ticket_id, old.visibility)
      is distinct from (new.plain, new.deleted_at, new.ticket_id, new.visibility)) CALL search_message()`,
  },
  {
    name: 'message_searched_delete',
    table: 'message',
    when: 'after delete',
    call: 'for each row CALL search_message()',
  },
] as const;

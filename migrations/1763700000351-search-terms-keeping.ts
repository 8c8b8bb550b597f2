import type { SearchFunction } from './1763700000190-search-keeping';

export interface TermFunction extends SearchFunction {
  /**
   * A function with a search path of its own is never inlined: without one, SCHEMA stands where a
   * name of ours does, or the caller's path is seen.
   */
  readonly path: boolean;
}

/** Part of a landed migration: never edited. */
export const TERM_KEEPING: readonly TermFunction[] = [
  {
    // Counted from 1970; 0 stands for all of them.
    head: 'search_week(at timestamptz) returns integer language sql immutable',
    signature: 'search_week(timestamptz)',
    forTenants: false,
    path: false,
    body: `select 1 + floor(extract(epoch from at at time zone 'UTC') / 604800)::integer`,
  },
  {
    // Whose, when and what in eight bytes: neighbours in the index are written together. Two words
    // with the same hash are told apart by the entry itself.
    head: `search_term(tenant uuid, week integer, word text) returns bigint language sql immutable`,
    signature: 'search_term(uuid, integer, text)',
    forTenants: false,
    path: false,
    body: `select (uuid_hash(tenant)::bigint << 48) | ((week & 65535)::bigint << 32)
      | (hashtext(word)::bigint & 4294967295)`,
  },
  {
    // Every word for itself and with its week; what older entries hold beside words is left out.
    head: `search_terms(tenant uuid, at timestamptz, words tsvector) returns bigint[]
      language sql immutable`,
    signature: 'search_terms(uuid, timestamptz, tsvector)',
    forTenants: false,
    path: false,
    body: `select coalesce(array_agg(SCHEMA.search_term(tenant, week, word)), '{}')
      from unnest(tsvector_to_array(words)) word, unnest(array[0, SCHEMA.search_week(at)]) week
      where word not like '#%'`,
  },
  {
    head: `search_words(tenant uuid, at timestamptz, given text, weight "char")
      returns tsvector language sql stable`,
    signature: 'search_words(uuid, timestamptz, text, "char")',
    forTenants: false,
    path: true,
    body: 'select setweight(search_lexemes(given), weight)',
  },
  {
    // Most words are said again and again: the newest weeks show it cheaply.
    head: 'search_forget(tenant uuid, given text[]) returns void language plpgsql',
    signature: 'search_forget(uuid, text[])',
    forTenants: false,
    path: true,
    body: `
      declare
        one text;
        newest constant timestamptz := (select max(at) from search_entry where tenant_id = tenant);
        is_said boolean;
      begin
        for one in select word from unnest(given) word
          where length(word) between 3 and 30 and word !~ '[0-9#@/.:]'
        loop
          is_said := exists (select from search_matches(tenant, jsonb_build_array(jsonb_build_array(one)),
              array[search_week(newest)], '{}', null, 1))
            or exists (select from search_matches(tenant, jsonb_build_array(jsonb_build_array(one)),
              array[0], '{}', null, 1));
          if not is_said then
            delete from search_spelling where tenant_id = tenant and word = one
              and piece in (select search_pieces(one));
          end if;
        end loop;
      end`,
  },
];

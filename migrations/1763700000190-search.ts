import type { MigrationInterface, QueryRunner } from 'typeorm';
import { KEEPING_FUNCTIONS, SEARCH_TRIGGERS } from './1763700000190-search-keeping';
import { READING_FUNCTIONS } from './1763700000190-search-reading';

const SEARCH_FUNCTIONS = [...KEEPING_FUNCTIONS, ...READING_FUNCTIONS];
const TABLES = ['search_entry', 'search_spelling'] as const;

/** Collations that may know capital letters outside of ASCII; the database's own comes first. */
const COLLATIONS = ['default', 'pg_c_utf8', 'C.utf8', 'und-x-icu', 'en_US.utf8'] as const;

/** A database of the locale C lowers only A to Z by itself. */
const loweringCollation = async (runner: QueryRunner): Promise<string> => {
  const known: { name: string }[] = await runner.query(
    `select distinct collname as name from pg_collation where collname = any($1)
       and collencoding in (-1, (select encoding from pg_database where datname = current_database()))`,
    [[...COLLATIONS]],
  );
  for (const name of COLLATIONS) {
    if (!known.some((one) => one.name === name)) continue;
    const [row]: { works: boolean }[] = await runner.query(
      `select lower('Ж' collate "${name}") = 'ж' as works`,
    );
    if (row?.works === true) return name;
  }
  return 'default';
};

/**
 * Search over tickets and messages: one entry for each, and the words that occur with every way to
 * leave out one of their letters, so that a typo finds its word by equality. Triggers keep both, so
 * that no way of writing, editing or erasing a message can forget them.
 */
export class Search1763700000190 implements MigrationInterface {
  readonly name = 'Search1763700000190';

  async up(runner: QueryRunner): Promise<void> {
    const [{ schema } = { schema: 'public' }]: { schema: string }[] = await runner.query(
      'select quote_ident(current_schema()) as schema',
    );
    await runner.query(`
      create table search_entry (
        tenant_id uuid not null,
        id uuid not null,
        kind text not null,
        ticket_id uuid not null,
        visibility text not null,
        at timestamptz not null,
        words tsvector not null,
        constraint search_entry_pkey primary key (tenant_id, id),
        constraint search_entry_ticket_fkey
          foreign key (tenant_id, ticket_id) references ticket (tenant_id, id) on delete cascade,
        constraint search_entry_kind_check check (kind in ('TICKET', 'MESSAGE')),
        constraint search_entry_visibility_check check (visibility in ('PUBLIC', 'INTERNAL'))
      );
      create index search_entry_at_idx on search_entry (tenant_id, at);
      create index search_entry_ticket_idx on search_entry (tenant_id, ticket_id);

      create table search_spelling (
        tenant_id uuid not null,
        piece text collate "C" not null,
        word text collate "C" not null,
        constraint search_spelling_pkey primary key (tenant_id, piece, word)
      );
      create index search_spelling_word_idx on search_spelling (tenant_id, word) where piece = word;
    `);
    for (const table of TABLES)
      await runner.query(`
        alter table ${table} enable row level security;
        create policy tenant_wall on ${table} to threadkeeper_tenant
          using (tenant_id = (select current_setting('app.tenant')::uuid));
        grant select on ${table} to threadkeeper_tenant;
      `);
    const collation = await loweringCollation(runner);
    for (const { head, signature, body, forTenants } of SEARCH_FUNCTIONS)
      await runner.query(`
        create function ${head} set search_path = ${schema}, pg_temp
        as $body$ ${body.replaceAll('LOWERING', `"${collation}"`)} $body$;
        revoke all on function ${signature} from public;
        ${forTenants ? `grant execute on function ${signature} to threadkeeper_tenant;` : ''}
      `);
    await runner.query(`
      insert into search_entry (tenant_id, id, kind, ticket_id, visibility, at, words)
        select tenant_id, id, 'TICKET', id, 'PUBLIC', opened_at,
          search_words(tenant_id, opened_at, subject, 'A') from ticket;
      insert into search_entry (tenant_id, id, kind, ticket_id, visibility, at, words)
        select tenant_id, id, 'MESSAGE', ticket_id, visibility, occurred_at,
          search_words(tenant_id, occurred_at, plain, 'D')
        from message where ticket_id is not null and deleted_at is null order by occurred_at;
      select search_learn(tenant_id, array_agg(distinct word))
        from search_entry, unnest(tsvector_to_array(words)) word group by tenant_id;
      -- Words that wait in a pending list would be read one by one in every search.
      create index search_entry_words_idx on search_entry using gin (words) with (fastupdate = off);
    `);
    for (const { name, table, when, call } of SEARCH_TRIGGERS)
      await runner.query(
        `create trigger ${name} ${when} on ${table} ${call.replace('CALL', 'execute function')}`,
      );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name, table } of SEARCH_TRIGGERS)
      await runner.query(`drop trigger ${name} on ${table}`);
    for (const { signature } of SEARCH_FUNCTIONS.toReversed())
      await runner.query(`drop function ${signature}`);
    await runner.query('drop table search_spelling, search_entry');
  }
}

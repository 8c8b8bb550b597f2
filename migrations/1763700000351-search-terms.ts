import type { MigrationInterface, QueryRunner } from 'typeorm';
import { KEEPING_FUNCTIONS, type SearchFunction } from './1763700000190-search-keeping';
import { READING_FUNCTIONS } from './1763700000190-search-reading';
import { withQueues } from './1763700000250-partner-queues';
import { TERM_KEEPING } from './1763700000351-search-terms-keeping';
import { TERM_READING } from './1763700000351-search-terms-reading';

const WITHOUT_QUEUES = 'search_entries(text, text, text, text, boolean, uuid, uuid)';

const OLD_READING: readonly SearchFunction[] = READING_FUNCTIONS.filter(
  ({ signature }) => signature === WITHOUT_QUEUES,
).flatMap((one) => [
  one,
  {
    ...one,
    head: withQueues(one.head),
    signature: WITHOUT_QUEUES.replace(')', ', uuid[])'),
    body: withQueues(one.body),
  },
]);

/** Go, or are written anew under their old names. */
const BEFORE = ['search_tag', 'search_window', 'search_words', 'search_forget'];
const REWRITTEN: readonly string[] = [
  'search_words(uuid, timestamptz, text, "char")',
  'search_forget(uuid, text[])',
];

const schemaOf = async (runner: QueryRunner): Promise<string> => {
  const [row]: { schema: string }[] = await runner.query(
    'select quote_ident(current_schema()) as schema',
  );
  return row?.schema ?? 'public';
};

/**
 * The index knows each word of each week by itself. Before, it knew words and days, and had to cut
 * one with the other: over five million messages a search took 6 to 68 ms of the database's time,
 * most of it for that. Searching within queues, states and labels comes with it. The searches of
 * the versions before go with the index that they read.
 */
export class SearchTerms1763700000351 implements MigrationInterface {
  readonly name = 'SearchTerms1763700000351';

  async up(runner: QueryRunner): Promise<void> {
    const schema = await schemaOf(runner);
    for (const { head, signature, body, forTenants, path } of [...TERM_KEEPING, ...TERM_READING])
      await runner.query(`
        create or replace function ${head} ${path ? `set search_path = ${schema}, pg_temp` : ''}
          as $body$ ${body.replaceAll('SCHEMA', schema)} $body$;
        revoke all on function ${signature} from public;
        ${forTenants ? `grant execute on function ${signature} to threadkeeper_tenant;` : ''}
      `);
    await runner.query(`
      ${OLD_READING.map(({ signature }) => `drop function ${signature};`).join('\n')}
      drop function search_window(uuid, timestamptz, integer);
      drop function search_tag(uuid);
      drop index search_entry_words_idx;
      create index search_entry_terms_idx on search_entry
        using gin (search_terms(tenant_id, at, words)) with (fastupdate = off);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    const schema = await schemaOf(runner);
    await runner.query('drop index search_entry_terms_idx');
    const isBefore = ({ signature }: SearchFunction): boolean =>
      BEFORE.some((name) => signature.startsWith(`${name}(`));
    for (const { head, signature, body, forTenants } of [
      ...KEEPING_FUNCTIONS.filter(isBefore),
      ...OLD_READING,
    ])
      await runner.query(`
        create or replace function ${head} set search_path = ${schema}, pg_temp
          as $body$ ${body} $body$;
        revoke all on function ${signature} from public;
        ${forTenants ? `grant execute on function ${signature} to threadkeeper_tenant;` : ''}
      `);
    for (const { signature } of [...TERM_KEEPING, ...TERM_READING].toReversed())
      if (!REWRITTEN.includes(signature)) await runner.query(`drop function ${signature}`);
    await runner.query(`
      update search_entry set words = words || search_words(tenant_id, at, '', 'D')
        where not words @@ search_window(tenant_id, at, 1);
      create index search_entry_words_idx on search_entry using gin (words) with (fastupdate = off);
    `);
  }
}

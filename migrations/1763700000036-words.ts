import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Full-text search that uses its index. Under row-level security a condition that might tell
 * something about rows it must not see may not run before the wall's own, and the match operator
 * counts as such: every message was read. These functions are the wall themselves: they take no
 * tenant, they look into the one that the transaction is in.
 */
const FUNCTIONS = [
  {
    head: 'tickets_with_words(words text) returns setof uuid language sql stable rows 100',
    body: `
      select ticket.id from ticket
      where ticket.tenant_id = current_setting('app.tenant')::uuid
        and to_tsvector('simple'::regconfig, ticket.subject)
          @@ plainto_tsquery('simple'::regconfig, words)
      union
      select message.ticket_id from message
      where message.tenant_id = current_setting('app.tenant')::uuid
        and message.ticket_id is not null and message.deleted_at is null
        and to_tsvector('simple'::regconfig, left(message.plain, 20000))
          @@ plainto_tsquery('simple'::regconfig, words)`,
  },
  {
    head: 'ticket_has_words(wanted uuid, words text) returns boolean language sql stable cost 1000',
    body: `
      select exists (
        select 1 from ticket
        where ticket.tenant_id = current_setting('app.tenant')::uuid and ticket.id = wanted
          and to_tsvector('simple'::regconfig, ticket.subject)
            @@ plainto_tsquery('simple'::regconfig, words)
      ) or exists (
        select 1 from message
        where message.tenant_id = current_setting('app.tenant')::uuid
          and message.ticket_id = wanted and message.deleted_at is null
          and to_tsvector('simple'::regconfig, left(message.plain, 20000))
            @@ plainto_tsquery('simple'::regconfig, words))`,
  },
  {
    // Of words that are everywhere the index brings everything; the planner knows before it looks.
    head: 'words_are_common(words text) returns boolean language plpgsql volatile',
    body: `
      declare
        plan json;
      begin
        execute 'explain (format json) select 1 from message
          where to_tsvector(''simple''::regconfig, left(plain, 20000))
            @@ plainto_tsquery(''simple''::regconfig, $1)
          union all select 1 from ticket
          where to_tsvector(''simple''::regconfig, subject)
            @@ plainto_tsquery(''simple''::regconfig, $1)' into plan using words;
        return (plan -> 0 -> 'Plan' ->> 'Plan Rows')::float8 > 20000;
      end`,
  },
] as const;

const signatureOf = (head: string): string =>
  head.slice(0, head.indexOf(')') + 1).replaceAll(/\w+ (uuid|text)/g, '$1');

/** Finds words in tickets and messages, behind the wall and by the index. */
export class Words1763700000036 implements MigrationInterface {
  readonly name = 'Words1763700000036';

  async up(runner: QueryRunner): Promise<void> {
    const [{ schema } = { schema: 'public' }]: { schema: string }[] = await runner.query(
      'select quote_ident(current_schema()) as schema',
    );
    for (const { head, body } of FUNCTIONS)
      await runner.query(`
        create function ${head} security definer set search_path = ${schema}, pg_temp
        as $body$ ${body} $body$;
        revoke all on function ${signatureOf(head)} from public;
        grant execute on function ${signatureOf(head)} to threadkeeper_tenant;
      `);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { head } of FUNCTIONS) await runner.query(`drop function ${signatureOf(head)}`);
  }
}

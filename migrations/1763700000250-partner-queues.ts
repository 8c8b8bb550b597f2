import type { MigrationInterface, QueryRunner } from 'typeorm';
import { READING_FUNCTIONS } from './1763700000190-search-reading';

const OLD = 'search_entries(text, text, text, text, boolean, uuid, uuid)';
const NEW = 'search_entries(text, text, text, text, boolean, uuid, uuid, uuid[])';

/** Beside whose a ticket is, in which queue it is. */
export const withQueues = (text: string): string =>
  text
    .replace(
      'for_assignee uuid, for_customer uuid)',
      'for_assignee uuid, for_customer uuid, for_queues uuid[])',
    )
    .replace(
      'for_assignee is not null or for_customer is not null',
      'for_assignee is not null or for_customer is not null or for_queues is not null',
    )
    .replaceAll(
      '(for_customer is null or t.customer_id = for_customer)',
      '(for_customer is null or t.customer_id = for_customer)\n                  and (for_queues is null or t.queue_id = any(for_queues))',
    );

/**
 * The queues that a partner is limited to. The search that knows nothing of queues stays beside the
 * one that does, for processes of the version before.
 */
export class PartnerQueues1763700000250 implements MigrationInterface {
  readonly name = 'PartnerQueues1763700000250';

  async up(runner: QueryRunner): Promise<void> {
    const [{ schema } = { schema: 'public' }]: { schema: string }[] = await runner.query(
      'select quote_ident(current_schema()) as schema',
    );
    await runner.query(`
      alter table member add column queue_ids uuid[] not null default '{}',
        add constraint member_queue_ids_check check (cardinality(queue_ids) <= 100);
    `);
    const search = READING_FUNCTIONS.find(({ signature }) => signature === OLD);
    if (search === undefined) throw new Error(`${OLD} is not there`);
    await runner.query(`
      create function ${withQueues(search.head)} set search_path = ${schema}, pg_temp
        as $body$ ${withQueues(search.body)} $body$;
      revoke all on function ${NEW} from public;
      grant execute on function ${NEW} to threadkeeper_tenant;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function ${NEW};
      alter table member drop constraint member_queue_ids_check, drop column queue_ids;
    `);
  }
}

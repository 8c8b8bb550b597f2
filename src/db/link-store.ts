import type { Link, LinkKind, LinkStore } from '../app/ports/links';
import type { Desk } from './shelves';

/** A column that points to what is linked, and how a row of its table is named. */
interface Pointer {
  readonly table: string;
  readonly column: string;
  readonly key: string;
}

const PERSON = 'jsonb_build_array(it.platform, it.home, it.user_id)::text';

const POINTERS: Readonly<Record<LinkKind, readonly Pointer[]>> = {
  CONTACT: [
    { table: 'chat_identity', column: 'contact_id', key: PERSON },
    { table: 'ticket', column: 'opened_by_contact_id', key: 'it.id::text' },
  ],
  MEMBER: [
    { table: 'chat_identity', column: 'member_id', key: PERSON },
    { table: 'ticket', column: 'assignee_id', key: 'it.id::text' },
    {
      table: 'queue_level',
      column: 'owner_id',
      key: 'jsonb_build_array(it.queue_id, it.level)::text',
    },
    { table: 'customer', column: 'owner_id', key: 'it.id::text' },
  ],
  CUSTOMER: [
    {
      table: 'customer_home',
      column: 'customer_id',
      key: 'jsonb_build_array(it.platform, it.home)::text',
    },
    { table: 'channel', column: 'customer_id', key: 'it.id::text' },
    { table: 'contact', column: 'customer_id', key: 'it.id::text' },
    { table: 'ticket', column: 'customer_id', key: 'it.id::text' },
  ],
};

/** What came in since through a contact or a room that a link of customers moved. */
const SINCE: Readonly<Record<string, string>> = {
  contact: `it.id in (
    select one.contact_id from chat_identity one
    join link_move home on home.tenant_id = $1 and home.link_id = $2 and home.what = 'customer_home'
      and home.row_key = jsonb_build_array(one.platform, one.home)::text
    where one.tenant_id = $1)`,
  ticket: `exists (
    select 1 from link_move room where room.tenant_id = $1 and room.link_id = $2
      and room.what = 'channel' and room.row_key = it.channel_id::text)
    or it.opened_by_contact_id in (
      select one.id from contact one where one.tenant_id = $1 and one.customer_id = $3)`,
};

const LINK = `id, kind, duplicate_id as "duplicateId", into_id as "intoId", linked_at as "linkedAt"`;

/** Who is one with whom, inside one transaction of one tenant. */
export class SqlLinkStore implements LinkStore {
  constructor(private readonly desk: Desk) {}

  async serialise(): Promise<void> {
    await this.desk.sql('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `${this.desk.tenantId}:links`,
    ]);
  }

  async ofDuplicate(duplicateId: string): Promise<Link | null> {
    const { rows } = await this.desk.sql<Link>(
      `select ${LINK} from link
       where tenant_id = $1 and duplicate_id = $2 and unlinked_at is null`,
      [this.desk.tenantId, duplicateId],
    );
    return rows[0] ?? null;
  }

  async link({ id, kind, duplicateId, intoId, linkedAt }: Link): Promise<void> {
    await this.desk.sql(
      `insert into link (tenant_id, id, kind, duplicate_id, into_id, linked_at)
       values ($1, $2, $3, $4, $5, $6)`,
      [this.desk.tenantId, id, kind, duplicateId, intoId, linkedAt],
    );
    for (const { table, column, key } of POINTERS[kind])
      await this.desk.sql(
        `with moved as (
           update ${table} it set ${column} = $4
           where it.tenant_id = $1 and it.${column} = $3 returning ${key} as row_key)
         insert into link_move (tenant_id, link_id, what, row_key)
         select $1::uuid, $2::uuid, '${table}', moved.row_key from moved`,
        [this.desk.tenantId, id, duplicateId, intoId],
      );
  }

  async unlink({ id, kind, duplicateId, intoId }: Link, at: Date): Promise<void> {
    for (const { table, column, key } of POINTERS[kind]) {
      const since = kind === 'CUSTOMER' ? (SINCE[table] ?? 'false') : 'false';
      await this.desk.sql(
        `update ${table} it set ${column} = $3
         where it.tenant_id = $1 and it.${column} = $4 and (exists (
           select 1 from link_move moved where moved.tenant_id = $1 and moved.link_id = $2
             and moved.what = '${table}' and moved.row_key = ${key}) or ${since})`,
        [this.desk.tenantId, id, duplicateId, intoId],
      );
    }
    await this.desk.sql('update link set unlinked_at = $3 where tenant_id = $1 and id = $2', [
      this.desk.tenantId,
      id,
      at,
    ]);
  }

  async peopleAcross({ id }: Link): Promise<boolean> {
    const { rows } = await this.desk.sql<{ across: boolean }>(
      `select exists (
         select 1 from link people
         where people.tenant_id = $1 and people.kind = 'CONTACT' and people.unlinked_at is null
           and (exists (select 1 from link_move moved where moved.tenant_id = $1
                  and moved.link_id = $2 and moved.what = 'contact'
                  and moved.row_key = people.duplicate_id::text)
             <> exists (select 1 from link_move moved where moved.tenant_id = $1
                  and moved.link_id = $2 and moved.what = 'contact'
                  and moved.row_key = people.into_id::text))
       ) as across`,
      [this.desk.tenantId, id],
    );
    return rows[0]?.across === true;
  }
}

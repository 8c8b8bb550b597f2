import type { DataSource } from 'typeorm';
import type { FoundLogin, LoginStore } from '../app/ports/sign-in';
import { storable } from '../domain/text';
import { sqlOver } from './sql';

// Before the tenant is known. An address counts until an account has claimed it.
const FIND = `
  select l.tenant_id as "tenantId", l.member_id as "memberId", m.name, m.role, m.active, m.queue_ids as "queueIds",
    (l.subject is not null) as "isBound"
  from member_login l
  join member m on m.tenant_id = l.tenant_id and m.id = l.member_id
  where (l.issuer = $1::text and l.subject = $2::text)
    or (l.email = $3::text and l.subject is null)
  limit 10`;

/** Who signs in with which account. */
export const createLoginStore = (dataSource: DataSource): LoginStore => {
  const sql = sqlOver(dataSource);
  return {
    find: async ({ issuer, subject, email }) => {
      const given = [issuer, storable(subject), email === null ? null : storable(email)];
      return (await sql<FoundLogin>(FIND, given)).rows;
    },
    onlyTenant: async () => {
      const { rows } = await sql<{ id: string }>('select id from tenant order by id limit 2', []);
      return rows.length === 1 ? (rows[0]?.id ?? null) : null;
    },
  };
};

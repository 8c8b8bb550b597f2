import type { DataSource } from 'typeorm';
import type { FoundLogin, LoginStore, SignInTry } from '../app/ports/sign-in';
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

// Two of each are enough to know that it is not the only one.
const MEANT = `
  (select distinct tenant_id as id, true as "byDomain" from member_login
   where split_part(email, '@', 2) = lower($2::text) limit 2)
  union all
  (select distinct tenant_id, false from member_login where issuer = $1::text limit 2)`;

const NOTE_STRANGER = `
  insert into refused_stranger as r (reason, minute, count)
  values ($1, date_trunc('minute', now()), $2)
  on conflict (reason, minute) do update set count = r.count + excluded.count`;

// Whoever began in the minute before counts onto the one that has begun meanwhile.
const COUNT_TRY = `
  insert into sign_in_try as t (scope, minute, used) values ($1, date_trunc('minute', now()), 1)
  on conflict (scope) do update set
    used = case when t.minute >= excluded.minute then t.used + 1 else 1 end,
    minute = greatest(t.minute, excluded.minute)
  returning used, greatest(1, ceil(extract(epoch from
    t.minute + interval '1 minute' - clock_timestamp()) * 1000))::int as "leftMs"`;

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
    meant: async ({ issuer, domain }) => {
      const { rows } = await sql<{ id: string; byDomain: boolean }>(MEANT, [
        issuer,
        domain === null ? null : storable(domain),
      ]);
      const near = rows.filter(({ byDomain }) => byDomain);
      const [only, another] = near.length > 0 ? near : rows;
      return another === undefined ? (only?.id ?? null) : null;
    },
    noteStranger: async (reason, times) => {
      await sql(NOTE_STRANGER, [reason.slice(0, 80), times]);
    },
    countTry: async (scope) => {
      const { rows } = await sql<SignInTry>(COUNT_TRY, [scope.slice(0, 200)]);
      const [counted] = rows;
      if (counted === undefined) throw new Error('a try was not counted');
      return counted;
    },
  };
};

/** What was refused of people of whom nobody knows which desk they meant, newest first. */
export const refusedStrangers = async (
  dataSource: DataSource,
  limit: number,
): Promise<readonly { readonly minute: Date; readonly reason: string; readonly count: number }[]> =>
  (
    await sqlOver(dataSource)<{ minute: Date; reason: string; count: number }>(
      'select minute, reason, count from refused_stranger order by minute desc, reason limit $1',
      [limit],
    )
  ).rows;

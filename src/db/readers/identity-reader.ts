import type { MemberPresence, Readers } from '../../app/ports/readers';
import { storable } from '../../domain/text';
import { inOrderOf } from './in-order-of';
import { type MemberColumns, memberColumns, readMember } from './member-columns';
import type { ReadTransaction } from './read-transaction';

type Columns = { readonly [Name in keyof MemberColumns]: MemberColumns[Name] | null } & {
  readonly contact_id: string | null;
  readonly contact_name: string | null;
  readonly contact_customer: string | null;
};

const IDENTITY = `
  select ${memberColumns()}, o.id as contact_id, o.name as contact_name,
    o.customer_id as contact_customer
  from chat_identity i
  left join member a on a.tenant_id = i.tenant_id and a.id = i.member_id
  left join contact o on o.tenant_id = i.tenant_id and o.id = i.contact_id
  where i.tenant_id = $1::uuid and i.platform = $2::text and i.home = $3::text
    and i.user_id = $4::text`;

const PRESENCE = `
  select a.id as its_id, array(
      select distinct i.platform from chat_identity i
      where i.tenant_id = a.tenant_id and i.member_id = a.id order by i.platform) as platforms,
    (select l.into_id from link l
     where l.tenant_id = a.tenant_id and l.duplicate_id = a.id and l.unlinked_at is null)
      as "linkedTo"
  from member a where a.tenant_id = $1::uuid and a.id = any($2::uuid[])`;

const isMember = (row: Columns): row is Columns & MemberColumns => row.a_id !== null;

/** Whom somebody on a platform stands for. */
export const createIdentityReader = (
  read: ReadTransaction,
): Pick<Readers, 'identity' | 'memberPresence'> => ({
  memberPresence: (tenantId, memberIds) =>
    read(tenantId, async (ask) =>
      inOrderOf(
        memberIds,
        await ask<MemberPresence & { readonly its_id: string }>(PRESENCE, [
          tenantId,
          [...memberIds],
        ]),
        ({ platforms, linkedTo }): MemberPresence => ({ platforms, linkedTo }),
      ),
    ),
  identity: (tenantId, { platform, home, userId }) =>
    read(tenantId, async (ask) => {
      const params = [tenantId, platform, storable(home), storable(userId)];
      const [row] = await ask<Columns>(IDENTITY, params);
      if (row === undefined) return null;
      const { contact_id: id, contact_name: name, contact_customer: customerId } = row;
      return {
        member: isMember(row) ? readMember(tenantId, row) : null,
        contact:
          id === null || name === null || customerId === null ? null : { id, name, customerId },
      };
    }),
});

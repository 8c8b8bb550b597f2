import type { Readers } from '../../app/ports/readers';
import { storable } from '../../domain/text';
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

const isMember = (row: Columns): row is Columns & MemberColumns => row.a_id !== null;

/** Whom somebody on a platform stands for. */
export const createIdentityReader = (read: ReadTransaction): Pick<Readers, 'identity'> => ({
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

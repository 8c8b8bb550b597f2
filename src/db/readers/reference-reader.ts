import type { Readers } from '../../app/ports/readers';
import { storable } from '../../domain/text';
import { type CustomerColumns, customerColumns, readCustomer } from './columns';
import type { ReadTransaction } from './read-transaction';

/** What other systems call our customers. */
export const createReferenceReader = (
  read: ReadTransaction,
): Pick<Readers, 'customerReferences' | 'customerByReference'> => ({
  customerReferences: (tenantId, customerIds) =>
    read(tenantId, async (ask) => {
      const rows = await ask<{ readonly customer_id: string; readonly external_id: string }>(
        `select r.customer_id, r.external_id from customer_reference r
         where r.tenant_id = $1::uuid and r.customer_id = any($2::uuid[])`,
        [tenantId, [...customerIds]],
      );
      const found = new Map(rows.map((row) => [row.customer_id, row.external_id]));
      return customerIds.map((id) => found.get(id) ?? null);
    }),
  customerByReference: (tenantId, externalId) =>
    read(tenantId, async (ask) => {
      const [row] = await ask<CustomerColumns>(
        `select ${customerColumns()} from customer_reference r
         join customer c on c.tenant_id = r.tenant_id and c.id = r.customer_id
         where r.tenant_id = $1::uuid and r.external_id = $2::text`,
        [tenantId, storable(externalId)],
      );
      return row === undefined ? null : readCustomer(tenantId, row);
    }),
});

import type { CustomersAsked } from '../../app/ports/desk-lists';
import type { Readers } from '../../app/ports/readers';
import type { Customer } from '../../app/ports/records';
import { type CustomerColumns, customerColumns, readCustomer } from './columns';
import type { Ordering } from './page';
import type { ReadTransaction } from './read-transaction';
import { byName, createSourceReader, nameHolds, type Source } from './source';
import { among, range } from './ticket-conditions';

const CUSTOMERS: Source<CustomerColumns, Customer> = {
  columns: customerColumns(),
  from: 'customer c',
  alias: 'c',
  ordering: byName('c'),
  toRow: readCustomer,
};

/** What a list is sorted by is read beside it: 2,000 rows by key, in one statement. */
const WITH_HEALTH = `customer c
  left join customer_health kept on kept.tenant_id = c.tenant_id and kept.customer_id = c.id`;

/** In tenths, as it is reckoned; of whom nothing can be said stands last, whichever end is first. */
const byHealth = (descending: boolean): Ordering => ({
  value: `coalesce(round(kept.score * 10)::int8, ${descending ? -1 : 10_000})`,
  kind: 'number',
  id: 'c.id',
  descending,
});

const sourceOf = ({ by, descending, health, score }: CustomersAsked): typeof CUSTOMERS => ({
  ...CUSTOMERS,
  from: by === 'HEALTH' || health !== null || score !== null ? WITH_HEALTH : CUSTOMERS.from,
  ordering: by === 'HEALTH' ? byHealth(descending) : { ...CUSTOMERS.ordering, descending },
});

/** The companies a desk supports. */
export const createCustomerReader = (
  read: ReadTransaction,
): Pick<Readers, 'customers' | 'customersById'> => {
  const { list, byId } = createSourceReader(read);
  return {
    customers: (tenantId, asked, slice) =>
      list(sourceOf(asked), tenantId, slice, (params) => [
        ...nameHolds('c', asked.named, params),
        ...among(`coalesce(kept.state, 'TOO_LITTLE_TO_SAY')`, 'text', asked.health, params),
        ...range('kept.score', 'float8', asked.score, params),
        ...among('c.owner_id', 'uuid', asked.owner, params),
      ]),
    customersById: (tenantId, ids) => byId(CUSTOMERS, tenantId, ids),
  };
};

import { ArrowDown, ArrowUp, ArrowUpDown } from 'lucide-react';
import { useId } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { useMembers } from '../api/members';
import { type Pages, usePages } from '../api/pages';
import { useLive } from '../api/use-live';
import { useMay } from '../api/viewer';
import { CustomersDocument, type CustomersQuery } from '../generated/graphql';
import { Avatar, HEALTH_WORDS, HealthBadge } from '../ui/badge';
import { NameSearch } from '../ui/name-search';
import { Pager } from '../ui/pager';
import { PageHead } from '../ui/panel';
import { Answer, Empty, StaleNotice } from '../ui/states';
import { instantWords } from '../ui/words';
import { CustomerForm } from './customer-form';
import {
  CUSTOMER_ORDERS,
  type CustomerOrder,
  type CustomersAsked,
  customerFilterOf,
  customersAskedFrom,
  customersHref,
  HEALTH_STATES,
  orderOf,
} from './customer-list';
import { PromiseBar } from './promise-bar';
import { useListKeys } from './use-list-keys';

const PAGE = 50;

type Customer = CustomersQuery['customers']['nodes'][number];

const HealthHead = (props: { order: CustomerOrder; onChange: (order: CustomerOrder) => void }) => {
  const { order, onChange } = props;
  const Icon = order === 'worst' ? ArrowUp : order === 'best' ? ArrowDown : ArrowUpDown;
  const next = order === 'worst' ? 'best' : order === 'best' ? 'name' : 'worst';
  return (
    <th
      scope="col"
      aria-sort={order === 'worst' ? 'ascending' : order === 'best' ? 'descending' : 'none'}
    >
      <button
        type="button"
        className="sort"
        title={CUSTOMER_ORDERS[next].label}
        onClick={() => onChange(next)}
      >
        Health <Icon size={13} aria-hidden="true" />
      </button>
    </th>
  );
};

const Standing = ({ standing }: { standing: Customer['standing'] }) =>
  standing === null ? (
    <span className="faint" title="A new account is counted within a minute.">
      Not counted yet
    </span>
  ) : (
    <span title={`As counted ${instantWords(standing.countedAt)}`}>
      <HealthBadge {...standing} />
    </span>
  );

const Row = ({ customer }: { customer: Customer }) => {
  const members = useMembers();
  return (
    <tr>
      <td>
        <Link href={`/customers/${customer.id}`} className="named">
          <Avatar name={customer.name} side="customer" />
          <span>{customer.name}</span>
        </Link>
      </td>
      <td data-label="Tier">{customer.tier}</td>
      <td data-label="Health">
        <Standing standing={customer.standing} />
      </td>
      <td data-label="Promises">
        <PromiseBar counts={customer.promiseStatistics} customerId={customer.id} />
      </td>
      <td data-label="Owner">
        {members.find(({ id }) => id === customer.ownerId)?.name ?? (
          <span className="faint">nobody</span>
        )}
      </td>
      <td data-label="Time zone">{customer.zone ?? <span className="faint">the desk’s</span>}</td>
    </tr>
  );
};

/** Why nothing is shown, and what would show something. */
const NoCustomer = ({ asked }: { asked: CustomersAsked }) => {
  const state = HEALTH_STATES.find((one) => one === asked.health);
  if (state !== undefined)
    return (
      <Empty title={`No account is “${HEALTH_WORDS[state].toLowerCase()}”`}>
        <Link href={customersHref({ ...asked, health: '' })}>Show every account</Link>
      </Empty>
    );
  return asked.named === '' ? (
    <Empty title="No customer yet">They appear with their first message.</Empty>
  ) : (
    <Empty title="Nobody is called so">Try a shorter part of the name.</Empty>
  );
};

const Table = (props: {
  data: CustomersQuery;
  pages: Pages;
  order: CustomerOrder;
  onOrder: (order: CustomerOrder) => void;
}) => {
  const { nodes, pageInfo } = props.data.customers;
  return (
    <>
      <table className="plain-table" aria-label="Customers">
        <thead>
          <tr>
            <th scope="col">Customer</th>
            <th scope="col">Tier</th>
            <HealthHead order={props.order} onChange={props.onOrder} />
            <th scope="col">Promises, 90 days</th>
            <th scope="col">Owner</th>
            <th scope="col">Time zone</th>
          </tr>
        </thead>
        <tbody>
          {nodes.map((one) => (
            <Row key={one.id} customer={one} />
          ))}
        </tbody>
      </table>
      <Pager pages={props.pages} info={pageInfo} />
    </>
  );
};

const Customers = () => {
  const id = useId();
  const search = useSearch();
  const [, go] = useLocation();
  const may = useMay();
  const asked = customersAskedFrom(search);
  const order = orderOf(asked);
  const pages = usePages(search);
  const { after } = pages;
  const live = useLive(
    CustomersDocument,
    {
      named: asked.named,
      filter: customerFilterOf(asked),
      sort: CUSTOMER_ORDERS[order].by,
      first: PAGE,
      after,
    },
    `customers ${search} ${after}`,
  );
  useListKeys();
  const change = (part: Partial<CustomersAsked>): void =>
    go(customersHref({ ...asked, ...part }), { replace: true });
  const changeOrder = (to: string): void => change({ sort: to === 'name' ? '' : to });
  return (
    <>
      <PageHead title="Customers" lead="The companies you support.">
        {may.configure && (
          <CustomerForm customer={null} onDone={(made) => go(`/customers/${made}`)} />
        )}
        <NameSearch
          label="Search customers"
          text={asked.named}
          withKey
          onChange={(named) => change({ named })}
        />
      </PageHead>
      <StaleNotice of={[live]} />
      <div className="filters">
        <label htmlFor={`${id}-health`} className="unseen">
          Health
        </label>
        <select
          id={`${id}-health`}
          value={asked.health}
          onChange={(event) => change({ health: event.target.value })}
        >
          <option value="">Any health</option>
          {HEALTH_STATES.map((state) => (
            <option key={state} value={state}>
              {HEALTH_WORDS[state]}
            </option>
          ))}
        </select>
        <label htmlFor={`${id}-order`} className="unseen">
          Order
        </label>
        <select
          id={`${id}-order`}
          value={order}
          onChange={(event) => changeOrder(event.target.value)}
        >
          {Object.entries(CUSTOMER_ORDERS).map(([name, { label }]) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
        <span className="keys faint">
          <kbd>j</kbd> <kbd>k</kbd> move, <kbd>Enter</kbd> open
        </span>
      </div>
      <div className="panel flush">
        <Answer live={live} rows={8}>
          {(data) =>
            data.customers.nodes.length === 0 ? (
              <NoCustomer asked={asked} />
            ) : (
              <Table data={data} pages={pages} order={order} onOrder={changeOrder} />
            )
          }
        </Answer>
      </div>
    </>
  );
};

export default Customers;

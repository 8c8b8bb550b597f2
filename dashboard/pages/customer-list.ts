import type { CustomerFilterInput, CustomerSortInput, HealthState } from '../generated/graphql';

/** What the address of the list of customers says. */
export interface CustomersAsked {
  readonly named: string;
  readonly health: string;
  readonly sort: string;
}

export const CUSTOMER_ORDERS = {
  name: { label: 'By name', by: { field: 'NAME', direction: 'ASC' } },
  worst: { label: 'Worst health first', by: { field: 'HEALTH', direction: 'ASC' } },
  best: { label: 'Best health first', by: { field: 'HEALTH', direction: 'DESC' } },
} as const satisfies Record<string, { label: string; by: CustomerSortInput }>;
export type CustomerOrder = keyof typeof CUSTOMER_ORDERS;

const isOrder = (name: string): name is CustomerOrder => name in CUSTOMER_ORDERS;
export const orderOf = ({ sort }: CustomersAsked): CustomerOrder => (isOrder(sort) ? sort : 'name');

export const HEALTH_STATES: readonly HealthState[] = [
  'AT_RISK',
  'WATCH',
  'GOOD',
  'TOO_LITTLE_TO_SAY',
];

export const customerFilterOf = ({ health }: CustomersAsked): CustomerFilterInput => {
  const state = HEALTH_STATES.find((one) => one === health);
  return state === undefined ? {} : { health: { eq: state } };
};

export const customersAskedFrom = (search: string): CustomersAsked => {
  const given = new URLSearchParams(search);
  const read = (name: string): string => given.get(name) ?? '';
  return { named: read('named'), health: read('health'), sort: read('sort') };
};

/** The address of the list. */
export const customersHref = (asked: Partial<CustomersAsked>): string => {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(asked)) if (value !== '') given.set(name, value);
  const query = given.toString();
  return query === '' ? '/customers' : `/customers?${query}`;
};

import type {
  TicketFilterInput,
  TicketSortInput,
  TicketStatus,
  WaitingOn,
} from '../generated/graphql';
import { PRIORITIES } from './action-choices';

/** What a list's address says. Every number of the dashboard leads to such an address. */
export interface ListAsked {
  readonly view: string;
  readonly priority: string;
  readonly assignee: string;
  readonly customer: string;
  readonly text: string;
  readonly sort: string;
  readonly openedFrom: string;
  readonly openedTo: string;
  readonly since: string;
  readonly before: string;
  readonly after: string;
  /** `yes`: nothing they wrote waits for an answer. */
  readonly answered: string;
  readonly status: string;
  readonly waitingOn: string;
  readonly queue: string;
  readonly channel: string;
  readonly cause: string;
  readonly label: string;
}

export const VIEWS = [
  { name: 'waiting', label: 'Waiting on us' },
  { name: 'unassigned', label: 'Nobody has it' },
  { name: 'breaching', label: 'Late' },
  { name: 'late', label: 'First answer late' },
  { name: 'due', label: 'First answer due' },
  { name: 'open', label: 'Open' },
  { name: 'snoozed', label: 'Snoozed' },
  { name: 'solved', label: 'Solved' },
  { name: 'reopened', label: 'Reopened' },
  { name: 'all', label: 'All' },
] as const;

export const SORTS = {
  waiting: { label: 'Waiting longest', by: { field: 'UNANSWERED_SINCE', direction: 'ASC' } },
  due: { label: 'Due next', by: { field: 'FIRST_RESPONSE_DUE_AT', direction: 'ASC' } },
  updated: { label: 'Last changed', by: { field: 'UPDATED_AT', direction: 'DESC' } },
  newest: { label: 'Newest', by: { field: 'OPENED_AT', direction: 'DESC' } },
  priority: { label: 'Priority', by: { field: 'PRIORITY', direction: 'DESC' } },
} as const satisfies Record<string, { label: string; by: TicketSortInput }>;

const isSort = (name: string): name is keyof typeof SORTS => name in SORTS;

const ACTIVE: TicketStatus[] = ['NEW', 'OPEN'];
const UNANSWERED = { firstRespondedAt: { isNull: true } } satisfies TicketFilterInput;

const viewFilter = (view: string, now: string, since: string): TicketFilterInput => {
  switch (view) {
    case 'waiting':
      return { status: { in: ACTIVE }, waitingOn: { eq: 'US' } };
    case 'unassigned':
      return { status: { in: ACTIVE }, waitingOn: { eq: 'US' }, assignee: { isNull: true } };
    case 'late':
      return { status: { in: ACTIVE }, ...UNANSWERED, firstResponseDueAt: { lt: now } };
    case 'due':
      return { status: { in: ACTIVE }, ...UNANSWERED, firstResponseDueAt: { gte: now } };
    case 'breaching':
      return { status: { in: ['NEW', 'OPEN', 'SNOOZED'] }, breaching: true };
    case 'open':
      return { status: { in: ['NEW', 'OPEN', 'SNOOZED'] } };
    case 'snoozed':
      return { status: { eq: 'SNOOZED' } };
    case 'solved':
      return since === ''
        ? { status: { in: ['SOLVED', 'CONFIRMED', 'UNCONFIRMED', 'CLOSED'] } }
        : { lastSolvedAt: { gte: since } };
    case 'reopened':
      return {
        reopenCount: { gt: 0 },
        ...(since === '' ? {} : { lastSolvedAt: { gte: since } }),
      };
    default:
      return {};
  }
};

export const STATUSES: readonly TicketStatus[] = [
  'NEW',
  'OPEN',
  'SNOOZED',
  'SOLVED',
  'CONFIRMED',
  'UNCONFIRMED',
  'CLOSED',
  'NOT_A_REQUEST',
];
export const WAITING: readonly WaitingOn[] = ['US', 'CUSTOMER', 'THIRD_PARTY', 'NOBODY'];

/** The filter an address means, at this moment. */
export const filterOf = (asked: ListAsked, now: string): TicketFilterInput => {
  const parts: TicketFilterInput[] = [viewFilter(asked.view, now, asked.since)];
  const priority = PRIORITIES.find((one) => one === asked.priority);
  if (priority !== undefined) parts.push({ priority: { eq: priority } });
  if (asked.assignee === 'none') parts.push({ assignee: { isNull: true } });
  else if (asked.assignee !== '') parts.push({ assignee: { eq: asked.assignee } });
  if (asked.customer !== '') parts.push({ customer: { eq: asked.customer } });
  if (asked.text !== '') parts.push({ text: asked.text });
  if (asked.openedFrom !== '') parts.push({ openedAt: { gte: asked.openedFrom } });
  if (asked.openedTo !== '') parts.push({ openedAt: { lt: asked.openedTo } });
  if (asked.after !== '') parts.push({ unansweredSince: { gte: asked.after } });
  if (asked.before !== '') parts.push({ unansweredSince: { lt: asked.before } });
  if (asked.answered === 'yes') parts.push({ unansweredSince: { isNull: true } });
  const status = STATUSES.find((one) => one === asked.status);
  if (status !== undefined) parts.push({ status: { eq: status } });
  const waitingOn = WAITING.find((one) => one === asked.waitingOn);
  if (waitingOn !== undefined) parts.push({ waitingOn: { eq: waitingOn } });
  if (asked.queue !== '') parts.push({ queue: { eq: asked.queue } });
  if (asked.channel !== '') parts.push({ channel: { eq: asked.channel } });
  if (asked.label !== '') parts.push({ label: { eq: asked.label } });
  if (asked.cause !== '') parts.push({ cause: { eq: asked.cause.toLowerCase() } });
  return { and: parts };
};

/** What a view is sorted by when nobody chose. */
const natural = (view: string): keyof typeof SORTS =>
  view === 'waiting' || view === 'unassigned' || view === 'breaching'
    ? 'waiting'
    : view === 'late' || view === 'due'
      ? 'due'
      : 'updated';

export const sortName = (asked: ListAsked): keyof typeof SORTS =>
  isSort(asked.sort) ? asked.sort : natural(asked.view);

export const askedFrom = (search: string): ListAsked => {
  const given = new URLSearchParams(search);
  const read = (name: string): string => given.get(name) ?? '';
  return {
    view: read('view') || 'waiting',
    priority: read('priority'),
    assignee: read('assignee'),
    customer: read('customer'),
    text: read('text'),
    sort: read('sort'),
    openedFrom: read('openedFrom'),
    openedTo: read('openedTo'),
    since: read('since'),
    before: read('before'),
    after: read('after'),
    answered: read('answered'),
    status: read('status'),
    waitingOn: read('waitingOn'),
    queue: read('queue'),
    channel: read('channel'),
    cause: read('cause'),
    label: read('label'),
  };
};

/** The address of a list. */
export const listHref = (asked: Partial<ListAsked>): string => {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(asked)) if (value !== '') given.set(name, value);
  const query = given.toString();
  return query === '' ? '/tickets' : `/tickets?${query}`;
};

import type { DigestPeriod } from '../../domain/digest-schedule';
import { drillDown, type Part } from '../metrics/drill-down';
import type { Figure } from '../metrics/figures';
import { measure } from '../metrics/measure';
import type { Measure } from '../metrics/measure-rule';
import { RULES } from '../metrics/measures';
import type { Window } from '../metrics/window';
import type { PromiseView } from '../ports/care-readers';
import type { Readers, TicketView } from '../ports/readers';
import { type AccountsAtRisk, accountsAtRisk } from './accounts-at-risk';

/** How fast the desk was. Each is told together with the measures its rule names as its quality. */
export const SPEEDS = ['FIRST_RESPONSE', 'NEXT_RESPONSE', 'FINAL_RESOLUTION'] as const;
const COUNTS = ['VOLUME', 'BACKLOG'] as const;
/** Which tickets stand behind which of the other figures. */
const NAMED: readonly (readonly [Measure, Part])[] = [
  ['SLA_ATTAINMENT', 'DROPPED'],
  ['PROMISES_BROKEN', 'DONE'],
  ['PROMISES_RENEWED', 'DONE'],
  ['PROMISES_KEPT', 'DONE'],
  ['REOPEN_RATE', 'DONE'],
  ['CSAT', 'DROPPED'],
];
const SHOWN = 5;
const NAMES = 8;
const HOUR_MS = 3_600_000;

/** A figure, and the numbers of the first tickets behind the part that is worth a look. */
export interface ToldFigure {
  readonly measure: Measure;
  readonly figure: Figure;
  readonly tickets: readonly number[];
  readonly hasMore: boolean;
}

/** Everything a digest says, all of it by the same rules as the API's figures. */
export interface DigestFacts {
  readonly period: DigestPeriod;
  readonly window: Window;
  readonly zone: string;
  readonly now: Date;
  readonly waiting: readonly TicketView[];
  readonly moreWaiting: boolean;
  readonly promises: readonly { readonly promise: PromiseView; readonly ticket: TicketView }[];
  readonly accounts: AccountsAtRisk;
  readonly figures: ReadonlyMap<Measure, ToldFigure>;
  /** Requests of the stretch of the same length just before. */
  readonly volumeBefore: number;
}

/** Those measures, and the ones that say whether they were bought dearly. */
const withQuality = (measures: readonly Measure[]): readonly Measure[] => [
  ...new Set(measures.flatMap((name) => [name, ...RULES[name].quality])),
];

const first = { limit: SHOWN, from: 'start', after: null, before: null } as const;

const waitingLongest = (readers: Readers, tenantId: string) =>
  readers.tickets(
    { tenantId, limit: null },
    {
      status: { in: ['NEW', 'OPEN'] },
      waitingOn: { eq: 'US' },
      unansweredSince: { isNull: false },
    },
    { by: 'UNANSWERED_SINCE', descending: false },
    first,
  );

const promisesNext = async (
  readers: Readers,
  tenantId: string,
  now: Date,
): Promise<DigestFacts['promises']> => {
  const sight = { tenantId, limit: null };
  const dueBefore = new Date(now.getTime() + 24 * HOUR_MS);
  const filter = { customerId: null, assigneeId: null, dueBefore };
  const { rows } = await readers.promisesDue(sight, filter, first);
  const promises = rows.map(({ row }) => row);
  const tickets = await readers.ticketsById(
    sight,
    promises.map(({ ticketId }) => ticketId),
  );
  return promises.flatMap((promise, index) => {
    const ticket = tickets[index] ?? null;
    return ticket === null ? [] : [{ promise, ticket }];
  });
};

/** What a digest of this stretch says, as things stand now. */
export const readDigest = async (
  readers: Readers,
  tenantId: string,
  period: DigestPeriod,
  zone: string,
  window: Window,
  now: Date,
): Promise<DigestFacts> => {
  const request = {
    window,
    asOf: now,
    zone,
    bucket: null,
    groupBy: null,
    filter: {},
    // What a customer waited, nights and weekends included.
    hours: 'CALENDAR',
    isNow: true,
  } as const;
  const told = async (name: Measure): Promise<ToldFigure> => {
    const { figure } = await measure(readers, tenantId, name, request);
    const part = NAMED.find(([named]) => named === name)?.[1];
    const behind =
      part === undefined || figure.n === 0
        ? null
        : await drillDown(readers, tenantId, name, request, part, null, { ...first, limit: NAMES });
    const tickets = (behind?.rows ?? []).map(({ row }) => row.ticketNumber);
    return {
      measure: name,
      figure,
      tickets: [...new Set(tickets)],
      hasMore: behind?.hasNext ?? false,
    };
  };
  const measures = withQuality([...COUNTS, ...SPEEDS, ...NAMED.map(([name]) => name)]);
  const length = window.to.getTime() - window.from.getTime();
  const before = { from: new Date(window.from.getTime() - length), to: window.from };
  const [waiting, promises, accounts, figures, { figure: volumeBefore }] = await Promise.all([
    waitingLongest(readers, tenantId),
    promisesNext(readers, tenantId, now),
    accountsAtRisk(readers, tenantId, SHOWN, now),
    Promise.all(measures.map(told)),
    measure(readers, tenantId, 'VOLUME', { ...request, window: before }),
  ]);
  return {
    period,
    window,
    zone,
    now,
    waiting: waiting.rows.map(({ row }) => row),
    moreWaiting: waiting.hasNext,
    promises,
    accounts,
    figures: new Map(figures.map((one) => [one.measure, one])),
    volumeBefore: volumeBefore.n,
  };
};

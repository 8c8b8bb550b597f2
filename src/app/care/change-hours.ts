import type { Actor } from '../../domain/actor';
import { calendarFaults } from '../../domain/business-calendar';
import { DeskError, notFound } from '../../domain/errors';
import { policyFaults } from '../../domain/sla-policy';
import { checkedName, checkedZone, requireAdministration } from '../admin/requirements';
import type { Upserted } from '../ports/answers';
import type { CalendarScope, CalendarWords, PolicyWords } from '../ports/care';
import type { Tx } from '../ports/store';
import { type MovedClock, movesOf } from './recount-clocks';
import { spelledOut } from './time-rules';

/** Whoever changes something has seen a version of it; null: whatever stands. */
interface Seen {
  readonly expectedVersion: number | null;
}

interface Kept {
  readonly id: string;
  readonly result: Upserted;
}

const faulty = (faults: readonly string[], path: string): void => {
  if (faults.length > 0)
    throw new DeskError('invalid', 'HOURS_FAULTY', faults.join(' '), null, [path]);
};

const requireVersion = (
  stands: { readonly version: number } | null,
  { expectedVersion }: Seen,
  noun: string,
): void => {
  if (expectedVersion === null || stands?.version === expectedVersion) return;
  throw new DeskError(
    'conflict',
    'HOURS_CHANGED',
    `Somebody has changed the ${noun} since you looked at it.`,
    'Look at it again: it shows how things stand now.',
    ['expectedVersion'],
  );
};

/** Makes a calendar, or its next version when it says something else. Throws DeskError. */
export const keepCalendarIn = async (
  tx: Tx,
  actor: Actor,
  said: CalendarWords & Seen & { readonly name: string },
  now: Date,
): Promise<Kept> => {
  requireAdministration(actor, 'configure');
  const { name: given, expectedVersion, ...rest } = said;
  const name = checkedName(given, 'name');
  const words: CalendarWords = { ...rest, zone: checkedZone(rest.zone, 'zone') };
  faulty(calendarFaults(words), 'opening');
  if (words.country === null && words.region !== null)
    throw new DeskError('invalid', 'COUNTRY_NEEDED', 'A region needs its country.', null, [
      'country',
    ]);
  // A country nobody knows is found now, not when the first ticket comes.
  await spelledOut(words, now.getUTCFullYear());
  const stands = await tx.care.calendarNamed(name);
  requireVersion(stands, { expectedVersion }, 'calendar');
  const { id, version } = await tx.care.keepCalendar(name, words, now);
  const result =
    stands === null ? 'CREATED' : stands.version === version ? 'NOOP' : ('UPDATED' as const);
  return { id, result };
};

const requireScope = async (tx: Tx, scope: CalendarScope): Promise<void> => {
  switch (scope.of) {
    case 'CUSTOMER':
      if ((await tx.desk.customer(scope.id)) === null) throw notFound('customer');
      return;
    case 'QUEUE':
      if ((await tx.desk.queue(scope.id)) === null) throw notFound('queue');
      return;
    case 'DESK':
      return;
    default:
      scope.of satisfies never;
  }
};

const requireCalendar = async (tx: Tx, calendarId: string | null): Promise<void> => {
  if (calendarId !== null && (await tx.care.calendar(calendarId)) === null)
    throw notFound('calendar');
};

/** Says for whom a calendar counts; null takes the assignment away. Throws DeskError. */
export const assignCalendarIn = async (
  tx: Tx,
  actor: Actor,
  scope: CalendarScope,
  calendarId: string | null,
): Promise<void> => {
  requireAdministration(actor, 'configure');
  await requireCalendar(tx, calendarId);
  await requireScope(tx, scope);
  await tx.care.assignCalendar(scope, calendarId);
};

/** Makes the policy of a tier, or its next version. Throws DeskError. */
export const keepPolicyIn = async (
  tx: Tx,
  actor: Actor,
  said: PolicyWords & Seen,
): Promise<Kept> => {
  requireAdministration(actor, 'configure');
  const { expectedVersion, ...words } = said;
  const tier = words.tier.trim() === '' ? '' : checkedName(words.tier, 'tier');
  await requireCalendar(tx, words.calendarId);
  faulty(policyFaults(words), 'targets');
  const stands = await tx.care.policyNamed(tier);
  requireVersion(stands, { expectedVersion }, 'policy');
  const { id } = await tx.care.keepPolicy({ ...words, tier });
  return { id, result: stands === null ? 'CREATED' : 'UPDATED' };
};

const MOST_FORESEEN = 500;

/** What a change of hours or service levels means for the tickets that are open now. */
export interface Foreseen {
  /** Open tickets that are reckoned again. */
  readonly tickets: number;
  /** Clocks whose due time or target becomes another, oldest ticket first. */
  readonly moves: readonly (MovedClock & {
    readonly ticketId: string;
    readonly ticketNumber: number;
  })[];
  /** Only the oldest open tickets were looked at: there may be more such clocks. */
  readonly truncated: boolean;
}

/** Has open tickets reckoned again, and says now to what. What has ended stays as measured. */
export const foresee = async (tx: Tx, now: Date): Promise<Foreseen> => {
  const open = await tx.care.openTickets(MOST_FORESEEN);
  const moves: Foreseen['moves'][number][] = [];
  for (const timed of open) {
    const { id: ticketId, number: ticketNumber } = timed.ticket;
    for (const move of await movesOf(tx, timed, now))
      moves.push({ ...move, ticketId, ticketNumber });
  }
  const tickets = await tx.care.recountAll(now);
  return { tickets, moves, truncated: open.length === MOST_FORESEEN };
};

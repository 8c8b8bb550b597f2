import { zoneClock } from '../app/calendar/zone-clock';
import type { CareDocument } from '../app/care/care-document';
import {
  endOf,
  GENERATED_ASSUMPTIONS,
  type GeneratedOrder,
  generateTickets,
  zoneOf,
} from '../app/care/generate-tickets';
import { compared, simulate } from '../app/care/simulate';
import { PAST_ASSUMPTIONS, simulationLines } from '../app/care/simulation-words';
import { dateOf } from '../domain/business-calendar';
import { DeskError } from '../domain/errors';
import { tenantOf, withDatabase } from './command-line';

const MOST_REPLAYED = 100_000;
const DAY_MS = 86_400_000;

/** As the command line gave them. */
export interface SimulateOptions {
  readonly days: string;
  readonly generate?: string;
  readonly seed?: string;
  readonly until?: string;
  readonly tenant?: string;
}

const counted = (count: number, what: string): string =>
  `${count} ${what}${count === 1 ? '' : 's'}`;

const wrong = (field: string, message: string): DeskError =>
  new DeskError('invalid', field.toUpperCase(), message);

const wholeNumber = (field: string, text: string, least: number, most: number): number => {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : -1;
  if (number < least || number > most)
    throw wrong(field, `--${field} takes a whole number from ${least} to ${most}.`);
  return number;
};

const dayOf = (text: string): number => {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text)
    throw wrong('until', '--until takes a date like 2026-12-24.');
  return at / DAY_MS;
};

const generated = async (said: CareDocument, order: GeneratedOrder): Promise<readonly string[]> => {
  const zone = zoneOf(said);
  const tickets = generateTickets(said, order);
  const end = endOf(order, zone);
  const outcomes = await simulate(said, tickets, end);
  const from = dateOf(order.untilDay - order.days);
  const what = `${counted(tickets.length, 'generated ticket')} of ${counted(order.days, 'day')} (${from} up to ${dateOf(order.untilDay)}, ${zone}, seed ${order.seed})`;
  const none = 'No ticket was generated.';
  return simulationLines(
    { tickets: tickets.length, what, none },
    outcomes,
    compared(outcomes, tickets, end),
    GENERATED_ASSUMPTIONS,
  );
};

const past = (
  said: CareDocument,
  days: number,
  tenant: string | undefined,
  now: Date,
): Promise<readonly string[]> =>
  withDatabase(async (databases) => {
    const tenantId = await tenantOf(databases, tenant);
    const since = new Date(now.getTime() - days * DAY_MS);
    const tickets = await databases.desk.unitOfWork.run(tenantId, (tx) =>
      tx.care.pastTickets(since, MOST_REPLAYED),
    );
    const cut =
      tickets.length === MOST_REPLAYED ? ': only the oldest of them, there may be more' : '';
    const what = `${counted(tickets.length, 'ticket')} of the last ${counted(days, 'day')}${cut}`;
    const none = `No ticket came in the last ${counted(days, 'day')}: there is nothing to replay. Look farther back with --days, or pass --generate 500 for made-up tickets.`;
    const outcomes = await simulate(said, tickets, now);
    return simulationLines(
      { tickets: tickets.length, what, none },
      outcomes,
      compared(outcomes, tickets, now),
      PAST_ASSUMPTIONS,
    );
  });

/** What would have become of past tickets, or of generated ones, under a document. */
export const simulated = async (
  said: CareDocument,
  options: SimulateOptions,
  now: Date,
): Promise<readonly string[]> => {
  const days = wholeNumber('days', options.days, 1, 3650);
  if (options.generate === undefined) {
    for (const field of ['seed', 'until'] as const)
      if (options[field] !== undefined)
        throw wrong(field, `--${field} is for generated tickets: pass --generate too.`);
    return past(said, days, options.tenant, now);
  }
  if (options.tenant !== undefined)
    throw wrong('tenant', 'Generated tickets are of no desk: leave out --tenant.');
  return generated(said, {
    count: wholeNumber('generate', options.generate, 1, MOST_REPLAYED),
    seed: wholeNumber('seed', options.seed ?? '1', 0, 4_294_967_295),
    days,
    untilDay:
      options.until === undefined ? zoneClock.dayAt(zoneOf(said), now) : dayOf(options.until),
  });
};

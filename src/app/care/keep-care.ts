import type { Actor } from '../../domain/actor';
import { DeskError } from '../../domain/errors';
import type { CalendarScope, KeptCalendar } from '../ports/care';
import type { Tx } from '../ports/store';
import { requirePermission } from '../tickets/requirements';
import type { CareDocument } from './care-document';
import { spelledOut } from './time-rules';

const missing = (what: string, name: string): DeskError =>
  new DeskError('invalid', 'NO_SUCH_NAME', `There is no ${what} called “${name}”.`, null);

const calendarNamed = async (tx: Tx, name: string): Promise<KeptCalendar> => {
  const calendar = await tx.care.calendarNamed(name);
  if (calendar === null) throw missing('calendar', name);
  return calendar;
};

const scopeOf = async (tx: Tx, use: CareDocument['use'][number]): Promise<CalendarScope> => {
  if (use.customer !== undefined) {
    const [id, ...more] = await tx.care.customersNamed(use.customer);
    if (id === undefined || more.length > 0) throw missing('single customer', use.customer);
    return { of: 'CUSTOMER', id };
  }
  if (use.queue === undefined) return { of: 'DESK', id: tx.tenantId };
  const queue = (await tx.desk.queues()).find(({ name }) => name === use.queue);
  if (queue === undefined) throw missing('queue', use.queue);
  return { of: 'QUEUE', id: queue.id };
};

/**
 * Keeps what a document says: a changed calendar becomes its next version. Running clocks are
 * reckoned again by the next sweep, which says so in each ticket; ended ones stay as measured.
 * Returns what was done, a line each.
 */
export const keepCare = async (
  tx: Tx,
  actor: Actor,
  said: CareDocument,
  now: Date,
): Promise<readonly string[]> => {
  requirePermission(actor, 'configure');
  const done: string[] = [];
  for (const { name, ...words } of said.calendars) {
    // A country nobody knows is found now, not when the first ticket comes.
    await spelledOut(words, now.getUTCFullYear());
    const { version } = await tx.care.keepCalendar(name, words, now);
    done.push(`calendar ${name}: version ${version}`);
  }
  for (const { calendar, ...policy } of said.policies) {
    const calendarId = calendar === null ? null : (await calendarNamed(tx, calendar)).id;
    await tx.care.keepPolicy({ ...policy, calendarId });
    done.push(`policy for ${policy.tier || 'every tier'}: ${policy.targets.length} targets`);
  }
  for (const use of said.use) {
    const { id } = await calendarNamed(tx, use.calendar);
    await tx.care.assignCalendar(await scopeOf(tx, use), id);
    done.push(`${use.calendar} counts for ${use.customer ?? use.queue ?? 'the whole desk'}`);
  }
  const open = await tx.care.recountAll(now);
  done.push(`${open} open tickets are reckoned again`);
  return done;
};

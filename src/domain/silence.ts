import type { CommandName } from './command';
import { DeskError } from './errors';
import type { Ticket } from './ticket';

/** How long nobody needs to say whether it is solved. */
export interface SilenceDays {
  /** After the solution, until the customer is asked once. */
  readonly checkInDays: number;
  /** After that, until it counts as unconfirmed. */
  readonly unconfirmedDays: number;
}

const DAY_MS = 86_400_000;

/** When silence is looked at next: only while a solution waits for the customer's word. */
export const silence = (
  next: Ticket,
  command: CommandName,
  context: { readonly now: Date } & SilenceDays,
): Pick<Ticket, 'silenceDueAt' | 'checkedInAt'> => {
  if (next.status !== 'SOLVED') return { silenceDueAt: null, checkedInAt: null };
  const { now, checkInDays, unconfirmedDays } = context;
  const days = (count: number): Date => new Date(now.getTime() + count * DAY_MS);
  if (command === 'solve') return { silenceDueAt: days(checkInDays), checkedInAt: null };
  if (command === 'check-in') return { silenceDueAt: days(unconfirmedDays), checkedInAt: now };
  return { silenceDueAt: next.silenceDueAt, checkedInAt: next.checkedInAt };
};

/** Throws `refused` unless the silence after a solution has lasted, asked about or not yet. */
export const requireSilence = (ticket: Ticket, now: Date, asked: boolean): void => {
  if (
    ticket.silenceDueAt === null ||
    ticket.silenceDueAt > now ||
    (ticket.checkedInAt !== null) !== asked
  )
    throw new DeskError(
      'refused',
      'SILENCE_NOT_DUE',
      `The customer of ticket #${ticket.number} still has time to answer.`,
    );
};

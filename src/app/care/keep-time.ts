import type { Command } from '../../domain/command';
import type { Ticket } from '../../domain/ticket';
import type { MarkedClock } from '../ports/care';
import type { Tx } from '../ports/store';
import { promiseNextWord } from '../promises/next-word';
import { settlePromises } from '../promises/settle-promises';
import { clocksAfter, saveClocks } from './advance-time';
import { type TimeRules, timeRulesOf } from './time-rules';

/** A change of a ticket and what the clocks make of it, not yet stored. */
interface Reckoned {
  /** With the due time of its first response as the engine has it. */
  readonly ticket: Ticket;
  readonly answeredAt: Date | null;
  readonly rules: TimeRules;
  readonly before: readonly MarkedClock[];
  readonly clocks: readonly MarkedClock[];
}

/** A human word in a command: when it was said. */
const answeredBy = (command: Command | null): Date | null =>
  command !== null && (command.do === 'reply' || command.do === 'solve')
    ? command.conversation.lastReplyAt
    : null;

/** Starts, pauses and stops the clocks of a ticket as a change asks; `null` opens the ticket. */
export const reckonTime = async (
  tx: Tx,
  ticket: Ticket,
  command: Command | null,
  now: Date,
): Promise<Reckoned> => {
  const rules = await timeRulesOf(tx, ticket, now);
  const before = await tx.care.clocksOf(ticket.id);
  const answeredAt = answeredBy(command);
  const heard = command?.do === 'receive' && command.what === 'message' ? command.at : null;
  const at = heard ?? answeredAt ?? (command === null ? ticket.openedAt : now);
  const clocks = clocksAfter(tx, before, { ticket, at, answeredAt }, rules, now);
  const first = clocks.find(({ measure }) => measure === 'FIRST_RESPONSE');
  const firstResponseDueAt = first?.dueAt ?? ticket.firstResponseDueAt;
  return { ticket: { ...ticket, firstResponseDueAt }, answeredAt, rules, before, clocks };
};

/** Stores the clocks, settles what the customer was told, and tells the next time where one is owed. */
export const keepTime = async (
  tx: Tx,
  before: Ticket,
  reckoned: Reckoned,
  now: Date,
): Promise<void> => {
  const { ticket, answeredAt, clocks, rules } = reckoned;
  await saveClocks(tx, ticket.id, reckoned.before, clocks);
  const open = await settlePromises(tx, before, ticket, answeredAt, now);
  await promiseNextWord(tx, ticket, clocks, rules, now, open, true);
};

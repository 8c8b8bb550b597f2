import { addWorkingTime } from '../../domain/business-calendar';
import type { MarkedPromise } from '../../domain/promise';
import { targetOf } from '../../domain/sla-policy';
import { time, words } from '../../domain/text';
import type { Ticket } from '../../domain/ticket';
import type { Tx } from '../ports/store';
import { cadenceDue, owesWord, promise } from '../promises/next-word';
import { lineSurface, refresh } from '../tickets/surfaces';
import { tellInThread } from '../tickets/tell-in-thread';
import { timeRulesOf } from './time-rules';

export const ANSWER_SEC = 3600;

/** One message of the desk in the customer's thread; it counts for nobody's answer. */
const speak = async (tx: Tx, ticket: Ticket, dueAt: Date, now: Date): Promise<string> => {
  const tenant = await tx.desk.tenant();
  const customer = await tx.desk.customer(ticket.customerId);
  const owner = ticket.assigneeId === null ? null : await tx.people.member(ticket.assigneeId);
  const who = owner?.name ?? `the ${tenant.name} team`;
  const body = words(
    `You are not forgotten: ${who} needs more time than we thought. You will hear from a person. At the latest: `,
    time(dueAt, customer?.zone ?? tenant.zone),
    '.',
  );
  return tellInThread(tx, ticket, body, now);
};

/**
 * Most of a promise has passed without a human word: the customer hears a new time before the old
 * one is missed, once. The next silence is not talked over but breaks the promise.
 */
export const renewPromise = async (
  tx: Tx,
  ticket: Ticket,
  renewed: MarkedPromise,
  now: Date,
): Promise<void> => {
  if (!owesWord(ticket) || ticket.status === 'SNOOZED') return tx.promises.keepAsIs(renewed.id);
  const rules = await timeRulesOf(tx, ticket, now);
  const { calendar, zones } = rules.hours;
  const measure = ticket.firstRespondedAt === null ? 'FIRST_RESPONSE' : 'NEXT_RESPONSE';
  const seconds = targetOf(rules.policy, ticket.priority, measure)?.seconds ?? ANSWER_SEC;
  const from = renewed.dueAt > now ? renewed.dueAt : now;
  const dueAt = addWorkingTime(calendar, zones, from, seconds);
  await tx.promises.settle(renewed.id, 'RENEWED', now);
  const toldIn = await speak(tx, ticket, dueAt, now);
  const telling = { kind: 'NEXT_UPDATE', toldIn, renewable: false } as const;
  await promise(tx, ticket, dueAt, rules, now, telling);
  await refresh(tx, ticket, now);
};

/** The time has passed in silence: it is broken, and the status line names the next one. */
export const breakPromise = async (
  tx: Tx,
  ticket: Ticket,
  broken: MarkedPromise,
  now: Date,
): Promise<void> => {
  await tx.promises.settle(broken.id, 'BROKEN', now);
  if (!owesWord(ticket)) return;
  const rules = await timeRulesOf(tx, ticket, now);
  // The time of an answer was missed once: now only what everybody is owed is told again.
  const dueAt = cadenceDue(ticket, rules, now);
  const telling = {
    kind: 'NEXT_UPDATE',
    toldIn: lineSurface(ticket.id),
    renewable: false,
  } as const;
  await promise(tx, ticket, dueAt, rules, now, telling);
};

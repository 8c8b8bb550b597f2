import { addWorkingTime } from '../../domain/business-calendar';
import { nextOnShift, type Roster } from '../../domain/escalation-path';
import { targetOf } from '../../domain/sla-policy';
import { type Text, time, words } from '../../domain/text';
import type { Ticket } from '../../domain/ticket';
import { ANSWER_SEC } from '../care/renew-promise';
import { type TimeRules, timeRulesOf } from '../care/time-rules';
import type { Tx } from '../ports/store';
import { nextWordDue, owesWord, promise } from '../promises/next-word';
import { lineSurface, refresh } from '../tickets/surfaces';
import { tellInThread } from '../tickets/tell-in-thread';
import { peopleFrom } from './roster';

/** Whoever takes over is given so much open time to read before a customer waits for them. */
const READING_SEC = 1800;

const zoneOf = async (tx: Tx, ticket: Ticket): Promise<string> => {
  const customer = await tx.desk.customer(ticket.customerId);
  return customer?.zone ?? (await tx.desk.tenant()).zone;
};

const later = (one: Date, other: Date): Date => (one > other ? one : other);

/** What the customer was told before no longer holds: this is told instead, in the same thread. */
const tellInstead = async (
  tx: Tx,
  ticket: Ticket,
  body: Text,
  dueAt: Date,
  rules: TimeRules,
  now: Date,
): Promise<void> => {
  for (const { id } of await tx.promises.openOf(ticket.id))
    await tx.promises.settle(id, 'RENEWED', now);
  const toldIn = await tellInThread(tx, ticket, body, now);
  const kind = ticket.firstRespondedAt === null ? 'FIRST_RESPONSE' : 'NEXT_UPDATE';
  await promise(tx, ticket, dueAt, rules, now, { kind, toldIn, renewable: true });
  await refresh(tx, ticket, now);
};

/** The customer hears who has it now and, where they wait for us, when they hear from them. */
export const tellTakenOver = async (
  tx: Tx,
  ticket: Ticket,
  name: string,
  now: Date,
): Promise<void> => {
  const news = `${name} takes this over and knows what was said so far.`;
  if (!owesWord(ticket)) {
    await tellInThread(tx, ticket, words(news), now);
    return;
  }
  const rules = await timeRulesOf(tx, ticket, now);
  const { calendar, zones } = rules.hours;
  const due = nextWordDue(ticket, await tx.care.clocksOf(ticket.id), rules, now);
  const dueAt = later(due, addWorkingTime(calendar, zones, now, READING_SEC));
  const zone = await zoneOf(tx, ticket);
  const body = words(`${news} You will hear from them. At the latest: `, time(dueAt, zone), '.');
  await tellInstead(tx, ticket, body, dueAt, rules, now);
};

/** Nobody who could help is on shift: the customer hears when they are back, and a time that holds. */
export const tellAway = async (
  tx: Tx,
  ticket: Ticket,
  roster: Roster,
  level: number,
  now: Date,
): Promise<void> => {
  const ids = peopleFrom(roster.path, level);
  const people = roster.people.filter(({ id }) => ids.includes(id));
  const back = nextOnShift(people, roster.zones, now);
  if (back === null || back <= now || !owesWord(ticket)) return;
  const rules = await timeRulesOf(tx, ticket, now);
  const measure = ticket.firstRespondedAt === null ? 'FIRST_RESPONSE' : 'NEXT_RESPONSE';
  const seconds = targetOf(rules.policy, ticket.priority, measure)?.seconds ?? ANSWER_SEC;
  const dueAt = addWorkingTime(rules.hours.calendar, rules.hours.zones, back, seconds);
  const open = await tx.promises.openOf(ticket.id);
  // Told already, when those before were asked in vain: nothing has changed for the customer.
  if (open.some((one) => one.toldIn !== lineSurface(ticket.id) && +one.dueAt === +dueAt)) return;
  const zone = await zoneOf(tx, ticket);
  const body = words(
    'The people who can help with this are back: ',
    time(back, zone),
    '. You will hear from a person. At the latest: ',
    time(dueAt, zone),
    '.',
  );
  await tellInstead(tx, ticket, body, dueAt, rules, now);
};

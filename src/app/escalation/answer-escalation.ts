import type { EscalationNext } from '../../domain/command';
import { DeskError, notFound } from '../../domain/errors';
import {
  type Asking,
  FIRST_LEVEL,
  levelBack,
  passOn,
  type Roster,
  whomToAsk,
} from '../../domain/escalation-path';
import { bold, time, words } from '../../domain/text';
import type { Ticket } from '../../domain/ticket';
import { say } from '../cards/notices';
import type { OpenEscalation } from '../ports/escalations';
import type { Tx } from '../ports/store';
import { type ChangeRequest, changeTicket } from '../tickets/change-ticket';
import { requirePermission } from '../tickets/requirements';
import { tellTeam } from '../tickets/surfaces';
import { askPeople, namesOf, retireQuestion, tellReturned } from './ask-people';
import { rosterOf } from './roster';
import { tellAway, tellTakenOver } from './tell-new-time';

/** Later than this is late: we were away when the time came. */
const LATE_MS = 120_000;

const askedOf = async (
  tx: Tx,
  request: ChangeRequest,
  memberId: string,
): Promise<{ readonly ticket: Ticket; readonly open: OpenEscalation }> => {
  const ticket = await tx.tickets.lock(request.ticketId);
  if (ticket === null) throw notFound('ticket');
  const open = await tx.escalations.openOf(ticket.id);
  if (open === null)
    throw new DeskError(
      'refused',
      'NOBODY_IS_ASKED',
      `Nobody is asked to take ticket #${ticket.number} any more.`,
      'The card shows who has it.',
    );
  if (!open.memberIds.includes(memberId)) {
    const people = await tx.roster.colleagues(open.memberIds);
    throw new DeskError(
      'refused',
      'NOT_ASKED',
      `${namesOf(people, open.memberIds)} was asked to take ticket #${ticket.number}, not you.`,
      'If you agree among yourselves, claim it or assign it.',
    );
  }
  return { ticket, open };
};

/** Whoever was asked takes it: it is theirs, and the customer hears their name and a time. */
export const acceptEscalationIn = async (
  tx: Tx,
  request: ChangeRequest,
  memberId: string,
  now: Date,
): Promise<Ticket> => {
  requirePermission(request.actor, 'accept-escalation');
  await askedOf(tx, request, memberId);
  const command = { do: 'accept-escalation', memberId } as const;
  // changeTicket sees that it has an owner now, and ends the question.
  const ticket = await changeTicket(tx, request, { command }, now);
  const member = await tx.people.member(memberId);
  await tellTeam(
    tx,
    ticket,
    say(words(bold(member?.name ?? 'Somebody'), ' accepted: it is theirs.')),
  );
  await tellTakenOver(tx, ticket, member?.name ?? 'A colleague', now);
  return ticket;
};

type Because = 'DECLINED' | 'TIMED_OUT';

/**
 * The next ones to ask. What was somebody's of a level between and has nobody now is asked of that
 * level again, before it goes back to where every ticket begins.
 */
const nextToAsk = (
  ticket: Ticket,
  open: OpenEscalation,
  who: readonly string[],
  roster: Roster,
  now: Date,
): Asking | null =>
  passOn(open, who, open.fromLevel, roster, now) ??
  (ticket.assigneeId === null && open.levelBefore > FIRST_LEVEL
    ? whomToAsk(roster, open.levelBefore, [...open.passed, ...who], now)
    : null);

const passIn = async (
  tx: Tx,
  request: ChangeRequest,
  open: OpenEscalation,
  who: readonly string[],
  because: Because,
  now: Date,
): Promise<Ticket> => {
  const found = await tx.tickets.find(open.ticketId);
  const kept = found === null ? null : await tx.escalations.path(found.queueId);
  if (found === null || kept === null) throw notFound('queue');
  await tx.roster.serialiseAssignment();
  const roster = await rosterOf(tx, kept);
  // Whoever left the path since may still be the one who was asked.
  const names = namesOf(await tx.roster.colleagues(who), who);
  const asking = nextToAsk(found, open, who, roster, now);
  const waits = asking !== null && asking.askedAt.getTime() === open.askedAt.getTime();
  const next: EscalationNext =
    asking === null
      ? { to: 'QUEUE', level: levelBack(found, open.levelBefore) }
      : waits
        ? { to: 'WAIT' }
        : { to: 'ASK', level: asking.level, asked: namesOf(roster.people, asking.memberIds) };
  const command = { do: 'pass-escalation', because, names, next } as const;
  const ticket = await changeTicket(tx, request, { command }, now);
  const passed = because === 'DECLINED' ? `${names} declined.` : `${names} did not answer in time.`;
  if (asking === null) await tx.escalations.end(open.id, 'RETURNED', null, now);
  else await tx.escalations.askOthers(open.id, asking);
  if (waits) {
    await tellTeam(tx, ticket, say(passed));
    return ticket;
  }
  await retireQuestion(tx, ticket, open, words(bold(passed)));
  const { zone } = await tx.desk.tenant();
  if (because === 'TIMED_OUT' && now.getTime() - open.dueAt.getTime() > LATE_MS)
    await tellTeam(
      tx,
      ticket,
      say(words('Noticed late: the time to accept had passed ', time(open.dueAt, zone), '.')),
    );
  if (asking === null) await tellReturned(tx, ticket, `${passed} Nobody else is there to ask.`);
  else {
    await tellTeam(tx, ticket, say(passed));
    const level = kept.levels.find((one) => one.level === asking.level);
    await askPeople(tx, ticket, { ...open, ...asking }, level?.name ?? 'next');
  }
  if (asking === null || asking.isFallback) await tellAway(tx, ticket, roster, open.fromLevel, now);
  return ticket;
};

/** Whoever was asked cannot take it: the next one is asked at once. */
export const declineEscalationIn = async (
  tx: Tx,
  request: ChangeRequest,
  memberId: string,
  now: Date,
): Promise<Ticket> => {
  requirePermission(request.actor, 'pass-escalation');
  const { open } = await askedOf(tx, request, memberId);
  return passIn(tx, request, open, [memberId], 'DECLINED', now);
};

/** The time to accept has passed in silence. Nothing happens where it was answered meanwhile. */
export const timeOutEscalation = async (
  tx: Tx,
  request: ChangeRequest,
  now: Date,
): Promise<void> => {
  const ticket = await tx.tickets.lock(request.ticketId);
  const open = ticket === null ? null : await tx.escalations.openOf(ticket.id);
  if (open === null || open.dueAt > now) return;
  await passIn(tx, request, open, open.memberIds, 'TIMED_OUT', now);
};

import { awayOn } from '../../domain/escalation-path';
import { bold, type Span, type Text, words } from '../../domain/text';
import type { Ticket } from '../../domain/ticket';
import { zoneClock } from '../calendar/zone-clock';
import { paged, say } from '../cards/notices';
import { briefOfTicket } from '../escalation/brief-of-ticket';
import type { Member } from '../ports/records';
import type { Tx } from '../ports/store';
import { reachMember } from '../tickets/reach-member';
import { tellTeam } from '../tickets/surfaces';
import { triageChannel } from '../tickets/team-room';

/** Whoever answers for the desk: its supervisors; its admins where it has none. */
export const supervisorsOf = (members: readonly Member[]): readonly Member[] => {
  const active = members.filter((member) => member.active);
  const supervisors = active.filter(({ role }) => role === 'SUPERVISOR');
  return supervisors.length > 0 ? supervisors : active.filter(({ role }) => role === 'ADMIN');
};

const page = async (
  tx: Tx,
  ticket: Ticket,
  called: readonly Member[],
  why: Text,
  reason: string,
  now: Date,
): Promise<void> => {
  const triage = await triageChannel(tx, ticket);
  const { lastWords } = await briefOfTicket(tx, ticket);
  const names: (string | Span)[] = [];
  const unreached: string[] = [];
  for (const { id, name } of called) {
    const userId = triage === null ? null : await tx.people.chatIdOf(id, triage.platform);
    names.push(userId === null ? bold(name) : { kind: 'mention', userId, label: name }, ', ');
    if (!(await reachMember(tx, ticket, id, paged(ticket, why, lastWords)))) unreached.push(name);
  }
  await tellTeam(tx, ticket, say(words(...names, why)));
  const after = {
    reason,
    paged: called.map(({ name }) => name).join(', '),
    ...(unreached.length === 0 ? {} : { unreached: unreached.join(', ') }),
  };
  await tx.timeline.append(
    ticket.id,
    now,
    { kind: 'system', name: 'clock' },
    [{ kind: 'PAGED', before: {}, after }],
    null,
  );
};

/**
 * Calls whoever answers for the desk: by name under the card and by direct message, and writes
 * down who was called and whom no chat reaches. What they read opens with the customer's own words.
 */
export const pageSupervisors = async (
  tx: Tx,
  ticket: Ticket,
  why: Text,
  reason: string,
  now: Date,
): Promise<void> => page(tx, ticket, supervisorsOf(await tx.people.members()), why, reason, now);

/** Calls the fall-back of the ticket's queue; the supervisors where that is nobody, or is away. */
export const pageFallback = async (
  tx: Tx,
  ticket: Ticket,
  why: Text,
  reason: string,
  now: Date,
): Promise<void> => {
  const path = await tx.escalations.path(ticket.queueId);
  const named = path?.fallbackId == null ? null : await tx.people.member(path.fallbackId);
  const [there] = named === null ? [] : await tx.roster.colleagues([named.id]);
  const isAway = there === undefined || awayOn(there, zoneClock, now) !== null;
  if (named?.active === true && !isAway) return page(tx, ticket, [named], why, reason, now);
  return pageSupervisors(tx, ticket, why, reason, now);
};

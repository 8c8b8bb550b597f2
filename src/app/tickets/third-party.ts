import { bold, type Text, time, words } from '../../domain/text';
import type { Ticket } from '../../domain/ticket';
import { say } from '../cards/notices';
import type { Tx } from '../ports/store';
import { callOwner } from './call-people';
import { type ChangeRequest, changeTicket } from './change-ticket';
import { requireMember, requirePermission } from './requirements';
import { tellTeam } from './surfaces';

/** What is said when something goes on because somebody else has to act first. */
interface Awaited {
  /** Who looks again, where nobody has the ticket yet. */
  readonly memberId: string | null;
  readonly party: string;
  readonly until: Date;
}

/** Later than this, a reminder says how late it comes. */
const LATE_MS = 600_000;

/** The ticket waits for a third party; its owner is reminded when it is time to look again. */
export const waitForIn = async (
  tx: Tx,
  request: ChangeRequest,
  { memberId, party, until }: Awaited,
  now: Date,
): Promise<Ticket> => {
  requirePermission(request.actor, 'wait-for');
  if (memberId !== null) await requireMember(tx, memberId);
  const ticket = await changeTicket(
    tx,
    request,
    { command: { do: 'wait-for', memberId, party, until } },
    now,
  );
  const { zone } = await tx.desk.tenant();
  await tellTeam(
    tx,
    ticket,
    say(
      words(
        bold(request.actor.name),
        ` waits for ${party.trim()}. Next check `,
        time(until, zone),
        '.',
      ),
    ),
  );
  return ticket;
};

const lateness = (dueAt: Date, now: Date, zone: string): Text =>
  now.getTime() - dueAt.getTime() > LATE_MS
    ? words(' This comes late: it was due ', time(dueAt, zone), '.')
    : words('');

/** The time of the next check has come: the ticket is the team's again, and its owner hears of it. */
export const remindOfCheck = async (tx: Tx, request: ChangeRequest, now: Date): Promise<void> => {
  const before = await tx.tickets.lock(request.ticketId);
  const ticket = await changeTicket(tx, request, { command: { do: 'check-due' } }, now);
  if (before?.nextCheckAt == null) return;
  const { zone } = await tx.desk.tenant();
  const waited = `look again: this waited for ${before.thirdParty ?? 'a third party'}.`;
  await callOwner(tx, ticket, words(waited, lateness(before.nextCheckAt, now, zone)));
};

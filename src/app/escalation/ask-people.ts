import { bold, shorten, type Text, time, toPlain, words } from '../../domain/text';
import type { Ticket } from '../../domain/ticket';
import { briefCard } from '../cards/brief-card';
import { say } from '../cards/notices';
import type { OpenEscalation } from '../ports/escalations';
import type { Tx } from '../ports/store';
import { callPeople } from '../tickets/call-people';
import { mentions } from '../tickets/mention';
import { notInRoom, reachMember } from '../tickets/reach-member';
import { tellTeam } from '../tickets/surfaces';
import { briefOfTicket } from './brief-of-ticket';

/** One for each time somebody is asked. */
const askSurface = ({ id, askedAt }: OpenEscalation): string => `ask:${id}:${askedAt.getTime()}`;

/** Names of several, as one says them. */
export const namesOf = (
  people: readonly { readonly id: string; readonly name: string }[],
  ids: readonly string[],
): string => ids.map((id) => people.find((one) => one.id === id)?.name ?? 'somebody').join(', ');

/** The same question by direct message, where the room of the queue does not reach them. */
const ownSurface = (open: OpenEscalation, memberId: string): string =>
  `${askSurface(open)}:${memberId}`;

/**
 * Calls whoever is asked, and shows them what is known with *Accept* and *Decline*: first of all
 * the customer's own last words.
 */
export const askPeople = async (
  tx: Tx,
  ticket: Ticket,
  open: OpenEscalation,
  levelName: string,
): Promise<void> => {
  const { zone } = await tx.desk.tenant();
  const where = open.isFallback
    ? ` (you are the fall-back for level ${open.fromLevel})`
    : ` (level ${open.level}, ${levelName})`;
  const brief = await briefOfTicket(tx, ticket);
  const { lastWords } = brief;
  const opening =
    lastWords === null ? [] : [`“${shorten(toPlain(lastWords.body), 150)}” (${lastWords.name})\n`];
  const why = words(bold(open.byName), ` escalated this to you${where}: ${open.reason}`);
  const called = await mentions(tx, ticket, open.memberIds);
  await tellTeam(tx, ticket, say(words(...opening, ...called, ', ', why)));
  const headline = words(
    bold('Will you take it?'),
    ' Please answer by ',
    time(open.dueAt, zone),
    '.',
  );
  const question = { escalationId: open.id, headline, isOpen: true };
  await tellTeam(tx, ticket, briefCard({ ticket, brief, zone, question }), {
    surface: askSurface(open),
  });
  const own = { ...question, headline: words(bold(`#${ticket.number}: `), why, '\n', headline) };
  for (const memberId of await notInRoom(tx, ticket, open.memberIds))
    await reachMember(tx, ticket, memberId, briefCard({ ticket, brief, zone, question: own }), {
      ticketId: ticket.id,
      surface: ownSurface(open, memberId),
    });
};

/** A question that is answered keeps its facts and loses its buttons. */
export const retireQuestion = async (
  tx: Tx,
  ticket: Ticket,
  open: OpenEscalation,
  headline: Text,
): Promise<void> => {
  const own = [...open.memberIds, ...open.passed].map((id) => [id, ownSurface(open, id)] as const);
  const shown: [string | null, string][] = [];
  for (const [memberId, surface] of [[null, askSurface(open)] as const, ...own])
    if (await tx.isShown(surface)) shown.push([memberId, surface]);
  if (shown.length === 0) return;
  const { zone } = await tx.desk.tenant();
  const question = { escalationId: open.id, headline, isOpen: false };
  const brief = await briefOfTicket(tx, ticket);
  const what = briefCard({ ticket, brief, zone, question });
  for (const [memberId, surface] of shown) {
    const part = { kind: 'edit', surface, ticketId: ticket.id } as const;
    if (memberId === null) await tellTeam(tx, ticket, what, part);
    else await reachMember(tx, ticket, memberId, what, part);
  }
};

/** Where it is now that nobody takes it: said to whoever must know. */
export const tellReturned = async (tx: Tx, ticket: Ticket, why: string): Promise<void> => {
  const { assigneeId } = ticket;
  if (assigneeId !== null)
    return callPeople(tx, ticket, [assigneeId], words(`${why} It stays with you.`));
  const waits = bold('It waits in the queue.');
  return callPeople(tx, ticket, [], words(`${why} `, waits, ' Claim it, or assign it by name.'));
};

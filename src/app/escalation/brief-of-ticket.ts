import { type Brief, type BriefFacts, briefOf, isHandOver } from '../../domain/brief';
import type { Ticket } from '../../domain/ticket';
import { briefCard } from '../cards/brief-card';
import type { Tx } from '../ports/store';
import { tellTeam } from '../tickets/surfaces';

/** As much of a ticket as a brief looks at. */
export const MOST_FACTS = 200;

const factsOf = async (tx: Tx, ticket: Ticket): Promise<BriefFacts> => {
  const messages = [...(await tx.messages.ofTicket(ticket.id, MOST_FACTS))];
  const first = await tx.messages.firstOf(ticket.id);
  // What it began with is asked for by everybody, however long the talk.
  if (first !== null && !messages.some(({ id }) => id === first.id)) messages.unshift(first);
  return {
    messages,
    timeline: await tx.timeline.ofTicket(ticket.id, MOST_FACTS),
    promises: await tx.promises.ofTicket(ticket.id, MOST_FACTS),
    unansweredSince: ticket.unansweredSince,
    workItems: ticket.workItemCount === 0 ? [] : await tx.workItems.ofTicket(ticket.id),
  };
};

/** What whoever takes over has to know. */
export const briefOfTicket = async (tx: Tx, ticket: Ticket): Promise<Brief> =>
  briefOf(await factsOf(tx, ticket));

/** Shown under the card to whoever takes over from somebody else. */
export const showHandOver = async (tx: Tx, ticket: Ticket, memberId: string): Promise<void> => {
  const facts = await factsOf(tx, ticket);
  if (!isHandOver(facts, memberId)) return;
  const { zone } = await tx.desk.tenant();
  await tellTeam(tx, ticket, briefCard({ ticket, brief: briefOf(facts), zone, question: null }));
};

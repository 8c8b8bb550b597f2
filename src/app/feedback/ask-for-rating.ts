import type { Ticket } from '../../domain/ticket';
import { askScoreCard } from '../cards/rating-card';
import type { Tx } from '../ports/store';
import { showRating } from './show-rating';

const DAY_MS = 86_400_000;

/** Asks whoever confirmed, once a ticket, and never somebody who was asked a short while ago. */
export const askForRating = async (
  tx: Tx,
  ticket: Ticket,
  contactId: string,
  now: Date,
): Promise<void> => {
  if ((await tx.feedback.ratingOf(ticket.id)) !== null) return;
  const { ratingCooldownDays } = await tx.feedback.settings();
  const asked = await tx.feedback.lastAsked(contactId);
  if (asked !== null && now.getTime() - asked.getTime() < ratingCooldownDays * DAY_MS) return;
  await tx.feedback.insertRating({
    id: tx.newId(),
    ticketId: ticket.id,
    customerId: ticket.customerId,
    contactId,
    askedAt: now,
    score: null,
    ratedAt: null,
    ratedById: null,
    repeated: null,
  });
  await showRating(tx, ticket, askScoreCard(ticket), 'post');
};

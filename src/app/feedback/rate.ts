import { DeskError } from '../../domain/errors';
import { bold, words } from '../../domain/text';
import { say } from '../cards/notices';
import { askEffortCard, thanksCard } from '../cards/rating-card';
import type { Rating } from '../ports/feedback';
import type { Tx } from '../ports/store';
import { type ChangeRequest, changeTicket } from '../tickets/change-ticket';
import { tellTeam } from '../tickets/surfaces';
import { openRecovery } from './recovery';
import { showRating } from './show-rating';

/** From here down a rating asks for a person who makes it good. */
const POOR = 2;

const isPoor = ({ score }: Rating): boolean => score !== null && score <= POOR;

const answered = (): DeskError =>
  new DeskError('refused', 'ALREADY_ANSWERED', 'We have your answer already. Thank you.');

const ratingOf = async (tx: Tx, ticketId: string): Promise<Rating> => {
  const rating = await tx.feedback.ratingOf(ticketId);
  if (rating === null)
    throw new DeskError('refused', 'NOT_ASKED', 'Nobody asked for a rating here.');
  return rating;
};

/** One tap of one of the customer's people: 1 to 5. A poor one opens a task with owner and clock. */
export const rateIn = async (
  tx: Tx,
  request: ChangeRequest,
  score: number,
  now: Date,
): Promise<void> => {
  // Who may not rate is refused before they learn whether somebody has.
  const ticket = await changeTicket(tx, request, { command: { do: 'rate', score } }, now);
  const asked = await ratingOf(tx, ticket.id);
  if (asked.score !== null) throw answered();
  const ratedById = request.actor.kind === 'contact' ? request.actor.contactId : null;
  const rating = { ...asked, score, ratedAt: now, ratedById };
  await tx.feedback.saveRating(rating);
  await showRating(tx, ticket, askEffortCard(ticket), 'edit');
  if (isPoor(rating)) await openRecovery(tx, ticket, rating, request.actor.name, now);
  else
    await tellTeam(
      tx,
      ticket,
      say(words(bold(request.actor.name), ` rated this with ${score} of 5.`)),
    );
};

/** The second tap, in the same place. */
export const tellEffortIn = async (
  tx: Tx,
  request: ChangeRequest,
  repeated: boolean,
  now: Date,
): Promise<void> => {
  const ticket = await changeTicket(tx, request, { command: { do: 'tell-effort', repeated } }, now);
  const rating = await ratingOf(tx, ticket.id);
  if (rating.score === null || rating.repeated !== null) throw answered();
  await tx.feedback.saveRating({ ...rating, repeated });
  await showRating(tx, ticket, thanksCard(isPoor(rating)), 'edit');
  if (repeated)
    await tellTeam(
      tx,
      ticket,
      say(words(bold(request.actor.name), ' had to repeat themselves on this.')),
    );
};

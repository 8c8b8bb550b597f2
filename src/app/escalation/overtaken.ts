import { FIRST_LEVEL } from '../../domain/escalation-path';
import { bold, words } from '../../domain/text';
import { ACTIVE_STATUSES, type Ticket } from '../../domain/ticket';
import type { Tx } from '../ports/store';
import { retireQuestion } from './ask-people';

/**
 * Somebody has the ticket now, or it needs nobody any more: then nobody is asked any longer,
 * whichever way it came about.
 */
export const endOvertaken = async (
  tx: Tx,
  before: Ticket,
  after: Ticket,
  now: Date,
): Promise<void> => {
  // What is new was hardly ever escalated: only one that was taken for no request meanwhile.
  if (before.status === 'NEW' && before.level === FIRST_LEVEL) return;
  const taker = after.assigneeId !== before.assigneeId ? after.assigneeId : null;
  if (taker === null && ACTIVE_STATUSES.includes(after.status)) return;
  const open = await tx.escalations.openOf(after.id);
  if (open === null) return;
  const accepted = taker !== null && open.memberIds.includes(taker);
  await tx.escalations.end(
    open.id,
    accepted ? 'ACCEPTED' : 'OVERTAKEN',
    accepted ? taker : null,
    now,
  );
  const member = taker === null ? null : await tx.people.member(taker);
  const headline =
    member === null
      ? words(bold('No longer needed.'))
      : words(bold(member.name), accepted ? ' took it.' : ' has it now.');
  await retireQuestion(tx, after, open, headline);
};

import { time, words } from '../../domain/text';
import { say } from '../cards/notices';
import type { Tx } from '../ports/store';
import { type ChangeRequest, changeTicket } from '../tickets/change-ticket';
import { recordDeskWords } from '../tickets/desk-words';
import { askWhetherSolved, tellTeam } from '../tickets/surfaces';

/**
 * Silence after a solution has lasted: the first time the customer is asked once, the second time
 * it counts as unconfirmed. A bot never says that it is solved. Throws DeskError when it is not so.
 */
export const followUpSolution = async (
  tx: Tx,
  request: ChangeRequest,
  now: Date,
): Promise<void> => {
  const before = await tx.tickets.lock(request.ticketId);
  if (before === null) return;
  if (before.checkedInAt !== null) {
    const ticket = await changeTicket(tx, request, { command: { do: 'leave-unconfirmed' } }, now);
    await tellTeam(
      tx,
      ticket,
      say('The customer did not say whether it is solved: closed as unconfirmed.'),
    );
    return;
  }
  const ticket = await changeTicket(tx, request, { command: { do: 'check-in' } }, now);
  const tenant = await tx.desk.tenant();
  const customer = await tx.desk.customer(ticket.customerId);
  const until = ticket.silenceDueAt ?? now;
  const asked = words(
    'Does it work now? One word is enough. If we hear nothing, we close this (',
    time(until, customer?.zone ?? tenant.zone),
    '). Write here any time and it opens again.',
  );
  await askWhetherSolved(tx, ticket, asked, await recordDeskWords(tx, ticket, asked, now));
};

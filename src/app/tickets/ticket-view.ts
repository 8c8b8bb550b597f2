import { nextOpening } from '../../domain/business-calendar';
import { stillCounts } from '../../domain/signal';
import type { Ticket } from '../../domain/ticket';
import { statusLine } from '../cards/status-line';
import { type TicketView, ticketCard } from '../cards/ticket-card';
import { timeRulesOf } from '../care/time-rules';
import type { Outgoing } from '../ports/chat-platform';
import type { Tenant } from '../ports/records';
import type { Tx } from '../ports/store';

/** A ticket with everything its surfaces say. */
interface ShownTicket extends TicketView {
  /** Nobody is there now: when the desk opens. Null while it is open, or once a person answered. */
  readonly opensAt: Date | null;
}

const opensAt = async (tx: Tx, ticket: Ticket): Promise<Date | null> => {
  if (ticket.status !== 'NEW' || ticket.firstRespondedAt !== null) return null;
  // The line is written anew with every change: that is its "now".
  const now = ticket.updatedAt;
  const { calendar, zones } = (await timeRulesOf(tx, ticket, now)).hours;
  const opens = nextOpening(calendar, zones, now);
  return opens > now ? opens : null;
};

/** What the surfaces of a ticket show; null when its customer or queue is gone. */
export const viewOf = async (
  tx: Tx,
  ticket: Ticket,
  tenant: Tenant,
): Promise<ShownTicket | null> => {
  const customer = await tx.desk.customer(ticket.customerId);
  const queue = await tx.desk.queue(ticket.queueId);
  if (customer === null || queue === null) return null;
  const contact =
    ticket.openedByContactId === null ? null : await tx.people.contact(ticket.openedByContactId);
  const assignee = ticket.assigneeId === null ? null : await tx.people.member(ticket.assigneeId);
  return {
    ticket,
    customer,
    queue,
    contactName: contact?.name ?? null,
    assigneeName: assignee?.name ?? null,
    firstMessage: await tx.messages.firstOf(ticket.id),
    lastReply: await tx.messages.lastReply(ticket.id),
    promises: await tx.promises.openOf(ticket.id),
    signals:
      ticket.signalledAt === null
        ? []
        : (await tx.signals.standingOf(ticket.id)).filter((signal) =>
            stillCounts(signal, ticket, ticket.updatedAt),
          ),
    workItems: ticket.workItemCount === 0 ? [] : await tx.workItems.ofTicket(ticket.id),
    labels: ticket.labelCount === 0 ? [] : await tx.labels.ofTicket(ticket.id),
    recent: await tx.tickets.recentOfCustomer(ticket.customerId, ticket.id, 3),
    zone: tenant.zone,
    opensAt: await opensAt(tx, ticket),
  };
};

/** The card in the triage room. */
export const cardOf = (view: TicketView, now: Date): Outgoing => ({
  kind: 'card',
  as: null,
  card: ticketCard(view, now),
});

/** The status line in the customer's thread. */
export const lineOf = (view: ShownTicket, tenant: Tenant): Outgoing => ({
  kind: 'card',
  as: null,
  card: statusLine({
    ticket: view.ticket,
    assigneeName: view.assigneeName,
    teamName: tenant.name,
    nextWordBy: view.promises[0]?.dueAt ?? null,
    opensAt: view.opensAt,
    zone: view.customer.zone ?? tenant.zone,
  }),
});

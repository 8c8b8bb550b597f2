import type { Actor } from '../../domain/actor';
import { isSeen, type Limit, limitOf } from '../../domain/sight';
import type { Ticket } from '../../domain/ticket';
import type { TicketStore, Tx } from '../ports/store';

/**
 * The tickets as somebody sees them: what is out of sight is as missing. What was in sight once
 * stays so until the act is done, because the act itself may give it away.
 */
class TicketsInSight implements TicketStore {
  private readonly seen = new Set<string>();

  constructor(
    private readonly all: TicketStore,
    private readonly limit: Limit,
  ) {}

  async lock(ticketId: string): Promise<Ticket | null> {
    return this.sighted(await this.all.lock(ticketId));
  }

  async find(ticketId: string): Promise<Ticket | null> {
    return this.sighted(await this.all.find(ticketId));
  }

  async findByNumber(number: number): Promise<Ticket | null> {
    return this.sighted(await this.all.findByNumber(number));
  }

  async findByThread(channelId: string, threadId: string): Promise<Ticket | null> {
    return this.sighted(await this.all.findByThread(channelId, threadId));
  }

  async assignedTo(memberId: string, limit: number): Promise<readonly Ticket[]> {
    const mine = await this.all.assignedTo(memberId, limit);
    return mine.filter((ticket) => isSeen(this.limit, ticket));
  }

  /** What waits is assigned to nobody: whoever sees only what is theirs sees none of it. */
  async oldestWaiting(queueId: string | null, limit: number): Promise<readonly Ticket[]> {
    const open = this.limit.by === 'QUEUES' ? this.limit.queueIds : [];
    const waiting: Ticket[] = [];
    for (const id of open)
      if (queueId === null || queueId === id)
        waiting.push(...(await this.all.oldestWaiting(id, limit)));
    return waiting
      .toSorted((one, other) => one.openedAt.getTime() - other.openedAt.getTime())
      .slice(0, limit);
  }

  // What follows is for the desk itself, or about what is in sight already.
  nextNumber(): Promise<number> {
    return this.all.nextNumber();
  }

  insert(ticket: Ticket): Promise<void> {
    return this.all.insert(ticket);
  }

  setThread(ticketId: string, threadId: string): Promise<void> {
    return this.all.setThread(ticketId, threadId);
  }

  save(ticket: Ticket, expectedVersion: number): Promise<boolean> {
    return this.all.save(ticket, expectedVersion);
  }

  openOf(contactId: string, limit: number): Promise<readonly Ticket[]> {
    return this.all.openOf(contactId, limit);
  }

  listableBy(...args: Parameters<TicketStore['listableBy']>): Promise<readonly Ticket[]> {
    return this.all.listableBy(...args);
  }

  recentOfCustomer(
    ...args: Parameters<TicketStore['recentOfCustomer']>
  ): Promise<readonly Ticket[]> {
    return this.all.recentOfCustomer(...args);
  }

  usualCauses(limit: number): Promise<readonly string[]> {
    return this.all.usualCauses(limit);
  }

  private sighted(ticket: Ticket | null): Ticket | null {
    if (ticket === null || (!this.seen.has(ticket.id) && !isSeen(this.limit, ticket))) return null;
    this.seen.add(ticket.id);
    return ticket;
  }
}

/**
 * The transaction as this actor may use it. Every door that acts for a person works through it, so
 * that a new command cannot forget to ask; `changeTicket` asks once more.
 */
export const inSightOf = (tx: Tx, actor: Actor): Tx => {
  const limit = limitOf(actor);
  return limit === null ? tx : { ...tx, tickets: new TicketsInSight(tx.tickets, limit) };
};

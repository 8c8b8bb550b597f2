import type { TicketStore } from '../app/ports/store';
import type { Ticket } from '../domain/ticket';
import type { Statement } from './shelf';
import type { Desk } from './shelves';

const ACTIVE = `status in ('NEW', 'OPEN', 'SNOOZED')`;

/** Tickets of one tenant, inside one transaction. */
export class SqlTicketStore implements TicketStore {
  constructor(private readonly desk: Desk) {}

  async nextNumber(): Promise<number> {
    const { rows } = await this.desk.sql<{ number: number }>(
      `update tenant set last_ticket_number = last_ticket_number + 1
       where id = $1 returning last_ticket_number as number`,
      [this.desk.tenantId],
    );
    const [row] = rows;
    if (row === undefined) throw new Error('the tenant of this transaction is gone');
    return row.number;
  }

  async insert(ticket: Ticket): Promise<void> {
    await this.write(this.desk.shelves.ticket.insert({ ...ticket, ...this.tenant }));
  }

  async lock(ticketId: string): Promise<Ticket | null> {
    const { rows } = await this.desk.sql<Ticket>(
      `select ${this.desk.shelves.ticket.list()} from ticket
       where tenant_id = $1 and id = $2 for update`,
      [this.desk.tenantId, ticketId],
    );
    return rows[0] ?? null;
  }

  async find(ticketId: string): Promise<Ticket | null> {
    return this.one('id = $2', [ticketId]);
  }

  async findByNumber(number: number): Promise<Ticket | null> {
    return this.one('number = $2', [number]);
  }

  async setThread(ticketId: string, threadId: string): Promise<void> {
    await this.write(
      this.desk.shelves.ticket.update({ threadId }, { ...this.tenant, id: ticketId }),
    );
  }

  async save(ticket: Ticket, expectedVersion: number): Promise<boolean> {
    const { tenantId: _, id, number: __, ...changed } = ticket;
    const where = { ...this.tenant, id, version: expectedVersion };
    return (await this.write(this.desk.shelves.ticket.update(changed, where))) === 1;
  }

  async findByThread(channelId: string, threadId: string): Promise<Ticket | null> {
    return this.one(
      'channel_id = $2 and thread_id = $3',
      [channelId, threadId],
      'order by opened_at desc, id desc limit 1',
    );
  }

  openOf(contactId: string, limit: number): Promise<readonly Ticket[]> {
    return this.many(
      `opened_by_contact_id = $2 and ${ACTIVE}`,
      [contactId],
      'opened_at desc, id desc',
      limit,
    );
  }

  listableBy(
    contact: { readonly id: string; readonly customerId: string },
    channelId: string,
    limit: number,
  ): Promise<readonly Ticket[]> {
    return this.many(
      `customer_id = $2 and (opened_by_contact_id = $3 or channel_id = $4)
       and status in ('NEW', 'OPEN', 'SNOOZED', 'SOLVED')`,
      [contact.customerId, contact.id, channelId],
      'opened_at desc, id desc',
      limit,
    );
  }

  recentOfCustomer(
    customerId: string,
    exceptId: string,
    limit: number,
  ): Promise<readonly Ticket[]> {
    return this.many(
      'customer_id = $2 and id <> $3',
      [customerId, exceptId],
      'opened_at desc, id desc',
      limit,
    );
  }

  assignedTo(memberId: string, limit: number): Promise<readonly Ticket[]> {
    return this.many(`assignee_id = $2 and ${ACTIVE}`, [memberId], 'opened_at, id', limit);
  }

  oldestWaiting(queueId: string | null, limit: number): Promise<readonly Ticket[]> {
    return this.many(
      `status in ('NEW', 'OPEN') and waiting_on = 'US' and assignee_id is null
       and ($2::uuid is null or queue_id = $2::uuid)`,
      [queueId],
      'opened_at, id',
      limit,
    );
  }

  async usualCauses(limit: number): Promise<readonly string[]> {
    const { rows } = await this.desk.sql<{ cause: string }>(
      `select cause from (
         select cause from ticket where tenant_id = $1 and cause is not null
         order by id desc limit 500) recent
       group by cause order by count(*) desc, cause limit $2`,
      [this.desk.tenantId, limit],
    );
    return rows.map(({ cause }) => cause);
  }

  private get tenant(): { readonly tenantId: string } {
    return { tenantId: this.desk.tenantId };
  }

  private async write({ text, params }: Statement): Promise<number> {
    return (await this.desk.sql(text, params)).affected;
  }

  private async one(
    condition: string,
    params: readonly unknown[],
    ending = '',
  ): Promise<Ticket | null> {
    const { rows } = await this.desk.recall<Ticket>(
      `select ${this.desk.shelves.ticket.list()} from ticket where tenant_id = $1 and ${condition} ${ending}`,
      [this.desk.tenantId, ...params],
    );
    return rows[0] ?? null;
  }

  private async many(
    condition: string,
    params: readonly unknown[],
    order: string,
    limit: number,
  ): Promise<readonly Ticket[]> {
    const { rows } = await this.desk.sql<Ticket>(
      `select ${this.desk.shelves.ticket.list()} from ticket
       where tenant_id = $1 and ${condition}
       order by ${order} limit $${params.length + 2}`,
      [this.desk.tenantId, ...params, limit],
    );
    return rows;
  }
}

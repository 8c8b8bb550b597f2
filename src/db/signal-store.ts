import { v7 as newId } from 'uuid';
import type { RaisedSign, SignalStore } from '../app/ports/signals';
import { type Signal, weightOf } from '../domain/signal';
import type { Ticket } from '../domain/ticket';
import type { Desk } from './shelves';

export const SIGNAL_COLUMNS = `s.id, s.ticket_id as "ticketId", s.kind, s.reason,
  s.message_id as "messageId", s.count, s.weight, s.raised_at as "raisedAt", s.last_at as "lastAt"`;

/** What was noticed about a tenant's tickets. Every change of one holds its ticket's lock. */
export class SqlSignalStore implements SignalStore {
  constructor(private readonly desk: Desk) {}

  async raise(ticket: Ticket, signs: readonly RaisedSign[], at: Date): Promise<void> {
    const standing = await this.standingOf(ticket.id);
    for (const { kind, reason, messageId, raisedPriority } of signs) {
      const known = standing.find((one) => one.kind === kind);
      const count = (known?.count ?? 0) + 1;
      await this.rows(
        known === undefined
          ? `insert into signal (tenant_id, id, kind, reason, message_id, count, weight,
               raised_priority, last_at, ticket_id, raised_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $9)`
          : `update signal set kind = $3, reason = $4, message_id = $5, count = $6, weight = $7,
               raised_priority = raised_priority or $8, last_at = $9
             where tenant_id = $1 and id = $2 and ticket_id = $10`,
        [
          known?.id ?? newId(),
          kind,
          reason,
          messageId,
          count,
          weightOf(kind, count),
          raisedPriority,
          at,
          ticket.id,
        ],
      );
    }
  }

  async hasRaised(ticketId: string): Promise<boolean> {
    const rows = await this.rows(
      'select from signal where tenant_id = $1 and ticket_id = $2 and raised_priority limit 1',
      [ticketId],
    );
    return rows.length > 0;
  }

  standingOf(ticketId: string): Promise<readonly Signal[]> {
    return this.rows<Signal>(
      `select ${SIGNAL_COLUMNS} from signal s
       where s.tenant_id = $1 and s.ticket_id = $2 and s.dismissed_at is null
       order by s.raised_at, s.id`,
      [ticketId],
    );
  }

  async dismiss(signalId: string, memberId: string | null, at: Date): Promise<void> {
    await this.rows(
      `update signal set dismissed_at = $3, dismissed_by_id = $4
       where tenant_id = $1 and id = $2 and dismissed_at is null`,
      [signalId, at, memberId],
    );
  }

  async ofCause(customerId: string, cause: string, since: Date): Promise<number> {
    const [row] = await this.rows<{ count: number }>(
      `select count(*)::int as count from ticket
       where tenant_id = $1 and customer_id = $2 and cause = $3 and opened_at > $4`,
      [customerId, cause, since],
    );
    return row?.count ?? 0;
  }

  private async rows<Row>(text: string, params: readonly unknown[]): Promise<readonly Row[]> {
    return (await this.desk.sql<Row>(text, [this.desk.tenantId, ...params])).rows;
  }
}

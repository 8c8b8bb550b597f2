import type { IntakeStore } from '../app/ports/intake';
import type { IntakeDecision, IntakeReason } from '../domain/chatter';
import type { Message, Ticket } from '../domain/ticket';
import type { MessageEntity } from './entities/message';
import { toMessage } from './message-row';
import type { Desk } from './shelves';

/** Why messages did or did not become tickets. */
export class SqlIntakeStore implements IntakeStore {
  constructor(private readonly desk: Desk) {}

  async record(decision: IntakeDecision): Promise<void> {
    const { text, params } = this.desk.shelves.intakeDecision.insert({
      ...decision,
      tenantId: this.desk.tenantId,
    });
    await this.desk.sql(text, params);
  }

  async latest(messageId: string): Promise<IntakeDecision | null> {
    const { rows } = await this.desk.sql<IntakeDecision>(
      `select ${this.desk.shelves.intakeDecision.list()} from intake_decision
       where tenant_id = $1 and message_id = $2 order by position desc limit 1`,
      [this.desk.tenantId, messageId],
    );
    return rows[0] ?? null;
  }

  async skipped(
    channelId: string,
    limit: number,
  ): Promise<readonly { readonly message: Message; readonly reason: IntakeReason }[]> {
    const { rows } = await this.desk.sql<MessageEntity & { readonly reason: IntakeReason }>(
      `select ${this.desk.shelves.message.list()}, decision.reason
       from message cross join lateral (
         select reason from intake_decision
         where tenant_id = $1 and message_id = message.id order by position desc limit 1
       ) decision
       where message.tenant_id = $1 and message.channel_id = $2
         and message.ticket_id is null and message.deleted_at is null
       order by message.occurred_at desc, message.id desc limit $3`,
      [this.desk.tenantId, channelId, limit],
    );
    return rows.map(({ reason, ...row }) => ({ message: toMessage(row), reason }));
  }

  async joinable(
    channelId: string,
    contactId: string,
    at: Date,
    windowSec: number,
  ): Promise<Ticket | null> {
    const { rows } = await this.desk.sql<Ticket>(
      `select ${this.desk.shelves.ticket.list()} from ticket
       where tenant_id = $1 and channel_id = $2 and opened_by_contact_id = $3
         and status in ('NEW', 'OPEN', 'SNOOZED')
         and opened_at between $4::timestamptz - make_interval(secs => $5)
           and $4::timestamptz + make_interval(secs => $5)
       order by opened_at desc, id desc limit 1`,
      [this.desk.tenantId, channelId, contactId, at, windowSec],
    );
    return rows[0] ?? null;
  }

  async openInChat(channelId: string): Promise<Ticket | null> {
    const { rows } = await this.desk.sql<Ticket>(
      `select ${this.desk.shelves.ticket.list()} from ticket
       where tenant_id = $1 and channel_id = $2 and status in ('NEW', 'OPEN', 'SNOOZED')
       order by unanswered_since desc nulls last, opened_at desc, id desc limit 1`,
      [this.desk.tenantId, channelId],
    );
    return rows[0] ?? null;
  }

  serialise(channelId: string): Promise<void> {
    return this.lock(channelId);
  }

  serialiseMessage(channelId: string, platformId: string): Promise<void> {
    return this.lock(`${channelId}:${platformId}`);
  }

  private async lock(name: string): Promise<void> {
    await this.desk.sql('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `${this.desk.tenantId}:${name}`,
    ]);
  }
}

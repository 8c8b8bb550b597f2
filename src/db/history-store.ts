import { v7 as newId } from 'uuid';
import type { PromiseStore, TimelineStore } from '../app/ports/store';
import type { Actor } from '../domain/actor';
import type { MarkedPromise, PromiseDraft } from '../domain/promise';
import type { TimelineDraft, TimelineEntry } from '../domain/ticket';
import type { Desk } from './shelves';

/** A ticket's append-only history. */
export class SqlTimelineStore implements TimelineStore {
  constructor(private readonly desk: Desk) {}

  async append(
    ticketId: string,
    at: Date,
    actor: Actor,
    entries: readonly TimelineDraft[],
    messageId: string | null,
  ): Promise<void> {
    const [first, ...others] = entries.map(({ kind, before, after }) => ({
      tenantId: this.desk.tenantId,
      id: newId(),
      ticketId,
      at,
      actor,
      kind,
      before,
      after,
      messageId,
    }));
    if (first === undefined) return;
    const { text, params } = this.desk.shelves.timelineEntry.insertAll([first, ...others]);
    // One statement: who asked to be told is found where the entries are written.
    await this.desk.sql(
      `with entry as (${text} returning tenant_id, id, kind, at)
       insert into webhook_delivery (tenant_id, id, webhook_id, entry_id, due_at, created_at)
       select entry.tenant_id, gen_random_uuid(), webhook.id, entry.id, entry.at, entry.at
       from entry join webhook on webhook.tenant_id = entry.tenant_id
       where webhook.disabled_at is null
         and (webhook.kinds = '{}' or entry.kind = any(webhook.kinds))`,
      params,
    );
  }

  /** The newest `limit` of them, oldest first. */
  async ofTicket(ticketId: string, limit: number): Promise<readonly TimelineEntry[]> {
    const { rows } = await this.desk.sql<TimelineEntry>(
      `select ${this.desk.shelves.timelineEntry.list()} from timeline_entry
       where tenant_id = $1 and ticket_id = $2 order by position desc limit $3`,
      [this.desk.tenantId, ticketId, limit],
    );
    return rows.toReversed();
  }
}

/** The times told to customers. */
export class SqlPromiseStore implements PromiseStore {
  constructor(private readonly desk: Desk) {}

  async insert(ticketId: string, promise: PromiseDraft): Promise<void> {
    const { text, params } = this.desk.shelves.promise.insert({
      ...promise,
      tenantId: this.desk.tenantId,
      ticketId,
      state: 'OPEN',
    });
    await this.desk.sql(text, params);
  }

  async openOf(ticketId: string): Promise<readonly MarkedPromise[]> {
    const { rows } = await this.desk.recall<MarkedPromise>(
      `select ${this.desk.shelves.promise.list()} from promise
       where tenant_id = $1 and ticket_id = $2 and state = 'OPEN' order by due_at, id`,
      [this.desk.tenantId, ticketId],
    );
    return rows;
  }

  async ofTicket(ticketId: string, limit: number): Promise<readonly MarkedPromise[]> {
    const { rows } = await this.desk.sql<MarkedPromise>(
      `select ${this.desk.shelves.promise.list()} from promise
       where tenant_id = $1 and ticket_id = $2 order by due_at desc, id desc limit $3`,
      [this.desk.tenantId, ticketId, limit],
    );
    return rows.toReversed();
  }

  async settle(promiseId: string, state: MarkedPromise['state'], at: Date): Promise<void> {
    await this.desk.sql(
      `update promise set state = $3, settled_at = $4
       where tenant_id = $1 and id = $2 and state = 'OPEN'`,
      [this.desk.tenantId, promiseId, state, at],
    );
  }

  async keepAsIs(promiseId: string): Promise<void> {
    await this.desk.sql('update promise set renew_at = null where tenant_id = $1 and id = $2', [
      this.desk.tenantId,
      promiseId,
    ]);
  }

  async dueNext(
    memberId: string,
    limit: number,
  ): Promise<readonly (MarkedPromise & { readonly ticketId: string })[]> {
    const { rows } = await this.desk.sql<MarkedPromise & { readonly ticketId: string }>(
      `select ${this.desk.shelves.promise.list()} from promise
       join ticket on ticket.tenant_id = promise.tenant_id and ticket.id = promise.ticket_id
       where promise.tenant_id = $1 and promise.state = 'OPEN' and ticket.assignee_id = $2
         and ticket.status in ('NEW', 'OPEN', 'SNOOZED')
       order by promise.due_at, promise.id limit $3`,
      [this.desk.tenantId, memberId, limit],
    );
    return rows;
  }
}

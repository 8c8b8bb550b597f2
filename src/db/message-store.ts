import { v7 as newId } from 'uuid';
import type { MessageRef } from '../app/ports/chat-event';
import type { EarlyChange } from '../app/ports/early-change';
import type { MessageStore, NewMessage, SpokenAs } from '../app/ports/store';
import { type Text, toPlain } from '../domain/text';
import type { Conversation, FileLink, Message } from '../domain/ticket';
import { CONVERSATION } from './conversation';
import type { MessageEntity } from './entities/message';
import { toMessage } from './message-row';
import { stored } from './shelf';
import type { Desk } from './shelves';

/** Messages of one tenant, inside one transaction. */
export class SqlMessageStore implements MessageStore {
  constructor(private readonly desk: Desk) {}

  async insert(message: NewMessage): Promise<boolean> {
    const { author, spokenAs = null, ...rest } = message;
    const { text, params } = this.desk.shelves.message.insert(
      {
        ...rest,
        tenantId: this.desk.tenantId,
        authorKind: author.kind,
        authorId: author.id,
        authorName: author.name,
        plain: toPlain(message.body),
        spokenChannelId: spokenAs?.channelId ?? null,
        spokenId: spokenAs?.platformId ?? null,
      },
      'on conflict on constraint message_platform_key do nothing',
    );
    return (await this.desk.sql(text, params)).affected === 1;
  }

  async find(messageId: string): Promise<Message | null> {
    return (await this.select('id = $2', [messageId]))[0] ?? null;
  }

  async findByPlatformId(channelId: string, platformId: string): Promise<Message | null> {
    const found = await this.select('channel_id = $2 and platform_id = $3', [
      channelId,
      platformId,
    ]);
    return found[0] ?? null;
  }

  async findSpoken({ channelId, platformId }: SpokenAs): Promise<Message | null> {
    const [found] = await this.select('spoken_channel_id = $2 and spoken_id = $3', [
      channelId,
      platformId,
    ]);
    return found ?? null;
  }

  /** The newest `limit` of them, oldest first. */
  async ofTicket(ticketId: string, limit: number): Promise<readonly Message[]> {
    const newest = await this.select(
      'ticket_id = $2',
      [ticketId, limit],
      'order by occurred_at desc, id desc limit $3',
    );
    return newest.toReversed();
  }

  async firstOf(ticketId: string): Promise<Message | null> {
    const [first] = await this.select(
      'ticket_id = $2',
      [ticketId],
      "order by (author_kind = 'contact') desc, occurred_at, id limit 1",
    );
    return first ?? null;
  }

  ofThread(channelId: string, threadId: string): Promise<readonly Message[]> {
    return this.select(
      'channel_id = $2 and thread_id = $3 and ticket_id is null',
      [channelId, threadId],
      'order by occurred_at, id',
    );
  }

  async attach(messageIds: readonly string[], ticketId: string): Promise<void> {
    await this.desk.sql(
      'update message set ticket_id = $3 where tenant_id = $1 and id = any($2::uuid[])',
      [this.desk.tenantId, [...messageIds], ticketId],
    );
  }

  async edit(
    messageId: string,
    body: Text,
    files: readonly FileLink[],
    at: Date,
    afterAnswer: boolean,
  ): Promise<boolean> {
    const { affected } = await this.desk.sql(
      `with before as (
         select id, body, files from message
         where tenant_id = $1 and id = $2 and deleted_at is null
           and occurred_at <= $7 and (edited_at is null or edited_at < $7)
         for update
       ), kept as (
         insert into message_edit (tenant_id, id, message_id, body, files, replaced_at)
         select $1, $3, id, body, files, $7 from before
       )
       update message set body = $4::jsonb, plain = $5, files = $6::jsonb, edited_at = $7,
         edited_after_answer = message.edited_after_answer or $8
       from before where message.tenant_id = $1 and message.id = before.id`,
      [
        this.desk.tenantId,
        messageId,
        newId(),
        stored(body, true),
        stored(toPlain(body), false),
        stored(files, true),
        at,
        afterAnswer,
      ],
    );
    return affected === 1;
  }

  async remove(messageId: string, at: Date): Promise<boolean> {
    // A change later than a deletion proves that the message was brought back in between.
    const { rows } = await this.desk.sql<{ isNew: boolean }>(
      `with before as (
         select id, deleted_at from message where tenant_id = $1 and id = $2
           and (deleted_at is null or deleted_at < $3) and (edited_at is null or edited_at <= $3)
         for update
       )
       update message set deleted_at = $3 from before
       where message.tenant_id = $1 and message.id = before.id
       returning before.deleted_at is null as "isNew"`,
      [this.desk.tenantId, messageId, at],
    );
    return rows[0]?.isNew === true;
  }

  async restore(
    messageId: string,
    body: Text,
    files: readonly FileLink[],
    at: Date,
  ): Promise<boolean> {
    const { rows } = await this.desk.sql<{ wasDeleted: boolean }>(
      `with before as (
         select id, deleted_at from message where tenant_id = $1 and id = $2
           and (deleted_at is null or deleted_at <= $3) and occurred_at <= $3
           and (edited_at is null or edited_at < $3)
         for update
       )
       update message set deleted_at = null, edited_at = $3, body = $4::jsonb, plain = $5,
         files = $6::jsonb
       from before where message.tenant_id = $1 and message.id = before.id
       returning before.deleted_at is not null as "wasDeleted"`,
      [
        this.desk.tenantId,
        messageId,
        at,
        stored(body, true),
        stored(toPlain(body), false),
        stored(files, true),
      ],
    );
    return rows[0]?.wasDeleted === true;
  }

  async setDelivery(
    messageId: string,
    state: Message['deliveryState'],
    error: string | null,
    ref: MessageRef | null,
  ): Promise<void> {
    await this.desk.sql(
      `update message set delivery_state = $3, delivery_error = $4, platform_id = case
         when $5::text is null or exists (
           select from message echo where echo.tenant_id = $1 and echo.platform_id = $5
             and echo.channel_id = message.channel_id and echo.id <> message.id)
         then platform_id else $5 end
       where tenant_id = $1 and id = $2`,
      [this.desk.tenantId, messageId, state, stored(error, false), ref?.id ?? null],
    );
  }

  async rememberEarly(channelId: string, platformId: string, change: EarlyChange): Promise<void> {
    const { text, params } = this.desk.shelves.earlyChange.insert({
      ...change,
      tenantId: this.desk.tenantId,
      id: newId(),
      channelId,
      platformId,
    });
    await this.desk.sql(text, params);
  }

  async earlyChanges(channelId: string, platformId: string): Promise<readonly EarlyChange[]> {
    const { rows } = await this.desk.sql<EarlyChange>(
      `select kind, at, body, files from early_change
       where tenant_id = $1 and channel_id = $2 and platform_id = $3 order by at, id`,
      [this.desk.tenantId, channelId, platformId],
    );
    return rows.map((row) => (row.kind === 'deleted' ? { kind: row.kind, at: row.at } : row));
  }

  async conversation(ticketId: string): Promise<Conversation> {
    const { rows } = await this.desk.sql<Conversation>(CONVERSATION, [
      this.desk.tenantId,
      ticketId,
    ]);
    const [row] = rows;
    if (row === undefined) throw new Error('an aggregate without GROUP BY has one row');
    return row;
  }

  async lastReply(ticketId: string): Promise<Message | null> {
    const found = await this.select(
      `ticket_id = $2 and visibility = 'PUBLIC' and author_kind = 'member' and deleted_at is null`,
      [ticketId],
      'order by occurred_at desc, id desc limit 1',
    );
    return found[0] ?? null;
  }

  private async select(
    condition: string,
    params: readonly unknown[],
    ending = '',
  ): Promise<readonly Message[]> {
    const { rows } = await this.desk.recall<MessageEntity>(
      `select ${this.desk.shelves.message.list()} from message
       where tenant_id = $1 and ${condition} ${ending}`,
      [this.desk.tenantId, ...params],
    );
    return rows.map(toMessage);
  }
}

import type { ChannelRef, Platform } from '../app/ports/chat-event';
import type {
  Channel,
  ChannelKind,
  Customer,
  Queue,
  Tenant,
  Workspace,
} from '../app/ports/records';
import type { DeskStore } from '../app/ports/store';
import type { Ticket } from '../domain/ticket';
import type { Statement } from './shelf';
import type { Desk } from './shelves';

/** The desk's own furniture: workspaces, channels, queues, customers. */
export class SqlDeskStore implements DeskStore {
  constructor(private readonly desk: Desk) {}

  async tenant(): Promise<Tenant> {
    const [tenant] = await this.recalled<Tenant>(
      `select ${this.desk.shelves.tenant.list()} from tenant where id = $1`,
    );
    if (tenant === undefined) throw new Error('the tenant of this transaction is gone');
    return tenant;
  }

  async workspace(platform: Platform, externalId: string): Promise<Workspace | null> {
    const [workspace] = await this.recalled<Workspace>(
      `select ${this.desk.shelves.workspace.list()} from workspace
       where tenant_id = $1 and platform = $2 and external_id = $3`,
      [platform, externalId],
    );
    return workspace ?? null;
  }

  async workspaceById(workspaceId: string): Promise<Workspace | null> {
    const [workspace] = await this.recalled<Workspace>(
      `select ${this.desk.shelves.workspace.list()} from workspace where tenant_id = $1 and id = $2`,
      [workspaceId],
    );
    return workspace ?? null;
  }

  async channel(ref: ChannelRef): Promise<Channel | null> {
    const [channel] = await this.selectChannels(
      `workspace.platform = $2 and workspace.external_id = $3
       and (channel.external_id = $4 or channel.id = (
         select alias.channel_id from channel_alias alias
         where alias.tenant_id = $1 and alias.workspace_id = workspace.id and alias.external_id = $4))
       order by (channel.external_id = $4) desc limit 1`,
      [ref.platform, ref.workspace, ref.channel],
    );
    return channel ?? null;
  }

  async channelById(channelId: string): Promise<Channel | null> {
    const [channel] = await this.selectChannels('channel.id = $2', [channelId]);
    return channel ?? null;
  }

  async insertChannel(channel: Channel): Promise<boolean> {
    const { platform: _, workspace: __, ...row } = channel;
    const { text, params } = this.desk.shelves.channel.insert(
      { ...row, tenantId: this.desk.tenantId },
      'on conflict on constraint channel_external_key do nothing',
    );
    return (await this.desk.sql(text, params)).affected === 1;
  }

  async saveChannel(channel: Channel): Promise<void> {
    const { platform: _, workspace: __, tenantId: ___, id, ...changed } = channel;
    await this.write(
      this.desk.shelves.channel.update(changed, { tenantId: this.desk.tenantId, id }),
    );
  }

  async addChannelAlias(channelId: string, olderExternalId: string): Promise<void> {
    await this.rows(
      `insert into channel_alias (tenant_id, workspace_id, external_id, channel_id)
       select tenant_id, workspace_id, $3, id from channel where tenant_id = $1 and id = $2
       on conflict (tenant_id, workspace_id, external_id) do update set channel_id = excluded.channel_id`,
      [channelId, olderExternalId],
    );
  }

  async queue(queueId: string): Promise<Queue | null> {
    const [queue] = await this.selectQueues('queue.id = $2', [queueId]);
    return queue ?? null;
  }

  queues(): Promise<readonly Queue[]> {
    return this.selectQueues('true order by queue.name, queue.id');
  }

  async defaultQueue(): Promise<Queue> {
    const [queue] = await this.selectQueues('queue.is_default');
    if (queue === undefined) throw new Error('every tenant is created with a default queue');
    return queue;
  }

  async setTriageChannel(queueId: string, channelId: string): Promise<void> {
    await this.rows('update queue set triage_channel_id = $3 where tenant_id = $1 and id = $2', [
      queueId,
      channelId,
    ]);
  }

  activeTickets(queueId: string, limit: number): Promise<readonly Ticket[]> {
    return this.rows<Ticket>(
      `select ${this.desk.shelves.ticket.list()} from ticket
       where tenant_id = $1 and queue_id = $2 and status in ('NEW', 'OPEN', 'SNOOZED')
       order by opened_at, id limit $3`,
      [queueId, limit],
    );
  }

  async customer(customerId: string): Promise<Customer | null> {
    const [customer] = await this.recalled<Customer>(
      `select ${this.desk.shelves.customer.list()} from customer where tenant_id = $1 and id = $2`,
      [customerId],
    );
    return customer ?? null;
  }

  async customerByHome(platform: Platform, home: string): Promise<Customer | null> {
    const [customer] = await this.recalled<Customer>(
      `select ${this.desk.shelves.customer.list()} from customer
       join customer_home on customer_home.tenant_id = customer.tenant_id
         and customer_home.customer_id = customer.id
       where customer.tenant_id = $1 and customer_home.platform = $2 and customer_home.home = $3`,
      [platform, home],
    );
    return customer ?? null;
  }

  async insertCustomer(customer: Customer, platform: Platform, home: string): Promise<Customer> {
    // Whoever meets the same home at once waits here, then finds the customer that stands.
    await this.desk.sql('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `${this.desk.tenantId}:home:${platform}:${home}`,
    ]);
    const standing = await this.customerByHome(platform, home);
    if (standing !== null) return standing;
    await this.write(
      this.desk.shelves.customer.insert({ ...customer, tenantId: this.desk.tenantId }),
    );
    await this.rows(
      'insert into customer_home (tenant_id, platform, home, customer_id) values ($1, $2, $3, $4)',
      [platform, home, customer.id],
    );
    return customer;
  }

  channels(kind: ChannelKind, limit: number): Promise<readonly Channel[]> {
    return this.selectChannels(
      'channel.kind = $2 and channel.active order by channel.name, channel.id limit $3',
      [kind, limit],
    );
  }

  private selectChannels(
    condition: string,
    params: readonly unknown[],
  ): Promise<readonly Channel[]> {
    return this.recalled<Channel>(
      `select ${this.desk.shelves.channel.list()}, workspace.platform,
         workspace.external_id as "workspace"
       from channel join workspace
         on workspace.tenant_id = channel.tenant_id and workspace.id = channel.workspace_id
       where channel.tenant_id = $1 and ${condition}`,
      params,
    );
  }

  private selectQueues(
    condition: string,
    params: readonly unknown[] = [],
  ): Promise<readonly Queue[]> {
    return this.recalled<Queue>(
      `select ${this.desk.shelves.queue.list()}, coalesce((
         select jsonb_agg(jsonb_build_object('level', step.level, 'name', step.name, 'ownerId', step.owner_id)
           order by step.level)
         from queue_level step where step.tenant_id = queue.tenant_id and step.queue_id = queue.id
       ), '[]'::jsonb) as levels, coalesce(rule.assignment, 'BY_HAND') as assignment
       from queue left join queue_rule rule
         on rule.tenant_id = queue.tenant_id and rule.queue_id = queue.id
       where queue.tenant_id = $1 and ${condition}`,
      params,
    );
  }

  /** Every statement here binds the tenant as $1. */
  private async rows<Row>(text: string, params: readonly unknown[] = []): Promise<readonly Row[]> {
    return (await this.desk.sql<Row>(text, [this.desk.tenantId, ...params])).rows;
  }

  private async recalled<Row>(
    text: string,
    params: readonly unknown[] = [],
  ): Promise<readonly Row[]> {
    return (await this.desk.recall<Row>(text, [this.desk.tenantId, ...params])).rows;
  }

  private async write({ text, params }: Statement): Promise<void> {
    await this.desk.sql(text, params);
  }
}

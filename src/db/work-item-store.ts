import { v7 as newId } from 'uuid';
import type {
  ItemBehind,
  JoinedLink,
  WorkItem,
  WorkItemNames,
  WorkItemStore,
} from '../app/ports/work-items';
import type { Standing, WorkItemAddress, WorkItemFacts, WorkItemState } from '../domain/work-item';
import { RunAgain } from './database-errors';
import type { Desk } from './shelves';

/** What an item is called; behind a blank, which no name has, stands what frees the name for another. */
export const shownKey = (item: string): string => `split_part(${item}.key, ' ', 1)`;

export const WORK_ITEM_COLUMNS = `i.id, i.kind, i.site, ${shownKey('i')} as key, i.url, i.title, i.state,
  i.state_name as "stateName", i.changed_at as "changedAt"`;
export const ITEMS_OF_TICKETS = `ticket_work_item l
  join work_item i on i.tenant_id = l.tenant_id and i.id = l.work_item_id`;

interface BehindRow extends WorkItem {
  readonly shownState: WorkItemState;
  readonly shownStateName: string | null;
}

/** The items of a tenant's tickets. Every change of a link holds its ticket's lock. */
export class SqlWorkItemStore implements WorkItemStore {
  constructor(private readonly desk: Desk) {}

  ofTicket(ticketId: string): Promise<readonly WorkItem[]> {
    return this.rows<WorkItem>(
      `select ${WORK_ITEM_COLUMNS} from ${ITEMS_OF_TICKETS}
       where l.tenant_id = $1 and l.ticket_id = $2 order by l.linked_at, i.id`,
      [ticketId],
    );
  }

  async named(address: WorkItemAddress): Promise<WorkItem> {
    const moved = await this.calledBefore(address);
    if (moved !== null) return moved;
    const { kind, site, key, url } = address;
    const [item] = await this.rows<WorkItem>(
      `insert into work_item as i (tenant_id, id, kind, site, key, url)
       values ($1, $2, $3, $4, $5, $6)
       on conflict on constraint work_item_key_key do update set url = excluded.url
       returning ${WORK_ITEM_COLUMNS}`,
      [newId(), kind, site, key, url],
    );
    if (item === undefined) throw new Error('an item was neither made nor found');
    // Whoever held its row, and was waited for, may have made it one with another, or renamed it.
    if ((await this.calledBefore(address)) !== null)
      throw new RunAgain('this item was called otherwise by another transaction');
    return item;
  }

  async link(ticketId: string, item: WorkItem, at: Date): Promise<boolean> {
    const { affected } = await this.desk.sql(
      `insert into ticket_work_item
         (tenant_id, ticket_id, work_item_id, linked_at, shown_state, shown_state_name)
       values ($1, $2, $3, $4, $5, $6)
       on conflict on constraint ticket_work_item_pkey do nothing`,
      [this.desk.tenantId, ticketId, item.id, at, item.state, item.stateName],
    );
    return affected === 1;
  }

  async unlink(ticketId: string, workItemId: string): Promise<boolean> {
    const { affected } = await this.desk.sql(
      'delete from ticket_work_item where tenant_id = $1 and ticket_id = $2 and work_item_id = $3',
      [this.desk.tenantId, ticketId, workItemId],
    );
    return affected === 1;
  }

  locked({ address, externalId, formerKeys }: WorkItemNames): Promise<readonly WorkItem[]> {
    const { kind, site, key } = address;
    return this.rows<WorkItem>(
      `select ${WORK_ITEM_COLUMNS} from work_item i
       where i.tenant_id = $1 and i.kind = $2 and i.site = $3 and i.joined_to is null
         and (i.key = any($4::text[]) or i.external_id = $5::text)
       order by i.id for no key update`,
      [kind, site, [key, ...formerKeys], externalId],
    );
  }

  async called(
    workItemId: string,
    { kind, site, key, url }: WorkItemAddress,
    externalId: string | null,
  ): Promise<void> {
    // A name that its tickets are still being brought away from is free again.
    await this.rows(
      `update work_item set key = key || ' ' || id
       where tenant_id = $1 and kind = $2 and site = $3 and key = $4 and joined_to is not null`,
      [kind, site, key],
    );
    await this.rows(
      `update work_item set key = $3, url = $4, external_id = coalesce($5::text, external_id),
         former_keys = case when key = $3 then former_keys
           else array_append(array_remove(former_keys, $3), key) end
       where tenant_id = $1 and id = $2
         and (key <> $3 or external_id is distinct from coalesce($5::text, external_id))`,
      [workItemId, key, url, externalId],
    );
  }

  async join(workItemId: string, others: readonly string[], at: Date): Promise<void> {
    await this.rows(
      `with other as (
         update work_item set joined_to = $2
         where tenant_id = $1 and (id = any($3::uuid[]) or joined_to = any($3::uuid[]))
         returning id, key, former_keys, external_id)
       update work_item i set
         former_keys = array(
           select name from (
             select unnest(i.former_keys) as name
             union select ${shownKey('other')} from other union select unnest(former_keys) from other) names
           where name <> i.key),
         external_id = coalesce(i.external_id, (select max(external_id) from other))
       where i.tenant_id = $1 and i.id = $2`,
      [workItemId, others],
    );
    await this.rows(
      `update ticket_work_item l set due_at = $3 from work_item o
       where l.tenant_id = $1 and o.tenant_id = l.tenant_id and o.id = l.work_item_id
         and o.joined_to = $2`,
      [workItemId, at],
    );
    // Nobody is to be brought away from a name that no ticket is linked to.
    await this.forget(workItemId);
  }

  async joined(ticketId: string): Promise<readonly JoinedLink[]> {
    const rows = await this.rows<WorkItem & { readonly to: string }>(
      `select ${WORK_ITEM_COLUMNS}, i.joined_to as "to" from ${ITEMS_OF_TICKETS}
       where l.tenant_id = $1 and l.ticket_id = $2 and i.joined_to is not null
       order by l.linked_at, i.id`,
      [ticketId],
    );
    const links: JoinedLink[] = [];
    for (const { to, ...former } of rows) {
      const [item] = await this.rows<WorkItem>(
        `select ${WORK_ITEM_COLUMNS} from work_item i where i.tenant_id = $1 and i.id = $2`,
        [to],
      );
      if (item !== undefined) links.push({ former, item });
    }
    return links;
  }

  async bring(ticketId: string, { former, item }: JoinedLink): Promise<boolean> {
    const { affected } = await this.desk.sql(
      `insert into ticket_work_item
         (tenant_id, ticket_id, work_item_id, linked_at, shown_state, shown_state_name, due_at)
       select tenant_id, ticket_id, $4, linked_at, shown_state, shown_state_name, due_at
       from ticket_work_item where tenant_id = $1 and ticket_id = $2 and work_item_id = $3
       on conflict on constraint ticket_work_item_pkey do nothing`,
      [this.desk.tenantId, ticketId, former.id, item.id],
    );
    await this.rows(
      `update ticket_work_item l set linked_at = least(l.linked_at, o.linked_at)
       from ticket_work_item o
       where l.tenant_id = $1 and l.ticket_id = $2 and l.work_item_id = $4
         and o.tenant_id = l.tenant_id and o.ticket_id = l.ticket_id and o.work_item_id = $3`,
      [ticketId, former.id, item.id],
    );
    await this.unlink(ticketId, former.id);
    await this.forget(item.id);
    return affected === 1;
  }

  /** The item that has this for an older name. */
  private async calledBefore({ kind, site, key }: WorkItemAddress): Promise<WorkItem | null> {
    const [item] = await this.rows<WorkItem>(
      `select ${WORK_ITEM_COLUMNS} from work_item i
       where i.tenant_id = $1 and i.kind = $2 and i.site = $3 and i.joined_to is null and i.former_keys <> '{}'
         and i.former_keys @> array[$4::text] limit 1 for no key update`,
      [kind, site, key],
    );
    return item ?? null;
  }

  /** An older name that no ticket is linked to any more is kept with the item alone. */
  private async forget(workItemId: string): Promise<void> {
    await this.rows(
      `delete from work_item o where o.tenant_id = $1 and o.joined_to = $2
         and not exists (select from ticket_work_item l
           where l.tenant_id = o.tenant_id and l.work_item_id = o.id)`,
      [workItemId],
    );
  }

  async follow(workItemId: string, facts: WorkItemFacts, at: Date): Promise<void> {
    const { title, state, stateName, changedAt } = facts;
    await this.rows(
      `update work_item set title = $3, state = $4, state_name = $5, changed_at = $6
       where tenant_id = $1 and id = $2`,
      [workItemId, title, state, stateName, changedAt],
    );
    await this.rows(
      'update ticket_work_item set due_at = $3 where tenant_id = $1 and work_item_id = $2',
      [workItemId, at],
    );
  }

  async behind(ticketId: string): Promise<readonly ItemBehind[]> {
    const rows = await this.rows<BehindRow>(
      `select ${WORK_ITEM_COLUMNS}, l.shown_state as "shownState",
         l.shown_state_name as "shownStateName"
       from ${ITEMS_OF_TICKETS}
       where l.tenant_id = $1 and l.ticket_id = $2 and l.due_at is not null
       order by l.due_at, i.id for update of l`,
      [ticketId],
    );
    return rows.map(({ shownState, shownStateName, ...item }) => ({
      item,
      shown: { state: shownState, stateName: shownStateName },
    }));
  }

  async caughtUp(ticketId: string, workItemId: string, shown: Standing): Promise<void> {
    await this.rows(
      `update ticket_work_item set due_at = null, shown_state = $4, shown_state_name = $5
       where tenant_id = $1 and ticket_id = $2 and work_item_id = $3`,
      [ticketId, workItemId, shown.state, shown.stateName],
    );
  }

  private async rows<Row>(text: string, params: readonly unknown[]): Promise<readonly Row[]> {
    return (await this.desk.sql<Row>(text, [this.desk.tenantId, ...params])).rows;
  }
}

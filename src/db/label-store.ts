import type { LabelStore } from '../app/ports/labels';
import type { Label } from '../domain/label';
import { stored } from './shelf';
import type { Desk } from './shelves';

export const LABEL_COLUMNS = `l.id, l.name, l.colour, l.archived_at as "archivedAt"`;

/** The labels of a tenant, and which of its tickets carry them. */
export class SqlLabelStore implements LabelStore {
  constructor(private readonly desk: Desk) {}

  async insert({ id, name, colour, archivedAt }: Label): Promise<boolean> {
    const { affected } = await this.desk.sql(
      `insert into label (tenant_id, id, name, colour, archived_at) values ($1, $2, $3, $4, $5)
       on conflict (tenant_id, search_fold(name)) do nothing`,
      [this.desk.tenantId, id, stored(name, false), colour, archivedAt],
    );
    return affected === 1;
  }

  async save({ id, name, colour, archivedAt }: Label): Promise<boolean> {
    const { affected } = await this.desk.sql(
      `update label set name = $3, colour = $4, archived_at = $5
       where tenant_id = $1 and id = $2 and not exists (
         select from label other
         where other.tenant_id = $1 and other.id <> $2 and search_fold(other.name) = search_fold($3))`,
      [this.desk.tenantId, id, stored(name, false), colour, archivedAt],
    );
    return affected === 1;
  }

  async count(): Promise<number> {
    const [row] = await this.rows<{ count: number }>(
      'select count(*)::int as count from label where tenant_id = $1',
    );
    return row?.count ?? 0;
  }

  byIds(ids: readonly string[]): Promise<readonly Label[]> {
    return this.rows<Label>(
      `select ${LABEL_COLUMNS} from label l
       where l.tenant_id = $1 and l.id = any($2::uuid[]) order by search_fold(l.name)`,
      [ids],
    );
  }

  usable(): Promise<readonly Label[]> {
    return this.rows<Label>(
      `select ${LABEL_COLUMNS} from label l
       where l.tenant_id = $1 and l.archived_at is null order by search_fold(l.name)`,
    );
  }

  ofTicket(ticketId: string): Promise<readonly Label[]> {
    return this.rows<Label>(
      `select ${LABEL_COLUMNS} from ticket_label tl
       join label l on l.tenant_id = tl.tenant_id and l.id = tl.label_id
       where tl.tenant_id = $1 and tl.ticket_id = $2 order by search_fold(l.name)`,
      [ticketId],
    );
  }

  async attach(ticketId: string, add: readonly string[], remove: readonly string[]): Promise<void> {
    if (add.length > 0)
      await this.rows(
        `insert into ticket_label (tenant_id, ticket_id, label_id)
         select $1::uuid, $2::uuid, given.id from unnest($3::uuid[]) as given (id)
         on conflict on constraint ticket_label_pkey do nothing`,
        [ticketId, add],
      );
    if (remove.length > 0)
      await this.rows(
        `delete from ticket_label
         where tenant_id = $1 and ticket_id = $2 and label_id = any($3::uuid[])`,
        [ticketId, remove],
      );
  }

  private async rows<Row>(text: string, params: readonly unknown[] = []): Promise<readonly Row[]> {
    return (await this.desk.sql<Row>(text, [this.desk.tenantId, ...params])).rows;
  }
}

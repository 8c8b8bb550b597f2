import type { AdminStore, DeskSettings, LevelDraft } from '../app/ports/admin';
import { stored } from './shelf';
import type { Desk } from './shelves';

/** What only administration writes. */
export class SqlAdminStore implements AdminStore {
  constructor(private readonly desk: Desk) {}

  async saveSettings(settings: DeskSettings): Promise<void> {
    const { text, params } = this.desk.shelves.tenant.update(settings, { id: this.desk.tenantId });
    await this.desk.sql(text, params);
  }

  async insertQueue(queueId: string, name: string): Promise<boolean> {
    const { affected } = await this.desk.sql(
      `insert into queue (tenant_id, id, name) values ($1, $2, $3)
       on conflict on constraint queue_name_key do nothing`,
      [this.desk.tenantId, queueId, stored(name, false)],
    );
    return affected === 1;
  }

  async renameQueue(queueId: string, name: string): Promise<boolean> {
    // Two that want the same name queue here: a violated constraint would end the transaction.
    await this.desk.sql('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `${this.desk.tenantId}:queue-names`,
    ]);
    const { affected } = await this.desk.sql(
      `update queue set name = $3 where tenant_id = $1 and id = $2 and not exists (
         select 1 from queue other where other.tenant_id = $1 and other.name = $3 and other.id <> $2)`,
      [this.desk.tenantId, queueId, stored(name, false)],
    );
    return affected === 1;
  }

  async replaceLevels(queueId: string, levels: readonly LevelDraft[]): Promise<void> {
    await this.desk.sql('delete from queue_level where tenant_id = $1 and queue_id = $2', [
      this.desk.tenantId,
      queueId,
    ]);
    await this.desk.sql(
      `insert into queue_level (tenant_id, queue_id, level, name, owner_id)
       select $1::uuid, $2::uuid, step.level, step.name, step.owner_id
       from unnest($3::text[], $4::uuid[]) with ordinality as step (name, owner_id, level)`,
      [
        this.desk.tenantId,
        queueId,
        levels.map(({ name }) => stored(name, false)),
        levels.map(({ ownerId }) => ownerId),
      ],
    );
  }
}

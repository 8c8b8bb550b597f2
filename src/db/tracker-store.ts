import type { Tracker, TrackerStore } from '../app/ports/work-items';
import type { TrackerSite } from '../domain/work-item';
import type { SecretPlace } from './secret-box';
import type { Desk } from './shelves';

/** A tracker's secret opens only in its own row. */
export const placeOfTrackerSecret = (tenantId: string, trackerId: string): SecretPlace => ({
  table: 'tracker',
  row: `${tenantId}:${trackerId}`,
  column: 'sealed_secret',
});

export const TRACKER_COLUMNS = `r.id, r.kind, r.site, r.connected_at as "connectedAt",
  r.heard_at as "heardAt"`;

/** Connections to trackers inside one transaction of one tenant. */
export class SqlTrackerStore implements TrackerStore {
  constructor(private readonly desk: Desk) {}

  async sites(): Promise<readonly TrackerSite[]> {
    return (
      await this.desk.sql<TrackerSite>('select kind, site from tracker where tenant_id = $1', [
        this.desk.tenantId,
      ])
    ).rows;
  }

  async at({ kind, site }: TrackerSite): Promise<Tracker | null> {
    // Also where there is none yet: two who connect one place at once make one connection.
    await this.desk.sql('select id from tenant where id = $1 for no key update', [
      this.desk.tenantId,
    ]);
    const { rows } = await this.desk.sql<Tracker>(
      `select ${TRACKER_COLUMNS} from tracker r
       where r.tenant_id = $1 and r.kind = $2 and r.site = $3 for update`,
      [this.desk.tenantId, kind, site],
    );
    return rows[0] ?? null;
  }

  async count(): Promise<number> {
    const { rows } = await this.desk.sql<{ n: number }>(
      'select count(*)::int as n from tracker where tenant_id = $1',
      [this.desk.tenantId],
    );
    return rows[0]?.n ?? 0;
  }

  async insert(tracker: Tracker, secret: string): Promise<void> {
    const { tenantId, box, shelves } = this.desk;
    const sealedSecret = box.seal(placeOfTrackerSecret(tenantId, tracker.id), secret);
    const { text, params } = shelves.tracker.insert({ ...tracker, tenantId, sealedSecret });
    await this.desk.sql(text, params);
  }

  async setSecret(trackerId: string, secret: string): Promise<void> {
    const { tenantId, box } = this.desk;
    await this.desk.sql('update tracker set sealed_secret = $3 where tenant_id = $1 and id = $2', [
      tenantId,
      trackerId,
      box.seal(placeOfTrackerSecret(tenantId, trackerId), secret),
    ]);
  }

  async remove(trackerId: string): Promise<boolean> {
    const { affected } = await this.desk.sql(
      'delete from tracker where tenant_id = $1 and id = $2',
      [this.desk.tenantId, trackerId],
    );
    return affected === 1;
  }

  async heard(trackerId: string, at: Date): Promise<void> {
    await this.desk.sql('update tracker set heard_at = $3 where tenant_id = $1 and id = $2', [
      this.desk.tenantId,
      trackerId,
      at,
    ]);
  }
}

import type { Digest, DigestStore } from '../app/ports/digests';
import type { DigestPeriod } from '../domain/digest-schedule';
import type { Desk } from './shelves';

/** The columns of a digest, each under its property's name. */
export const DIGEST_COLUMNS = `
  digest.period, digest.channel_id as "channelId", digest.zone, digest.hour, digest.weekdays,
  digest.due_at as "dueAt", digest.told_until as "toldUntil", digest.told_at as "toldAt",
  digest.asked_at as "askedAt", digest.trouble`;

/** What supervisors want told into which room. */
export class SqlDigestStore implements DigestStore {
  constructor(private readonly desk: Desk) {}

  async all(): Promise<readonly Digest[]> {
    const { rows } = await this.desk.sql<Digest>(
      `select ${DIGEST_COLUMNS} from digest where tenant_id = $1 order by period`,
      [this.desk.tenantId],
    );
    return rows;
  }

  async lock(period: DigestPeriod): Promise<Digest | null> {
    const { rows } = await this.desk.sql<Digest>(
      `select ${DIGEST_COLUMNS} from digest where tenant_id = $1 and period = $2 for update`,
      [this.desk.tenantId, period],
    );
    return rows[0] ?? null;
  }

  async keep(digest: Digest): Promise<void> {
    const { shelves, tenantId } = this.desk;
    const { text, params } = shelves.digest.insert(
      { ...digest, tenantId },
      `on conflict on constraint digest_pkey do update set
         channel_id = excluded.channel_id, zone = excluded.zone, hour = excluded.hour,
         weekdays = excluded.weekdays, due_at = excluded.due_at,
         told_until = excluded.told_until, told_at = excluded.told_at,
         asked_at = excluded.asked_at, trouble = excluded.trouble`,
    );
    await this.desk.sql(text, params);
  }

  async remove(period: DigestPeriod): Promise<boolean> {
    const { rows } = await this.desk.sql(
      'delete from digest where tenant_id = $1 and period = $2 returning period',
      [this.desk.tenantId, period],
    );
    return rows.length > 0;
  }
}

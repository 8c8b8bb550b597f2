import type { TrackerDoorKey, TrackerKeys } from '../app/ports/work-items';
import type { SecretBox } from './secret-box';
import type { Sql } from './sql';
import { placeOfTrackerSecret } from './tracker-store';

interface Sealed {
  readonly tenantId: string;
  readonly id: string;
  readonly sealed: string;
}

const SEALED = 'select tenant_id as "tenantId", id, sealed_secret as sealed from tracker';

/** By what each tracker's door knows who tells, over all tenants. */
export class SqlTrackerKeys implements TrackerKeys {
  constructor(
    private readonly sql: Sql,
    private readonly box: SecretBox,
  ) {}

  async find(trackerId: string): Promise<TrackerDoorKey | null> {
    const { rows } = await this.sql<Omit<TrackerDoorKey, 'secret'> & Sealed>(
      `select tenant_id as "tenantId", id, kind, site, sealed_secret as sealed from tracker
       where id = $1`,
      [trackerId],
    );
    const [row] = rows;
    if (row === undefined) return null;
    const { sealed, ...key } = row;
    return { ...key, secret: this.box.open(placeOfTrackerSecret(key.tenantId, key.id), sealed) };
  }

  /** Opens every stored secret; throws the DeskError that says which key is missing. */
  async verify(): Promise<void> {
    for (const { tenantId, id, sealed } of (await this.sql<Sealed>(SEALED)).rows)
      this.box.open(placeOfTrackerSecret(tenantId, id), sealed);
  }

  /** Seals every secret with the newest key; one that was changed meanwhile is left as it is. */
  async resealAll(): Promise<number> {
    let resealed = 0;
    for (const { tenantId, id, sealed } of (await this.sql<Sealed>(SEALED)).rows) {
      if (!this.box.isOutdated(sealed)) continue;
      const place = placeOfTrackerSecret(tenantId, id);
      const { affected } = await this.sql(
        `update tracker set sealed_secret = $4
         where tenant_id = $1 and id = $2 and sealed_secret = $3`,
        [tenantId, id, sealed, this.box.seal(place, this.box.open(place, sealed))],
      );
      resealed += affected;
    }
    return resealed;
  }
}

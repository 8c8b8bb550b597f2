import type { Readers } from '../../app/ports/readers';
import type { Tenant } from '../../app/ports/records';
import { notFound } from '../../domain/errors';
import type { ReadTransaction } from './read-transaction';

const SETTINGS = `
  select id, name, zone, default_intake_mode as "defaultIntakeMode",
    grouping_window_sec as "groupingWindowSec",
    first_response_target_min as "firstResponseTargetMin", claim_lease_min as "claimLeaseMin"
  from tenant where id = $1::uuid`;

/** What holds for the whole desk. */
export const createSettingsReader = (read: ReadTransaction): Pick<Readers, 'settings'> => ({
  settings: (tenantId) =>
    read(tenantId, async (ask) => {
      const [tenant] = await ask<Tenant>(SETTINGS, [tenantId]);
      if (tenant === undefined) throw notFound('desk');
      return tenant;
    }),
});

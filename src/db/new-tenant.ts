import { v7 as newId } from 'uuid';
import type { Installation, Joining } from '../app/ports/installations';
import type { Tenant } from '../app/ports/records';
import { stored } from './shelf';
import type { Sql } from './sql';

/** What a new tenant starts with. */
export type TenantDefaults = Omit<Tenant, 'id' | 'name'>;

const FIRST_QUEUE = 'Support';
const FIRST_LEVELS = ['First line', 'Second line', 'Third line'];

/** A workspace of a desk that stands. */
export const joinTenant = async (
  sql: Sql,
  { platform, externalId, name }: Installation,
  installedAt: Date,
  { tenantId, isOurs }: Joining,
): Promise<{ readonly tenantId: string; readonly workspaceId: string }> => {
  const workspaceId = newId();
  await sql(
    `insert into workspace (tenant_id, id, platform, external_id, name, installed_at, is_ours)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [tenantId, workspaceId, platform, externalId, stored(name, false), installedAt, isOurs],
  );
  return { tenantId, workspaceId };
};

/** A desk of its own, with a first queue and its levels. */
export const createTenant = async (
  sql: Sql,
  defaults: TenantDefaults,
  installation: Installation,
  installedAt: Date,
): Promise<{ readonly tenantId: string; readonly workspaceId: string }> => {
  const [tenantId, workspaceId, queueId] = [newId(), newId(), newId()];
  const name = stored(installation.name, false);
  const { zone, defaultIntakeMode, groupingWindowSec, firstResponseTargetMin, claimLeaseMin } =
    defaults;
  await sql(
    `insert into tenant (id, name, zone, default_intake_mode, grouping_window_sec,
       first_response_target_min, claim_lease_min) values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      tenantId,
      name,
      zone,
      defaultIntakeMode,
      groupingWindowSec,
      firstResponseTargetMin,
      claimLeaseMin,
    ],
  );
  await sql(
    `insert into workspace (tenant_id, id, platform, external_id, name, installed_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [tenantId, workspaceId, installation.platform, installation.externalId, name, installedAt],
  );
  await sql('insert into queue (tenant_id, id, name, is_default) values ($1, $2, $3, true)', [
    tenantId,
    queueId,
    FIRST_QUEUE,
  ]);
  await sql(
    `insert into queue_level (tenant_id, queue_id, level, name)
     select $1, $2, level, name from unnest($3::text[]) with ordinality as step (name, level)`,
    [tenantId, queueId, FIRST_LEVELS],
  );
  return { tenantId, workspaceId };
};

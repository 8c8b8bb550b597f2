import { LONG_AT_ONCE } from '../app/metrics/long-figures';
import type { Log } from '../app/ports/log';
import { type Database, openDatabase } from '../db/data-source';
import type { Settings } from '../lib/config';

/** One pool per role, so that a heavy query can never delay an acknowledgement. */
export interface Databases {
  readonly door: Database;
  readonly desk: Database;
  readonly api: Database;
  /** Long reads of the API. */
  readonly exports: Database;
  /** Figures that are counted piece by piece. */
  readonly figures: Database;
  close(): Promise<void>;
}

const POOL = { door: 6, desk: 12, api: 6, exports: 2, figures: LONG_AT_ONCE } as const;
const STATEMENT_MS = {
  door: 900,
  desk: 10_000,
  api: 8_000,
  exports: 30_000,
  figures: 8_000,
} as const;
/** Longer than an address may take to answer. */
const WEBHOOK_LEASE_MS = 20_000;

/** The pools of this process, on a schema that is up to date. */
export const openDatabases = async (config: Settings, log: Log): Promise<Databases> => {
  const open = (role: keyof typeof POOL): Promise<Database> =>
    openDatabase({
      url: config.DATABASE_URL ?? null,
      dataDir: config.DATA_DIR,
      poolSize: POOL[role],
      statementTimeoutMs: STATEMENT_MS[role],
      encryptionKeys: config.ENCRYPTION_KEYS ?? [],
      requireDurable: config.NODE_ENV === 'production',
      tenantDefaults: {
        firstResponseTargetMin: config.FIRST_RESPONSE_TARGET_MIN,
        claimLeaseMin: config.CLAIM_LEASE_MIN,
        groupingWindowSec: config.GROUPING_WINDOW_SEC,
      },
      webhookLeaseMs: Math.max(config.LEASE_MS, WEBHOOK_LEASE_MS),
      inbox: { leaseMs: config.LEASE_MS },
      outbox: {
        leaseMs: config.LEASE_MS,
        settleMs: config.OUTBOX_SETTLE_MS,
        postIntervalMs: config.POST_INTERVAL_MS,
      },
      log,
    });
  const desk = await open('desk');
  try {
    await desk.migrate();
    const resealed =
      (await desk.installations.resealAll()) +
      (await desk.webhooks.resealAll()) +
      (await desk.trackers.resealAll());
    if (resealed > 0) log.info('secrets sealed with the newest key', { count: resealed });
  } catch (error) {
    await desk.close();
    throw error;
  }
  if (desk.kind === 'embedded')
    return {
      ...{ door: desk, desk, api: desk, exports: desk, figures: desk },
      close: () => desk.close(),
    };
  const [door, api, exports, figures] = await Promise.all([
    open('door'),
    open('api'),
    open('exports'),
    open('figures'),
  ]);
  return {
    ...{ door, desk, api, exports, figures },
    close: async () => {
      await Promise.all([door, desk, api, exports, figures].map((one) => one.close()));
    },
  };
};

import type { DataSource } from 'typeorm';
import type { Conversations } from '../app/ports/conversations';
import type { Coverage } from '../app/ports/coverage';
import type { Directory } from '../app/ports/directory';
import type { Log } from '../app/ports/log';
import type { Inbox, InboxWatch } from '../app/ports/queues';
import type { UnitOfWork } from '../app/ports/store';
import { type ConnectionOptions, createDataSource } from './connection';
import { SqlConversations } from './conversation-store';
import { SqlCoverage } from './coverage-store';
import { translated } from './database-errors';
import { SqlDirectory } from './directory';
import { refuseUnsafe } from './durability';
import {
  type EmbeddedDatabase,
  openEmbeddedDirectory,
  openEmbeddedMemory,
} from './embedded-database';
import { entities } from './entities/entity-list';
import { SqlInbox } from './inbox';
import { type InboxLeaseOptions, SqlInboxLease } from './inbox-lease';
import { SqlInboxWatch } from './inbox-watch';
import { SqlInstallations } from './installation-store';
import { migrate } from './migrate';
import type { TenantDefaults } from './new-tenant';
import { type OutboxLeaseOptions, SqlOutboxLease } from './outbox-lease';
import { type EncryptionKey, SecretBox } from './secret-box';
import { sqlOver } from './sql';
import { SqlTrackerKeys } from './tracker-keys';
import { guardPool } from './transaction-guard';
import { TypeormUnitOfWork } from './unit-of-work';
import { SqlWebhookLeases } from './webhook-lease';

export interface DatabaseOptions {
  /** Null opens the embedded database. */
  readonly url: string | null;
  /** Of the embedded database; null keeps it in memory for as long as it is open. */
  readonly dataDir: string | null;
  /** A dumped image to start a database in memory from. */
  readonly image?: string;
  readonly poolSize: number;
  readonly statementTimeoutMs: number;
  readonly encryptionKeys: readonly EncryptionKey[];
  readonly log: Log;
  readonly synchronousCommit?: ConnectionOptions['synchronousCommit'];
  /** Refuse a server that may forget what it has committed. */
  readonly requireDurable?: boolean;
  readonly tenantDefaults?: Partial<TenantDefaults>;
  readonly putWithinMs?: number;
  readonly inbox?: Partial<InboxLeaseOptions>;
  readonly outbox?: Partial<OutboxLeaseOptions>;
  readonly webhookLeaseMs?: number;
}

/** One pool of connections with everything that reads and writes through it. */
export interface Database {
  readonly kind: 'embedded' | 'postgres';
  readonly dataSource: DataSource;
  readonly unitOfWork: UnitOfWork;
  readonly directory: Directory;
  readonly inbox: Inbox;
  readonly inboxLease: SqlInboxLease;
  readonly outboxLease: SqlOutboxLease;
  readonly installations: SqlInstallations;
  readonly webhooks: SqlWebhookLeases;
  readonly trackers: SqlTrackerKeys;
  readonly coverage: Coverage;
  readonly conversations: Conversations;
  readonly inboxWatch: InboxWatch;
  /** The server's version, and how far its clock is ahead of ours. */
  describe(): Promise<{ readonly version: string; readonly skewMs: number }>;
  /** Throws `unavailable` when the database does not answer. */
  ping(): Promise<void>;
  /** Brings the schema up to date, then makes sure that the stored secrets can be read. */
  migrate(): Promise<readonly string[]>;
  /** An image of an embedded database, to start another from. */
  dump(): Promise<Uint8Array>;
  close(): Promise<void>;
}

const LEASE_MS = 20_000;
const SETTLE_MS = 45_000;
const PARK_AFTER_MS = 300_000;
const TIDY_EVERY_MS = 3_600_000;
/** Slack gives the door 3 s; on a laptop's single session a put may wait for its turn. */
const PUT_WITHIN_MS = { postgres: 1_200, embedded: 2_500 } as const;

/** Opens a pool. May be called more than once for the same server: one small pool per role. */
export const openDatabase = async (options: DatabaseOptions): Promise<Database> => {
  const from =
    options.url === null ? { embedded: await openEmbedded(options) } : { url: options.url };
  const embedded = 'embedded' in from ? from.embedded : null;
  const kind = embedded === null ? 'postgres' : 'embedded';
  const connection: ConnectionOptions = {
    from,
    poolSize: options.poolSize,
    statementTimeoutMs: options.statementTimeoutMs,
    synchronousCommit: options.synchronousCommit ?? null,
    entities,
  };
  const dataSource = guardPool(createDataSource(connection));
  try {
    await dataSource.initialize();
    if (kind === 'postgres') await refuseUnsafe(dataSource, options.requireDurable ?? false);
    if (kind === 'embedded') options.log.info('embedded-database-opened');
  } catch (error) {
    if (dataSource.isInitialized) await dataSource.destroy();
    await embedded?.stop();
    throw translated(error);
  }
  const sql = sqlOver(dataSource);
  // The embedded engine never tidies up by itself.
  const tidying = setInterval(() => {
    if (kind !== 'embedded') return;
    sql('vacuum (analyze)').catch((error) => options.log.error('vacuum-failed', {}, error));
  }, TIDY_EVERY_MS).unref();
  const box = new SecretBox(options.encryptionKeys);
  const webhooks = new SqlWebhookLeases(dataSource, box, options.webhookLeaseMs ?? LEASE_MS);
  const trackers = new SqlTrackerKeys(sql, box);
  const installations = new SqlInstallations(dataSource, box, {
    zone: 'UTC',
    defaultIntakeMode: 'EVERY_MESSAGE',
    groupingWindowSec: 300,
    firstResponseTargetMin: 60,
    claimLeaseMin: 240,
    ...options.tenantDefaults,
  });
  return {
    kind,
    dataSource,
    unitOfWork: new TypeormUnitOfWork(dataSource, box),
    directory: new SqlDirectory(sql),
    inbox: new SqlInbox(sql, { putWithinMs: options.putWithinMs ?? PUT_WITHIN_MS[kind] }),
    inboxLease: new SqlInboxLease(dataSource, {
      leaseMs: LEASE_MS,
      parkAfterTries: 8,
      parkAfterMs: PARK_AFTER_MS,
      ...options.inbox,
    }),
    outboxLease: new SqlOutboxLease(dataSource, {
      leaseMs: LEASE_MS,
      settleMs: SETTLE_MS,
      postIntervalMs: 1_000,
      postBurst: 3,
      ...options.outbox,
    }),
    installations,
    webhooks,
    trackers,
    coverage: new SqlCoverage(sql),
    conversations: new SqlConversations(sql),
    inboxWatch: new SqlInboxWatch(sql),
    describe: async () => {
      const { rows } = await sql<{ version: string; at: Date }>(
        "select current_setting('server_version') as version, clock_timestamp() as at",
      );
      const [row] = rows;
      return { version: row?.version ?? '?', skewMs: (row?.at.getTime() ?? 0) - Date.now() };
    },
    ping: async () => {
      await sql('select 1 as one');
    },
    migrate: async () => {
      const done = await migrateApart(dataSource, connection);
      for (const version of done) options.log.info('migrated', { version });
      await installations.verify();
      await webhooks.verify();
      await trackers.verify();
      return done;
    },
    dump: async () => {
      if (embedded === null) throw new Error('only an embedded database can be dumped');
      return embedded.dump();
    },
    close: async () => {
      clearInterval(tidying);
      await dataSource.destroy();
      await embedded?.stop();
    },
  };
};

const openEmbedded = ({ dataDir, image }: DatabaseOptions): Promise<EmbeddedDatabase> =>
  dataDir === null ? openEmbeddedMemory(image ?? null) : openEmbeddedDirectory(dataDir);

/** On a server, migrations get a connection of their own without time limits. */
const migrateApart = async (
  dataSource: DataSource,
  connection: ConnectionOptions,
): Promise<readonly string[]> => {
  if ('embedded' in connection.from) return migrate(dataSource);
  const patient = createDataSource({ ...connection, poolSize: 1, statementTimeoutMs: 0 });
  try {
    await patient.initialize();
    return await migrate(patient);
  } catch (error) {
    throw translated(error);
  } finally {
    if (patient.isInitialized) await patient.destroy();
  }
};

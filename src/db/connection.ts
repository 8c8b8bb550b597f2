import { DataSource, type EntitySchema, type MixedList } from 'typeorm';
import { migrations } from '../../migrations/index';
import type { EmbeddedDatabase } from './embedded-database';
import { SnakeNames } from './snake-names';

/** Where a pool connects and how long it waits for anything. */
export interface ConnectionOptions {
  readonly from: { readonly url: string } | { readonly embedded: EmbeddedDatabase };
  readonly poolSize: number;
  /** 0 waits for ever: only for migrations. */
  readonly statementTimeoutMs: number;
  readonly synchronousCommit: 'on' | 'local' | 'remote_write' | 'remote_apply' | null;
  readonly entities: MixedList<(new () => object) | EntitySchema>;
}

const CONNECT_WITHIN_MS = 2_000;
const LOCK_WITHIN_MS = 2_000;
const IDLE_TRANSACTION_MS = 15_000;

/** A TypeORM data source over a pool of `pg`; not connected yet. */
export const createDataSource = (options: ConnectionOptions): DataSource => {
  const patient = options.statementTimeoutMs === 0;
  const shared = {
    type: 'postgres' as const,
    entities: options.entities,
    migrations: [...migrations],
    migrationsTableName: 'migration',
    namingStrategy: new SnakeNames(),
    uuidExtension: 'pgcrypto' as const,
    installExtensions: false,
    synchronize: false,
    logging: false,
    applicationName: 'threadkeeper',
  };
  if ('embedded' in options.from) {
    const { embedded } = options.from;
    return new DataSource({
      ...shared,
      username: 'postgres',
      database: 'postgres',
      poolSize: 1,
      // One session only: a client that is thrown away and replaced would cost its state.
      extra: { stream: () => embedded.socket(), max: 1, idleTimeoutMillis: 0, pipeline: true },
    });
  }
  const settings = [
    ...(options.synchronousCommit === null
      ? []
      : [`synchronous_commit=${options.synchronousCommit}`]),
    'timezone=UTC',
    // Compiling a statement takes longer than any of ours runs.
    'jit=off',
  ];
  return new DataSource({
    ...shared,
    url: options.from.url,
    poolSize: options.poolSize,
    extra: {
      connectionTimeoutMillis: CONNECT_WITHIN_MS,
      options: settings.map((setting) => `-c ${setting}`).join(' '),
      keepAlive: true,
      // A statement need not wait for the answer to the one before.
      pipeline: true,
      ...(patient
        ? {}
        : {
            statement_timeout: options.statementTimeoutMs,
            // The server's own limit answers first; this one ends waiting on a dead connection.
            query_timeout: options.statementTimeoutMs + 1_000,
            lock_timeout: LOCK_WITHIN_MS,
            idle_in_transaction_session_timeout: IDLE_TRANSACTION_MS,
          }),
    },
  });
};

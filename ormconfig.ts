import type { DataSource } from 'typeorm';
import { createDataSource } from './src/db/connection';
import { openEmbeddedDirectory } from './src/db/embedded-database';
import { entities } from './src/db/entities/entity-list';
import { readConfig } from './src/lib/config';

/** For TypeORM's command line: the same database the program would open. */
const open = async (): Promise<DataSource> => {
  const { DATABASE_URL, DATA_DIR } = readConfig();
  return createDataSource({
    from:
      DATABASE_URL === undefined
        ? { embedded: await openEmbeddedDirectory(DATA_DIR) }
        : { url: DATABASE_URL },
    poolSize: 1,
    statementTimeoutMs: 0,
    synchronousCommit: null,
    entities,
  });
};

export default open();

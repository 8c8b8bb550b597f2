import { openDatabase } from '../../../src/db/data-source';
import { silentLog, testKey } from '../../support/database';

const [url = ''] = process.argv.slice(2);

void openDatabase({
  url,
  dataDir: null,
  poolSize: 1,
  statementTimeoutMs: 1_000,
  encryptionKeys: [testKey],
  log: silentLog,
}).then(async (database) => {
  await database.migrate();
  console.log('migrated');
});

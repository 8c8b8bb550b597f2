import { openDatabase } from '../../../src/db/data-source';
import { silentLog, testKey } from '../../support/database';
import { arrival } from '../fixtures';

const [dataDir = '', from = '0'] = process.argv.slice(2);

/** Prints each key once its row is committed, until it is killed. */
const write = async (): Promise<void> => {
  const database = await openDatabase({
    url: null,
    dataDir,
    poolSize: 1,
    statementTimeoutMs: 1_000,
    encryptionKeys: [testKey],
    log: silentLog,
    putWithinMs: 20_000,
  });
  await database.migrate();
  console.log('open');
  for (let n = Number(from); ; n += 4)
    await Promise.all(
      [n, n + 1, n + 2, n + 3].map(async (key) => {
        await database.inbox.put(arrival(`k${key}`, `lane-${key}`));
        console.log(`k${key}`);
      }),
    );
};

void write();

import { type Database, openDatabase } from '../src/db/data-source';

const silent = () => undefined;
export const log = { debug: silent, info: silent, warn: silent, error: silent };

/** A database with today's schema and one tenant in it. */
export const openMigrated = async (
  url: string,
): Promise<{ readonly database: Database; readonly tenantId: string }> => {
  const database = await openDatabase({
    url,
    dataDir: null,
    poolSize: 4,
    statementTimeoutMs: 600_000,
    encryptionKeys: [{ id: 'bench', key: Buffer.alloc(32, 7) }],
    log,
  });
  await database.migrate();
  const tenantId = await database.installations.save(
    {
      platform: 'slack',
      externalId: 'TBENCH',
      name: 'Bench',
      appId: 'A1',
      botUserId: 'UBOT',
      botToken: 'xoxb-bench',
      scopes: [],
    },
    new Date(),
  );
  return { database, tenantId };
};

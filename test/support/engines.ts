import { afterAll, beforeAll, describe } from '@jest/globals';
import type { Database, DatabaseOptions } from '../../src/db/data-source';
import { openDatabaseOn, openTestDatabase } from './database';
import { type PrivatePostgres, postgresBinaries, startPostgres } from './postgres';

export type OpenDatabase = (overrides?: Partial<DatabaseOptions>) => Promise<Database>;

/** A private server for the whole block; the block is skipped where none is installed. */
export const describeOnPostgres = (
  name: string,
  tests: (open: OpenDatabase, server: () => PrivatePostgres) => void,
): void => {
  const block = postgresBinaries() === null ? describe.skip : describe;
  block(`${name} (postgres)`, () => {
    let postgres: PrivatePostgres | null = null;
    const server = (): PrivatePostgres => {
      if (postgres === null) throw new Error('the server is not started yet');
      return postgres;
    };
    beforeAll(async () => {
      postgres = await startPostgres();
    }, 60_000);
    tests((overrides) => openDatabaseOn(server().url('postgres'), overrides), server);
    // Registered last: whatever the tests opened is closed before its server goes.
    afterAll(async () => {
      await postgres?.stop();
    });
  });
};

/** The same tests on the embedded engine (or TEST_DATABASE_URL) and on a real server. */
export const describeOnEachEngine = (name: string, tests: (open: OpenDatabase) => void): void => {
  describe(`${name} (embedded)`, () => tests(openTestDatabase));
  describeOnPostgres(name, tests);
};

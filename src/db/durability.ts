import type { DataSource } from 'typeorm';
import { DeskError } from '../domain/errors';

const MUST_BE_ON = ['fsync', 'full_page_writes', 'synchronous_commit'] as const;
const OLDEST = 150_000;

/** Refuses a server that is too old and, where it matters, one that may forget what it committed. */
export const refuseUnsafe = async (
  dataSource: DataSource,
  requireDurable: boolean,
): Promise<void> => {
  const [settings] = await dataSource.query(
    `select current_setting('server_version_num')::int as version, current_setting('fsync') as fsync,
       current_setting('full_page_writes') as full_page_writes,
       current_setting('synchronous_commit') as synchronous_commit`,
  );
  if (settings.version < OLDEST)
    throw new DeskError(
      'refused',
      'DATABASE_TOO_OLD',
      'The Postgres server is older than version 15.',
      'Upgrade it to 15 or newer.',
    );
  const off = requireDurable ? MUST_BE_ON.filter((name) => settings[name] === 'off') : [];
  if (off.length > 0)
    throw new DeskError(
      'refused',
      'DATABASE_NOT_DURABLE',
      `The Postgres server may lose committed messages: ${off.join(', ')} is off.`,
      'Turn it on; a message counts as accepted only once it is on disk.',
    );
};

import { type Act, audited } from '../app/admin/audit';
import type { Tx } from '../app/ports/store';
import type { Actor } from '../domain/actor';
import { DeskError } from '../domain/errors';
import { readConfig } from '../lib/config';
import { createLogger } from '../lib/logger';
import { withLocalSecrets } from './local-secrets';
import { type Databases, openDatabases } from './open-databases';

/** One line for whoever runs it. */
export const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Whoever may run the command line has the database anyway. */
export const OPERATOR: Actor = {
  kind: 'token',
  tokenId: 'operator',
  name: 'operator',
  role: 'ADMIN',
};

/** The databases of this desk, for as long as the work takes. */
export const withDatabase = async <T>(work: (databases: Databases) => Promise<T>): Promise<T> => {
  const databases = await openDatabases(withLocalSecrets(readConfig()), createLogger('warn'));
  try {
    return await work(databases);
  } finally {
    await databases.close();
  }
};

/** The only tenant, or the one that was named. */
export const tenantOf = async (
  databases: Pick<Databases, 'desk'>,
  named: string | undefined,
): Promise<string> => {
  const tenants = await databases.desk.directory.tenants(100);
  const found =
    named === undefined
      ? tenants
      : tenants.filter(({ id, name }) => id === named || name === named);
  const [only, another] = found;
  if (only !== undefined && another === undefined) return only.id;
  throw new DeskError(
    'invalid',
    'WHICH_TENANT',
    tenants.length === 0 ? 'There is no desk in this database yet.' : 'Say for which desk.',
    tenants.length === 0
      ? 'Start the desk once with a workspace.'
      : `Pass --tenant with one of: ${tenants.map(({ name }) => name).join(', ')}.`,
  );
};

/** What is done from here is written down like what is done through the API. */
export const operate = (
  databases: Pick<Databases, 'desk'>,
  tenantId: string,
  action: string,
  asked: unknown,
  work: (tx: Tx, now: Date) => Promise<{ readonly subjectId?: string }>,
): Promise<unknown> => {
  const now = new Date();
  const actor: Actor = { kind: 'system', name: 'command line' };
  const act: Act = { actor, action, via: 'COMMAND_LINE', named: { ids: [], names: [] }, asked };
  return databases.desk.unitOfWork.run(tenantId, (tx) =>
    audited(tx, act, now, () => work(tx, now)),
  );
};

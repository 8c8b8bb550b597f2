import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { end, keep, type LimitServer } from './children';
import { freePort } from './postgres';

/** Its own Node with it: on 20, which this program still supports, it starts and answers nothing. */
const PACKAGES = ['postgraphile@5.1.5', 'node@24.21.0'];

/** The same list from tables whose relations it finds by itself; the author is a column there. */
export const postgraphileQuery = (tenantId: string): string => `{
  allTickets(first: 50, condition: { tenantId: "${tenantId}" }, orderBy: [OPENED_AT_DESC, ROW_ID_DESC]) {
    nodes {
      id number subject status waitingOn priority openedAt
      customerByTenantIdAndCustomerId { id name } memberByTenantIdAndAssigneeId { id name }
      messagesByTenantIdAndTicketId(first: 1, orderBy: [OCCURRED_AT_DESC, ROW_ID_DESC]) {
        nodes { plain occurredAt authorKind }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

/**
 * PostGraphile as it comes, with ten connections and as the owner of the tables: no tenants' wall, no
 * sign-in. With its 300 MB and its Node it is no dependency: it is installed, once, into the directory
 * that BENCH_POSTGRAPHILE names. Null: none is named.
 */
export const startPostgraphile = async (url: string): Promise<LimitServer | null> => {
  const given = process.env.BENCH_POSTGRAPHILE ?? '';
  if (given === '') return null;
  const place = resolve(given);
  const program = join(place, 'node_modules', 'postgraphile', 'dist', 'cli-run.js');
  if (!existsSync(program)) {
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'package.json'), '{ "private": true }');
    const args = ['install', '--no-audit', '--no-fund', ...PACKAGES];
    execFileSync('npm', args, { cwd: place, stdio: 'pipe' });
  }
  const node = join(place, 'node_modules', 'node', 'bin', 'node');
  const port = await freePort();
  const args = ['-c', url, '-s', 'public', '-n', '127.0.0.1', '-p', String(port)];
  const child = keep(
    spawn(node, [program, ...args, '-P', 'postgraphile/presets/amber'], {
      cwd: place,
      env: { PATH: process.env.PATH, NODE_ENV: 'production', GRAPHILE_ENV: 'production' },
      stdio: 'ignore',
    }),
  );
  const isUp = async (): Promise<boolean> => {
    const asked = fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', connection: 'close' },
      body: '{"query":"{ __typename }"}',
    });
    return (await asked.catch(() => null))?.status === 200;
  };
  for (let attempt = 0; !(await isUp()); attempt += 1) {
    if (attempt > 300 || child.exitCode !== null) throw new Error('PostGraphile did not start');
    await pause(100);
  }
  return { port, stop: () => end(child, 'SIGKILL') };
};

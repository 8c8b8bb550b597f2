import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DeskError } from '../domain/errors';
import { codeOf } from './database-errors';

const heldHere = new Set<string>();

/** A process id is soon used again, in a container at once; its start time tells the two apart. */
const identityOf = (pid: number): string | null => {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return null;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const startedAt = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return `${pid}:${startedAt}`;
  } catch {
    return `${pid}:`;
  }
};

/**
 * Takes the data directory for this process; the engine itself would open it twice without a word.
 * Returns the release.
 */
export const lockDataDir = (dataDir: string): (() => void) => {
  mkdirSync(dataDir, { recursive: true });
  const path = join(dataDir, 'in-use.lock');
  const me = identityOf(process.pid) ?? '';
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      const file = openSync(path, 'wx');
      writeSync(file, me);
      closeSync(file);
      heldHere.add(path);
      return () => {
        heldHere.delete(path);
        rmSync(path, { force: true });
      };
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
      const holder = readHolder(path);
      const pid = Number.parseInt(holder, 10);
      const alive = holder === me ? heldHere.has(path) : identityOf(pid) === holder;
      if (holder !== '' && alive) break;
      rmSync(path, { force: true });
    }
  }
  throw new DeskError(
    'unavailable',
    'DATA_DIR_IN_USE',
    `Another process is using the data directory ${dataDir}.`,
    'Stop it first, or give this one its own DATA_DIR.',
  );
};

const readHolder = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

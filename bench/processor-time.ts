import { readdirSync, readFileSync } from 'node:fs';
import type { DataSource } from 'typeorm';

/** Of the kernel: in `/proc` time is counted in hundredths of a second. */
const TICK_MS = 10;

/** Fields of /proc/<pid>/stat after the name, which may hold anything. */
const statOf = (pid: number): readonly string[] => {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return line.slice(line.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
};

const PARENT = 1;
const OWN = [11, 12] as const;
const OF_CHILDREN_THAT_ENDED = [13, 14] as const;

const ticks = (pid: number, fields: readonly number[]): number => {
  const stat = statOf(pid);
  return fields.reduce((sum, field) => sum + Number(stat[field] ?? 0), 0);
};

/** Milliseconds a process of this machine has worked so far. */
export const workedMs = (pid: number): number => ticks(pid, OWN) * TICK_MS;

/** Milliseconds a server on this machine has worked so far, all its processes together. */
const serverMs = (parent: number): number => {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => Number(statOf(pid)[PARENT]) === parent);
  const own = [parent, ...children].reduce((sum, pid) => sum + ticks(pid, OWN), 0);
  return (own + ticks(parent, OF_CHILDREN_THAT_ENDED)) * TICK_MS;
};

/** Processor time of this process and of the server it asks. */
export interface ProcessorTime {
  readonly oursMs: number;
  readonly serverMs: number;
}

/**
 * Tells what the work so far has taken of the processors: unlike time on the wall it stays about the
 * same beside other work. Null where the server is not on this machine.
 */
export const processorTime = async (
  dataSource: DataSource,
): Promise<(() => ProcessorTime) | null> => {
  const [row]: { pid: number }[] = await dataSource.query('select pg_backend_pid() as pid');
  const parent = Number(statOf(row?.pid ?? 0)[PARENT] ?? 0);
  if (!statOf(parent).length || !readFileSync(`/proc/${parent}/comm`, 'utf8').includes('postgres'))
    return null;
  return () => {
    const { user, system } = process.cpuUsage();
    return { oursMs: (user + system) / 1000, serverMs: serverMs(parent) };
  };
};

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { end, keep } from './children';
import { workedMs } from './processor-time';

export const ROOT = join(__dirname, '..', '..');

/** The program itself, as an operator runs it. */
export interface DeskProcess {
  readonly port: number;
  /** From exec to the line that says ready. */
  readonly readyMs: number;
  rssMb(): number;
  /** Processor time it has taken so far. */
  workedMs(): number;
  stop(): Promise<void>;
}

export const scratchDirectory = (): { readonly path: string; remove(): void } => {
  const path = mkdtempSync(join(tmpdir(), 'threadkeeper-bench-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};

/** Resident memory of a process; only where /proc exists. */
export const rssOf = (child: ChildProcess): number => {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
};

const readyPort = (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    if (child.stdout === null) return reject(new Error('no output to read'));
    const said: string[] = [];
    createInterface({ input: child.stdout }).on('line', (line) => {
      said.push(line);
      const port = /"port":(\d+),"event":"ready"/.exec(line)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
    child.once('exit', (code) =>
      reject(new Error(`the desk ended with ${code}:\n${said.slice(-5).join('\n')}`)),
    );
  });

/** Starts the built program with these settings and nothing else of this environment's. */
export const startDeskProcess = async (
  settings: Readonly<Record<string, string>>,
): Promise<DeskProcess> => {
  const from = performance.now();
  const child = keep(
    spawn(process.execPath, [join(ROOT, 'dist', 'src', 'entry', 'main.js')], {
      cwd: ROOT,
      env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: '0', ...settings },
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
  );
  const port = await readyPort(child);
  return {
    port,
    readyMs: performance.now() - from,
    rssMb: () => rssOf(child),
    workedMs: () => workedMs(child.pid ?? 0),
    stop: () => end(child),
  };
};

/** Node alone, for comparison: how long until its first line runs, and what it keeps in memory. */
export const bareNode = async (): Promise<{ readonly startMs: number; readonly rssMb: number }> => {
  const from = performance.now();
  const child = keep(
    spawn(process.execPath, ['-e', 'console.log("here"); setInterval(() => {}, 1000)'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
  );
  await new Promise((resolve) => child.stdout.once('data', resolve));
  const startMs = performance.now() - from;
  const rssMb = rssOf(child);
  await end(child, 'SIGKILL');
  return { startMs, rssMb };
};

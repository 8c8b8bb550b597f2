import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface TestChild {
  readonly process: ChildProcess;
  /** What it has printed so far, line by line. */
  readonly lines: readonly string[];
  /** Resolves when a line is printed that satisfies the condition; rejects when it exits first. */
  line(condition: (line: string) => boolean): Promise<string>;
  kill(): Promise<void>;
}

/** Runs a TypeScript file of the tests in a process of its own, to be killed. */
export const startChild = (file: string, ...args: readonly string[]): TestChild => {
  const child = spawn(
    process.execPath,
    ['-r', join(__dirname, 'run-typescript.cjs'), file, ...args],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const lines: string[] = [];
  const errors: string[] = [];
  const watchers = new Set<(line: string) => void>();
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    for (const watch of watchers) watch(line);
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    process: child,
    lines,
    line: (condition) => {
      const already = lines.find(condition);
      if (already !== undefined) return Promise.resolve(already);
      return new Promise((resolve, reject) => {
        watchers.add((line) => {
          if (condition(line)) resolve(line);
        });
        void gone.then(() => reject(new Error(`the child ended: ${errors.join('')}`)));
      });
    },
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
};

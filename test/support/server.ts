import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { endingOnce } from './left-open';

/** How a server's process ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ServerOptions {
  /** Besides PATH and HOME, all the process is told. */
  readonly env: Readonly<Record<string, string>>;
  readonly port: number;
  /** Compiled entry, from the project's root; the real one unless said. */
  readonly entry?: string;
}

/** The real program as a child process: one boot of it. */
export interface DeskServer {
  readonly url: string;
  readonly bootId: string;
  /** From exec until the port answered as this boot. */
  readonly acceptedAfterMs: number;
  signal(signal: NodeJS.Signals): void;
  /** SIGKILL, and the process is gone. */
  kill(): Promise<Ending>;
  /** SIGTERM, and the process is gone. */
  stop(): Promise<Ending>;
  ended(): Promise<Ending>;
  /** Its log, one object a line. */
  output(): string;
}

const ROOT = join(__dirname, '..', '..');
const REAL_ENTRY = 'dist/src/entry/main.js';
const BOOT_WITHIN_MS = 60_000;
const ASK_EVERY_MS = 10;

/** A port nobody listens on just now. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address !== null
          ? resolve(address.port)
          : reject(new Error('no port')),
      );
    });
  });

const bootOf = async (url: string): Promise<string | null> => {
  try {
    const answer: unknown = await (await fetch(`${url}/healthz`)).json();
    if (typeof answer !== 'object' || answer === null || !('boot' in answer)) return null;
    return typeof answer.boot === 'string' ? answer.boot : null;
  } catch {
    return null;
  }
};

const endingOf = (child: ChildProcess): Promise<Ending> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null)
      resolve({ code: child.exitCode, signal: child.signalCode });
    else child.once('exit', (code, signal) => resolve({ code, signal }));
  });

/**
 * Starts the program and waits until its port answers. `notBoot` is the boot before on this port:
 * its dying socket may still answer.
 */
export const startServer = async (
  options: ServerOptions,
  notBoot: string | null = null,
): Promise<DeskServer> => {
  const url = `http://127.0.0.1:${options.port}`;
  const began = performance.now();
  const child = spawn(process.execPath, [join(ROOT, options.entry ?? REAL_ENTRY)], {
    env: {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? '',
      NODE_ENV: 'test',
      HOST: '127.0.0.1',
      PORT: String(options.port),
      LOG_LEVEL: 'warn',
      SANDBOX: 'false',
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString('utf8')));
  const ended = endingOf(child);
  const output = (): string => said.join('');
  const end = async (signal: NodeJS.Signals): Promise<Ending> => {
    child.kill(signal);
    return ended;
  };
  const kill = endingOnce(() => end('SIGKILL'));
  for (;;) {
    const bootId = await bootOf(url);
    const acceptedAfterMs = performance.now() - began;
    if (bootId !== null && bootId !== notBoot)
      return {
        url,
        bootId,
        acceptedAfterMs,
        signal: (signal) => child.kill(signal),
        kill,
        stop: () => end('SIGTERM'),
        ended: () => ended,
        output,
      };
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`the server did not start:\n${output()}`);
    if (acceptedAfterMs > BOOT_WITHIN_MS) {
      await kill();
      throw new Error(`the server did not answer in time:\n${output()}`);
    }
    await pause(ASK_EVERY_MS);
  }
};

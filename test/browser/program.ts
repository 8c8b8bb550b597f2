import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const ROOT = join(__dirname, '../..');
/** Where pictures of the page go. */
export const SHOTS = join(ROOT, 'test/artifacts');
const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
/** Without these Chromium looks for hosts outside this machine. */
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A browser that talks to this machine only. */
export const openBrowser = (more: readonly string[] = []): Promise<Browser> =>
  chromium.launch({ executablePath: CHROMIUM, args: [...QUIET, ...more] });

/** The program as `npm start` runs it, on free ports and an empty data directory. */
export class Program {
  private readonly dataDir = mkdtempSync(join(tmpdir(), 'threadkeeper-browser-'));
  private child: ChildProcess | null = null;
  private printed = '';

  async start(
    settings: Readonly<Record<string, string>> = {},
  ): Promise<{ workspace: string; graphql: string; token: string }> {
    const child = spawn(process.execPath, ['dist/src/entry/main.js'], {
      cwd: ROOT,
      env: {
        PATH: process.env.PATH,
        DATA_DIR: this.dataDir,
        PORT: '0',
        SANDBOX_PORT: '0',
        // It says on which port it is ready; the address it prints is its public one.
        LOG_LEVEL: 'info',
        ...settings,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.child = child;
    child.stdout.on('data', (chunk: Buffer) => {
      this.printed += chunk.toString();
    });
    const deadline = Date.now() + 90_000;
    while (!/Admin token\s+\S+/.test(this.printed)) {
      if (Date.now() > deadline) throw new Error(`the program did not start:\n${this.printed}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const find = (label: RegExp): string =>
      label
        .exec(this.printed)
        ?.slice(1)
        .find((one) => one !== undefined) ?? '';
    return {
      workspace: find(/as agent\s+(\S+)/),
      graphql: `http://localhost:${find(/"ready".*?"port":(\d+)|"port":(\d+).*?"ready"/)}/graphql`,
      token: find(/Admin token\s+(\S+)/),
    };
  }

  async stop(): Promise<number | null> {
    const { child } = this;
    if (child === null) return null;
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    const code = await ended;
    rmSync(this.dataDir, { recursive: true, force: true });
    return code;
  }
}

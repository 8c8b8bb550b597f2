import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { SlackSandbox } from '../../sandbox/handle';
import { type SlackSandboxOptions, startSlackSandbox } from '../../sandbox/slack';
import type { Log } from '../../src/app/ports/log';
import { openDatabase } from '../../src/db/data-source';
import type { Overrides } from '../../src/entry/compose';
import { type RunningDesk, startDesk } from '../../src/entry/start-desk';
import { readConfig } from '../../src/lib/config';
import { createDatabaseOn, migratedImage } from './database';
import { endingOnce } from './left-open';

export const SIGNING_SECRET = 'signing-secret-of-the-flow-tests';
export const BOT_TOKEN = 'xoxb-flow-tests-0123456789';
export const ADMIN_TOKEN = 'admin-token-of-the-flow-tests-0123456789';
const KEY = `flow:${Buffer.alloc(32, 9).toString('base64')}`;

export interface TestDeskOptions {
  /** Environment names, as an operator would set them. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly sandbox?: Partial<SlackSandboxOptions>;
  readonly log?: Log;
  readonly overrides?: Overrides;
}

/** A line the desk logged. */
export interface Logged {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly event: string;
  readonly fields: object;
  readonly error?: unknown;
}

const answerSchema = z.object({
  data: z.unknown().optional(),
  errors: z.array(z.looseObject({ message: z.string() })).optional(),
});
const rowsSchema = z.array(z.record(z.string(), z.unknown()));

/** The whole desk in this process, with a local workspace as its Slack. */
export class TestDesk {
  private constructor(
    readonly slack: SlackSandbox,
    private readonly options: TestDeskOptions,
    private readonly environment: Readonly<Record<string, string>>,
    readonly lines: Logged[],
    readonly dataDir: string,
    private readonly cleanUp: () => Promise<void>,
    private current: RunningDesk | null,
  ) {}

  /** Ends the desk and its workspace; done after the suite where its set-up failed halfway. */
  readonly stop: () => Promise<void> = endingOnce(async () => {
    if (this.current !== null) await this.shut();
    await this.slack.stop();
    await this.cleanUp();
  });

  static async start(options: TestDeskOptions = {}): Promise<TestDesk> {
    const slack = await startSlackSandbox({
      signingSecret: SIGNING_SECRET,
      botToken: BOT_TOKEN,
      retryDelaysMs: [50, 200, 1_000],
      ...options.sandbox,
    });
    const dataDir = mkdtempSync(join(tmpdir(), 'threadkeeper-flow-'));
    const database = await databaseHome(dataDir);
    const environment = {
      NODE_ENV: 'test',
      HOST: '127.0.0.1',
      PORT: '0',
      DATA_DIR: dataDir,
      ENCRYPTION_KEYS: KEY,
      ADMIN_TOKEN,
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
      SLACK_BOT_TOKEN: BOT_TOKEN,
      SLACK_API_URL: slack.apiUrl,
      POLL_MS: '40',
      POST_INTERVAL_MS: '0',
      OUTBOX_SETTLE_MS: '300',
      RECONCILE_EVERY_MS: '600000',
      ...database.settings,
      ...options.settings,
    };
    const lines: Logged[] = [];
    const desk = new TestDesk(
      slack,
      options,
      environment,
      lines,
      dataDir,
      async () => {
        await database.drop();
        rmSync(dataDir, { recursive: true, force: true });
      },
      null,
    );
    await desk.boot();
    return desk;
  }

  get running(): RunningDesk {
    if (this.current === null) throw new Error('the desk is stopped');
    return this.current;
  }

  get url(): string {
    return `http://127.0.0.1:${this.running.port}`;
  }

  /** Starts the desk again on what it had stored. */
  async boot(settings: Readonly<Record<string, string>> = {}): Promise<void> {
    const config = readConfig({ ...this.environment, ...settings });
    const log = this.options.log ?? recorder(this.lines);
    this.current = await startDesk(config, log, this.options.overrides);
    this.slack.deliverTo(this.url);
    await this.current.installed;
  }

  /** Stops the desk and leaves the workspace standing. */
  async shut(): Promise<void> {
    const desk = this.running;
    this.current = null;
    for (const step of desk.stopSteps) await step.run();
  }

  /** Everything the desk considered worth an operator's look. */
  troubles(): Logged[] {
    return this.lines.filter(({ level }) => level === 'error');
  }

  /** Asks the API; throws what it complains about. */
  async ask(query: string, variables: object = {}, token = ADMIN_TOKEN): Promise<unknown> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
    });
    const body = answerSchema.parse(await response.json());
    if (body.errors !== undefined) throw new Error(JSON.stringify(body.errors));
    return body.data;
  }

  /** Posts to the door as Slack would, signed. */
  post(body: string, contentType = 'application/json'): Promise<Response> {
    const stamp = String(Math.floor(Date.now() / 1000));
    const digest = createHmac('sha256', SIGNING_SECRET).update(`v0:${stamp}:${body}`).digest('hex');
    return fetch(`${this.url}/slack/events`, {
      method: 'POST',
      headers: {
        'content-type': contentType,
        'x-slack-request-timestamp': stamp,
        'x-slack-signature': `v0=${digest}`,
      },
      body,
    });
  }

  /** Rows of a table, read past every use case. */
  async rows(sql: string, parameters: readonly unknown[] = []): Promise<Record<string, unknown>[]> {
    const { dataSource } = this.running.building.databases.desk;
    return rowsSchema.parse(await dataSource.query(sql, [...parameters]));
  }

  /** Changes rows past every rule, to stage what would take long to come about. */
  async change(sql: string, parameters: readonly unknown[] = []): Promise<void> {
    await this.running.building.databases.desk.dataSource.query(sql, [...parameters]);
  }

  /** The same while the desk is stopped. */
  async repair(sql: string): Promise<void> {
    const config = readConfig(this.environment);
    const database = await openDatabase({
      url: config.DATABASE_URL ?? null,
      dataDir: config.DATA_DIR,
      poolSize: 1,
      statementTimeoutMs: 10_000,
      encryptionKeys: [],
      log: recorder([]),
    });
    await database.dataSource.query(sql).finally(() => database.close());
  }
}

const recorder = (lines: Logged[]): Log => ({
  debug: (event, fields = {}) => lines.push({ level: 'debug', event, fields }),
  info: (event, fields = {}) => lines.push({ level: 'info', event, fields }),
  warn: (event, fields = {}) => lines.push({ level: 'warn', event, fields }),
  error: (event, fields, error) => lines.push({ level: 'error', event, fields, error }),
});

interface Home {
  readonly settings: Readonly<Record<string, string>>;
  readonly drop: () => Promise<void>;
}

/** A database of one's own: on the given server, or embedded and migrated already. */
export const databaseHome = async (dataDir: string): Promise<Home> => {
  const server = process.env.TEST_DATABASE_URL;
  if (server !== undefined && server !== '') {
    const { url, drop } = await createDatabaseOn(server);
    return { settings: { DATABASE_URL: url }, drop };
  }
  const files = join(dataDir, 'database');
  mkdirSync(files, { mode: 0o700 });
  execFileSync('tar', ['-xzf', await migratedImage(), '-C', files], { stdio: 'pipe' });
  writeFileSync(join(dataDir, 'database.complete'), '');
  return { settings: {}, drop: async () => undefined };
};

import type { SlackSandbox } from '../sandbox/handle';
import type { Server } from './postgres';
import type { Figure } from './report';

export const SIGNING_SECRET = 'a-signing-secret-of-the-benchmarks';
export const BOT_TOKEN = 'xoxb-benchmarks-0123456789';
export const ADMIN_TOKEN = 'admin-token-of-the-benchmarks-0123456789';

/** What every scenario is given. */
export interface Bench {
  readonly quick: boolean;
  /** Null: only the embedded database is there. */
  readonly server: Server | null;
  /** The workspace the measured desks believe to be Slack. */
  readonly slack: SlackSandbox;
  readonly say: (line: string) => void;
}

export type Scenario = (bench: Bench) => Promise<readonly Figure[]>;

/** Settings of a desk that is measured. Without a database it embeds one in `dataDir`. */
export const deskSettings = (
  bench: Bench,
  dataDir: string,
  databaseUrl: string | null,
): Record<string, string> => ({
  DATA_DIR: dataDir,
  ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
  ENCRYPTION_KEYS: `bench:${Buffer.alloc(32, 7).toString('base64')}`,
  ADMIN_TOKEN,
  SLACK_SIGNING_SECRET: SIGNING_SECRET,
  SLACK_BOT_TOKEN: BOT_TOKEN,
  SLACK_API_URL: bench.slack.apiUrl,
  // What is measured is the work, not the brake.
  API_REQUESTS_PER_MIN: '1000000',
});

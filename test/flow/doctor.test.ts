import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SlackSandbox } from '../../sandbox/handle';
import { startSlackSandbox } from '../../sandbox/slack';
import { doctor, type Finding } from '../../src/entry/doctor';
import { readConfig } from '../../src/lib/config';

const TOKEN = 'xoxb-doctor-test';
const SECRET = 'a-signing-secret-for-the-doctor';

describe('what an operator is told before customers notice', () => {
  let slack: SlackSandbox;
  let dataDir: string;

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'threadkeeper-doctor-'));
    slack = await startSlackSandbox({
      signingSecret: SECRET,
      botToken: TOKEN,
      scopes: ['chat:write', 'users:read', 'channels:history'],
    });
    // The embedded database is made once, before anything is timed.
    await findings();
  }, 120_000);
  afterAll(async () => {
    await slack.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const environment = (): Record<string, string> => ({
    NODE_ENV: 'test',
    DATA_DIR: dataDir,
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_BOT_TOKEN: TOKEN,
    SLACK_API_URL: slack.apiUrl,
  });
  const findings = async (settings: Record<string, string> = {}): Promise<readonly Finding[]> =>
    doctor(readConfig({ ...environment(), ...settings }));
  const bad = (found: readonly Finding[]): string[] =>
    found.filter(({ ok }) => !ok).map(({ text }) => text);

  it('names the scopes that are missing and where to add them', async () => {
    const found = await findings();
    expect(found.map(({ text }) => text).join('\n')).toContain('schema up to date');
    const [missing = '', ...others] = bad(found);
    expect(others).toEqual([]);
    expect(missing).toContain('chat:write.customize');
    expect(missing).not.toContain('chat:write,');
    expect(missing).toContain('OAuth & Permissions');
  });

  it('says that Slack does not accept a token', async () => {
    const found = bad(await findings({ SLACK_BOT_TOKEN: 'xoxb-another' }));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain('Slack did not accept the bot token');
  });

  it('says that the database cannot be reached, and still looks at the rest', async () => {
    const found = bad(
      await findings({ DATABASE_URL: 'postgres://nobody:secret@127.0.0.1:9/none' }),
    );
    expect(found[0]).toContain('Database: ');
    expect(found.join('\n')).not.toContain('secret');
    expect(found.some((text) => text.includes('scopes are missing'))).toBe(true);
  });

  it('a start without its database ends with a sentence for the operator, not a stack', () => {
    const ended = spawnSync(process.execPath, ['dist/src/entry/main.js'], {
      env: {
        ...environment(),
        PATH: process.env.PATH,
        DATABASE_URL: 'postgres://nobody:secret@127.0.0.1:9/none',
      },
      encoding: 'utf8',
      timeout: 60_000,
    });
    expect(ended.status).toBe(1);
    expect(ended.stderr + ended.stdout).toMatch(/database/i);
    expect(ended.stderr + ended.stdout).not.toContain('secret');
  }, 60_000);

  it('every unknown or wrong setting is named at once', () => {
    const ended = spawnSync(process.execPath, ['dist/src/entry/main.js'], {
      env: { ...environment(), PATH: process.env.PATH, PORT: 'none', LOG_LEVEL: 'loud' },
      encoding: 'utf8',
      timeout: 60_000,
    });
    expect(ended.status).toBe(1);
    expect(ended.stderr).toContain('Threadkeeper cannot start:');
    expect(ended.stderr).toContain('PORT');
    expect(ended.stderr).toContain('LOG_LEVEL');
  }, 60_000);
});

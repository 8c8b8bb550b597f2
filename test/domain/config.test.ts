import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { ConfigError, readConfig, SETTING_NAMES } from '../../src/lib/config';

type Environment = Readonly<Record<string, string>>;

const RANDOM_KEY = Buffer.from(Array.from({ length: 32 }, (_, at) => (at * 37 + 11) % 256));
const KEYS = `k1:${RANDOM_KEY.toString('base64')}`;

/** A production that may start. */
const SAFE: Environment = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://desk@db.example.com/desk',
  PUBLIC_URL: 'https://desk.example.com',
  ENCRYPTION_KEYS: KEYS,
  ADMIN_TOKEN: '9fUe2mQx7RkTz4VbLw0HsJd8NcYgPa5E',
  SLACK_SIGNING_SECRET: '8f742231b10e8888abcd99e85a53c0de',
  SLACK_BOT_TOKEN: 'xoxb-2413-5081-AbCdEfGhIj',
};

const problemsOf = (environment: Environment): readonly string[] => {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
};
const without = (name: string): Environment =>
  Object.fromEntries(Object.entries(SAFE).filter(([key]) => key !== name));

describe('a laptop', () => {
  it('needs no setting at all', () => {
    expect(readConfig({})).toMatchObject({
      NODE_ENV: 'development',
      PORT: 3000,
      DATA_DIR: '.data',
      ROLES: ['door', 'desk', 'api'],
      LOG_LEVEL: 'info',
    });
  });

  it('counts empty and blank values as not set, and trims the others', () => {
    const empty = Object.fromEntries(SETTING_NAMES.map((name) => [name, '']));
    const blank = Object.fromEntries(SETTING_NAMES.map((name) => [name, ' \t']));
    expect(readConfig(empty)).toEqual(readConfig({}));
    expect(readConfig(blank)).toEqual(readConfig({}));
    expect(readConfig({ PORT: '8080\r', TRIAGE_CHANNEL: ' help ' })).toMatchObject({
      PORT: 8080,
      TRIAGE_CHANNEL: 'help',
    });
  });

  it('is given settings nobody can change afterwards', () => {
    expect(Object.isFrozen(readConfig({}))).toBe(true);
  });

  it('ignores what is not ours', () => {
    expect(problemsOf({ PATH: '/bin', HOME: '/root', npm_config_x: '1' })).toEqual([]);
  });
});

describe('production refuses, with the reason', () => {
  it('nothing where everything is safe', () => {
    expect(problemsOf(SAFE)).toEqual([]);
  });

  const cases: [string, Environment, RegExp][] = [
    ['the embedded database', without('DATABASE_URL'), /^DATABASE_URL is missing: .*power loss/],
    ['no keys for stored tokens', without('ENCRYPTION_KEYS'), /^ENCRYPTION_KEYS is missing/],
    [
      'a key anybody could guess',
      { ...SAFE, ENCRYPTION_KEYS: `k1:${Buffer.alloc(32).toString('base64')}` },
      /^ENCRYPTION_KEYS: the key k1 is not random/,
    ],
    ['the sandbox', { ...SAFE, SANDBOX: 'true' }, /^SANDBOX is refused in production/],
    [
      'webhooks into this machine',
      { ...SAFE, WEBHOOK_ALLOW_LOOPBACK: 'true' },
      /^WEBHOOK_ALLOW_LOOPBACK is refused in production/,
    ],
    [
      'no chat platform',
      {
        ...SAFE,
        SLACK_SIGNING_SECRET: '',
        SLACK_BOT_TOKEN: '',
      },
      /^No chat platform is configured: set SLACK_SIGNING_SECRET and SLACK_BOT_TOKEN/,
    ],
    [
      'a bot token without a signing secret',
      without('SLACK_SIGNING_SECRET'),
      /^SLACK_SIGNING_SECRET is missing/,
    ],
    [
      'a signing secret without a bot token',
      without('SLACK_BOT_TOKEN'),
      /neither SLACK_BOT_TOKEN nor SLACK_CLIENT_ID/,
    ],
    [
      'a public address without https',
      { ...SAFE, PUBLIC_URL: 'http://desk.example.com' },
      /^PUBLIC_URL must be https/,
    ],
    [
      'a Slack host without https',
      { ...SAFE, SLACK_API_URL: 'http://slack.example.com' },
      /^SLACK_API_URL must be https/,
    ],
    [
      'a short admin token',
      { ...SAFE, ADMIN_TOKEN: 'short' },
      /^ADMIN_TOKEN: must have at least 32/,
    ],
  ];

  it.each(cases)('%s', (_, environment, reason) => {
    const problems = problemsOf(environment);
    expect(problems.filter((problem) => reason.test(problem))).toHaveLength(1);
  });

  it.each([
    ['SLACK_SIGNING_SECRET', 'changeme'],
    ['SLACK_SIGNING_SECRET', 'change-me'],
    ['SLACK_SIGNING_SECRET', 'your-signing-secret'],
    ['SLACK_SIGNING_SECRET', 'secret'],
    ['SLACK_BOT_TOKEN', 'xoxb-your-token'],
    ['SLACK_BOT_TOKEN', 'xoxb-xxxx-xxxx'],
    ['SLACK_BOT_TOKEN', 'xoxb-...'],
    ['SLACK_APP_TOKEN', 'xapp-your-token'],
    ['ADMIN_TOKEN', 'change-me-change-me-change-me-change-me'],
    ['ADMIN_TOKEN', 'x'.repeat(40)],
    ['ADMIN_TOKEN', '0'.repeat(40)],
  ])('the sample value of %s: %s', (name, value) => {
    expect(problemsOf({ ...SAFE, [name]: value })).toEqual([`${name} still has a sample value.`]);
  });

  it('but not an honest name that happens to be a word of examples', () => {
    expect(problemsOf({ ...SAFE, TRIAGE_CHANNEL: 'test', DATA_DIR: 'example' })).toEqual([]);
  });

  it('and a laptop may have most of it', () => {
    expect(problemsOf({ ...SAFE, NODE_ENV: 'development', DATABASE_URL: '' })).toEqual([]);
  });
});

describe('what belongs together', () => {
  const OAUTH = {
    SLACK_SIGNING_SECRET: 's3cr3tOfTheApp',
    SLACK_CLIENT_ID: '2413.5081',
    SLACK_CLIENT_SECRET: '6b1e54a9a0c24d3f',
    SLACK_STATE_SECRET: 'mT4kXq9ZrW2vLc7Y',
    PUBLIC_URL: 'https://desk.example.com',
  };

  it('installs of many workspaces need all three', () => {
    expect(problemsOf(OAUTH)).toEqual([]);
    for (const name of ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET'])
      expect(problemsOf({ ...OAUTH, [name]: '' }).join()).toContain('belong together');
    expect(problemsOf({ ...OAUTH, PUBLIC_URL: '' }).join()).toContain('PUBLIC_URL is missing');
  });

  it('a socket needs no signing secret, but a token to answer with', () => {
    const socket = { SLACK_APP_TOKEN: 'xapp-1-A0B1C2-3456-f00dfeed' };
    expect(problemsOf({ ...socket, SLACK_BOT_TOKEN: 'xoxb-1-2-AbC' })).toEqual([]);
    expect(problemsOf({ ...OAUTH, ...socket })).toEqual([]);
    expect(problemsOf(socket).join()).toContain('set SLACK_BOT_TOKEN too');
  });

  it('the sandbox and a real workspace exclude each other', () => {
    expect(problemsOf({ ...OAUTH, SANDBOX: '1' }).join()).toContain('exclude each other');
  });

  it('two keys of one name are refused, two names are a ring', () => {
    expect(problemsOf({ ENCRYPTION_KEYS: `${KEYS},${KEYS}` }).join()).toContain('same id');
    expect(readConfig({ ENCRYPTION_KEYS: `${KEYS}, ${KEYS.replace('k1', 'k0')}` })).toMatchObject({
      ENCRYPTION_KEYS: [{ id: 'k1', key: RANDOM_KEY }, { id: 'k0' }],
    });
  });
});

describe('a value of the wrong shape is refused by name', () => {
  it.each([
    ['PORT', 'http'],
    ['PORT', '70000'],
    ['PORT', '3000.5'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['DATABASE_URL', 'localhost'],
    ['PUBLIC_URL', 'desk.example.com'],
    ['ROLES', 'door,kitchen'],
    ['LOG_LEVEL', 'loud'],
    ['NODE_ENV', 'prod'],
    ['SANDBOX', 'yes'],
    ['SLACK_BOT_TOKEN', 'xoxp-1-2-3'],
    ['SLACK_APP_TOKEN', 'xoxb-1-2-3'],
    ['SLACK_STATE_SECRET', 'short'],
    ['ENCRYPTION_KEYS', 'k1'],
    ['ENCRYPTION_KEYS', 'k1:c2hvcnQ='],
    ['CLAIM_LEASE_MIN', '0'],
    ['POLL_MS', '-5'],
  ])('%s=%s', (name, value) => {
    expect(problemsOf({ [name]: value }).join('\n')).toMatch(new RegExp(`^${name}\\b`, 'm'));
  });
});

describe('what is told to whoever starts it', () => {
  it('is every problem at once: shapes, contradictions and names', () => {
    const problems = problemsOf({
      NODE_ENV: 'production',
      PORT: 'http',
      LOG_LEVEL: 'loud',
      SANDBOX: 'true',
      SLACK_SIGNIN_SECRET: 'x',
    });
    for (const reason of [
      /^PORT: /,
      /^LOG_LEVEL: /,
      /^DATABASE_URL is missing/,
      /^ENCRYPTION_KEYS is missing/,
      /^SANDBOX is refused/,
      /^No chat platform/,
      /^SLACK_SIGNIN_SECRET is not a setting/,
    ])
      expect(problems.filter((problem) => reason.test(problem))).toHaveLength(1);
    expect(problems).toHaveLength(7);
  });

  it('is not that something is missing when it is only wrong', () => {
    const problems = problemsOf({ ...SAFE, SLACK_BOT_TOKEN: 'xoxp-1', DATABASE_URL: 'localhost' });
    expect(problems.map((problem) => problem.split(':')[0]).sort()).toEqual([
      'DATABASE_URL',
      'SLACK_BOT_TOKEN',
    ]);
  });

  it('names a misspelt setting and where the right names stand', () => {
    for (const name of ['SLACK_SIGNIN_SECRET', 'SANDBOX_PROT', 'TRIAGE_CHANEL', 'OUTBOX_SETTLE'])
      expect(problemsOf({ [name]: 'x' })).toEqual([
        `${name} is not a setting of Threadkeeper. Is it misspelt? See .env.example.`,
      ]);
  });

  it('never quotes a value: it may be a secret', () => {
    const values = Object.fromEntries(SETTING_NAMES.map((name) => [name, 'canary-4711']));
    const said = [
      ...problemsOf(values),
      ...problemsOf({ ...SAFE, SLACK_BOT_TOKEN: 'xoxp-canary', ADMIN_TOKEN: 'canary' }),
      ...problemsOf({ ...SAFE, ENCRYPTION_KEYS: 'canary:canary', SLACK_STATE_SECRET: 'canary' }),
    ];
    expect(said.length).toBeGreaterThan(10);
    expect(said.join('\n')).not.toContain('canary');
  });
});

describe('.env.example', () => {
  const text = readFileSync(join(__dirname, '../../.env.example'), 'utf8');
  const lines = text.split('\n');
  const named = lines.flatMap((line) => /^([A-Za-z_]+)=/.exec(line)?.[1] ?? []);

  const commentOf = (name: string): string => {
    const at = lines.findIndex((line) => line.startsWith(`${name}=`));
    let from = at;
    while (lines[from - 1]?.startsWith('#')) from -= 1;
    return lines.slice(from, at).join('\n');
  };
  const exampleOf = (name: string): string =>
    /Example: (\S+)/.exec(commentOf(name))?.[1] ?? 'no example';

  it('lists every setting once, and nothing else', () => {
    expect([...named].sort()).toEqual([...SETTING_NAMES].sort());
  });

  it('copied as it stands it changes nothing', () => {
    expect(readConfig(parseEnv(text))).toEqual(readConfig({}));
  });

  it.each(SETTING_NAMES)(
    'explains %s, with its default and an example that is accepted',
    (name) => {
      const comment = commentOf(name);
      expect(comment).toMatch(/Default: \S/);
      expect(comment.replaceAll(/[#\s]/g, '').length).toBeGreaterThan(40);
      const wrong = problemsOf({ [name]: exampleOf(name) }).filter((problem) =>
        problem.startsWith(`${name}:`),
      );
      expect(wrong).toEqual([]);
    },
  );

  it('names the real defaults', () => {
    const defaults = readConfig({});
    for (const [name, value] of Object.entries(defaults))
      expect(commentOf(name)).toContain(
        `Default: ${Array.isArray(value) ? value.join(',') : value}`,
      );
  });

  it('says in plain words what a setting has to be', () => {
    const wrong = {
      PORT: 'http',
      ROLES: 'dor',
      DATABASE_URL: 'mysql://localhost/x',
      ENCRYPTION_KEYS: 'k1:x',
    };
    expect(problemsOf({ ...SAFE, ...wrong })).toEqual([
      'PORT: must be a whole number from 0 to 65535',
      'DATABASE_URL: must be postgres://user:password@host:port/name',
      'ROLES: must be some of door,desk,api',
      'ENCRYPTION_KEYS: must be name:key; `npm run desk -- key create` prints one',
    ]);
  });
});

describe('queries by their hash', () => {
  it('are off, and listed ones need a file that holds some', () => {
    expect(readConfig({})).toMatchObject({ PERSISTED_QUERIES: 'off' });
    expect(problemsOf({ ...SAFE, PERSISTED_QUERIES: 'automatic' })).toEqual([]);
    expect(problemsOf({ ...SAFE, PERSISTED_QUERIES: 'only' })).toEqual([
      expect.stringContaining('set both'),
    ]);
    expect(problemsOf({ ...SAFE, PERSISTED_OPERATIONS: 'x.json' })).toEqual([
      expect.stringContaining('set both'),
    ]);
    const only = { ...SAFE, PERSISTED_QUERIES: 'only' };
    expect(problemsOf({ ...only, PERSISTED_OPERATIONS: __filename })).toEqual([
      expect.stringContaining('must name a JSON file'),
    ]);
    const path = join(mkdtempSync(join(tmpdir(), 'operations-')), 'listed.json');
    writeFileSync(path, JSON.stringify({ a1: '{ viewer { role } }' }));
    expect(problemsOf({ ...only, PERSISTED_OPERATIONS: path })).toEqual([]);
    rmSync(dirname(path), { recursive: true });
  });
});

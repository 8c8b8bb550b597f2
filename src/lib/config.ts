import { existsSync } from 'node:fs';
import { z } from 'zod';
import { oidcProblems, oidcShape } from './oidc-settings';
import { persistedProblems, persistedShape } from './persisted-settings';
import { hasTeams, teamsProblems, teamsShape } from './teams-settings';

const flag = z
  .enum(['true', 'false', '1', '0'])
  .transform((value) => value === 'true' || value === '1');
const whole = (min: number, max: number) => {
  const said = `must be a whole number from ${min} to ${max}`;
  return z.coerce.number(said).int(said).min(min, said).max(max, said);
};
const KEY = 'must be name:key; `npm run desk -- key create` prints one';
const ROLE_NAMES = ['door', 'desk', 'api'] as const;
export type ProcessRole = (typeof ROLE_NAMES)[number];

/** Values that appear in documentation and must never guard anything. */
const SAMPLE =
  /^(?:xoxb-|xapp-)?(?:(?:change[-_ ]?me|secret|password|example|sample|test|token|x{3,}|0{3,}|\.{3})[-_ \d]*)+$|\byour[-_ ]/i;
const GUARDS = [
  'ADMIN_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'SLACK_CLIENT_ID',
  'SLACK_CLIENT_SECRET',
  'SLACK_STATE_SECRET',
  'MicrosoftAppPassword',
  'OIDC_CLIENT_SECRET',
] as const;

const schema = z.object({
  NODE_ENV: z.enum(['production', 'development', 'test']).default('development'),
  PORT: whole(0, 65_535).default(3000),
  HOST: z.string().min(1).optional(),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must be postgres://user:password@host:port/name' })
    .optional(),
  DATA_DIR: z.string().min(1).default('.data'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must be an address such as https://desk.example.com' })
    .optional(),
  ROLES: z
    .string()
    .default(ROLE_NAMES.join(','))
    .transform((value) => value.split(',').map((role) => role.trim()))
    .pipe(z.array(z.enum(ROLE_NAMES, `must be some of ${ROLE_NAMES.join(',')}`)).min(1)),
  ADMIN_TOKEN: z.string().min(32, 'must have at least 32 characters').optional(),
  ENCRYPTION_KEYS: z
    .string()
    .transform((value) => value.split(',').map((pair) => pair.trim().split(':')))
    .pipe(z.array(z.tuple([z.string().regex(/^\w+$/, KEY), z.base64(KEY)], KEY)).min(1))
    .transform((pairs) => pairs.map(([id, key]) => ({ id, key: Buffer.from(key, 'base64') })))
    .refine(
      (keys) => keys.every(({ key }) => key.length === 32),
      'each key must be 32 bytes in base64',
    )
    .refine(
      (keys) => new Set(keys.map(({ id }) => id)).size === keys.length,
      'two keys have the same id: what one of them encrypted could not be read',
    )
    .optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  SANDBOX: flag.optional(),
  SANDBOX_PORT: whole(0, 65_535).default(3001),
  TRIAGE_CHANNEL: z.string().min(1).default('support-triage'),
  FIRST_RESPONSE_TARGET_MIN: whole(1, 100_000).default(60),
  CLAIM_LEASE_MIN: whole(1, 100_000).default(240),
  GROUPING_WINDOW_SEC: whole(0, 86_400).default(300),
  OUTBOX_SETTLE_MS: whole(0, 600_000).default(45_000),
  LEASE_MS: whole(100, 600_000).default(20_000),
  POST_INTERVAL_MS: whole(0, 60_000).default(1000),
  POLL_MS: whole(10, 60_000).default(1000),
  API_REQUESTS_PER_MIN: whole(1, 1_000_000).default(6_000),
  WEBHOOK_ALLOW_LOOPBACK: flag.optional(),
  KEEP_FINISHED_DAYS: whole(3, 3_650).default(30),
  RECONCILE_EVERY_MS: whole(100, 86_400_000).default(600_000),
  SLACK_SIGNING_SECRET: z.string().min(1).optional(),
  SLACK_BOT_TOKEN: z.string().startsWith('xoxb-').optional(),
  SLACK_APP_TOKEN: z.string().startsWith('xapp-').optional(),
  SLACK_CLIENT_ID: z.string().min(1).optional(),
  SLACK_CLIENT_SECRET: z.string().min(1).optional(),
  SLACK_STATE_SECRET: z.string().min(16).optional(),
  SLACK_API_URL: z.url({ protocol: /^https?$/ }).optional(),
  ...teamsShape,
  ...oidcShape,
  ...persistedShape,
});

/** Every name the program reads from its environment, for the check against `.env.example`. */
export const SETTING_NAMES = Object.keys(schema.shape);

export type Settings = z.infer<typeof schema>;

/** What is wrong across settings, each with what to do about it. */
const contradictions = (settings: Settings): string[] => {
  const isProduction = settings.NODE_ENV === 'production';
  const problems = [
    ...teamsProblems(settings, isProduction),
    ...oidcProblems(settings, isProduction),
    ...persistedProblems(settings),
  ];
  const oauth = [
    settings.SLACK_CLIENT_ID,
    settings.SLACK_CLIENT_SECRET,
    settings.SLACK_STATE_SECRET,
  ];
  const hasOauth = oauth.some((value) => value !== undefined);
  const hasSlack =
    settings.SLACK_BOT_TOKEN !== undefined || hasOauth || settings.SLACK_APP_TOKEN !== undefined;
  if (hasOauth && oauth.includes(undefined))
    problems.push(
      'SLACK_CLIENT_ID, SLACK_CLIENT_SECRET and SLACK_STATE_SECRET belong together: set all three.',
    );
  if (
    hasSlack &&
    settings.SLACK_SIGNING_SECRET === undefined &&
    settings.SLACK_APP_TOKEN === undefined
  )
    problems.push('SLACK_SIGNING_SECRET is missing: requests from Slack could not be verified.');
  if (settings.SLACK_SIGNING_SECRET !== undefined && !hasSlack)
    problems.push(
      'SLACK_SIGNING_SECRET is set, but neither SLACK_BOT_TOKEN nor SLACK_CLIENT_ID: nothing could be answered.',
    );
  if (settings.SLACK_APP_TOKEN !== undefined && settings.SLACK_BOT_TOKEN === undefined && !hasOauth)
    problems.push(
      'SLACK_APP_TOKEN only opens the socket: set SLACK_BOT_TOKEN too, or nothing could be answered.',
    );
  if (hasSlack && settings.SANDBOX === true)
    problems.push('SANDBOX and Slack credentials exclude each other: remove one.');
  if (hasOauth && settings.PUBLIC_URL === undefined)
    problems.push('PUBLIC_URL is missing: Slack must know where to come back to after an install.');
  if (settings.NODE_ENV !== 'production') return problems;
  if (settings.DATABASE_URL === undefined)
    problems.push(
      'DATABASE_URL is missing: the embedded database does not survive power loss and is refused in production.',
    );
  if (settings.SANDBOX === true) problems.push('SANDBOX is refused in production.');
  if (settings.WEBHOOK_ALLOW_LOOPBACK === true)
    problems.push(
      'WEBHOOK_ALLOW_LOOPBACK is refused in production: webhooks could reach this machine.',
    );
  if (!hasSlack && !hasTeams(settings))
    problems.push(
      'No chat platform is configured: set SLACK_SIGNING_SECRET and SLACK_BOT_TOKEN, or MicrosoftAppId, MicrosoftAppPassword and MicrosoftAppTenantId.',
    );
  if (settings.ENCRYPTION_KEYS === undefined)
    problems.push('ENCRYPTION_KEYS is missing: `npm run desk -- key create` prints one.');
  if (settings.PUBLIC_URL?.startsWith('http:') === true)
    problems.push('PUBLIC_URL must be https in production.');
  if (settings.SLACK_API_URL?.startsWith('http:') === true)
    problems.push('SLACK_API_URL must be https in production: bot tokens travel over it.');
  for (const name of GUARDS)
    if (SAMPLE.test(settings[name] ?? '')) problems.push(`${name} still has a sample value.`);
  for (const { id, key } of settings.ENCRYPTION_KEYS ?? [])
    if (new Set(key).size < 8)
      problems.push(
        `ENCRYPTION_KEYS: the key ${id} is not random: \`npm run desk -- key create\` makes one.`,
      );
  return problems;
};

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/** A `.env` in the working directory fills in what the environment does not say. */
export const loadDotEnv = (path = '.env'): void => {
  if (existsSync(path)) process.loadEnvFile(path);
};

/**
 * The settings, checked as a whole and frozen. Throws ConfigError with every problem at once.
 * Empty values count as not set, so that a copied `.env.example` works.
 */
export const readConfig = (environment: NodeJS.ProcessEnv = process.env): Settings => {
  const given = Object.fromEntries(
    SETTING_NAMES.map((name) => [name, environment[name]?.trim()]).filter(
      ([, value]) => value !== '' && value !== undefined,
    ),
  );
  const unknown = Object.keys(environment)
    .filter(
      (name) =>
        /^((SLACK|TEAMS|TRIAGE|OUTBOX|SANDBOX|ENCRYPTION|RECONCILE|CLAIM|GROUPING|WEBHOOK|OIDC)_|MicrosoftApp)/.test(
          name,
        ) && !SETTING_NAMES.includes(name),
    )
    .map((name) => `${name} is not a setting of Threadkeeper. Is it misspelt? See .env.example.`);
  const parsed = schema.safeParse(given);
  if (parsed.success) {
    const problems = [...contradictions(parsed.data), ...unknown];
    if (problems.length > 0) throw new ConfigError(problems);
    return Object.freeze(parsed.data);
  }
  const { issues } = parsed.error;
  const wrong = new Set(issues.map((issue) => String(issue.path[0])));
  // The others are still held against each other; of a wrong one it is only known that it is set.
  const rest = schema.safeParse(
    Object.fromEntries(Object.entries(given).filter(([name]) => !wrong.has(name))),
  );
  const others = rest.success ? contradictions(rest.data) : [];
  throw new ConfigError([
    ...issues.map((issue) => `${String(issue.path[0])}: ${issue.message}`),
    ...others.filter((problem) => ![...wrong].some((name) => problem.includes(name))),
    ...unknown,
  ]);
};

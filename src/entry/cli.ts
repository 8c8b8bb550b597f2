import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { slackManifest } from '../../bots/slack/manifest';
import { teamsManifest } from '../../bots/teams/manifest';
import { issueToken } from '../app/admin/tokens';
import { readCareDocument } from '../app/care/care-document';
import { keepCare } from '../app/care/keep-care';
import { outcomeLine, simulate } from '../app/care/simulate';
import { createTokenStore } from '../db/token-store';
import { type Actor, ROLES, type Role } from '../domain/actor';
import { DeskError } from '../domain/errors';
import { ConfigError, loadDotEnv, readConfig } from '../lib/config';
import { createLogger } from '../lib/logger';
import { type Databases, openDatabases } from './compose';
import { doctor } from './doctor';
import { withLocalSecrets } from './local-secrets';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Whoever may run the command line has the database anyway. */
const OPERATOR: Actor = { kind: 'token', tokenId: 'operator', name: 'operator', role: 'ADMIN' };

const MOST_REPLAYED = 100_000;

const readJson = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new DeskError('invalid', 'FILE', `${file} cannot be read: ${why}`);
  }
};

const withDatabase = async <T>(work: (databases: Databases) => Promise<T>): Promise<T> => {
  const databases = await openDatabases(withLocalSecrets(readConfig()), createLogger('warn'));
  try {
    return await work(databases);
  } finally {
    await databases.close();
  }
};

/** The only tenant, or the one that was named. */
const tenantOf = async (databases: Databases, named: string | undefined): Promise<string> => {
  const tenants = await databases.desk.directory.tenants(100);
  const found =
    named === undefined
      ? tenants
      : tenants.filter(({ id, name }) => id === named || name === named);
  const [only, another] = found;
  if (only !== undefined && another === undefined) return only.id;
  throw new DeskError(
    'invalid',
    'WHICH_TENANT',
    tenants.length === 0 ? 'There is no desk in this database yet.' : 'Say for which desk.',
    tenants.length === 0
      ? 'Start the desk once with a workspace.'
      : `Pass --tenant with one of: ${tenants.map(({ name }) => name).join(', ')}.`,
  );
};

const program = new Command('desk')
  .description('Operates a Threadkeeper desk.')
  .showHelpAfterError();

const token = program.command('token').description('API tokens');
token
  .command('create')
  .description('creates an API token and prints it once')
  .requiredOption('--name <name>', 'what it is for')
  .addOption(
    new Option('--role <role>', 'what it may do').choices(ROLES).default('AGENT' satisfies Role),
  )
  .option('--days <days>', 'days until it expires', '90')
  .option('--tenant <name>', 'which desk, if the database holds several')
  .action(async (options: { name: string; role: Role; days: string; tenant?: string }) => {
    await withDatabase(async (databases) => {
      const now = new Date();
      const days = Number(options.days);
      if (!Number.isInteger(days) || days < 1 || days > 3650)
        throw new DeskError('invalid', 'DAYS', '--days takes a whole number from 1 to 3650.');
      const created = await issueToken(
        createTokenStore(databases.desk.dataSource),
        {
          tenantId: await tenantOf(databases, options.tenant),
          name: options.name,
          role: options.role,
          memberId: null,
          expiresAt: new Date(now.getTime() + days * 86_400_000),
        },
        now,
      );
      say(created.token);
    });
  });

program
  .command('key')
  .description('encryption keys')
  .command('create')
  .description('prints a value for ENCRYPTION_KEYS')
  .action(() => say(`k${Date.now().toString(36)}:${randomBytes(32).toString('base64')}`));

program
  .command('inbox')
  .description('what came in')
  .command('replay')
  .description('works again on arrivals that were parked because they failed too often')
  .action(() =>
    withDatabase(async (databases) => {
      let count = 0;
      for (let more = -1; more !== 0; count += Math.max(more, 0))
        more = await databases.desk.inboxLease.replayParked(1000);
      say(`${count} arrivals are back in line.`);
    }),
  );

const manifest = program.command('manifest').description('app manifests');
manifest
  .command('slack')
  .description("prints the manifest of the vendor's own Slack app")
  .option('--name <name>', 'how the app is called', 'Threadkeeper')
  .option('--socket-mode', 'events over a socket instead of PUBLIC_URL', false)
  .action((options: { name: string; socketMode: boolean }) => {
    const publicUrl = readConfig().PUBLIC_URL;
    if (publicUrl === undefined && !options.socketMode)
      throw new DeskError(
        'invalid',
        'PUBLIC_URL',
        'Slack must know where to send events.',
        'Set PUBLIC_URL to the https address of the desk, or pass --socket-mode.',
      );
    say(
      JSON.stringify(
        slackManifest({
          name: options.name,
          socketMode: options.socketMode,
          publicUrl: publicUrl ?? 'https://localhost',
        }),
        null,
        2,
      ),
    );
  });

manifest
  .command('teams')
  .description("prints the manifest of the vendor's own Teams app")
  .option('--name <name>', 'how the app is called', 'Threadkeeper')
  .option('--app-version <version>', 'Teams offers an update only when it grows', '1.0.0')
  .action((options: { name: string; appVersion: string }) => {
    const { PUBLIC_URL: publicUrl, MicrosoftAppId: appId } = readConfig();
    if (publicUrl === undefined || appId === undefined)
      throw new DeskError(
        'invalid',
        'TEAMS_SETTINGS',
        'The manifest names the bot and the address of the desk.',
        'Set PUBLIC_URL and the three MicrosoftApp… settings first: docs/install-teams.md.',
      );
    const { name, appVersion: version } = options;
    say(JSON.stringify(teamsManifest({ name, appId, publicUrl, version }), null, 2));
  });

program
  .command('hours')
  .description('calendars and service levels')
  .command('set')
  .description('keeps the calendars and policies of a JSON document')
  .argument('<file>', 'see docs/operate.md for an example')
  .option('--tenant <name>', 'which desk, if the database holds several')
  .action(async (file: string, options: { tenant?: string }) => {
    const said = readCareDocument(readJson(file));
    await withDatabase(async (databases) => {
      const tenantId = await tenantOf(databases, options.tenant);
      const done = await databases.desk.unitOfWork.run(tenantId, (tx) =>
        keepCare(tx, OPERATOR, said, new Date()),
      );
      for (const line of done) say(line);
    });
  });

program
  .command('simulate')
  .description('replays past tickets under hours and policies that are not kept')
  .argument('<file>', 'a document as `hours set` takes it')
  .option('--days <days>', 'how far back', '30')
  .option('--tenant <name>', 'which desk, if the database holds several')
  .action(async (file: string, options: { days: string; tenant?: string }) => {
    const said = readCareDocument(readJson(file));
    const days = Number(options.days);
    if (!Number.isInteger(days) || days < 1 || days > 3650)
      throw new DeskError('invalid', 'DAYS', '--days takes a whole number from 1 to 3650.');
    await withDatabase(async (databases) => {
      const tenantId = await tenantOf(databases, options.tenant);
      const now = new Date();
      const since = new Date(now.getTime() - days * 86_400_000);
      const tickets = await databases.desk.unitOfWork.run(tenantId, (tx) =>
        tx.care.pastTickets(since, MOST_REPLAYED),
      );
      say(`${tickets.length} tickets of the last ${days} days`);
      for (const outcome of await simulate(said, tickets, now)) say(outcomeLine(outcome));
    });
  });

program
  .command('doctor')
  .description('checks settings, database and Slack, and says what to do')
  .action(async () => {
    const findings = await doctor(readConfig());
    for (const { ok, text } of findings) say(`${ok ? 'ok ' : 'NOT'}  ${text}`);
    if (findings.some(({ ok }) => !ok)) process.exitCode = 1;
  });

loadDotEnv();
program.parseAsync().catch((error: unknown) => {
  const problems =
    error instanceof ConfigError
      ? error.problems
      : error instanceof DeskError
        ? [`${error.message} ${error.hint ?? ''}`.trim()]
        : null;
  if (problems === null) throw error;
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
});

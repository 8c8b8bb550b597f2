import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { slackManifest } from '../../bots/slack/manifest';
import { teamsManifest } from '../../bots/teams/manifest';
import { readCareDocument } from '../app/care/care-document';
import { keepCare } from '../app/care/keep-care';
import { refusedStrangers } from '../db/login-store';
import { DeskError } from '../domain/errors';
import { ConfigError, loadDotEnv, readConfig } from '../lib/config';
import { auditVerify, notedHead } from './audit-command';
import { OPERATOR, operate, say, tenantOf, withDatabase } from './command-line';
import { doctor } from './doctor';
import { addExport } from './export-command';
import { type SimulateOptions, simulated } from './simulate-command';
import { addTokenCommands } from './token-commands';

const readJson = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new DeskError('invalid', 'FILE', `${file} cannot be read: ${why}`);
  }
};

const program = new Command('desk')
  .description('Operates a Threadkeeper desk.')
  .showHelpAfterError();

addTokenCommands(program);

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
      let done: readonly string[] = [];
      await operate(databases, tenantId, 'setHours', said, async (tx, now) => {
        done = await keepCare(tx, OPERATOR, said, now);
        return {};
      });
      for (const line of done) say(line);
    });
  });

program
  .command('simulate')
  .description('replays past or generated tickets under hours and policies that are not kept')
  .argument('<file>', 'a document as `hours set` takes it')
  .option('--days <days>', 'how far back, or how many days are generated', '30')
  .option('--generate <count>', 'so many made-up tickets instead of past ones; no database needed')
  .option('--seed <number>', 'the same number makes up the same tickets (default: 1)')
  .option('--until <date>', 'the day before which the generated ones end (default: today)')
  .option('--tenant <name>', 'which desk, if the database holds several')
  .action(async (file: string, options: SimulateOptions) => {
    const said = readCareDocument(readJson(file));
    for (const line of await simulated(said, options, new Date())) say(line);
  });

addExport(program);

program
  .command('audit')
  .description('who changed the desk itself')
  .command('verify')
  .description('checks that the audit log is as it was written; exit code 1 if it is not')
  .option('--noted <end>', 'an end of the log that an earlier run printed')
  .option('--tenant <name>', 'which desk, if the database holds several')
  .action(async (options: { noted?: string; tenant?: string }) => {
    const noted = options.noted === undefined ? null : notedHead(options.noted);
    await withDatabase(async (databases) => {
      const tenantId = await tenantOf(databases, options.tenant);
      process.exitCode = await auditVerify(databases.desk.unitOfWork, tenantId, noted, say);
    });
  });

program
  .command('refused')
  .description('sign-ins and tokens that were refused, of whom nobody knows which desk they meant')
  .action(async () => {
    await withDatabase(async (databases) => {
      const lines = await refusedStrangers(databases.desk.dataSource, 500);
      for (const { minute, reason, count } of lines)
        say(`${minute.toISOString().slice(0, 16)}Z  ${String(count).padStart(6)}  ${reason}`);
      if (lines.length === 0) say('Nothing of the kind was refused.');
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

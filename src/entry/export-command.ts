import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import { v7 as newId } from 'uuid';
import { exportAs } from '../../graphql/export-local';
import type { Subject } from '../../graphql/export-rows';
import { noteExport } from '../../graphql/export-server';
import { type ExportFormat, FORMATS } from '../../graphql/export-source';
import type { Principal } from '../app/admin/authenticate';
import { createReaders } from '../db/readers/create-readers';
import { IN_TURN } from '../db/readers/read-bounds';
import { DeskError } from '../domain/errors';
import { SCOPES } from '../domain/scope';
import { systemClock } from '../lib/clock';
import { createLogger } from '../lib/logger';
import { OPERATOR, tenantOf, withDatabase } from './command-line';

interface Common {
  readonly format: ExportFormat;
  readonly filter?: string;
  readonly tenant?: string;
}

interface TicketOptions extends Common {
  readonly sort?: string;
}

interface MetricOptions extends Common {
  readonly measures: string[];
  readonly from: string;
  readonly to: string;
  readonly asOf?: string;
  readonly zone?: string;
  readonly hours?: string;
  readonly bucket?: string;
  readonly groupBy?: string;
}

const json = (name: string, text: string | undefined): Record<string, unknown> => {
  if (text === undefined) return {};
  try {
    return { [name]: JSON.parse(text) };
  } catch {
    throw new DeskError('invalid', 'JSON', `--${name} takes JSON, as in docs/export.md.`);
  }
};

const exported = (
  subject: Subject,
  { format, tenant }: Common,
  variables: Readonly<Record<string, unknown>>,
): Promise<void> =>
  withDatabase(async ({ desk: database, exports }) => {
    const tenantId = await tenantOf({ desk: database }, tenant);
    const principal: Principal = {
      tenantId,
      tokenId: 'operator',
      role: 'ADMIN',
      scopes: SCOPES,
      expiresAt: null,
      actor: OPERATOR,
    };
    const { unitOfWork } = database;
    const desk = {
      unitOfWork,
      clock: systemClock,
      log: createLogger('warn'),
      newId,
      nudge: () => undefined,
    };
    const readers = createReaders(exports.dataSource, IN_TURN);
    const said = { actor: { kind: 'system', name: 'command line' }, tenantId } as const;
    const lines = await exportAs({ desk, readers }, principal, subject, format, variables);
    await noteExport(desk, said, 'COMMAND_LINE', subject, { format, ...variables });
    await pipeline(Readable.from(lines), process.stdout, { end: false });
  });

const common = (command: Command): Command =>
  command
    .addOption(new Option('--format <format>', 'how it is written').choices(FORMATS).default('csv'))
    .option('--filter <json>', 'which, as the filter of the API')
    .option('--tenant <name>', 'which desk, if the database holds several');

/** `desk export`: to standard output, page by page. */
export const addExport = (program: Command): void => {
  const command = program.command('export').description('tickets and figures as files');
  common(command.command('tickets').description('prints tickets'))
    .option('--sort <json>', 'in which order, as the sort of the API')
    .action((options: TicketOptions) =>
      exported('tickets', options, {
        ...json('filter', options.filter),
        ...json('sort', options.sort),
      }),
    );
  common(command.command('metrics').description('prints figures'))
    .requiredOption('--measures <names...>', 'which, as the API calls them')
    .requiredOption('--from <instant>', 'start of the window')
    .requiredOption('--to <instant>', 'end of the window')
    .option('--as-of <instant>', 'as the desk knew it then')
    .option('--zone <zone>', 'in which buckets begin')
    .option('--hours <hours>', 'CALENDAR or BUSINESS')
    .option('--bucket <size>', 'HOUR, DAY, WEEK or MONTH')
    .option('--group-by <what>', 'CUSTOMER, AGENT, QUEUE …')
    .action((options: MetricOptions) => {
      const { from, to, format, tenant, filter, ...asked } = options;
      const input = { ...asked, window: { from, to }, ...json('filter', filter) };
      return exported(
        'metrics',
        { format, ...(tenant === undefined ? {} : { tenant }) },
        { input },
      );
    });
};

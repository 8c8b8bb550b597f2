import type { Principal } from '../src/app/admin/authenticate';
import { LONG_FILE_MS } from '../src/app/metrics/long-figures';
import { sightOf } from '../src/app/tickets/find-tickets';
import { DeskError } from '../src/domain/errors';
import { createErrorFormatter } from './errors';
import { written } from './export-format';
import { exportPages, type Subject } from './export-rows';
import { type ExportFormat, type ExportLine, ExportRefused } from './export-source';
import { createLoaders } from './loaders';
import { buildApiSchema, createResolvers, type SchemaDeps } from './schema';

const saidPlainly = (error: unknown): unknown => {
  if (!(error instanceof ExportRefused)) return error;
  const [first] = error.errors;
  return new DeskError('invalid', 'EXPORT', first?.message ?? 'There is no answer.');
};

async function* plainly(
  pages: AsyncIterable<readonly ExportLine[]>,
): AsyncGenerator<readonly ExportLine[]> {
  try {
    yield* pages;
  } catch (error) {
    throw saidPlainly(error);
  }
}

/** The same export for whoever has the database anyway; nobody is signed in or counted. */
export const exportAs = async (
  deps: SchemaDeps,
  principal: Principal,
  subject: Subject,
  format: ExportFormat,
  variables: Readonly<Record<string, unknown>>,
): Promise<AsyncIterable<string>> => {
  const { signal } = new AbortController();
  const now = deps.desk.clock.now();
  const source = {
    schema: await buildApiSchema(createResolvers(deps)),
    format: createErrorFormatter(deps.desk.log),
    enter: async () => ({
      ...{ principal, now, signal, rate: null, streams: null, written: null },
      prolong: () => LONG_FILE_MS,
      loaders: createLoaders(deps.readers, sightOf(principal), signal),
    }),
  };
  return written(subject, format, plainly(exportPages(subject, source, variables, format)));
};

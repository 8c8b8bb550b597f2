import { METRIC_COLUMNS, metricPages } from './export-metrics';
import type { ExportFormat, ExportLine, ExportSource, Variables } from './export-source';
import { TICKET_COLUMNS, ticketPages } from './export-tickets';

export const SUBJECTS = ['tickets', 'metrics'] as const;
export type Subject = (typeof SUBJECTS)[number];

/** The columns of a table, in order. */
export const COLUMNS: Readonly<Record<Subject, readonly string[]>> = {
  tickets: TICKET_COLUMNS,
  metrics: METRIC_COLUMNS,
};

/** Everything that an export says, page by page: nothing is asked before it is wanted. */
export const exportPages = (
  subject: Subject,
  source: ExportSource,
  variables: Variables,
  format: ExportFormat,
): AsyncGenerator<readonly ExportLine[]> =>
  subject === 'tickets' ? ticketPages(source, variables) : metricPages(source, variables, format);

import { stringify } from 'csv-stringify/sync';
import { COLUMNS, type Subject } from './export-rows';
import type { ExportFormat, ExportRow } from './export-source';

export const CONTENT_TYPE: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8; header=present',
  jsonl: 'application/jsonl; charset=utf-8',
};

const cellOf = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

/** What stands under `customer.name`. */
const at = (row: ExportRow, column: string): unknown =>
  column
    .split('.')
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null ? Reflect.get(value, name) : null,
      row,
    );

/** A customer's words must not become a formula in whoever's spreadsheet: such a cell gets a quote in front. */
const table = (lines: readonly (readonly string[])[]): string =>
  stringify(
    lines.map((line) => [...line]),
    { escape_formulas: true, record_delimiter: 'windows' },
  );

/** Pages of rows as text, one piece a page. The first piece of a table begins with its columns. */
export async function* written(
  subject: Subject,
  format: ExportFormat,
  pages: AsyncIterable<readonly ExportRow[]>,
): AsyncGenerator<string> {
  if (format === 'jsonl') {
    for await (const page of pages) yield page.map((row) => `${JSON.stringify(row)}\n`).join('');
    return;
  }
  const columns = COLUMNS[subject];
  yield table([columns]);
  for await (const page of pages)
    yield table(page.map((row) => columns.map((column) => cellOf(at(row, column)))));
}

import { setImmediate as letOthers } from 'node:timers/promises';
import { z } from 'zod';
import { COLUMNS, type Subject } from './export-rows';
import type { ExportFormat, ExportLine, ExportRow } from './export-source';

export const CONTENT_TYPE: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8; header=present',
  jsonl: 'application/jsonl; charset=utf-8',
};

/** Sent at once: a text so long that a heap keeps it apart costs more than what is in it. */
const PIECE = 32_768;

/** What a spreadsheet takes for the beginning of a formula, in full width too. */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
const MUST_BE_QUOTED = /[",\r\n]/;

/** A customer's words must not become a formula in whoever's spreadsheet: they get a quote in front. */
const cellOf = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  // No number of ours is a formula, below zero neither.
  if (typeof value === 'number') return String(value);
  const text =
    typeof value === 'string'
      ? value
      : value instanceof Date
        ? value.toISOString()
        : typeof value === 'object'
          ? JSON.stringify(value)
          : String(value);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return MUST_BE_QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** A line of a table as RFC 4180 has it. */
export const tableLine = (cells: readonly unknown[]): string => {
  let line = '';
  for (const [at, cell] of cells.entries()) line += at === 0 ? cellOf(cell) : `,${cellOf(cell)}`;
  return `${line}\r\n`;
};

/** What stands under a path, such as `customer`, `name`. */
const at = (row: ExportRow, path: readonly string[]): unknown => {
  let value: unknown = row;
  for (const name of path)
    value = typeof value === 'object' && value !== null ? Reflect.get(value, name) : null;
  return value;
};

const record = z.custom<ExportRow>((value) => typeof value === 'object' && value !== null);
const rowOf = (line: ExportLine): ExportRow =>
  typeof line === 'function' ? record.parse(JSON.parse(line())) : line;

const writerOf = (subject: Subject, format: ExportFormat): ((line: ExportLine) => string) => {
  if (format === 'jsonl')
    return (line) => `${typeof line === 'function' ? line() : JSON.stringify(line)}\n`;
  const paths = COLUMNS[subject].map((column) => column.split('.'));
  return (line) => {
    const row = rowOf(line);
    return tableLine(paths.map((path) => at(row, path)));
  };
};

/** Pages of rows as text. A table begins with its columns. */
export async function* written(
  subject: Subject,
  format: ExportFormat,
  pages: AsyncIterable<readonly ExportLine[]>,
): AsyncGenerator<string> {
  const write = writerOf(subject, format);
  if (format === 'csv') yield tableLine(COLUMNS[subject]);
  for await (const page of pages) {
    let piece = '';
    for (const line of page) {
      piece += write(line);
      if (piece.length < PIECE) continue;
      yield piece;
      piece = '';
      // Whoever else asks something has been waiting for about a millisecond.
      await letOthers();
    }
    if (piece !== '') yield piece;
  }
}

import type { Page, Slice } from '../../app/ports/readers';
import type { Keyed } from '../../app/ports/slices';
import type { Params } from './params';

/** What a list is ordered by. Instants travel as whole microseconds, which no parser rounds. */
export interface Ordering {
  readonly value: string;
  readonly kind: 'instant' | 'number' | 'text';
  readonly id: string;
  readonly descending: boolean;
}

export interface KeyColumns {
  readonly key_value: string;
  readonly key_id: string;
}

/** The two columns every paged statement selects for its cursors. */
export const keyColumns = ({ value, kind, id }: Ordering): string => {
  const text =
    kind === 'instant'
      ? `(extract(epoch from ${value}) * 1000000)::int8::text`
      : kind === 'number'
        ? `(${value})::int8::text`
        : value;
  return `${text} as key_value, ${id} as key_id`;
};

const placeholder = (kind: Ordering['kind'], params: Params, value: string): string => {
  const given = params.add(value);
  switch (kind) {
    case 'instant':
      return `(timestamptz 'epoch' + ${given}::int8 * interval '1 microsecond')`;
    case 'number':
      return `${given}::int8`;
    case 'text':
      return `${given}::text`;
    default:
      return kind satisfies never;
  }
};

/** The conditions that cut a slice out of an ordered list. */
export const between = (ordering: Ordering, slice: Slice, params: Params): readonly string[] => {
  const { value, kind, id, descending } = ordering;
  const beyond = (key: Slice['after'], sign: '<' | '>'): readonly string[] =>
    key === null
      ? []
      : [
          `(${value}, ${id}) ${sign} (${placeholder(kind, params, key.value)}, ${params.add(key.id)}::uuid)`,
        ];
  return [
    ...beyond(slice.after, descending ? '<' : '>'),
    ...beyond(slice.before, descending ? '>' : '<'),
  ];
};

/**
 * Order and limit; one row more than asked tells whether there is more. The number stands in the
 * statement: a plan that is kept for any number is made for a tenth of the table.
 */
export const ordered = (ordering: Ordering, slice: Slice): string => {
  if (!Number.isSafeInteger(slice.limit)) throw new TypeError('A page has a whole number of rows.');
  const down = ordering.descending === (slice.from === 'start');
  const direction = down ? 'desc' : 'asc';
  return `order by ${ordering.value} ${direction}, ${ordering.id} ${direction} limit ${slice.limit + 1}`;
};

/** The rows of a slice in the list's order, and what lies beyond them. */
export const pageOf = <Row>(rows: readonly Keyed<Row>[], slice: Slice): Page<Row> => {
  const more = rows.length > slice.limit;
  const kept = rows.slice(0, slice.limit);
  return slice.from === 'start'
    ? { rows: kept, hasNext: more, hasPrevious: slice.after !== null }
    : { rows: kept.reverse(), hasNext: slice.before !== null, hasPrevious: more };
};

/** The same of rows as they come from the database. */
export const toPage = <Columns extends KeyColumns, Row>(
  rows: readonly Columns[],
  slice: Slice,
  read: (columns: Columns) => Row,
): Page<Row> =>
  pageOf(
    rows.map((columns) => ({
      row: read(columns),
      key: { value: columns.key_value, id: columns.key_id },
    })),
    slice,
  );

import type { WrittenAs, WrittenField, WrittenFields, WrittenPart } from '../../app/ports/written';

/** Pieces of a text: what is the same in every row, and what a row says. */
type Piece = { readonly same: string } | { readonly sql: string };

const NAME = /^[A-Za-z_]\w*$/;

const checked = (name: string): string => {
  if (!NAME.test(name)) throw new TypeError('A key or a name is one word.');
  return name;
};

const columnOf = (alias: string, name: string): string =>
  alias === 'h' && name === 'platform'
    ? 'w.platform'
    : `${alias}.${checked(name).replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;

const ALIAS: Readonly<Record<WrittenPart, string>> = {
  customer: 'c',
  channel: 'h',
  assignee: 'a',
  lastMessage: 'm',
};

/** Spans that read differently without their formatting, as domain/text's toPlain does it. */
const SAID = `case when m.deleted_at is not null then '' else (
    select coalesce(string_agg(case s.span ->> 'kind'
      when 'mention' then '@' || (s.span ->> 'label')
      when 'link' then case when s.span ->> 'text' in (s.span ->> 'url', '') then s.span ->> 'url'
        else concat(s.span ->> 'text', ' (', s.span ->> 'url', ')') end
      else s.span ->> 'text' end, '' order by s.place), '')
    from jsonb_array_elements(m.body) with ordinality s (span, place)) end`;

const SAID_SHORT = `case
    when m.deleted_at is null and jsonb_array_length(m.body) = 1 and m.body -> 0 ->> 'kind' = 'plain'
    then m.body -> 0 ->> 'text' else ${SAID} end`;

/** An instant within a text is drawn by the calendar of whoever runs us, which the database has not. */
const HAS_TIME = `m.body @> '[{"kind": "time"}]'`;

const orNull = (text: string): Piece => ({ sql: `coalesce(${text}, 'null')` });

const quoted = (sql: string): string => `'"' || ${sql} || '"'`;

/** Base64 breaks its lines after 57 bytes. */
const LONGEST_TYPE = 57 - ':'.length - 36;

const valuePiece = (alias: string, name: string, as: WrittenAs): Piece => {
  if (as === 'said') return { sql: `to_json(${SAID_SHORT})` };
  const column = columnOf(alias, name);
  switch (as) {
    case 'text':
      return orNull(`to_json(${column})::text`);
    case 'word':
      return orNull(quoted(column));
    case 'capitals':
      return orNull(quoted(`upper(${column})`));
    case 'whole':
    case 'truth':
      return orNull(`${column}::text`);
    case 'instant':
      return orNull(
        `to_char(${column} at time zone 'UTC', '"\\""YYYY-MM-DD"T"HH24:MI:SS.MS"Z\\""')`,
      );
    default: {
      if (as.idOf.length > LONGEST_TYPE) throw new TypeError('A type has a short name.');
      const id = `convert_to('${checked(as.idOf)}:' || ${column}, 'UTF8')`;
      return orNull(quoted(`rtrim(encode(${id}, 'base64'), '=')`));
    }
  }
};

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A function takes a hundred arguments at most. */
const MOST_ARGUMENTS = 90;

const concat = (args: readonly string[]): string => {
  if (args.length <= MOST_ARGUMENTS) return `concat(${args.join(', ')})`;
  const half = Math.ceil(args.length / 2);
  return `concat(${concat(args.slice(0, half))}, ${concat(args.slice(half))})`;
};

/** What is the same side by side becomes one. */
const joined = (pieces: readonly Piece[]): string => {
  const args: string[] = [];
  let same = '';
  for (const piece of pieces) {
    if ('same' in piece) {
      same += piece.same;
      continue;
    }
    if (same !== '') args.push(literal(same));
    same = '';
    args.push(piece.sql);
  }
  if (same !== '') args.push(literal(same));
  return concat(args);
};

const objectOf = (alias: string, fields: WrittenFields): string =>
  joined([
    { same: '{' },
    ...fields.flatMap((field, index) => [
      { same: `${index === 0 ? '' : ','}"${checked(field.key)}":` },
      fieldPiece(alias, field),
    ]),
    { same: '}' },
  ]);

const fieldPiece = (alias: string, field: WrittenField): Piece => {
  if ('word' in field) return { same: `"${checked(field.word)}"` };
  if ('part' in field) {
    const beside = ALIAS[field.part];
    return {
      sql: `case when ${beside}.id is null then 'null' else ${objectOf(beside, field.fields)} end`,
    };
  }
  if ('byKind' in field) {
    const { bot, contact, member } = field.byKind;
    return {
      sql: `case when m.author_kind = 'bot' then ${objectOf('m', bot)}
        when m.author_kind = 'member' then ${objectOf('m', member)}
        else ${objectOf('m', contact)} end`,
    };
  }
  return valuePiece(alias, field.name, field.as);
};

/** The text of a row of tickets, as an expression over the tables beside it. */
export const writtenRow = (fields: WrittenFields): string => objectOf('t', fields);

/** When a row can only be written by us; null: never. */
export const oddRow = (fields: WrittenFields): string | null => {
  const isSaid = (one: WrittenField): boolean => 'as' in one && one.as === 'said';
  return fields.some((one) => 'part' in one && one.fields.some(isSaid)) ? HAS_TIME : null;
};

/** The parts that have to be joined. */
export const partsOf = (fields: WrittenFields): ReadonlySet<WrittenPart> =>
  new Set(fields.flatMap((field) => ('part' in field ? [field.part] : [])));

import type { WrittenAs, WrittenField, WrittenFields, WrittenPart } from '../../app/ports/written';
import { isoOf } from '../pooled-client';
import type { Texts } from './read-transaction';

type Write = (row: Texts) => string;

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

/** Long enough for a type and an id; a buffer for each of them would be more work than its letters. */
const scratch = Buffer.alloc(200);

/** What is never null of something that is there. */
const ALWAYS: Readonly<Record<WrittenPart, string>> = {
  customer: 'id',
  channel: 'id',
  assignee: 'id',
  lastMessage: 'authorKind',
};

/** A text of the database as JSON. */
const formatOf = (as: Exclude<WrittenAs, 'said'>): ((text: string) => string) => {
  switch (as) {
    case 'text':
      return JSON.stringify;
    case 'word':
      return (text) => `"${text}"`;
    case 'capitals':
      return (text) => `"${text.toUpperCase()}"`;
    case 'whole':
      return (text) => text;
    case 'truth':
      return (text) => (text === 't' ? 'true' : 'false');
    case 'instant':
      return (text) => `"${isoOf(text)}"`;
    default: {
      const type = `${checked(as.idOf)}:`;
      return (id) => {
        const length = scratch.write(type + id, 'latin1');
        return `"${scratch.toString('base64url', 0, length)}"`;
      };
    }
  }
};

/** Writes rows of tickets as JSON, out of the texts that the database sends for them. */
export class RowWriter {
  /** What is to be selected, in this order. */
  readonly columns: string[] = [];
  /** The tables of these have to be joined. */
  readonly parts: ReadonlySet<WrittenPart>;
  readonly write: Write;

  constructor(fields: WrittenFields) {
    this.write = this.object('t', fields);
    this.parts = new Set(fields.flatMap((field) => ('part' in field ? [field.part] : [])));
  }

  private object(alias: string, fields: WrittenFields): Write {
    const members = fields.map((field, index) => ({
      before: `${index === 0 ? '' : ','}"${checked(field.key)}":`,
      write: this.field(alias, field),
    }));
    return (row) => {
      let text = '{';
      for (const { before, write } of members) text += before + write(row);
      return `${text}}`;
    };
  }

  private field(alias: string, field: WrittenField): Write {
    if ('word' in field) {
      const word = `"${checked(field.word)}"`;
      return () => word;
    }
    if ('part' in field) {
      const beside = ALIAS[field.part];
      const always = this.place(columnOf(beside, ALWAYS[field.part]));
      const write = this.object(beside, field.fields);
      return (row) => (row[always] === null ? 'null' : write(row));
    }
    if ('byKind' in field) {
      const kind = this.place(columnOf('m', 'authorKind'));
      const contact = this.object('m', field.byKind.contact);
      const others = new Map([
        ['bot', this.object('m', field.byKind.bot)],
        ['member', this.object('m', field.byKind.member)],
      ]);
      return (row) => (others.get(row[kind] ?? '') ?? contact)(row);
    }
    const { as } = field;
    if (as === 'said') {
      const plain = this.place(columnOf(alias, 'plain'));
      const deletedAt = this.place(columnOf(alias, 'deletedAt'));
      return (row) => (row[deletedAt] === null ? JSON.stringify(row[plain]) : '""');
    }
    const place = this.place(columnOf(alias, field.name));
    const format = formatOf(as);
    return (row) => {
      const text = row[place] ?? null;
      return text === null ? 'null' : format(text);
    };
  }

  /** Where this column stands in a row: each is asked for once. */
  private place(column: string): number {
    const known = this.columns.indexOf(column);
    return known < 0 ? this.columns.push(column) - 1 : known;
  }
}

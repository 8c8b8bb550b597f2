import { type JsonBytes, MOST_PER_BYTE, Piece } from '../../app/ports/json-bytes';
import type { Key, Keyed } from '../../app/ports/slices';
import type {
  WrittenAs,
  WrittenField,
  WrittenFields,
  WrittenPart,
  WrittenRow,
} from '../../app/ports/written';
import { idPutter, microsAt, putInstant, putWhole, uuidAt, wholeAt } from './binary-values';
import type { Ordering } from './page';
import type { RawRow } from './row-tap';

/** Writes something of the row whose columns were found last. */
type Put = (out: JsonBytes) => void;
/** One value that is there: so many bytes, from here. */
type PutValue = (view: DataView, from: number, size: number, out: JsonBytes) => void;

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
  queue: 'q',
  assignee: 'a',
  lastMessage: 'm',
};

/** What is never null of something that is there. */
const ALWAYS: Readonly<Record<WrittenPart, string>> = {
  customer: 'id',
  channel: 'id',
  queue: 'id',
  assignee: 'id',
  lastMessage: 'authorKind',
};

const NULL = new Piece('null');
const TRUE = new Piece('true');
const FALSE = new Piece('false');
const EMPTY = new Piece('""');
const OPEN = new Piece('{');
const CLOSE = new Piece('}');

/** Longer than any value of a fixed size is written, or the name of its type. */
const LONGEST_VALUE = 120;

const capitals = (view: DataView, from: number, size: number): string =>
  Buffer.from(view.buffer, view.byteOffset + from, size)
    .toString()
    .toUpperCase();

const putText: PutValue = (view, from, size, out) => out.text(view, from, from + size);

/** A value as the database sends it, in its own form, as JSON. */
const putterOf = (as: Exclude<WrittenAs, 'said'>): PutValue => {
  switch (as) {
    case 'text':
    case 'word':
      return putText;
    case 'capitals':
      return (view, from, size, out) =>
        out.put(new Piece(JSON.stringify(capitals(view, from, size))));
    case 'whole':
      return (view, from, size, out) => putWhole(wholeAt(view, from, size), out);
    case 'truth':
      return (view, from, _size, out) => out.put(view.getUint8(from) === 0 ? FALSE : TRUE);
    case 'instant':
      return (view, from, _size, out) => putInstant(view, from, out);
    default: {
      const put = idPutter(checked(as.idOf));
      return (view, from, _size, out) => put(view, from, out);
    }
  }
};

/** Writes rows of tickets as JSON, out of the bytes that the database sends for them. */
export class RowWriter {
  /** What is to be selected, in this order. */
  readonly columns: string[] = [];
  /** As often each of them may be written: a query can ask for one under many names. */
  private readonly times: number[] = [];
  /** The tables of these have to be joined. */
  readonly parts: ReadonlySet<WrittenPart>;
  private readonly put: Put;
  /** What a row takes whatever it says. */
  private fixed = 0;
  private readonly keyValue: number;
  private readonly keyId: number;
  /** Where the columns of the row lie that is written now; a size below zero: null. */
  private view: DataView = new DataView(new ArrayBuffer(0));
  private readonly starts: Int32Array;
  private readonly sizes: Int32Array;

  constructor(
    fields: WrittenFields,
    private readonly ordering: Ordering,
  ) {
    this.put = this.object('t', fields);
    this.parts = new Set(fields.flatMap((field) => ('part' in field ? [field.part] : [])));
    this.keyValue = this.place(ordering.value);
    this.keyId = this.place(ordering.id);
    this.starts = new Int32Array(this.columns.length);
    this.sizes = new Int32Array(this.columns.length);
  }

  write(raw: RawRow, out: JsonBytes): void {
    const most = this.find(raw);
    out.room(this.fixed + MOST_PER_BYTE * most);
    this.put(out);
  }

  keyOf(raw: RawRow): Key {
    this.find(raw);
    const [at, size] = [this.starts[this.keyValue] ?? 0, this.sizes[this.keyValue] ?? 0];
    return {
      value:
        this.ordering.kind === 'instant'
          ? microsAt(this.view, at)
          : String(wholeAt(this.view, at, size)),
      id: uuidAt(this.view, this.starts[this.keyId] ?? 0),
    };
  }

  /** Returns how many bytes of it are written at most. */
  private find({ view, at }: RawRow): number {
    const { starts, sizes, times } = this;
    let most = 0;
    // How many columns there are stands before them.
    let next = at + 2;
    for (let column = 0; column < starts.length; column += 1) {
      const size = view.getInt32(next);
      next += 4;
      starts[column] = next;
      sizes[column] = size;
      if (size <= 0) continue;
      next += size;
      most += size * (times[column] ?? 0);
    }
    this.view = view;
    return most;
  }

  private object(alias: string, fields: WrittenFields): Put {
    const members = fields.map((field, index) => ({
      before: new Piece(`${index === 0 ? '{' : ','}"${checked(field.key)}":`),
      put: this.field(alias, field),
    }));
    if (members.length === 0) members.push({ before: OPEN, put: () => undefined });
    for (const { before } of members) this.fixed += before.length + LONGEST_VALUE;
    return (out) => {
      for (const { before, put } of members) {
        out.put(before);
        put(out);
      }
      out.put(CLOSE);
    };
  }

  private field(alias: string, field: WrittenField): Put {
    if ('word' in field) {
      const word = new Piece(`"${checked(field.word)}"`);
      return (out) => out.put(word);
    }
    if ('part' in field) {
      const beside = ALIAS[field.part];
      const always = this.place(columnOf(beside, ALWAYS[field.part]));
      const put = this.object(beside, field.fields);
      return (out) => (this.isNull(always) ? out.put(NULL) : put(out));
    }
    if ('byKind' in field) {
      const kind = this.place(columnOf('m', 'authorKind'));
      const { byKind } = field;
      const contact = this.object('m', byKind.contact);
      // Told by their first letters, which no two kinds share.
      const others = new Map([
        ['b'.charCodeAt(0), this.object('m', byKind.bot)],
        ['m'.charCodeAt(0), this.object('m', byKind.member)],
      ]);
      return (out) => (others.get(this.view.getUint8(this.starts[kind] ?? 0)) ?? contact)(out);
    }
    if (field.as === 'said') {
      const deletedAt = this.place(columnOf(alias, 'deletedAt'));
      const said = this.value(columnOf(alias, 'plain'), putText);
      return (out) => (this.isNull(deletedAt) ? said(out) : out.put(EMPTY));
    }
    return this.value(columnOf(alias, field.name), putterOf(field.as));
  }

  private value(column: string, put: PutValue): Put {
    const place = this.place(column);
    return (out) => {
      const size = this.sizes[place] ?? -1;
      if (size < 0) out.put(NULL);
      else put(this.view, this.starts[place] ?? 0, size, out);
    };
  }

  private isNull(place: number): boolean {
    return (this.sizes[place] ?? -1) < 0;
  }

  /** Where this column stands in a row: each is asked for once. */
  private place(column: string): number {
    const known = this.columns.indexOf(column);
    const place = known < 0 ? this.columns.push(column) - 1 : known;
    this.times[place] = (this.times[place] ?? 0) + 1;
    return place;
  }
}

/** A row of a page. Its key is read when somebody asks for it, which is at both ends of most pages. */
export class UnreadRow implements Keyed<WrittenRow>, WrittenRow {
  constructor(
    private readonly writer: RowWriter,
    private readonly raw: RawRow,
  ) {}

  get row(): WrittenRow {
    return this;
  }

  get key(): Key {
    return this.writer.keyOf(this.raw);
  }

  writeTo(out: JsonBytes): void {
    this.writer.write(this.raw, out);
  }
}

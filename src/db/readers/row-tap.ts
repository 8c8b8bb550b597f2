import type { Duplex } from 'node:stream';

/** A row as it came: where its columns begin in these bytes. */
export interface RawRow {
  readonly view: DataView;
  readonly at: number;
}

/** Every message: what it is, and how long it is without that. */
const HEAD = 5;
const DATA_ROW = 'D'.charCodeAt(0);
const ROW_DESCRIPTION = 'T'.charCodeAt(0);
const COMMAND_COMPLETE = 'C'.charCodeAt(0);
const ERROR = 'E'.charCodeAt(0);

/**
 * Stands between a connection and its driver. What the server says goes on to the driver message by
 * message; the rows of a statement that takes them itself do not: the driver would make a text of
 * every value (a quarter of what a list of fifty tickets cost, with the clearing away).
 */
export class RowTap {
  private readonly toDriver: (messages: Buffer) => void;
  private taking: RawRow[] | null = null;
  /** The beginning of a message whose end has not come. */
  private parts: Buffer[] = [];
  private held = 0;
  private needed = 0;

  /** Nothing may be under way on the connection: what comes next is the first byte of a message. */
  constructor(stream: Duplex) {
    const listeners = stream.listeners('data');
    this.toDriver = (messages) => {
      for (const listener of listeners) Reflect.apply(listener, stream, [messages]);
    };
    stream.removeAllListeners('data');
    stream.on('data', (chunk: Buffer) => this.hear(chunk));
  }

  /** Puts the rows that come from now on here, until their statement has ended. */
  takeInto(rows: RawRow[]): void {
    this.taking = rows;
  }

  private hear(chunk: Buffer): void {
    this.parts.push(chunk);
    this.held += chunk.length;
    if (this.held < this.needed) return;
    const [whole = chunk] = this.parts.length === 1 ? this.parts : [Buffer.concat(this.parts)];
    this.parts = [];
    this.held = 0;
    this.needed = 0;
    this.pass(whole);
  }

  private pass(bytes: Buffer): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    let passed = 0;
    let at = 0;
    let end = endOf(view, at);
    while (end <= bytes.length) {
      const kind = view.getUint8(at);
      const isOurs = this.taking !== null && (kind === DATA_ROW || kind === ROW_DESCRIPTION);
      if (isOurs) {
        if (at > passed) this.toDriver(bytes.subarray(passed, at));
        if (kind === DATA_ROW) this.taking?.push({ view, at: at + HEAD });
        passed = end;
      } else if (kind === COMMAND_COMPLETE || kind === ERROR) {
        this.taking = null;
        // Whoever hears it may take what follows.
        this.toDriver(bytes.subarray(passed, end));
        passed = end;
      }
      at = end;
      end = endOf(view, at);
    }
    if (at > passed) this.toDriver(bytes.subarray(passed, at));
    if (at === bytes.length) return;
    this.parts = [bytes.subarray(at)];
    this.held = bytes.length - at;
    this.needed = end - at;
  }
}

/** Where the message at this place ends; its head's end as long as that has not come. */
const endOf = (view: DataView, at: number): number =>
  at + HEAD > view.byteLength ? at + HEAD : at + 1 + view.getUint32(at + 1);

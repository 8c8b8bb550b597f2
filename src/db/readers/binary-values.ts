import { type JsonBytes, Piece } from '../../app/ports/json-bytes';

const QUOTE = '"'.charCodeAt(0);
const ZERO = '0'.charCodeAt(0);
const MINUS = '-'.charCodeAt(0);
const UUID_LENGTH = 36;

/** Exact as far as a number is. */
const int64At = (view: DataView, at: number): number =>
  view.getInt32(at) * 4_294_967_296 + view.getUint32(at + 4);

/** Of microseconds, rounded down. From the year 2285 on a number does not hold them. */
const millisAt = (view: DataView, at: number): number => {
  const micros = int64At(view, at);
  if (Number.isSafeInteger(micros)) return Math.floor(micros / 1_000);
  const exact = view.getBigInt64(at);
  return Number((exact - (((exact % 1_000n) + 1_000n) % 1_000n)) / 1_000n);
};

/** From the year 2000, with which the database begins, to 1970. */
const BEFORE_2000_MS = 946_684_800_000;

/** An instant as its microseconds since 1970, which are more than a number always holds. */
export const microsAt = (view: DataView, at: number): string =>
  String(view.getBigInt64(at) + BigInt(BEFORE_2000_MS) * 1_000n);

export const wholeAt = (view: DataView, at: number, size: number): number =>
  size === 4 ? view.getInt32(at) : int64At(view, at);

const putDigits = (view: DataView, at: number, value: number, count: number): void => {
  let rest = value;
  for (let place = at + count - 1; place >= at; place -= 1) {
    view.setUint8(place, ZERO + (rest % 10));
    rest = (rest / 10) | 0;
  }
};

export const putWhole = (value: number, out: JsonBytes): void => {
  if (Math.abs(value) > 0x7fff_ffff) {
    out.put(new Piece(String(value)));
    return;
  }
  const rest = Math.abs(value);
  if (value < 0) out.byte(MINUS);
  let count = 1;
  for (let bound = 10; bound <= rest; bound *= 10) count += 1;
  putDigits(out.view, out.at, rest, count);
  out.at += count;
};

const DAY_MS = 86_400_000;
/** The years that are written with four digits; beyond them are no instants of ours, or none at all. */
const FIRST_MS = Date.parse('0000-01-01T00:00:00.000Z');
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');
const MIDNIGHT = 'T00:00:00.000Z"';

/** Rows of a page are often of one day: 20 ns instead of 400 by a date for each. */
let knownDay = Number.NaN;
let knownMidnight = new Piece('');

/** An instant, cut after milliseconds, as a date is written in JSON. */
export const putInstant = (view: DataView, from: number, out: JsonBytes): void => {
  const ms = millisAt(view, from) + BEFORE_2000_MS;
  if (ms < FIRST_MS || ms > LAST_MS) {
    out.put(new Piece(JSON.stringify(new Date(ms))));
    return;
  }
  const day = Math.floor(ms / DAY_MS);
  if (day !== knownDay) {
    knownMidnight = new Piece(`"${new Date(day * DAY_MS).toISOString().slice(0, 10)}${MIDNIGHT}`);
    knownDay = day;
  }
  const inDay = ms - day * DAY_MS;
  const { at } = out;
  out.put(knownMidnight);
  putDigits(out.view, at + 12, (inDay / 3_600_000) | 0, 2);
  putDigits(out.view, at + 15, ((inDay / 60_000) | 0) % 60, 2);
  putDigits(out.view, at + 18, ((inDay / 1_000) | 0) % 60, 2);
  putDigits(out.view, at + 21, inDay % 1_000, 3);
};

/** The sixteen bytes of an id as people write it. */
export const uuidAt = (view: DataView, at: number): string => {
  const hex = Buffer.from(view.buffer, view.byteOffset + at, 16).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};

/** Two letters for twelve bits, and two hexadecimal digits for eight, as they are stored at once. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const TWO_LETTERS = Uint16Array.from({ length: 4_096 }, (_, bits) =>
  Buffer.from(`${ALPHABET[bits >> 6]}${ALPHABET[bits & 63]}`).readUInt16LE(),
);
const TWO_DIGITS = Uint16Array.from({ length: 256 }, (_, byte) =>
  Buffer.from(byte.toString(16).padStart(2, '0')).readUInt16LE(),
);

/** Writes the ids of one type as the API shows them: 115 ns each, by way of texts 400. */
export const idPutter = (
  type: string,
): ((view: DataView, from: number, out: JsonBytes) => void) => {
  const first = type.length + 1;
  const length = first + UUID_LENGTH;
  const spare = Buffer.from(`${type}:${'-'.repeat(UUID_LENGTH)}\0\0`);
  const name = new DataView(Uint8Array.from(spare).buffer);
  const letters = Math.ceil((length * 4) / 3);
  return (view, from, out) => {
    let place = first;
    for (let index = 0; index < 16; index += 1) {
      // The dashes stand there already.
      if (index === 4 || index === 6 || index === 8 || index === 10) place += 1;
      name.setUint16(place, TWO_DIGITS[view.getUint8(from + index)] ?? 0, true);
      place += 2;
    }
    const to = out.view;
    const at = out.at + 1;
    to.setUint8(at - 1, QUOTE);
    for (let index = 0, letter = at; index < length; index += 3, letter += 4) {
      const left = (name.getUint8(index) << 4) | (name.getUint8(index + 1) >> 4);
      const right = ((name.getUint8(index + 1) & 15) << 8) | name.getUint8(index + 2);
      to.setInt32(letter, (TWO_LETTERS[left] ?? 0) | ((TWO_LETTERS[right] ?? 0) << 16), true);
    }
    to.setUint8(at + letters, QUOTE);
    out.at = at + letters + 1;
  };
};

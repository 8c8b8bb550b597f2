import type { Bar } from '../../app/ports/facts';
import type { RawRow } from './row-tap';

/** Behind how many columns there are. */
const FIRST = 2;
const SIZE = 4;

/**
 * A bar of the columns cell int4, group text, outcome text, bucket int4, n int4, seconds float8 and
 * packed bytea, each in the database's own form: as texts the lengths of two hundred agents' quarter
 * are 5 MB of hexadecimal digits, which took 9 of 33 ms. `packed` lies in the bytes that came.
 */
export const barOf = ({ view, at }: RawRow): Bar => {
  let next = at + FIRST;
  /** Where the next column's value begins; null where it has none. */
  const column = (): { readonly from: number; readonly size: number } | null => {
    const size = view.getInt32(next);
    const from = next + SIZE;
    next = from + Math.max(0, size);
    return size < 0 ? null : { from, size };
  };
  const bytes = (): Buffer | null => {
    const found = column();
    return found === null
      ? null
      : Buffer.from(view.buffer, view.byteOffset + found.from, found.size);
  };
  const whole = (): number => {
    const found = column();
    return found === null ? 0 : view.getInt32(found.from);
  };
  const cell = whole();
  const group = bytes()?.toString() ?? null;
  const outcome = bytes()?.toString() ?? null;
  const bucket = whole();
  const n = whole();
  const seconds = column();
  return {
    ...{ cell, group, outcome, bucket, n },
    seconds: seconds === null ? 0 : view.getFloat64(seconds.from),
    packed: bytes(),
  };
};

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { globalId, ID_TYPES } from '../../graphql/global-id';
import { JsonBytes, MOST_PER_BYTE } from '../../src/app/ports/json-bytes';
import {
  idPutter,
  microsAt,
  putInstant,
  putWhole,
  uuidAt,
  wholeAt,
} from '../../src/db/readers/binary-values';

const out = new JsonBytes();
const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
const eight = (value: bigint): DataView => {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigInt64(0, value);
  return view;
};
const written = (write: (to: JsonBytes) => void): string =>
  out
    .written((to) => {
      to.room(200);
      write(to);
    })
    .toString();

/** What Postgres can hold: any text without NUL, whole code points only. */
const kept = fc
  .oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({
      unit: fc.constantFrom(...'"\\/\b\t\n\f\r\u0001\u001f\u007f\u0080\u2028\u2029aé漢😀\ud800'),
      maxLength: 60,
    }),
  )
  .map((text) => text.replaceAll('\0', '').toWellFormed());

describe('texts', () => {
  const asBytes = (text: string, before: number): string => {
    const bytes = Buffer.from(`${'x'.repeat(before)}${text}y`);
    return out
      .written((to) => {
        to.room(2 + MOST_PER_BYTE * bytes.length);
        to.text(viewOf(bytes), before, bytes.length - 1);
      })
      .toString();
  };
  test('are escaped as JSON.stringify does', () => {
    fc.assert(
      fc.property(kept, fc.nat(5), (text, before) => {
        expect(asBytes(text, before)).toBe(JSON.stringify(text));
      }),
      { numRuns: 500 },
    );
  });
  test('of any length, one after the other, also after one that failed', () => {
    const long = '"\u0001'.repeat(200_000);
    expect(asBytes(long, 3)).toBe(JSON.stringify(long));
    expect(() =>
      out.written((to) => {
        to.byte(1);
        throw new Error('half way');
      }),
    ).toThrow('half way');
    expect(asBytes('short', 0)).toBe('"short"');
  });
});

const EPOCH_2000 = BigInt(Date.UTC(2000, 0, 1)) * 1_000n;

test('instants are written as dates are, and keep their microseconds in cursors', () => {
  const micros = fc.oneof(
    fc.bigInt({ min: -63_000_000_000_000_000n, max: 253_000_000_000_000_000n }),
    fc.bigInt({ min: -3_000_000n, max: 3_000_000n }),
    fc.bigInt({ min: 1_790_000_000_000_000n, max: 1_790_000_300_000_000n }),
    fc.constantFrom(-62_167_219_200_000_000n, -62_167_219_200_000_001n, 253_402_300_800_000_000n),
  );
  const floored = (value: bigint): number => Number(value / 1_000n) - (value % 1_000n < 0n ? 1 : 0);
  fc.assert(
    fc.property(micros, (value) => {
      const view = eight(value - EPOCH_2000);
      expect(written((to) => putInstant(view, 0, to))).toBe(
        JSON.stringify(new Date(floored(value))),
      );
      expect(microsAt(view, 0)).toBe(String(value));
    }),
    { numRuns: 500 },
  );
  for (const infinity of [2n ** 63n - 1n, -(2n ** 63n)])
    expect(written((to) => putInstant(eight(infinity), 0, to))).toBe('null');
});

test('whole numbers', () => {
  fc.assert(
    fc.property(fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.nat(99)), (value) => {
      const isShort = Math.abs(value) < 2 ** 31;
      const view = isShort ? new DataView(new ArrayBuffer(4)) : eight(BigInt(value));
      if (isShort) view.setInt32(0, value);
      expect(wholeAt(view, 0, view.byteLength)).toBe(value);
      expect(written((to) => putWhole(value, to))).toBe(String(value));
    }),
  );
});

test('ids are those of the API', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.constantFrom(...ID_TYPES), (uuid, type) => {
      const view = viewOf(Buffer.from(`00${uuid.replaceAll('-', '')}`, 'hex'));
      const put = idPutter(type);
      expect(written((to) => put(view, 1, to))).toBe(`"${globalId(type, uuid)}"`);
      expect(uuidAt(view, 1)).toBe(uuid);
    }),
  );
});

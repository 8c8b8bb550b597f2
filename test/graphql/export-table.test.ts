import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { tableLine } from '../../graphql/export-format';
import { tableCells } from './table-cells';

const FORMULA = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
const hostile = fc
  .array(fc.constantFrom(...FORMULA, '"', ',', "'", ' ', ';', '|', 'ä', '漢', 'x'), {
    maxLength: 6,
  })
  .map((letters) => letters.join(''));
const cells = fc.array(fc.oneof(hostile, fc.string({ unit: 'grapheme' })), { minLength: 2 });

it('any cells come back from a reader of RFC 4180, and none of them is a formula', () => {
  fc.assert(
    fc.property(fc.array(cells, { minLength: 1, maxLength: 5 }), (lines) => {
      const read = tableCells(lines.map(tableLine).join(''));
      expect(read).toEqual(
        lines.map((line) =>
          line.map((cell) => (FORMULA.some((one) => cell.startsWith(one)) ? `'${cell}` : cell)),
        ),
      );
    }),
    { numRuns: 500 },
  );
});

it('what is nothing is empty, what is many is JSON, and a number below zero stays one', () => {
  const at = new Date('2026-03-01T10:00:00.000Z');
  expect(tableLine([null, undefined, '', 0, -1.5, true, at, ['a,b'], { n: 1 }])).toBe(
    ',,,0,-1.5,true,2026-03-01T10:00:00.000Z,"[""a,b""]","{""n"":1}"\r\n',
  );
});

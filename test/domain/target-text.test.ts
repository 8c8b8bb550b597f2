import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readTarget, targetText } from '../../src/app/care/target-text';
import { COUNTED_HOURS } from '../../src/domain/sla-policy';
import { failureOf } from '../support/samples';

it('a target that was written down is read back as it was', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9_999 * 60 }),
      fc.constantFrom(...COUNTED_HOURS),
      (minutes, hours) => {
        const target = { seconds: minutes * 60, hours };
        expect(readTarget(targetText(target), 'x')).toEqual(target);
      },
    ),
  );
});

it.each([
  ['4h', 14_400, 'BUSINESS'],
  [' 1h 30m ', 5_400, 'BUSINESS'],
  ['90 min', 5_400, 'BUSINESS'],
  ['24h 24/7', 86_400, 'CALENDAR'],
])('“%s”', (text, seconds, hours) => {
  expect(readTarget(text, 'x')).toEqual({ seconds, hours });
});

it.each(['soon', '4', '24/7', '-1h', '1d', '4h tomorrow'])('“%s” is refused', (text) => {
  expect(failureOf(() => readTarget(text, 'UPDATE'))).toMatchObject({
    code: 'TARGET_NOT_UNDERSTOOD',
    path: ['UPDATE'],
  });
});

it('nothing written promises nothing', () => {
  expect(readTarget(' ', 'x')).toBeNull();
});

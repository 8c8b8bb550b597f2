import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { answerOf, comparable, DEFAULT_WORDS } from '../../src/domain/care-words';

const answer = (text: string) => answerOf(text, DEFAULT_WORDS);

describe('an answer to "is it solved?"', () => {
  it.each([
    'yes, works now',
    'Yes!',
    'Works now, thanks a lot',
    'thanks team, it’s working now 🎉',
    'Hi Ada'.replace(' Ada', ', yes it does'),
    'SOLVED.',
  ])('“%s” confirms', (text) => {
    expect(answer(text)).toBe('SOLVED');
  });

  it.each([
    'not yet',
    'No, not yet.',
    'Sorry, still broken',
    "unfortunately it doesn't work",
    'Thanks, but no'.replace(', but', ','),
    'yes... no, still the same',
  ])('“%s” says not yet', (text) => {
    expect(answer(text)).toBe('NOT_YET');
  });

  it.each([
    'thanks',
    'Thank you so much!',
    'no problem',
    'does it work now?',
    'yes, but the second report is empty',
    'it works now on my laptop but not on the phone',
    'yes please call me',
    '',
    '👍',
  ])('“%s” answers nothing by itself', (text) => {
    expect(answer(text)).toBeNull();
  });

  const listed = fc.constantFrom(...DEFAULT_WORDS.SOLVED, 'thanks', 'great');
  const doubt = fc.constantFrom(...DEFAULT_WORDS.NOT_YET);

  it('a doubt among any number of yeses is a doubt, in any order and spelling', () =>
    fc.assert(
      fc.property(
        fc.array(listed, { maxLength: 4 }),
        doubt,
        fc.array(listed, { maxLength: 4 }),
        fc.constantFrom(', ', '. ', ' — ', '\n'),
        fc.boolean(),
        (before, no, after, between, loud) => {
          const text = [...before, no, ...after].join(between);
          fc.pre(text.length <= 200);
          expect(answer(loud ? text.toUpperCase() : text)).toBe('NOT_YET');
        },
      ),
    ));

  it('one word that stands in no list leaves it to a person', () =>
    fc.assert(
      fc.property(fc.array(listed, { minLength: 1, maxLength: 4 }), (said) => {
        expect(answer([...said, 'xylophone'].join(' '))).toBeNull();
      }),
    ));

  it('whatever is written, it answers at once and the same again', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        expect(answer(text)).toBe(answer(text));
        expect(comparable(comparable(text))).toBe(comparable(text));
      }),
    ));

  it('a desk may have its own words instead', () => {
    const own = { ...DEFAULT_WORDS, SOLVED: ['läuft'], NOT_YET: ['noch nicht'] };
    expect(answerOf('Läuft, thanks!', own)).toBe('SOLVED');
    expect(answerOf('noch nicht', own)).toBe('NOT_YET');
    expect(answerOf('works now', own)).toBeNull();
  });
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { askedFor, excerptOf, foldWord, similarTo } from '../../src/domain/search';

const letter = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzäßжé');
const word = (least: number, most: number): fc.Arbitrary<string> =>
  fc.array(letter, { minLength: least, maxLength: most }).map((letters) => letters.join(''));

/** One wrong, missing, extra or swapped letter. */
const typo = fc.record({
  of: word(5, 12),
  at: fc.nat({ max: 3 }),
  what: fc.constantFrom('wrong', 'missing', 'extra', 'swapped'),
  letter,
});
const typed = (given: {
  readonly of: string;
  readonly at: number;
  readonly what: string;
  readonly letter: string;
}): string => {
  const { of, at, what, letter: other } = given;
  const [head, one, two, rest] = [of.slice(0, at), of[at], of[at + 1], of.slice(at + 2)];
  switch (what) {
    case 'wrong':
      return `${head}${other}${two}${rest}`;
    case 'missing':
      return `${head}${two}${rest}`;
    case 'extra':
      return `${head}${other}${one}${two}${rest}`;
    default:
      return `${head}${two}${one}${rest}`;
  }
};

describe('what may be meant', () => {
  test('a word is found from any single typo in it', () => {
    fc.assert(
      fc.property(typo, (given) => {
        const asked = typed(given);
        fc.pre(asked !== given.of && asked.length >= 4);
        expect(similarTo(asked, ['unrelated', given.of])).toEqual([given.of]);
      }),
    );
  });

  test('short words must be right, long ones may have two typos, the nearest comes first', () => {
    expect(similarTo('cat', ['car', 'cats'])).toEqual([]);
    expect(similarTo('exprot', ['export', 'expert', 'sport'])).toEqual(['export']);
    expect(similarTo('invocies', ['invoices', 'invoice'])).toEqual(['invoices', 'invoice']);
    expect(similarTo('invoces', ['invoicer'])).toEqual([]);
    expect(similarTo('export', ['export'])).toEqual([]);
  });
});

describe('a query', () => {
  test('is what is left of it, or a refusal that says why', () => {
    expect(askedFor('  export\u0000 ')).toBe('export\uFFFD');
    expect(askedFor('\ud800x')).toBe('\uFFFDx');
    for (const empty of ['', ' \n\t'])
      expect(() => askedFor(empty)).toThrow(expect.objectContaining({ code: 'WORDS_NEEDED' }));
    expect(() => askedFor('x'.repeat(10_000))).toThrow(
      expect.objectContaining({ code: 'QUERY_TOO_LONG' }),
    );
  });
});

describe('an excerpt', () => {
  const shown = (text: string, ...words: string[]): string =>
    excerptOf(text, new Set(words))
      .map((part) => (part.isMatch ? `[${part.text}]` : part.text))
      .join('');

  test('tells the matches apart, whatever their capitals and accents', () => {
    expect(shown('The Export in ZÜRICH fails', 'export', 'zurich')).toBe(
      'The [Export] in [ZÜRICH] fails',
    );
    expect(shown('nothing of it', 'export')).toBe('nothing of it');
    expect(shown('')).toBe('');
  });

  test('shows the neighbourhood of the first match in a long text', () => {
    const text = `${'before '.repeat(100)}needle ${'after '.repeat(100)}`;
    const excerpt = shown(text, 'needle');
    expect(excerpt).toMatch(/^…before .*\[needle\] after .*after…$/);
    expect(excerpt.length).toBeLessThan(180);
  });

  test('its parts are the text, its matches are words that were asked for', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 600 }), word(1, 3), (text, asked) => {
        const parts = excerptOf(text, new Set([foldWord(asked)]));
        const whole = parts.map((part) => part.text).join('');
        const inside = whole.slice(whole.startsWith('…') && !text.startsWith('…') ? 1 : 0);
        expect(text).toContain(inside.endsWith('…') ? inside.slice(0, -1) : inside);
        for (const part of parts)
          if (part.isMatch) expect(foldWord(part.text)).toBe(foldWord(asked));
        expect(whole.isWellFormed()).toBe(true);
      }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  bold,
  plain,
  type Span,
  shorten,
  storable,
  time,
  toPlain,
  words,
} from '../../src/domain/text';
import { NOW } from '../support/samples';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 80 })
    .map((units) => String.fromCharCode(...units)),
);

const anySpan: fc.Arbitrary<Span> = fc.oneof(
  fc.record({
    kind: fc.constantFrom(
      'plain' as const,
      'bold' as const,
      'italic' as const,
      'code' as const,
      'block' as const,
    ),
    text: anyText,
  }),
  fc.record({ kind: fc.constant('link' as const), url: anyText, text: anyText }),
  fc.record({ kind: fc.constant('mention' as const), userId: anyText, label: anyText }),
  fc.record({ kind: fc.constant('time' as const), at: anyText, zone: anyText }),
  fc.record({
    kind: fc.constant('time' as const),
    at: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    zone: fc.constantFrom('Europe/Berlin', 'Asia/Kathmandu', 'UTC', 'Nowhere/Land', ''),
  }),
);

describe('storable', () => {
  it('has no NUL and no lone surrogate, whatever came in', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const kept = storable(text);
        expect(kept).not.toContain('\u0000');
        expect(kept.isWellFormed()).toBe(true);
        expect(Buffer.from(kept, 'utf8').toString('utf8')).toBe(kept);
      }),
    );
  });

  it('leaves everything that can be stored as it is', () => {
    const fine = 'Grüße 👩‍👩‍👧 \u202E \u0001 <!channel> \n日本';
    expect(storable(fine)).toBe(fine);
  });

  it('puts a visible mark where something could not be kept', () => {
    expect(storable('a\u0000b')).toBe('a\uFFFDb');
    expect(storable('a\uD800b')).toBe('a\uFFFDb');
    expect(storable('\uDC00')).toBe('\uFFFD');
  });
});

describe('shorten', () => {
  it('never splits a code point and never gets longer than asked', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.integer({ min: 1, max: 70 }),
        (text, length) => {
          const short = shorten(text, length);
          expect(short.isWellFormed()).toBe(true);
          expect([...short].length).toBeLessThanOrEqual(length);
        },
      ),
    );
  });

  it('keeps what fits and marks what was cut', () => {
    expect(shorten('abc', 3)).toBe('abc');
    expect(shorten('abcd', 3)).toBe('ab…');
    expect(shorten('👍👍👍', 3)).toBe('👍👍👍');
    expect(shorten('👍👍👍👍', 3)).toBe('👍👍…');
    expect(shorten('', 5)).toBe('');
  });
});

describe('toPlain', () => {
  it('gives a string for any text at all', () => {
    fc.assert(
      fc.property(fc.array(anySpan, { maxLength: 8 }), (text) => {
        expect(typeof toPlain(text)).toBe('string');
      }),
    );
  });

  it('loses no word', () => {
    const said = words('Hi ', bold('Ada'), ', see ', [
      { kind: 'link', url: 'https://a.example/x', text: 'the log' },
      { kind: 'plain', text: ' or ' },
      { kind: 'link', url: 'https://b.example', text: 'https://b.example' },
      { kind: 'plain', text: ' with ' },
      { kind: 'mention', userId: 'U1', label: 'bob' },
      { kind: 'block', text: '\ncode' },
    ]);
    expect(toPlain(said)).toBe(
      'Hi Ada, see the log (https://a.example/x) or https://b.example with @bob\ncode',
    );
  });

  it('tells a time in its zone and names the zone', () => {
    expect(toPlain([time(NOW, 'Asia/Kathmandu')])).toMatch(/Mon.* 2 Mar.*15:45.*GMT\+5:45/);
    expect(toPlain([time(NOW, 'UTC')])).toMatch(/10:00.*UTC/);
  });

  it('tells a time in UTC where the zone is unknown, and as it stands where it is none', () => {
    expect(toPlain([time(NOW, 'Nowhere/Land')])).toMatch(/10:00.*UTC/);
    expect(toPlain([{ kind: 'time', at: 'soon', zone: 'UTC' }])).toBe('soon');
  });
});

describe('words', () => {
  it('never makes markup of what it joins', () => {
    expect(words('a', '', bold('b'), plain('<!channel>'))).toEqual([
      { kind: 'plain', text: 'a' },
      { kind: 'bold', text: 'b' },
      { kind: 'plain', text: '<!channel>' },
    ]);
  });
});

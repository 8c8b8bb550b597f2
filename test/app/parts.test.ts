import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Card } from '../../src/app/cards/card';
import { cutOutgoing, cutText, isDivisible } from '../../src/app/cards/parts';
import type { Outgoing } from '../../src/app/ports/chat-platform';
import { bold, plain, type Span, type Text, toPlain, words } from '../../src/domain/text';

const lengthOf = (text: Text): number => [...toPlain(text)].length;
const linesOf = (text: Text): number => toPlain(text).split('\n').length;

/** All messages it takes, in their order. */
const partsOf = (text: Text, chars: number, lines = Number.POSITIVE_INFINITY): Text[] => {
  const parts: Text[] = [];
  for (let left: Text | null = text; left !== null; ) {
    const cut = cutText(left, { chars, lines });
    parts.push(cut?.now ?? left);
    left = cut?.rest ?? null;
  }
  return parts;
};

const piece = fc.string({ unit: fc.constantFrom('a', 'ß', '🙂', ' ', '\n', '.'), maxLength: 60 });
const span: fc.Arbitrary<Span> = fc.oneof(
  piece.map((text): Span => ({ kind: 'plain', text })),
  piece.map((text): Span => ({ kind: 'bold', text })),
  piece.map((text): Span => ({ kind: 'block', text })),
  piece.map((text): Span => ({ kind: 'link', url: 'https://a.example/x', text })),
  fc.constant<Span>({ kind: 'mention', userId: 'U0ADA', label: 'Ada' }),
);

describe('a text that is too long for one message', () => {
  it('goes out as several that together are the whole of it, each with its formatting', () => {
    fc.assert(
      fc.property(
        fc.array(span, { maxLength: 12 }),
        fc.integer({ min: 1, max: 80 }),
        fc.integer({ min: 1, max: 6 }),
        (text, chars, lines) => {
          const parts = partsOf(text, chars, lines);
          expect(parts.map(toPlain).join('')).toBe(toPlain(text));
          const marked = (one: Text): string[] =>
            one.flatMap((part) =>
              'text' in part && part.kind !== 'link'
                ? [...part.text].map((point) => `${part.kind}:${point}`)
                : [JSON.stringify(part)],
            );
          expect(parts.flatMap(marked)).toEqual(marked(text));
          for (const part of parts) {
            const isOneWhole = part.some(({ kind }) => kind === 'link' || kind === 'mention');
            if (isOneWhole) continue;
            expect(lengthOf(part)).toBeLessThanOrEqual(chars);
            expect(linesOf(part)).toBeLessThanOrEqual(lines + 1);
          }
        },
      ),
    );
  });

  it('is divided where a paragraph, a line or a word ends, if one ends late enough', () => {
    expect(partsOf(plain('one two three four'), 10).map(toPlain)).toEqual([
      'one two ',
      'three four',
    ]);
    const text = `${'a'.repeat(70)}\n\n${'b'.repeat(20)} ${'c'.repeat(40)}`;
    expect(toPlain(partsOf(plain(text), 100)[0] ?? [])).toBe(`${'a'.repeat(70)}\n\n`);
    expect(partsOf(plain('x'.repeat(25)), 10).map(lengthOf)).toEqual([10, 10, 5]);
  });

  it('stays one message when it fits', () => {
    expect(cutText(plain('x'.repeat(10)), { chars: 10, lines: 1 })).toBeNull();
    expect(cutText([], { chars: 10, lines: 1 })).toBeNull();
  });
});

describe('a card that is too long for one message', () => {
  const holds = { text: { chars: 10, lines: 9 }, block: { chars: 10, lines: 9 } };
  const quoting = (text: string, more: Card<'team'>['blocks'] = []): Outgoing => ({
    kind: 'card',
    as: null,
    card: {
      audience: 'team',
      title: 'Title',
      tone: 'neutral',
      fallback: text,
      blocks: [
        { kind: 'text', text: words(bold('Hank')), muted: true },
        { kind: 'quote', text: plain(text) },
        ...more,
      ],
    },
  });

  it('goes on with the rest of the quote, and its title is said once', () => {
    const cut = cutOutgoing(quoting('0123456789abc', [{ kind: 'divider' }]), holds);
    expect(cut?.now).toMatchObject({
      card: { title: 'Title', blocks: [{ kind: 'text' }, { text: plain('0123456789') }] },
    });
    expect(cut?.rest).toMatchObject({
      card: { title: '', blocks: [{ kind: 'quote', text: plain('abc') }, { kind: 'divider' }] },
    });
    expect(cutOutgoing(quoting('0123456789'), holds)).toBeNull();
    expect(cutOutgoing(quoting('0123456789'), holds, 2)).toMatchObject({
      now: { card: { blocks: [{}, { text: plain('01234') }] } },
    });
  });

  it('stays one message where somebody may press something on it', () => {
    const pressed = quoting('0123456789abc', [{ kind: 'buttons', buttons: [] }]);
    expect(isDivisible(pressed)).toBe(false);
    expect(cutOutgoing(pressed, holds)).toBeNull();
  });
});

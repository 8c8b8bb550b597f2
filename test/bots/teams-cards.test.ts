import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { render } from '../../bots/teams/adaptive-card';
import { renderForm } from '../../bots/teams/forms';
import type { Block, Card } from '../../src/app/cards/card';
import type { Outgoing } from '../../src/app/ports/chat-platform';
import { plain, type Span, type Text } from '../../src/domain/text';

const card = (blocks: readonly Block<'team'>[], title = 'Title'): Outgoing => ({
  kind: 'card',
  as: null,
  card: { audience: 'team', title, tone: 'neutral', blocks, fallback: title } satisfies Card,
});
const cardOf = (what: Outgoing): object => {
  const rendered = render(what, 'nonce');
  if (rendered.kind !== 'card') throw new Error('no card');
  return rendered.card;
};
/** Every object of a card, however deep. */
const nodes = (value: unknown): object[] => {
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.values(value).flatMap(nodes);
  return Array.isArray(value) ? below : [value, ...below];
};
const of = (value: unknown, type: string): Record<string, unknown>[] =>
  nodes(value).flatMap((node) =>
    'type' in node && node.type === type ? [Object.fromEntries(Object.entries(node))] : [],
  );

const NASTY = [
  '**bold**',
  '[bank](https://evil.example)',
  '<at>Ada</at>',
  '{{DATE(2026)}}',
  '$[x]',
];
const span: fc.Arbitrary<Span> = fc.oneof(
  fc.constantFrom(...NASTY).map((text) => ({ kind: 'plain' as const, text })),
  fc.string({ unit: 'binary' }).map((text) => ({ kind: 'plain' as const, text })),
  fc.string().map((text) => ({ kind: 'bold' as const, text })),
  fc.string().map((text) => ({ kind: 'block' as const, text })),
  fc.tuple(fc.string(), fc.string()).map(([url, text]) => ({ kind: 'link' as const, url, text })),
  fc.string().map((label) => ({ kind: 'mention' as const, userId: 'u', label })),
);
const text: fc.Arbitrary<Text> = fc.array(span, { maxLength: 8 });

describe('cards in Teams', () => {
  it('show words as runs only, where nothing in them can become markup, a mention or a date', () => {
    fc.assert(
      fc.property(text, text, (quote, value) => {
        const shown = cardOf(
          card([
            { kind: 'quote', text: quote },
            { kind: 'facts', facts: [{ label: 'From', value }] },
            { kind: 'text', text: value, muted: true },
          ]),
        );
        expect(of(shown, 'TextBlock')).toEqual([]);
        expect(of(shown, 'FactSet')).toEqual([]);
        expect(JSON.stringify(shown)).not.toContain('"entities"');
      }),
    );
  });

  it('let a link go where its words say, and to the web or mail only', () => {
    const link = (url: string, words: string): Text => [{ kind: 'link', url, text: words }];
    const [run] = of(
      cardOf(card([{ kind: 'text', text: link('https://a.example/x', 'bank') }], '')),
      'TextRun',
    );
    expect(run).toMatchObject({
      text: 'bank (https://a.example/x)',
      selectAction: { type: 'Action.OpenUrl', url: 'https://a.example/x' },
    });
    for (const url of [
      'javascript:alert(1)',
      'data:text/html,x',
      'file:///etc/passwd',
      'https://a b',
    ])
      expect(of(cardOf(card([{ kind: 'text', text: link(url, 'x') }])), 'Action.OpenUrl')).toEqual(
        [],
      );
  });

  it('are never too large to be posted, and keep their buttons', () => {
    const long: Text = plain('ä& "quoted"\n'.repeat(30_000));
    const subject = { ticketId: 't', version: 1 };
    const shown = cardOf(
      card([
        { kind: 'quote', text: long },
        { kind: 'facts', facts: Array.from({ length: 20 }, () => ({ label: 'L', value: long })) },
        { kind: 'text', text: long },
        {
          kind: 'buttons',
          buttons: [{ kind: 'button', label: 'Claim', style: 'primary', action: 'claim', subject }],
        },
      ]),
    );
    expect(Buffer.byteLength(JSON.stringify(shown), 'utf16le')).toBeLessThan(80_000);
    expect(of(shown, 'Action.Execute')).toHaveLength(1);
  });

  it('never put more than six buttons in one row, and fold menus and questions', () => {
    const subject = { ticketId: 't', version: 1 };
    const shown = cardOf(
      card([
        {
          kind: 'buttons',
          buttons: [
            ...Array.from({ length: 9 }, () => ({
              kind: 'button' as const,
              label: 'Claim',
              style: 'plain' as const,
              action: 'claim' as const,
              subject,
            })),
            {
              kind: 'menu',
              label: 'Priority',
              action: 'set-priority',
              subject,
              options: [{ label: 'High', value: 'HIGH' }],
            },
            {
              kind: 'button',
              label: 'Close',
              style: 'danger',
              action: 'not-a-request',
              subject,
              confirm: { title: 'Sure?', text: 'Really', yes: 'Yes' },
            },
          ],
        },
      ]),
    );
    for (const row of of(shown, 'ActionSet')) expect(row.actions).toHaveProperty('length');
    expect(
      of(shown, 'ActionSet').map(({ actions }) => (Array.isArray(actions) ? actions.length : 0)),
    ).toEqual([6, 5]);
    expect(of(shown, 'Action.ShowCard')).toHaveLength(2);
    expect(JSON.stringify(shown)).toContain('"choice":"HIGH"');
  });

  it('say who speaks in their header, and draw no face from anywhere but https', () => {
    const speak = (avatarUrl: string | null) =>
      cardOf({ kind: 'text', text: plain('Hello'), as: { name: 'Ada *L*', avatarUrl } });
    expect(JSON.stringify(speak(null))).toContain('Ada *L*');
    expect(of(speak('https://a.example/ada.png'), 'Image')).toHaveLength(1);
    expect(of(speak('http://169.254.169.254/'), 'Image')).toEqual([]);
  });

  it('open a form whose fields cannot be taken for the form itself', () => {
    const dialog = renderForm(
      {
        name: 'reply',
        title: 'Reply',
        submit: 'Send',
        intro: [],
        subject: { ticketId: 't', version: 1 },
        fields: [
          {
            kind: 'text',
            name: 'desk',
            label: 'Desk',
            multiline: false,
            required: true,
            maxLength: 10,
          },
        ],
      },
      null,
      'nonce',
    );
    expect(of(dialog, 'Input.Text')).toMatchObject([
      { id: 'field.desk', isRequired: true, maxLength: 10 },
    ]);
    expect(of(dialog, 'Action.Submit')).toMatchObject([
      { data: { desk: { form: 'reply', nonce: 'nonce' } } },
    ]);
  });
});

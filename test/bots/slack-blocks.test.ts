import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  render,
  renderCard as renderCardIn,
  renderHome,
  renderText,
} from '../../bots/slack/blocks';
import { decodeText } from '../../bots/slack/decode-text';
import { renderForm } from '../../bots/slack/forms';
import { richText } from '../../bots/slack/rich-text';
import type { Block, Card } from '../../src/app/cards/card';
import type { Form } from '../../src/app/cards/form';
import { bold, plain, type Span, type Text, time, toPlain, words } from '../../src/domain/text';

const cardOf = (
  blocks: readonly Block<'team'>[],
  more: Partial<Card<'team'>> = {},
): Card<'team'> => ({
  audience: 'team',
  title: 'Ticket 7',
  tone: 'neutral',
  fallback: 'Ticket 7',
  blocks,
  ...more,
});
const renderCard = (card: Card) => renderCardIn(card, 'T0US');
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every object below a value. */
const objectsIn = (node: unknown): Record<string, unknown>[] => {
  if (Array.isArray(node)) return node.flatMap(objectsIn);
  if (!isRecord(node)) return [];
  return [node, ...Object.values(node).flatMap(objectsIn)];
};

/** The strings in which Slack looks for markup; in all others a control character is a character. */
const markupIn = (rendered: { text?: unknown; attachments?: unknown }): string[] => [
  ...(typeof rendered.text === 'string' ? [rendered.text] : []),
  ...objectsIn(rendered).flatMap((node) => [
    ...((node.type === 'mrkdwn' || node.type === 'plain_text') && typeof node.text === 'string'
      ? [node.text]
      : []),
    ...(typeof node.fallback === 'string' && node.blocks !== undefined ? [node.fallback] : []),
  ]),
];

const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '<!channel>',
    '<!here|x>',
    '<@U0ADA>',
    '<#C1|general>',
    '<https://evil.example|your bank>',
    '<!date^1^{date}|x>',
    '*bold* _it_ ~no~ `c`',
    '&lt;!channel&gt;',
    '@channel @here @everyone',
    'a|b>c',
    '\u0000\ud800',
  ),
);
const nastySpan: fc.Arbitrary<Span> = fc.oneof(
  nasty.map((text): Span => ({ kind: 'plain', text })),
  nasty.map((text): Span => ({ kind: 'bold', text })),
  nasty.map((text): Span => ({ kind: 'code', text })),
  nasty.map((text): Span => ({ kind: 'block', text })),
  fc.tuple(nasty, nasty).map(([url, text]): Span => ({ kind: 'link', url, text })),
  nasty.map((text): Span => ({ kind: 'link', url: 'https://evil.example/', text })),
  fc.tuple(nasty, nasty).map(([userId, label]): Span => ({ kind: 'mention', userId, label })),
);
const nastyText: fc.Arbitrary<Text> = fc.array(nastySpan, { maxLength: 6 });

describe('strange words in a card', () => {
  it('never become a mention, a broadcast, a link with a false label or a date', () => {
    fc.assert(
      fc.property(nastyText, nasty, (text, label) => {
        const rendered = renderCard(
          cardOf(
            [
              { kind: 'quote', text },
              { kind: 'facts', facts: [{ label, value: plain(label) }] },
              { kind: 'text', text: [{ kind: 'plain', text: label }, bold(label)], muted: true },
              {
                kind: 'buttons',
                buttons: [
                  {
                    kind: 'menu',
                    label,
                    action: 'assign',
                    subject: { ticketId: null, version: 1 },
                    options: [{ label, value: 'x' }],
                  },
                ],
              },
            ],
            { tone: 'urgent', title: label, fallback: label },
          ),
        );
        for (const markup of markupIn(rendered)) expect(markup).not.toMatch(/[<>]/);
        for (const node of objectsIn(rendered)) {
          expect(['user', 'broadcast', 'usergroup', 'channel', 'team']).not.toContain(node.type);
          if (node.type === 'link') expect(node.text).toBeUndefined();
          if (node.type === 'mrkdwn') expect(node.verbatim).toBe(true);
        }
        expect(JSON.stringify(rendered)).not.toContain('\\u0000');
      }),
      { numRuns: 500 },
    );
  });

  it('are posted as they are, whatever they contain', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const rendered = renderText(plain(text));
        expect(rendered.text).not.toMatch(/[<>]/);
        const shown = decodeText(rendered.text, [...rendered.blocks]);
        expect(toPlain(shown).trim()).toBe(
          text.replaceAll('\u0000', '\ufffd').toWellFormed().trim(),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('of ours may call a person, but only by a real id', () => {
    const call = (userId: string) =>
      richText([{ kind: 'mention', userId, label: 'ada' }], 'own').elements;
    expect(JSON.stringify(call('U0ADA'))).toContain('"user_id":"U0ADA"');
    expect(JSON.stringify(call('U0ADA> <!channel'))).not.toContain('user_id');
    const quoted = richText([{ kind: 'mention', userId: 'U0ADA', label: 'ada' }], 'quoted');
    expect(JSON.stringify(quoted)).not.toContain('user_id');
    expect(JSON.stringify(quoted)).toContain('@ada');
  });

  it('hide no address behind a label', () => {
    const link: Span = { kind: 'link', url: 'https://evil.example/', text: 'https://bank.example' };
    const quoted = JSON.stringify(richText([link], 'quoted'));
    expect(quoted).toContain('{"type":"link","url":"https://evil.example/"}');
    expect(quoted).toContain('https://bank.example (');
    const script: Span = { kind: 'link', url: 'javascript:alert(1)', text: 'click' };
    expect(JSON.stringify(richText([script], 'own'))).not.toContain('"link"');
  });
});

describe('spans survive the way to Slack and back', () => {
  it('in rich text', () => {
    const word = fc.stringMatching(/^[a-z<>&*_ ]{1,12}$/).filter((text) => text.trim() !== '');
    const span: fc.Arbitrary<Span> = fc.oneof(
      word.map((text): Span => ({ kind: 'plain', text })),
      word.map((text): Span => ({ kind: 'bold', text })),
      word.map((text): Span => ({ kind: 'italic', text })),
      word.map((text): Span => ({ kind: 'code', text })),
      fc.constant<Span>({ kind: 'link', url: 'https://a.b/c?d=e&f=g', text: 'docs' }),
      fc.constant<Span>({ kind: 'mention', userId: 'U1', label: 'U1' }),
    );
    const apart = fc
      .array(span, { minLength: 1, maxLength: 6 })
      .filter((spans) =>
        spans.every((one, at) => one.kind !== 'plain' || spans[at - 1]?.kind !== 'plain'),
      );
    fc.assert(
      fc.property(apart, (spans) => {
        expect(decodeText('', [richText(spans, 'own')])).toEqual(spans);
      }),
    );
  });

  it('as an instant that each reader sees in their own zone', () => {
    const rendered = renderText(
      words('by ', time(new Date('2026-03-01T10:00:00Z'), 'Europe/Paris')),
    );
    const date = objectsIn(rendered).find((node) => node.type === 'date');
    expect(date).toMatchObject({
      timestamp: 1_772_359_200,
      fallback: expect.stringMatching(/11:00/),
    });
    const muted = renderCard(
      cardOf([{ kind: 'text', text: [time(new Date(0), 'UTC')], muted: true }]),
    );
    expect(markupIn(muted).join()).toMatch(
      /<!date\^0\^\u200b\{date_short_pretty\} at \{time\}\|[^<>]+>/,
    );
  });
});

describe("Slack's limits", () => {
  const subject = { ticketId: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6', version: 12_345 };
  const button = (label: string) =>
    ({ kind: 'button', label, style: 'plain', action: 'claim', subject }) as const;
  const menu = (about: string) =>
    ({
      kind: 'menu',
      label: 'Priority',
      action: 'set-priority',
      subject: { ...subject, about },
      options: Array.from({ length: 150 }, (_, at) => ({ label: `${at}`, value: `${at}` })),
    }) as const;

  it('hold for a card that is far too big, and its buttons are kept', () => {
    const rendered = renderCard(
      cardOf([
        ...Array.from({ length: 80 }, (): Block<'team'> => ({ kind: 'text', text: plain('x') })),
        { kind: 'quote', text: plain('😀&'.repeat(9_000)) },
        { kind: 'text', text: plain('&'.repeat(9_000)), muted: true },
        {
          kind: 'buttons',
          buttons: Array.from({ length: 30 }, (_, at) => button(`b${at} `.repeat(40))),
        },
      ]),
    );
    expect(rendered.blocks.length).toBeLessThanOrEqual(50);
    const rows = rendered.blocks.flatMap((block) => (block.type === 'actions' ? [block] : []));
    expect(rows.map((row) => row.elements.length)).toEqual([25, 5]);
    for (const node of objectsIn(rendered.blocks)) {
      if (node.type === 'button') {
        expect(String(Object(node.text).text).length).toBeLessThanOrEqual(75);
        expect(String(node.value).length).toBeLessThanOrEqual(2_000);
      }
      if (node.type === 'mrkdwn') expect(String(node.text).length).toBeLessThanOrEqual(3_000);
      if (typeof node.action_id === 'string')
        expect(node.action_id.length).toBeLessThanOrEqual(255);
    }
    expect(JSON.stringify(rendered)).toContain('(shortened)');
  });

  it('hold for every number of controls: ids are unique, options and block ids short enough', () => {
    const rendered = renderCard(
      cardOf([
        { kind: 'buttons', buttons: [button('a'), button('b'), menu('one'), menu('two')] },
        { kind: 'buttons', buttons: [menu('one')] },
      ]),
    );
    const rows = rendered.blocks.flatMap((block) => (block.type === 'actions' ? [block] : []));
    expect(rows).toHaveLength(3);
    const ids = rows.flatMap((row) => row.block_id ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id.length).toBeLessThanOrEqual(255);
    for (const row of rows) {
      const actionIds = row.elements.map((element) => element.action_id);
      expect(new Set(actionIds).size).toBe(actionIds.length);
    }
    const select = objectsIn(rows).find((node) => node.type === 'static_select');
    expect(select?.options).toHaveLength(100);
  });

  it('hold for any text: never refused for its length, and said so where it is cut', () => {
    for (const text of ['x'.repeat(50_000), '<'.repeat(50_000), '😀'.repeat(50_000)]) {
      const rendered = renderText(plain(text));
      expect(rendered.text.length).toBeLessThanOrEqual(39_100);
      expect(rendered.text).toMatch(/… \(shortened\)$/);
      expect(rendered.blocks).toEqual([]);
    }
    expect(renderText([]).text).toBe(' ');
  });

  it('hold for forms', () => {
    const form: Form = {
      name: 'escalate',
      title: 'Escalate this ticket to somebody',
      submit: 'Escalate this ticket now please',
      intro: [plain('x'.repeat(9_000))],
      fields: [
        {
          kind: 'text',
          name: 'reason',
          label: 'Why?',
          multiline: true,
          required: true,
          initial: 'x'.repeat(5_000),
          hint: 'Say why',
          maxLength: 9_000,
        },
        {
          kind: 'choice',
          name: 'level',
          label: 'To',
          required: true,
          options: [{ label: 'Johnson & Johnson'.repeat(9), value: 'two' }],
          initial: 'two',
        },
      ],
      subject,
    };
    const place = { platform: 'slack', workspace: 'T1', channel: 'C1', threadId: null } as const;
    const view = renderForm(form, place);
    expect(view.title.text.length).toBeLessThanOrEqual(24);
    expect(view.submit?.text.length).toBeLessThanOrEqual(24);
    expect(view.private_metadata?.length).toBeLessThanOrEqual(3_000);
    expect(view.blocks.slice(1)).toMatchObject([
      { block_id: 'reason', optional: false, element: { max_length: 3_000 } },
      { block_id: 'level', element: { initial_option: { value: 'two' } } },
    ]);
    for (const node of objectsIn(view))
      if (typeof node.initial_value === 'string')
        expect(node.initial_value.length).toBeLessThanOrEqual(3_000);
  });
});

describe('a card', () => {
  it('has a coloured bar for its tone, and an edit to neutral takes it away', () => {
    const blocks: Block<'team'>[] = [{ kind: 'text', text: plain('body') }];
    const urgent = renderCard(cardOf(blocks, { tone: 'urgent' }));
    expect(urgent.blocks).toHaveLength(1);
    expect(urgent.attachments).toMatchObject([{ color: '#e01e5a' }]);
    const neutral = render({ kind: 'card', card: cardOf(blocks), as: null }, 'T0US');
    expect(neutral.blocks).toHaveLength(2);
    expect(neutral.attachments).toEqual([]);
  });

  it('asks before a dangerous press', () => {
    const rendered = renderCard(
      cardOf([
        {
          kind: 'buttons',
          buttons: [
            {
              kind: 'button',
              label: 'Not a request',
              style: 'danger',
              action: 'not-a-request',
              subject: { ticketId: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6', version: 1 },
              confirm: { title: 'Sure?', text: 'It leaves the queue.', yes: 'Yes' },
            },
          ],
        },
      ]),
    );
    expect(objectsIn(rendered).find((node) => node.type === 'button')).toMatchObject({
      style: 'danger',
      confirm: { title: { text: 'Sure?' }, confirm: { text: 'Yes' }, deny: { text: 'Cancel' } },
    });
  });

  it('becomes a home with a header', () => {
    const home = renderHome(cardOf([{ kind: 'divider' }], { title: 'Your desk' }), 'T0US');
    expect(home).toMatchObject({
      type: 'home',
      blocks: [{ type: 'header', text: { text: 'Your desk' } }, { type: 'divider' }],
    });
  });
});

import type { Audience, Block, Button, Card, Menu, Tone } from '../../src/app/cards/card';
import { opensForm } from '../../src/app/cards/form';
import type { Holds, Outgoing, Speaker } from '../../src/app/ports/chat-platform';
import {
  bold,
  shorten,
  shortenText,
  storable,
  type Text,
  toPlain,
  words,
} from '../../src/domain/text';
import { linkable, type RichTextBlock, richBlocks } from './adaptive-text';

export const CARD_TYPE = 'application/vnd.microsoft.card.adaptive';

interface Action {
  readonly type: 'Action.Execute' | 'Action.Submit' | 'Action.ShowCard';
  readonly title: string;
  readonly [more: string]: unknown;
}

export type Element =
  | RichTextBlock
  | {
      readonly type: 'Container' | 'ActionSet' | 'ColumnSet' | 'Image';
      readonly [more: string]: unknown;
    };

export interface AdaptiveCard {
  readonly type: 'AdaptiveCard';
  readonly $schema: string;
  readonly version: '1.4';
  readonly fallbackText: string;
  readonly msteams: { readonly width: 'Full' };
  readonly body: readonly Element[];
}

/** What Teams shows of an ActionSet at once; more would hide behind three dots. */
const MAX_ACTIONS = 6;
const MAX_OPTIONS = 20;
const MAX_LABEL = 60;

const STYLE: Readonly<Record<Tone, string>> = {
  neutral: 'default',
  good: 'good',
  warning: 'warning',
  urgent: 'attention',
  muted: 'emphasis',
};

/** How much of each text is shown: a card that is too large is drawn again with less. */
export interface Measure {
  readonly text: number;
  readonly fact: number;
}

const label = (text: string): string => shorten(storable(text), MAX_LABEL) || ' ';

const press = (
  control: Pick<Button<Audience>, 'action' | 'subject'>,
  title: string,
  choice: string | null,
  nonce: string,
): Action => {
  const desk = { action: control.action, subject: control.subject, choice, nonce };
  return opensForm(control.action)
    ? { type: 'Action.Submit', title, data: { msteams: { type: 'task/fetch' }, desk } }
    : { type: 'Action.Execute', title, verb: control.action, data: { desk } };
};

const AFFIRMATIVE = { primary: 'positive', danger: 'destructive', plain: 'default' } as const;

const folded = (title: string, body: readonly Element[], actions: readonly Action[]): Action => ({
  type: 'Action.ShowCard',
  title,
  card: { type: 'AdaptiveCard', body, actions },
});

const actionOf = (control: Button<Audience> | Menu<Audience>, nonce: string): Action => {
  if (control.kind === 'menu')
    return folded(
      label(control.label),
      [],
      control.options
        .slice(0, MAX_OPTIONS)
        .map((option) => press(control, label(option.label), option.value, nonce)),
    );
  const { confirm } = control;
  const pressed = press(control, label(confirm?.yes ?? control.label), null, nonce);
  if (confirm !== undefined)
    return folded(
      label(control.label),
      [...richBlocks([bold(confirm.title)]), ...richBlocks(words(confirm.text))],
      [pressed],
    );
  return { ...pressed, style: AFFIRMATIVE[control.style] };
};

const actionSets = (actions: readonly Action[]): Element[] => {
  const sets: Element[] = [];
  for (let at = 0; at < actions.length; at += MAX_ACTIONS)
    sets.push({ type: 'ActionSet', actions: actions.slice(at, at + MAX_ACTIONS) });
  return sets;
};

const elementsOf = (block: Block<Audience>, nonce: string, measure: Measure): Element[] => {
  switch (block.kind) {
    case 'text':
      return richBlocks(shortenText(block.text, measure.text), block.muted === true);
    case 'facts':
      return block.facts.flatMap(({ label: name, value }) =>
        richBlocks(words(bold(name), '  ', shortenText(value, measure.fact, '…'))),
      );
    case 'quote':
      return [
        {
          type: 'Container',
          style: 'emphasis',
          items: richBlocks(shortenText(block.text, measure.text)),
        },
      ];
    case 'buttons':
      return actionSets(block.buttons.map((control) => actionOf(control, nonce)));
    case 'divider':
      return [];
    default:
      return block satisfies never;
  }
};

/** A divider is the line above what follows it. */
const bodyOf = (blocks: readonly Block<Audience>[], nonce: string, measure: Measure): Element[] => {
  const body: Element[] = [];
  let divided = false;
  for (const block of blocks) {
    if (block.kind === 'divider') {
      divided = body.length > 0;
      continue;
    }
    const [first, ...rest] = elementsOf(block, nonce, measure);
    if (first === undefined) continue;
    body.push(divided ? { ...first, separator: true } : first, ...rest);
    divided = false;
  }
  return body;
};

/** Bots cannot speak as a person: the name stands in the card's header. */
const header = (speaker: Speaker): Element[] => {
  const name = { type: 'Column', width: 'stretch', items: richBlocks([bold(speaker.name)]) };
  const url = speaker.avatarUrl === null ? null : linkable(speaker.avatarUrl);
  if (url === null || !url.startsWith('https:')) return richBlocks([bold(speaker.name)]);
  const face = { type: 'Image', url, size: 'Small', style: 'Person', altText: '' };
  return [{ type: 'ColumnSet', columns: [{ type: 'Column', width: 'auto', items: [face] }, name] }];
};

const whole = (body: readonly Element[], fallback: string): AdaptiveCard => ({
  type: 'AdaptiveCard',
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
  version: '1.4',
  fallbackText: shorten(storable(fallback), 500) || ' ',
  msteams: { width: 'Full' },
  body,
});

/** Card -> Adaptive Card. Pure; `nonce` tells this showing's presses from every other's. */
export const adaptiveCard = (
  card: Card,
  speaker: Speaker | null,
  nonce: string,
  measure: Measure,
): AdaptiveCard => {
  const body = bodyOf(card.blocks, nonce, measure);
  const title = card.title === '' ? [] : richBlocks([bold(card.title)]);
  const head: Element[] = [...(speaker === null ? [] : header(speaker)), ...title];
  // Customers see no alarm colours: it is a conversation for them.
  const style = card.audience === 'customer' ? 'default' : STYLE[card.tone];
  const coloured = style === 'default' ? head : head.length > 0 ? head : body.splice(0, 1);
  const top: Element[] =
    style === 'default' ? head : [{ type: 'Container', style, bleed: true, items: coloured }];
  return whole([...top, ...body], card.fallback || card.title);
};

const spokenCard = (text: Text, speaker: Speaker | null, measure: Measure): AdaptiveCard =>
  whole(
    [...(speaker === null ? [] : header(speaker)), ...richBlocks(shortenText(text, measure.text))],
    speaker === null ? toPlain(text) : `${speaker.name}: ${toPlain(text)}`,
  );

/** Words without form or speaker travel as plain text; the rest is a card. */
type Drawn =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'card'; readonly card: AdaptiveCard };

/** Shortened: it did not fit as it was. */
export type Rendered = Drawn & { readonly isShortened: boolean };

const isPlain = (text: Text): boolean =>
  text.every(({ kind }) => kind === 'plain' || kind === 'time' || kind === 'mention');

const renderAt = (what: Outgoing, nonce: string, measure: Measure): Drawn => {
  if (what.kind === 'card')
    return { kind: 'card', card: adaptiveCard(what.card, what.as, nonce, measure) };
  if (what.as !== null || !isPlain(what.text))
    return { kind: 'card', card: spokenCard(what.text, what.as, measure) };
  const text = toPlain(shortenText(what.text, measure.text * 3));
  return { kind: 'text', text: storable(text) || ' ' };
};

/** What is surely shown whole; a line is a block of its own, of which there are not too many. */
export const HOLDS: Holds = {
  text: { chars: 9_000, lines: 250 },
  block: { chars: 9_000, lines: 250 },
};

/** From generous to tight; Teams refuses beyond 100 KB, counted as it counts: two bytes a character. */
const MEASURES: readonly Measure[] = [
  { text: HOLDS.block.chars, fact: 1_000 },
  { text: 3_000, fact: 300 },
  { text: 800, fact: 150 },
  { text: 200, fact: 80 },
];
const MAX_BYTES = 80_000;

/** Whatever is to be said -> what Teams is given, never too large to be posted. `tighter` steps are left out. */
export const render = (what: Outgoing, nonce: string, tighter = 0): Rendered => {
  const measures = MEASURES.slice(Math.min(tighter, MEASURES.length - 1));
  let drawn: Drawn = { kind: 'text', text: ' ' };
  for (const measure of measures) {
    drawn = renderAt(what, nonce, measure);
    if (JSON.stringify(drawn).length * 2 <= MAX_BYTES)
      return { ...drawn, isShortened: measure !== MEASURES[0] };
  }
  return { ...drawn, isShortened: true };
};

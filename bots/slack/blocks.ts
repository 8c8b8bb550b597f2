import type { types } from '@slack/bolt';
import type {
  Audience,
  Block,
  Button,
  ButtonSubject,
  Card,
  Menu,
  Tone,
} from '../../src/app/cards/card';
import type { Holds, Outgoing } from '../../src/app/ports/chat-platform';
import { bold, shortenText, type Text, toPlain, words } from '../../src/domain/text';
import { richText } from './rich-text';
import { escaped, fitted, plainObject, toMrkdwn } from './slack-text';

type Element = types.ActionsBlock['elements'][number];
type AnyBlock = Block<Audience>;

const MAX_BLOCKS = 50;
const MAX_ELEMENTS = 25;
const MAX_OPTIONS = 100;
/** A rich text beyond this risks "blocks too long"; the words then travel as plain text. */
const MAX_RICH = 11_000;
const MAX_QUOTE = 2_900;
const MAX_TEXT = 39_000;

/** What is shown whole, with its formatting: Slack itself would cut only far beyond. */
export const HOLDS: Holds = {
  text: { chars: MAX_RICH, lines: Number.POSITIVE_INFINITY },
  block: { chars: MAX_QUOTE, lines: Number.POSITIVE_INFINITY },
};

/** A coloured bar beside the card; a neutral card has none. */
const COLOUR: Readonly<Record<Tone, string | null>> = {
  neutral: null,
  good: '#2eb67d',
  warning: '#ecb22e',
  urgent: '#e01e5a',
  muted: '#9a9a9a',
};

/**
 * The installation travels along: when somebody of another organisation presses, Slack may name
 * only theirs.
 */
const subjectJson = (subject: ButtonSubject, workspace: string): string =>
  JSON.stringify({ ...subject, workspace });

const confirmOf = (
  confirm: NonNullable<Button<Audience>['confirm']>,
): types.ConfirmationDialog => ({
  title: plainObject(confirm.title, 100),
  text: plainObject(confirm.text, 300),
  confirm: plainObject(confirm.yes, 30),
  deny: plainObject('Cancel', 30),
});

const buttonElement = (
  button: Button<Audience>,
  actionId: string,
  workspace: string,
): types.Button => ({
  type: 'button',
  action_id: actionId,
  text: plainObject(button.label, 75),
  value: subjectJson(button.subject, workspace),
  ...(button.style === 'plain' ? {} : { style: button.style }),
  ...(button.confirm ? { confirm: confirmOf(button.confirm) } : {}),
});

const menuElement = (menu: Menu<Audience>, actionId: string): types.StaticSelect => ({
  type: 'static_select',
  action_id: actionId,
  placeholder: plainObject(menu.label, 150),
  options: menu.options
    .slice(0, MAX_OPTIONS)
    .map((option) => ({ text: plainObject(option.label, 75), value: option.value })),
});

/**
 * Rows of buttons and menus. A menu's options hold 150 characters, too few for a subject, so the
 * subject sits in the row's block id; menus about different things stand in different rows.
 */
const rowsOf = (
  controls: readonly (Button<Audience> | Menu<Audience>)[],
  seed: number,
  workspace: string,
): types.ActionsBlock[] => {
  const rows: { subject: string | null; elements: Element[]; used: Set<string> }[] = [];
  for (const control of controls) {
    const subject = control.kind === 'menu' ? subjectJson(control.subject, workspace) : null;
    let row = rows.at(-1);
    const clash = subject !== null && row?.subject != null && row.subject !== subject;
    if (row === undefined || clash || row.elements.length === MAX_ELEMENTS) {
      row = { subject: null, elements: [], used: new Set() };
      rows.push(row);
    }
    row.subject ??= subject;
    const id = row.used.has(control.action)
      ? `${control.action}:${row.elements.length}`
      : control.action;
    row.used.add(id);
    row.elements.push(
      control.kind === 'menu' ? menuElement(control, id) : buttonElement(control, id, workspace),
    );
  }
  return rows.map(({ subject, elements }, at) => ({
    type: 'actions',
    ...(subject === null ? {} : { block_id: `${seed}.${at}:${subject}` }),
    elements,
  }));
};

const factsText = (facts: Extract<AnyBlock, { kind: 'facts' }>['facts']): Text =>
  words(
    ...facts.flatMap(({ label, value }, at) => [
      ...(at === 0 ? [] : ['\n']),
      bold(label),
      '  ',
      shortenText(value, MAX_QUOTE / 4, '…'),
    ]),
  );

const blocksOf = (block: AnyBlock, seed: number, workspace: string): types.KnownBlock[] => {
  switch (block.kind) {
    case 'text':
      return block.muted
        ? [
            {
              type: 'context',
              elements: [{ type: 'mrkdwn', text: toMrkdwn(block.text, 2_000), verbatim: true }],
            },
          ]
        : [richText(shortenText(block.text, MAX_QUOTE), 'own')];
    case 'facts':
      return block.facts.length === 0 ? [] : [richText(factsText(block.facts), 'own')];
    case 'quote':
      return [richText(shortenText(block.text, MAX_QUOTE), 'quoted')];
    case 'buttons':
      return rowsOf(block.buttons, seed, workspace);
    case 'divider':
      return [{ type: 'divider' }];
    default:
      return block satisfies never;
  }
};

/** Buttons are kept before words: without them nobody can act. */
const withinLimit = (blocks: types.KnownBlock[], limit: number): types.KnownBlock[] => {
  if (blocks.length <= limit) return blocks;
  const kept = [...blocks];
  while (kept.length > limit - 1) {
    const last = kept.findLastIndex((block) => block.type !== 'actions');
    kept.splice(last === -1 ? kept.length - 1 : last, 1);
  }
  return [...kept, { type: 'context', elements: [plainObject('… (shortened)', 100)] }];
};

const bodyOf = (card: Card, workspace: string): types.KnownBlock[] =>
  card.blocks.flatMap((block, at) => blocksOf(block, at, workspace));

export interface Rendered {
  readonly text: string;
  readonly blocks: readonly types.KnownBlock[];
  readonly attachments: readonly types.MessageAttachment[];
}

/**
 * Card -> message. Pure; both lists are always given, so that an edit clears what it replaces. A
 * coloured bar needs words above it, else Slack shows the fallback there: the title, or the first
 * block. Customers see no bars: it is a conversation for them, not an alarm.
 */
export const renderCard = (card: Card, workspace: string): Rendered => {
  const title = card.title === '' ? [] : [richText([bold(card.title)], 'own')];
  const body = bodyOf(card, workspace);
  const text = fitted(card.fallback || card.title, 3_000);
  const color = card.audience === 'customer' ? null : COLOUR[card.tone];
  const head = title.length > 0 ? title : body.slice(0, 1);
  const rest = title.length > 0 ? body : body.slice(1);
  if (color === null || rest.length === 0)
    return {
      text,
      blocks: withinLimit([...head, ...rest], MAX_BLOCKS),
      attachments: [],
    };
  return {
    text,
    blocks: head,
    attachments: [{ color, fallback: text, blocks: withinLimit(rest, MAX_BLOCKS - head.length) }],
  };
};

/** Words -> message, never too long to be posted. */
export const renderText = (said: Text): Rendered => {
  const whole = toPlain(said);
  const text = fitted(whole, MAX_TEXT);
  const shortened = escaped(whole).length > MAX_TEXT;
  const isRich = whole.length <= MAX_RICH;
  return {
    text: shortened ? `${text} (shortened)` : text || ' ',
    blocks: isRich ? [richText(said, 'own')] : [],
    attachments: [],
  };
};

/** Whatever is to be said -> what Slack is given. */
export const render = (what: Outgoing, workspace: string): Rendered =>
  what.kind === 'card' ? renderCard(what.card, workspace) : renderText(what.text);

/** Card -> a person's App Home. */
export const renderHome = (card: Card<'team'>, workspace: string): types.HomeView => ({
  type: 'home',
  blocks: withinLimit(
    [
      { type: 'header', text: plainObject(card.title || card.fallback, 150) },
      ...bodyOf(card, workspace),
    ],
    2 * MAX_BLOCKS,
  ),
});

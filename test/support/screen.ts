import type { SlackSandbox } from '../../sandbox/handle';
import { fields, type JsonObject, objects, text } from '../../sandbox/json';

/** A message, form or home as somebody sees it. */
export type Shown = JsonObject;

export interface Control {
  readonly actionId: string;
  readonly label: string;
  readonly value: string | undefined;
  readonly blockId: string | undefined;
}

const blocksOf = (shown: Shown): JsonObject[] => [
  ...objects(shown.blocks),
  ...objects(shown.attachments).flatMap((attachment) => objects(attachment.blocks)),
];

const leaf = (element: JsonObject): string => {
  switch (element.type) {
    case 'user':
      return `<@${text(element.user_id) ?? ''}>`;
    case 'broadcast':
      return `<!${text(element.range) ?? ''}>`;
    case 'date':
      return text(element.fallback) ?? '';
    case 'link':
      return text(element.text) ?? text(element.url) ?? '';
    default:
      return text(element.text) ?? text(fields(element.text).text) ?? '';
  }
};

const wordsOf = (node: JsonObject): string =>
  Array.isArray(node.elements) ? objects(node.elements).map(wordsOf).join('') : leaf(node);

const wordsOfBlock = (block: JsonObject): string => {
  if (block.type === 'actions') return '';
  if (block.type === 'input')
    return `${text(fields(block.label).text) ?? ''} ${text(fields(block.hint).text) ?? ''}`;
  return wordsOf(block);
};

/** Every word of it that a person can read, without the labels of its buttons. */
export const wordsIn = (shown: Shown): string => {
  const blocks = blocksOf(shown);
  return blocks.length === 0 ? (text(shown.text) ?? '') : blocks.map(wordsOfBlock).join('\n');
};

/** Its buttons and menus, in their order. */
export const controlsIn = (shown: Shown): Control[] =>
  blocksOf(shown)
    .filter((block) => block.type === 'actions')
    .flatMap((block) =>
      objects(block.elements).map((element) => ({
        actionId: text(element.action_id) ?? '',
        label: text(fields(element.text ?? element.placeholder).text) ?? '',
        value: text(element.value),
        blockId: text(block.block_id),
      })),
    );

/** The labels of its buttons and menus. */
export const labelsIn = (shown: Shown): string[] => controlsIn(shown).map(({ label }) => label);

/** Everything a person reads in a channel or one of its threads, top to bottom. */
export const transcript = (slack: SlackSandbox, channel: string, threadTs?: string): string[] =>
  (threadTs === undefined ? slack.messages(channel) : slack.thread(channel, threadTs)).map(wordsIn);

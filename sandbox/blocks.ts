import { randomBytes } from 'node:crypto';
import { copy, fields, isObject, type Json, type JsonObject, objects, text } from './json';

/** Gives every block and element the id Slack would give it, and the defaults it would show. */
export function withIds(blocks: Json[]): Json[] {
  return copy(blocks).map((block) => {
    if (!isObject(block)) return block;
    block.block_id ??= shortId();
    if (block.type === 'section') {
      for (const part of [fields(block.text), ...objects(block.fields)]) {
        if (part.type === 'mrkdwn') part.verbatim ??= false;
      }
    }
    for (const element of elementsOf(block)) {
      element.action_id ??= shortId();
      const label = fields(element.text);
      if (label.type === 'plain_text') label.emoji ??= true;
    }
    return block;
  });
}

/** The interactive elements of one block, wherever its kind keeps them. */
export function elementsOf(block: JsonObject): JsonObject[] {
  if (block.type === 'actions') return objects(block.elements);
  const single =
    block.type === 'input' ? block.element : block.type === 'section' ? block.accessory : undefined;
  return isObject(single) && single.type !== 'image' ? [single] : [];
}

export interface Placed {
  block: JsonObject;
  element: JsonObject;
}

/** Every interactive element below a list of blocks and attachments. */
export function placedElements(blocks: Json[] | null, attachments: Json[] | null = null): Placed[] {
  const all = [
    ...objects(blocks),
    ...objects(attachments).flatMap((attachment) => objects(attachment.blocks)),
  ];
  return all.flatMap((block) => elementsOf(block).map((element) => ({ block, element })));
}

const STATEFUL: Record<string, string> = {
  plain_text_input: 'value',
  email_text_input: 'value',
  url_text_input: 'value',
  number_input: 'value',
  static_select: 'selected_option',
  external_select: 'selected_option',
  radio_buttons: 'selected_option',
  users_select: 'selected_user',
  conversations_select: 'selected_conversation',
  channels_select: 'selected_channel',
  datepicker: 'selected_date',
  timepicker: 'selected_time',
  datetimepicker: 'selected_date_time',
  checkboxes: 'selected_options',
  multi_static_select: 'selected_options',
  multi_external_select: 'selected_options',
  multi_users_select: 'selected_users',
  multi_conversations_select: 'selected_conversations',
  multi_channels_select: 'selected_channels',
};

/** The state entry of one element for what a person chose, or undefined if it keeps no state. */
export function stateOf(
  element: JsonObject,
  chosen: string | string[] | undefined,
): JsonObject | undefined {
  const type = text(element.type) ?? '';
  const key = STATEFUL[type];
  if (key === undefined) return undefined;
  return {
    type,
    [key]: chosen === undefined ? initialOf(element, key) : chosenValue(element, key, chosen),
  };
}

/** What a press on a stateful element adds to its action. */
export function chosenFields(
  element: JsonObject,
  chosen: string | string[] | undefined,
): JsonObject {
  if (element.type === 'overflow' && typeof chosen === 'string')
    return { selected_option: optionOf(element, chosen) };
  const { type: _type, ...rest } = stateOf(element, chosen) ?? { type: '' };
  return rest;
}

/** Whether a state entry holds an answer. */
export function isAnswered(state: JsonObject): boolean {
  return Object.entries(state).some(
    ([key, value]) =>
      key !== 'type' &&
      value !== null &&
      value !== undefined &&
      value !== '' &&
      !(Array.isArray(value) && value.length === 0),
  );
}

function chosenValue(element: JsonObject, key: string, chosen: string | string[]): Json {
  const list = Array.isArray(chosen) ? chosen : chosen === '' ? [] : [chosen];
  if (key === 'selected_options') return list.map((value) => optionOf(element, value));
  if (key === 'selected_users' || key === 'selected_conversations' || key === 'selected_channels')
    return list;
  const one = list[0];
  if (one === undefined) return null;
  if (key === 'selected_option') return optionOf(element, one);
  if (key === 'selected_date_time') return Number(one);
  return one;
}

function initialOf(element: JsonObject, key: string): Json {
  const initial =
    element[
      key.replace(/^selected_|^value$/, (found) =>
        found === 'value' ? 'initial_value' : 'initial_',
      )
    ];
  return initial === undefined ? (key.endsWith('s') ? [] : null) : initial;
}

function optionOf(element: JsonObject, value: string): JsonObject {
  const groups = objects(element.option_groups).flatMap((group) => objects(group.options));
  const found = [...objects(element.options), ...groups].find((option) => option.value === value);
  return found ? copy(found) : { text: { type: 'plain_text', text: value, emoji: true }, value };
}

function shortId(): string {
  return randomBytes(4).toString('base64url').slice(0, 5);
}

import { fields, isObject, items, type Json, type JsonObject, text } from './json';
import { TeamsRefusal } from './teams-model';

/** What a person filled in, by the input's id. */
export type CardInputs = { readonly [id: string]: string };

/** A button by its title, verb or id, or by its place in the card (from 0, in reading order). */
export type ButtonName = string | number;

const CHILDREN = ['body', 'items', 'columns', 'actions', 'rows', 'cells', 'inlineAction'] as const;

function walk(value: Json | undefined, visit: (node: JsonObject) => void): void {
  if (Array.isArray(value)) for (const item of value) walk(item, visit);
  if (!isObject(value)) return;
  visit(value);
  for (const key of CHILDREN) walk(value[key], visit);
  walk(value.selectAction, visit);
  walk(value.card, visit);
}

/** Every button of a card in reading order. */
export function buttonsOf(card: JsonObject): JsonObject[] {
  const buttons: JsonObject[] = [];
  walk(card, (node) => {
    if (text(node.type)?.startsWith('Action.')) buttons.push(node);
  });
  return buttons;
}

/** Every input of a card in reading order. */
export function inputsOf(card: JsonObject): JsonObject[] {
  const inputs: JsonObject[] = [];
  walk(card, (node) => {
    if (text(node.type)?.startsWith('Input.')) inputs.push(node);
  });
  return inputs;
}

/** The button somebody means. */
export function buttonOf(card: JsonObject, name: ButtonName): JsonObject {
  const buttons = buttonsOf(card);
  const found =
    typeof name === 'number'
      ? buttons[name]
      : buttons.find((button) => [button.title, button.verb, button.id].includes(name));
  if (!found) throw new TeamsRefusal(`the card has no button ${name}`);
  return found;
}

/** A button's data with what was filled in, as the client sends it. */
export function dataOf(card: JsonObject, button: JsonObject, filled: CardInputs): JsonObject {
  const data = fields(button.data);
  if (button.associatedInputs === 'none') return { ...data };
  const values: JsonObject = {};
  for (const input of inputsOf(card)) {
    const id = text(input.id) ?? '';
    const off = input.type === 'Input.Toggle' ? (text(input.valueOff) ?? 'false') : undefined;
    const value = filled[id] ?? text(input.value) ?? off;
    const empty = value === undefined || value === '' || value === off;
    if (input.isRequired === true && empty)
      throw new TeamsRefusal(text(input.errorMessage) ?? `${text(input.label) ?? id} is required`);
    const longest = input.maxLength;
    if (typeof longest === 'number' && (value ?? '').length > longest)
      throw new TeamsRefusal(`${text(input.label) ?? id} takes ${longest} characters`);
    if (value !== undefined) values[id] = value;
  }
  const unknown = Object.keys(filled).filter((id) => !(id in values));
  if (unknown.length > 0) throw new TeamsRefusal(`the card has no input ${unknown.join(', ')}`);
  return { ...data, ...values };
}

/** Whether a button opens a dialog. */
export function opensDialog(button: JsonObject): boolean {
  return text(fields(fields(button.data).msteams).type) === 'task/fetch';
}

/** Who a card is refreshed for without a click, and by which action. */
export function refreshOf(card: JsonObject): { action: JsonObject; userIds: string[] } | null {
  const refresh = fields(card.refresh);
  if (!isObject(refresh.action)) return null;
  return {
    action: refresh.action,
    userIds: items(refresh.userIds).flatMap((id) => text(id) ?? []),
  };
}

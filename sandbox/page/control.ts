import { jsonList, label, text, textList, toJson } from './json';
import type { Choice, Json } from './types';

export type Option = {
  readonly value: string;
  readonly label: string;
  readonly description: string;
  readonly url: string | null;
};
export type OptionGroup = { readonly label: string; readonly options: readonly Option[] };

/** The options of a select, overflow, radio or checkbox element. */
export function optionsOf(source: Json): Option[] {
  return jsonList(source.options).map((option) => ({
    value: text(option.value),
    label: label(option.text),
    description: label(option.description),
    url: text(option.url) || null,
  }));
}

/** The option groups of a select; one nameless group when it has none. */
export function groupsOf(element: Json): OptionGroup[] {
  const groups = jsonList(element.option_groups);
  if (groups.length === 0) return [{ label: '', options: optionsOf(element) }];
  return groups.map((group) => ({ label: label(group.label), options: optionsOf(group) }));
}

/** True for elements whose value is a list. */
export function isMany(element: Json): boolean {
  const type = text(element.type);
  return type === 'checkboxes' || type.startsWith('multi_');
}

/** What an element holds before anybody touched it. */
export function initialChoice(element: Json): Choice {
  if (isMany(element)) {
    const chosen = jsonList(element.initial_options).map((option) => text(option.value));
    const ids = [element.initial_users, element.initial_channels, element.initial_conversations];
    return [...chosen, ...ids.flatMap(textList)];
  }
  if (typeof element.initial_date_time === 'number') return String(element.initial_date_time);
  const option = text(toJson(element.initial_option).value);
  const plain = [
    element.initial_value,
    element.initial_user,
    element.initial_date,
    element.initial_time,
    element.initial_channel,
    element.initial_conversation,
  ];
  return option || (plain.map(text).find((value) => value !== '') ?? '');
}

/** Unix seconds as the value of a datetime-local field, in the reader's zone. */
export function toLocalField(seconds: string): string {
  if (!/^\d+$/.test(seconds)) return '';
  const date = new Date(Number(seconds) * 1000);
  const shifted = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}

/** The value of a datetime-local field as Unix seconds; empty when it is none. */
export function fromLocalField(value: string): string {
  const millis = new Date(value).getTime();
  return Number.isNaN(millis) ? '' : String(Math.floor(millis / 1000));
}

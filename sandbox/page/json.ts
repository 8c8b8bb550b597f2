import type { Json } from './types';

/** True for a JSON object (not null, not an array). */
export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as an object; an empty one when it is something else. */
export function toJson(value: unknown): Json {
  return isJson(value) ? value : {};
}

/** The objects of a list, or of a map's values; everything else is left out. */
export function jsonList(value: unknown): Json[] {
  if (Array.isArray(value)) return value.filter(isJson);
  return isJson(value) ? Object.values(value).filter(isJson) : [];
}

/** The strings of a list. */
export function textList(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** The string, or null when it is missing, empty or no string. */
export function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The string, or an empty one. */
export function text(value: unknown): string {
  return textOrNull(value) ?? '';
}

/** The string inside a Block Kit text object. */
export function label(value: unknown): string {
  return text(toJson(value).text);
}

/** A map of strings, leaving out what is not a string. */
export function textMap(value: unknown): { [key: string]: string } {
  const found: { [key: string]: string } = {};
  for (const [key, item] of Object.entries(toJson(value))) {
    if (typeof item === 'string') found[key] = item;
  }
  return found;
}

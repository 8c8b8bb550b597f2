/** JSON as a type, so that a payload can be built and read without casts. */
export type Json = string | number | boolean | null | Json[] | JsonObject;

export interface JsonObject {
  [key: string]: Json | undefined;
}

/** Whether a parsed value is a plain JSON object. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Parses a JSON text; undefined when it is not JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    const parsed: Json = JSON.parse(text);
    return parsed;
  } catch {
    return undefined;
  }
}

/** The value if it is a string. */
export function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The value if it is an array, else an empty one. */
export function items(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

/** The members of an array which are objects. */
export function objects(value: Json | undefined): JsonObject[] {
  return items(value).filter(isObject);
}

/** The value if it is an object, else an empty one. */
export function fields(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** A deep copy, so that stored state and sent payloads never share an object. */
export function copy<T extends Json>(value: T): T {
  return structuredClone(value);
}

/** Drops the keys whose value is undefined, as a payload on the wire has none. */
export function compact(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([, held]) => held !== undefined));
}

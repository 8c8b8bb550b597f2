import { isAnswered, placedElements, stateOf } from './blocks';
import { fields, isObject, type Json, type JsonObject, objects, text } from './json';
import type { View } from './model';

export type FormValues = Record<string, Record<string, string | string[]>>;

export interface Chosen {
  actionId: string;
  blockId?: string;
  value?: string;
  selected?: string | string[];
}

/** Slack's state.values for what stands in the fields, and for the choice just made. */
export function stateValues(blocks: Json[] | null, values: FormValues, press?: Chosen): JsonObject {
  const state: Record<string, JsonObject> = {};
  for (const { block, element } of placedElements(blocks)) {
    const blockId = text(block.block_id) ?? '';
    const actionId = text(element.action_id) ?? '';
    const pressed =
      press?.actionId === actionId && (press.blockId ?? blockId) === blockId
        ? (press.selected ?? press.value)
        : undefined;
    const entry = stateOf(element, pressed ?? values[blockId]?.[actionId]);
    if (entry) state[blockId] = { ...state[blockId], [actionId]: entry };
  }
  return state;
}

/** The blocks which must be filled in and are not. */
export function unansweredBlocks(view: View, values: JsonObject): string[] {
  return objects(view.body.blocks)
    .filter((block) => block.type === 'input' && block.optional !== true)
    .map((block) => text(block.block_id) ?? '')
    .filter(
      (id) =>
        !Object.values(fields(values[id])).some((state) => isObject(state) && isAnswered(state)),
    );
}

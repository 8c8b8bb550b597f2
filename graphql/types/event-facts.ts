import type { Facts } from '../../src/domain/ticket';
import { globalId } from '../global-id';

/** A fact that is a text; null where it is not there. */
export const text = (facts: Facts, field: string): string | null => {
  const value = facts[field];
  return typeof value === 'string' ? value : null;
};
export const count = (facts: Facts, field: string): number | null => {
  const value = facts[field];
  return typeof value === 'number' ? value : null;
};
/** History is older than today's enums: a value they do not know is not shown as one. */
export const oneOf = <Value extends string>(
  known: readonly Value[],
  facts: Facts,
  field: string,
): Value | null => known.find((value) => value === facts[field]) ?? null;
export const member = (facts: Facts): string | null => {
  const uuid = text(facts, 'assigneeId');
  return uuid === null ? null : globalId('Member', uuid);
};
export const instant = (facts: Facts, field: string): Date | null => {
  const value = text(facts, field);
  return value === null ? null : new Date(value);
};

import { IANAZone } from 'luxon';
import type { Actor } from '../../domain/actor';
import { DeskError } from '../../domain/errors';
import { type Action, may } from '../../domain/policy';

const NAME_LIMIT = 120;

/** Throws `forbidden` unless this actor may do that to the desk itself. */
export const requireAdministration = (
  actor: Actor,
  action: Extract<Action, 'configure' | 'administer'>,
): void => {
  if (!may(actor, action, null))
    throw new DeskError(
      'forbidden',
      'NOT_ALLOWED',
      action === 'administer'
        ? 'That is for administrators.'
        : 'That is for supervisors and administrators.',
    );
};

/** A name that people can read. Throws `invalid`. */
export const checkedName = (name: string, field: string): string => {
  const trimmed = name.replace(/\s+/gu, ' ').trim();
  if (trimmed === '' || [...trimmed].length > NAME_LIMIT)
    throw new DeskError(
      'invalid',
      'NAME_LENGTH',
      `A name has 1 to ${NAME_LIMIT} characters.`,
      null,
      [field],
    );
  return trimmed;
};

/** A whole number within bounds. Throws `invalid`. */
export const inRange = (value: number, least: number, most: number, field: string): number => {
  if (value < least || value > most)
    throw new DeskError(
      'invalid',
      'OUT_OF_RANGE',
      `That takes a whole number from ${least} to ${most}.`,
      null,
      [field],
    );
  return value;
};

/** An IANA time zone this machine knows. Throws `invalid`. */
export const checkedZone = (zone: string, field: string): string => {
  if (!IANAZone.isValidZone(zone))
    throw new DeskError(
      'invalid',
      'UNKNOWN_ZONE',
      `“${zone.slice(0, 60)}” is no time zone.`,
      'Use an IANA name, for example Europe/Berlin.',
      [field],
    );
  return zone;
};

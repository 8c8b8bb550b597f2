import { DeskError } from '../../domain/errors';
import type { Channel } from '../ports/records';

/** Why internal figures must not be told in a room; null: they may. */
export const troubleWith = (room: Channel | null): string | null => {
  if (room === null || !room.active) return 'The desk is not in that room any more.';
  if (room.isExternallyShared || room.kind === 'CUSTOMER')
    return 'That room is not ours alone: customers would read the figures.';
  return null;
};

/** Throws `refused` for a room that others read. */
export const requireOwnRoom = (room: Channel): void => {
  const trouble = troubleWith(room);
  if (trouble !== null)
    throw new DeskError(
      'refused',
      'ROOM_NOT_OURS',
      trouble,
      'Choose a room that only your team reads.',
      ['channelId'],
    );
};

import { z } from 'zod';
import type { ChangePoint } from '../src/app/ports/live';
import { DeskError } from '../src/domain/errors';

const CURSOR = z.tuple([z.literal('change'), z.string().regex(/^\d{1,18}$/), z.guid()]);

/** Opaque to clients: where to go on after a break. */
export const encodeChange = ({ changedIn, ticketId }: ChangePoint): string =>
  Buffer.from(JSON.stringify(['change', changedIn, ticketId])).toString('base64url');

/** Throws `invalid` for anything that we did not give out. */
export const decodeChange = (cursor: string): ChangePoint => {
  try {
    const [, changedIn, ticketId] = CURSOR.parse(
      JSON.parse(Buffer.from(cursor, 'base64url').toString()),
    );
    return { changedIn, ticketId };
  } catch {
    throw new DeskError('invalid', 'INVALID_CURSOR', 'This is no cursor of a change.', null, [
      'after',
    ]);
  }
};

import { randomBytes } from 'node:crypto';
import type { Actor } from '../../domain/actor';
import { DeskError, notFound } from '../../domain/errors';
import type { TrackerKind } from '../../domain/work-item';
import { trackerSite } from '../../domain/work-item-url';
import { requireAdministration } from '../admin/requirements';
import type { Upserted } from '../ports/answers';
import type { Tx } from '../ports/store';

const MOST = 50;
const SECRET = /^[\x21-\x7e]{16,200}$/;

/** What an administrator says of a tracker. */
export interface TrackerWish {
  readonly kind: TrackerKind;
  /** Null where there is only one. */
  readonly site: string | null;
  /** Null: a new one is made. */
  readonly secret: string | null;
}

export interface Connected {
  readonly id: string;
  readonly result: Upserted;
  readonly secret: string;
}

const checkedSecret = (given: string | null): string => {
  if (given === null) return randomBytes(32).toString('hex');
  if (!SECRET.test(given))
    throw new DeskError(
      'invalid',
      'TRACKER_KEY',
      'A signing key is 16 to 200 visible ASCII characters.',
      'Leave it out to have a good one made.',
      ['signingKey'],
    );
  return given;
};

/** Connects a tracker, or gives a connected one another secret: its address stays. */
export const connectTrackerIn = async (
  tx: Tx,
  actor: Actor,
  wish: TrackerWish,
  now: Date,
): Promise<Connected> => {
  requireAdministration(actor, 'administer');
  const site = trackerSite(wish.kind, wish.site);
  const secret = checkedSecret(wish.secret);
  const stands = await tx.trackers.at(site);
  if (stands !== null) {
    await tx.trackers.setSecret(stands.id, secret);
    return { id: stands.id, result: 'UPDATED', secret };
  }
  if ((await tx.trackers.count()) >= MOST)
    throw new DeskError(
      'refused',
      'TOO_MANY_TRACKERS',
      `A desk is connected to at most ${MOST} trackers.`,
      'Disconnect one that is not needed any more.',
    );
  const id = tx.newId();
  await tx.trackers.insert({ ...site, id, connectedAt: now, heardAt: null }, secret);
  return { id, result: 'CREATED', secret };
};

/** From now on it is not listened to; what it told stays. */
export const disconnectTrackerIn = async (
  tx: Tx,
  actor: Actor,
  trackerId: string,
): Promise<void> => {
  requireAdministration(actor, 'administer');
  if (!(await tx.trackers.remove(trackerId))) throw notFound('tracker');
};

import type { Ticket } from '../../domain/ticket';
import type { Platform } from '../ports/chat-event';
import type { Outgoing } from '../ports/chat-platform';
import type { Errand } from '../ports/queues';
import type { Channel } from '../ports/records';
import type { Tx } from '../ports/store';
import { tellPerson } from './surfaces';
import { triageChannel } from './team-room';

const PLATFORMS: readonly Platform[] = ['slack', 'teams'];
const MOST_ROOMS = 100;

/** A room of ours on a platform: what is said to somebody goes by the same installation. */
const roomOn = async (tx: Tx, platform: Platform): Promise<Channel | null> => {
  for (const kind of ['TRIAGE', 'INTERNAL', 'CUSTOMER'] as const) {
    const rooms = await tx.desk.channels(kind, MOST_ROOMS);
    const room = rooms.find((one) => one.active && one.platform === platform);
    if (room !== undefined) return room;
  }
  return null;
};

/** By direct message, on the platform of the triage room first; false where they have no chat. */
export const reachMember = async (
  tx: Tx,
  ticket: Ticket,
  memberId: string,
  what: Outgoing,
  part: Partial<Errand> = {},
): Promise<boolean> => {
  const triage = await triageChannel(tx, ticket);
  const order = triage === null ? PLATFORMS : [triage.platform, ...PLATFORMS];
  for (const platform of new Set(order)) {
    const userId = await tx.people.chatIdOf(memberId, platform);
    const room = triage?.platform === platform ? triage : await roomOn(tx, platform);
    if (userId === null || room === null) continue;
    await tellPerson(tx, room, userId, what, part);
    return true;
  }
  return false;
};

/** Those of them whom nothing that is said under the ticket's card would notify. */
export const notInRoom = async (
  tx: Tx,
  ticket: Ticket,
  memberIds: readonly string[],
): Promise<readonly string[]> => {
  const triage = await triageChannel(tx, ticket);
  if (triage === null) return memberIds;
  const others: string[] = [];
  for (const id of memberIds)
    if ((await tx.people.chatIdOf(id, triage.platform)) === null) others.push(id);
  return others;
};

import { bold, type Span, type Text, words } from '../../domain/text';
import type { Ticket } from '../../domain/ticket';
import { paged, say } from '../cards/notices';
import type { Platform } from '../ports/chat-event';
import type { Channel, Member } from '../ports/records';
import type { Tx } from '../ports/store';
import { tellPerson, tellTeam } from '../tickets/surfaces';
import { triageChannel } from '../tickets/team-room';

const PLATFORMS: readonly Platform[] = ['slack', 'teams'];
const MOST_ROOMS = 100;

/** Whoever answers for the desk: its supervisors; its admins where it has none. */
const supervisorsOf = (members: readonly Member[]): readonly Member[] => {
  const active = members.filter((member) => member.active);
  const supervisors = active.filter(({ role }) => role === 'SUPERVISOR');
  return supervisors.length > 0 ? supervisors : active.filter(({ role }) => role === 'ADMIN');
};

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
const reach = async (
  tx: Tx,
  ticket: Ticket,
  member: Member,
  triage: Channel | null,
  why: Text,
): Promise<boolean> => {
  const order = triage === null ? PLATFORMS : [triage.platform, ...PLATFORMS];
  for (const platform of new Set(order)) {
    const userId = await tx.people.chatIdOf(member.id, platform);
    const room = triage?.platform === platform ? triage : await roomOn(tx, platform);
    if (userId === null || room === null) continue;
    await tellPerson(tx, room, userId, paged(ticket, why));
    return true;
  }
  return false;
};

const mentioned = async (tx: Tx, member: Member, triage: Channel | null): Promise<Span> => {
  const userId = triage === null ? null : await tx.people.chatIdOf(member.id, triage.platform);
  return userId === null ? bold(member.name) : { kind: 'mention', userId, label: member.name };
};

/**
 * Calls whoever answers for the desk: by name under the card and by direct message, and writes
 * down who was called and whom no chat reaches.
 */
export const pageSupervisors = async (
  tx: Tx,
  ticket: Ticket,
  why: Text,
  reason: string,
  now: Date,
): Promise<void> => {
  const called = supervisorsOf(await tx.people.members());
  const triage = await triageChannel(tx, ticket);
  const names: (string | Span)[] = [];
  const unreached: string[] = [];
  for (const member of called) {
    names.push(await mentioned(tx, member, triage), ', ');
    if (!(await reach(tx, ticket, member, triage, why))) unreached.push(member.name);
  }
  await tellTeam(tx, ticket, say(words(...names, why)));
  const after = {
    reason,
    paged: called.map(({ name }) => name).join(', '),
    ...(unreached.length === 0 ? {} : { unreached: unreached.join(', ') }),
  };
  await tx.timeline.append(
    ticket.id,
    now,
    { kind: 'system', name: 'clock' },
    [{ kind: 'PAGED', before: {}, after }],
    null,
  );
};

import { bold, type Span } from '../../domain/text';
import type { Ticket } from '../../domain/ticket';
import type { Tx } from '../ports/store';
import { triageChannel } from './team-room';

/** A member, so that they are notified where the platform knows them. */
export const mention = async (tx: Tx, ticket: Ticket, memberId: string): Promise<Span> => {
  const member = await tx.people.member(memberId);
  const channel = await triageChannel(tx, ticket);
  const userId = channel === null ? null : await tx.people.chatIdOf(memberId, channel.platform);
  return userId === null
    ? bold(member?.name ?? 'somebody')
    : { kind: 'mention', userId, label: member?.name ?? userId };
};

/** Several of them, a comma between. */
export const mentions = async (
  tx: Tx,
  ticket: Ticket,
  memberIds: readonly string[],
): Promise<readonly (string | Span)[]> => {
  const parts: (string | Span)[] = [];
  for (const id of memberIds) {
    if (parts.length > 0) parts.push(', ');
    parts.push(await mention(tx, ticket, id));
  }
  return parts;
};

import { type Text, words } from '../../domain/text';
import type { Ticket } from '../../domain/ticket';
import { paged, say } from '../cards/notices';
import { supervisorsOf } from '../care/page-supervisors';
import type { Tx } from '../ports/store';
import { mentions } from './mention';
import { notInRoom, reachMember } from './reach-member';
import { tellTeam } from './surfaces';
import { triageChannel } from './team-room';

/** It begins with a capital where no name stands before it. */
const sentence = ([first, ...rest]: Text): Text =>
  first === undefined || !('text' in first)
    ? rest
    : [{ ...first, text: `${first.text.charAt(0).toUpperCase()}${first.text.slice(1)}` }, ...rest];

/**
 * Says something to some of the team: by name under the ticket's card, and by direct message to
 * whom the room of its queue does not reach. Where there is no room and nobody is named, whoever
 * answers for the desk must know.
 */
export const callPeople = async (
  tx: Tx,
  ticket: Ticket,
  memberIds: readonly string[],
  why: Text,
): Promise<void> => {
  const names = await mentions(tx, ticket, memberIds);
  const text = names.length === 0 ? sentence(why) : words(...names, ', ', why);
  await tellTeam(tx, ticket, say(text));
  const others =
    memberIds.length > 0 || (await triageChannel(tx, ticket)) !== null
      ? memberIds
      : supervisorsOf(await tx.people.members()).map(({ id }) => id);
  for (const memberId of await notInRoom(tx, ticket, others))
    await reachMember(tx, ticket, memberId, paged(ticket, why));
};

/** The same to whoever has the ticket; where nobody has it, to whoever looks at its queue. */
export const callOwner = (tx: Tx, ticket: Ticket, why: Text): Promise<void> =>
  callPeople(tx, ticket, ticket.assigneeId === null ? [] : [ticket.assigneeId], why);

import { randomUUID } from 'node:crypto';
import type { ChannelRef } from '../../src/app/ports/chat-event';
import type { Delivery, Outgoing } from '../../src/app/ports/chat-platform';
import type { ChatAddress, Conversation } from '../../src/app/ports/conversations';
import { storable } from '../../src/domain/text';
import { deliveryOf, LOOK_UP_AGAIN_MS, refused, type Sending, say, sentAs } from './deliver';
import { NOT_INSTALLED, UNKNOWN_ROOM } from './refusals';

/** Our conversation with one person alone, begun once. */
const personal = async (
  { call, references, isInstalled }: Sending,
  place: ChannelRef,
  person: ChatAddress,
): Promise<Conversation | Delivery> => {
  if (!(await isInstalled(place.workspace))) return refused(NOT_INSTALLED);
  const met = await references.find(person.metIn);
  if (met === null) return refused(UNKNOWN_ROOM);
  const known = person.personal === null ? null : await references.find(person.personal);
  if (known !== null) return known;
  const answer = await call(met.serviceUrl, ({ conversations }) =>
    conversations.createConversation({
      isGroup: false,
      bot: { id: met.botId, name: '' },
      members: [{ id: person.accountId, name: '' }],
      tenantId: place.workspace,
      channelData: { tenant: { id: place.workspace } },
    }),
  );
  if (!answer.ok)
    // Beginning one twice gives the same one, so a lost answer may be asked for again.
    return answer.failure.kind === 'unsure'
      ? { outcome: 'retry', afterMs: LOOK_UP_AGAIN_MS, reason: answer.failure.reason }
      : deliveryOf(answer.failure);
  const { id } = answer.data;
  if (id === undefined) return { outcome: 'retry', afterMs: LOOK_UP_AGAIN_MS, reason: 'no id' };
  const begun: Conversation = {
    ...met,
    id: storable(id),
    kind: 'personal',
    name: null,
    teamId: null,
  };
  await references.keep([begun]);
  await references.learnPeople([{ ...person, personal: begun.id }]);
  return begun;
};

const whisperTo = async (
  sending: Sending,
  place: ChannelRef,
  person: ChatAddress,
  what: Outgoing,
  nonce: string,
): Promise<Delivery> => {
  const conversation = await personal(sending, place, person);
  if ('outcome' in conversation) return conversation;
  const { id } = conversation;
  return sentAs(
    { ...place, channel: id },
    await say(sending, conversation, id, what, nonce, ({ conversations }, content) =>
      conversations.sendToConversation(id, content),
    ),
  );
};

/** Teams shows nothing to one person in a room: it is said to them alone. */
export const whisper = async (
  sending: Sending,
  place: ChannelRef,
  userId: string,
  what: Outgoing,
  nonce: string = randomUUID(),
): Promise<Delivery> => {
  try {
    const person = await sending.references.address(place.workspace, userId);
    if (person === null) return refused(UNKNOWN_ROOM);
    return await whisperTo(sending, place, person, what, nonce);
  } catch {
    return { outcome: 'retry', afterMs: LOOK_UP_AGAIN_MS, reason: 'the person was not found out' };
  }
};

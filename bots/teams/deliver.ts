import { randomUUID } from 'node:crypto';
import { isDivisible } from '../../src/app/cards/parts';
import type { ChannelRef, MessageRef, ThreadRef } from '../../src/app/ports/chat-event';
import type { Delivery, Outgoing } from '../../src/app/ports/chat-platform';
import type { Conversation } from '../../src/app/ports/conversations';
import { storable } from '../../src/domain/text';
import { CARD_TYPE, type Rendered, render } from './adaptive-card';
import type { Answer, Call, Connector, Failure } from './call';
import { joinConversation, splitConversation } from './place-of';
import type { References } from './references';
import { NOT_INSTALLED, UNKNOWN_ROOM } from './refusals';
import type { Throttle } from './throttle';

export interface Sending {
  readonly call: Call;
  readonly references: References;
  readonly throttle: Throttle;
  readonly isInstalled: (workspace: string) => Promise<boolean>;
}

interface Posted {
  readonly id?: string;
  readonly activityId?: string;
}

type Content =
  | { readonly type: string; readonly text: string; readonly textFormat: string }
  | {
      readonly type: string;
      readonly summary: string;
      attachments: { readonly contentType: string; readonly content: object }[];
    };

type FirstActivity = NonNullable<
  Parameters<Connector['conversations']['createConversation']>[0]['activity']
>;
/** The package asks for all that an arriving activity has; the connector for none of it. */
const isFirst = (content: Content): content is Content & FirstActivity =>
  content.type === 'message';

/** A little patience costs less than the way back to the outbox. */
const WAIT_HERE_MS = 2_000;
export const LOOK_UP_AGAIN_MS = 5_000;
const TIGHTER = [0, 2] as const;
/** A card with buttons stays one message, said more briefly; all else is divided by the desk. */
const TOO_LARGE: Delivery = {
  outcome: 'too-large',
  reason: 'Teams shows no more than about 100 KB in one message.',
};

export const deliveryOf = (failure: Failure): Delivery => {
  switch (failure.kind) {
    case 'busy':
      return { outcome: 'retry', afterMs: failure.afterMs, reason: failure.reason };
    case 'unsure':
      return { outcome: 'unknown', reason: failure.reason };
    case 'refused':
      return { outcome: 'refused', reason: failure.reason };
    case 'locked-out':
      return { outcome: 'locked-out', reason: failure.reason };
    default:
      return failure satisfies never;
  }
};

export const refused = (reason: string): Delivery => ({ outcome: 'refused', reason });
const isTooLarge = (answer: Answer<unknown>): boolean =>
  !answer.ok && answer.failure.kind === 'refused' && answer.failure.status === 413;

/** What is said, as an activity's content. */
const contentOf = (rendered: Rendered): Content => {
  const type = 'message';
  if (rendered.kind === 'text') return { type, text: rendered.text, textFormat: 'plain' };
  const { card } = rendered;
  return {
    type,
    summary: card.fallbackText,
    attachments: [{ contentType: CARD_TYPE, content: card }],
  };
};

/** Our turn in a thread: now, after a short wait, or later. */
const turn = async (throttle: Throttle, thread: string): Promise<Delivery | null> => {
  for (let waited = 0; ; ) {
    const waitMs = throttle(thread);
    if (waitMs === 0) return null;
    if (waited + waitMs > WAIT_HERE_MS)
      return { outcome: 'retry', afterMs: waitMs, reason: 'Teams allows no more just now.' };
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    waited += waitMs;
  }
};

/** Where a room can be reached, or why it cannot. */
const reach = async (
  { references, isInstalled }: Sending,
  room: ChannelRef,
): Promise<Conversation | Delivery> => {
  try {
    if (!(await isInstalled(room.workspace))) return refused(NOT_INSTALLED);
    const conversation = await references.find(room.channel);
    return conversation?.workspace === room.workspace ? conversation : refused(UNKNOWN_ROOM);
  } catch {
    return {
      outcome: 'retry',
      afterMs: LOOK_UP_AGAIN_MS,
      reason: 'the conversation was not found out',
    };
  }
};

/** One request; when Teams finds it too large it surely was not shown. */
export const say = async (
  sending: Sending,
  conversation: Conversation,
  thread: string,
  what: Outgoing,
  nonce: string,
  ask: (connector: Connector, content: Content) => Promise<Posted>,
): Promise<Answer<Posted> | Delivery> => {
  const wait = await turn(sending.throttle, thread);
  if (wait !== null) return wait;
  let answer: Answer<Posted> | null = null;
  for (const tighter of TIGHTER) {
    const rendered = render(what, nonce, tighter);
    // Before the first try or after a 413: rather in parts than less of it.
    if (rendered.isShortened && isDivisible(what)) return TOO_LARGE;
    const content = contentOf(rendered);
    answer = await sending.call(conversation.serviceUrl, (connector) => ask(connector, content));
    if (!isTooLarge(answer)) break;
  }
  return answer ?? refused(UNKNOWN_ROOM);
};

export const sentAs = (room: ChannelRef, outcome: Answer<Posted> | Delivery): Delivery => {
  if ('outcome' in outcome) return outcome;
  if (!outcome.ok) return deliveryOf(outcome.failure);
  const { id, activityId } = outcome.data;
  // A new thread is answered with its conversation; its root's id stands behind the mark too.
  const posted = activityId ?? splitConversation(id ?? '').threadId ?? id;
  if (posted === undefined || posted === '')
    return { outcome: 'unknown', reason: 'no id came back' };
  const { platform, workspace, channel } = room;
  return { outcome: 'sent', ref: { platform, workspace, channel, id: storable(posted) } };
};

/** Posts into a thread, a chat, or as a new thread of a channel. */
export const send = async (
  sending: Sending,
  to: ThreadRef,
  what: Outgoing,
  key: string,
): Promise<Delivery> => {
  const conversation = await reach(sending, to);
  if ('outcome' in conversation) return conversation;
  const { kind, id, botId } = conversation;
  const isNewThread = kind === 'channel' && to.threadId === null;
  const thread = kind === 'channel' ? joinConversation(id, to.threadId) : id;
  return sentAs(
    to,
    await say(sending, conversation, thread, what, key, ({ conversations }, content) =>
      isNewThread && isFirst(content)
        ? conversations.createConversation({
            isGroup: true,
            bot: { id: botId, name: '' },
            channelData: { channel: { id } },
            activity: content,
          })
        : conversations.sendToConversation(thread, content),
    ),
  );
};

/** Replaces what one message of ours shows; its buttons get a nonce of their own. */
export const edit = async (sending: Sending, at: MessageRef, what: Outgoing): Promise<Delivery> => {
  const conversation = await reach(sending, at);
  if ('outcome' in conversation) return conversation;
  const outcome = await say(
    sending,
    conversation,
    `${conversation.id} ${at.id}`,
    what,
    randomUUID(),
    async ({ conversations }, content) => {
      await conversations.updateActivity(conversation.id, at.id, content);
      return { activityId: at.id };
    },
  );
  return sentAs(at, outcome);
};

/** Takes a message of ours away; one that is gone already is fine. */
export const remove = async (sending: Sending, at: MessageRef): Promise<Delivery> => {
  const conversation = await reach(sending, at);
  if ('outcome' in conversation) return conversation;
  const wait = await turn(sending.throttle, `${conversation.id} ${at.id}`);
  if (wait !== null) return wait;
  const answer = await sending.call(conversation.serviceUrl, ({ conversations }) =>
    conversations.deleteActivity(conversation.id, at.id),
  );
  if (answer.ok) return { outcome: 'sent', ref: at };
  const { failure } = answer;
  const isGone = failure.kind === 'refused' && failure.code === 'ActivityNotFoundInConversation';
  return isGone ? { outcome: 'sent', ref: at } : deliveryOf(failure);
};

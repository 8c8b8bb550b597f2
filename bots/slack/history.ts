import { z } from 'zod';
import type { Arrival } from '../../src/app/ports/arrival';
import type { MessageRef, ThreadRef } from '../../src/app/ports/chat-event';
import type { Found, HistoryPage } from '../../src/app/ports/chat-platform';
import { type Call, readingError } from './call';
import { historyRow } from './decode';
import { decodeMessage, OUTBOX_METADATA } from './decode-message';
import { dateOfTs, messageSchema } from './payloads';
import { cursorOf, MAX_PAGES, PAGE, read } from './read';

const CLOCK_SKEW_MS = 60_000;

const messagesOf = z
  .object({ messages: z.array(messageSchema.nullable().catch(null)) })
  .transform((page) => page.messages.filter((message) => message !== null));
const rawMessagesOf = z
  .object({ messages: z.array(z.looseObject({}).nullable().catch(null)) })
  .transform((page) => page.messages.filter((message) => message !== null));
const linkAnswer = z.object({ permalink: z.string() });

const tsOf = (ms: number, micros: string): string =>
  `${Math.floor(Math.max(ms, 0) / 1000)}.${String(Math.max(ms, 0) % 1000).padStart(3, '0')}${micros}`;

/** One page of a channel's root messages, or of one thread, within (after, before], as inbox rows. */
export const history = async (
  call: Call,
  of: ThreadRef,
  after: Date,
  before: Date,
  cursor: string | null,
): Promise<HistoryPage> => {
  const { data, raw, installation } = await read(
    call,
    rawMessagesOf,
    of.workspace,
    of.threadId === null ? 'conversations.history' : 'conversations.replies',
    {
      channel: of.channel,
      ...(of.threadId === null ? {} : { ts: of.threadId }),
      oldest: tsOf(after.getTime(), '000'),
      latest: tsOf(before.getTime(), '999'),
      inclusive: true,
      include_all_metadata: true,
      limit: PAGE,
      ...(cursor === null ? {} : { cursor }),
    },
  );
  const heard = {
    workspace: of.workspace,
    appId: installation.appId,
    botUserId: installation.botUserId,
  };
  const hearing = { ...heard, defaultHome: null, fromHistory: true };
  const arrivals = data.flatMap((body): Arrival[] => {
    const parsed = messageSchema.safeParse(body);
    const message = parsed.success ? decodeMessage(parsed.data, of.channel, hearing) : null;
    // Replies always bring their root along, however old it is; our own posts are no news.
    if (message === null || message.echoOf !== null) return [];
    if (message.occurredAt <= after || message.occurredAt > before) return [];
    return [
      {
        platform: 'slack',
        workspace: of.workspace,
        dedupKey: `history:${of.channel}:${message.id}:${message.editedAt?.getTime() ?? 0}`,
        lane: message.threadId === message.id ? of.channel : `${of.channel}:${message.threadId}`,
        raw: historyRow(heard, of.channel, body),
        occurredAt: message.occurredAt,
      },
    ];
  });
  return { arrivals, nextCursor: cursorOf.parse(raw) };
};

/** Was a message with our key posted there already? */
export const find = async (
  call: Call,
  to: ThreadRef,
  key: string,
  sentAfter: Date,
): Promise<Found> => {
  let cursor: string | null = null;
  for (let at = 0; at < MAX_PAGES; at += 1) {
    const answer = await call(
      to.workspace,
      to.threadId === null ? 'conversations.history' : 'conversations.replies',
      {
        channel: to.channel,
        ...(to.threadId === null ? {} : { ts: to.threadId }),
        oldest: tsOf(sentAfter.getTime() - CLOCK_SKEW_MS, '000'),
        inclusive: true,
        include_all_metadata: true,
        limit: PAGE,
        ...(cursor === null ? {} : { cursor }),
      },
    );
    if (!answer.ok) {
      const { failure } = answer;
      if (failure.kind === 'refused')
        return failure.code === 'thread_not_found'
          ? { outcome: 'absent' }
          : { outcome: 'cannot-look' };
      return { outcome: 'retry', afterMs: failure.kind === 'busy' ? failure.afterMs : 5_000 };
    }
    const page = messagesOf.safeParse(answer.data).data ?? [];
    const hit = page.find(
      ({ metadata }) =>
        metadata?.event_type === OUTBOX_METADATA && metadata.event_payload?.key === key,
    );
    if (hit?.ts !== undefined && dateOfTs(hit.ts) !== null)
      return {
        outcome: 'found',
        ref: { platform: 'slack', workspace: to.workspace, channel: to.channel, id: hit.ts },
      };
    cursor = cursorOf.parse(answer.data);
    if (cursor === null) return { outcome: 'absent' };
  }
  return { outcome: 'retry', afterMs: 60_000 };
};

/** A link a person can open; null if Slack gives none. */
export const link = async (call: Call, at: MessageRef): Promise<string | null> => {
  const answer = await call(at.workspace, 'chat.getPermalink', {
    channel: at.channel,
    message_ts: at.id,
  });
  if (answer.ok) return linkAnswer.safeParse(answer.data).data?.permalink ?? null;
  if (answer.failure.kind === 'refused') return null;
  throw readingError(answer.failure);
};

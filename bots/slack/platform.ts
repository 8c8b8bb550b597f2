import { z } from 'zod';
import type { MessageRef, ThreadRef } from '../../src/app/ports/chat-event';
import type { ChatPlatform, Delivery, Outgoing } from '../../src/app/ports/chat-platform';
import { HOLDS, type Rendered, render, renderHome } from './blocks';
import type { Answer, Call } from './call';
import { decode } from './decode';
import { OUTBOX_METADATA } from './decode-message';
import {
  channelsOf,
  describeChannel,
  describeFile,
  describeHome,
  describeUser,
  membersOf,
} from './describe';
import { renderForm } from './forms';
import { find, history, link } from './history';

const postedAnswer = z.object({ ts: z.string(), channel: z.string().optional() });
const whisperedAnswer = z.object({ message_ts: z.string() });
const viewAnswer = z.object({ view: z.object({ id: z.string() }) });

type Refer = (data: unknown) => MessageRef | null;

const deliveryOf = (answer: Answer, refer: Refer): Delivery => {
  if (!answer.ok) {
    const { failure } = answer;
    switch (failure.kind) {
      case 'busy':
        return { outcome: 'retry', afterMs: failure.afterMs, reason: failure.reason };
      case 'refused':
        return { outcome: 'refused', reason: failure.reason };
      case 'locked-out':
        return { outcome: 'locked-out', reason: failure.reason };
      case 'unsure':
        return { outcome: 'unknown', reason: failure.reason };
      default:
        return failure satisfies never;
    }
  }
  const ref = refer(answer.data);
  return ref === null
    ? { outcome: 'unknown', reason: 'Slack said yes without saying where' }
    : { outcome: 'sent', ref };
};

/** The words of a message, never read as markup and never unfolded into previews. */
const contentOf = ({ text, blocks, attachments }: Rendered) => ({
  text,
  blocks,
  attachments,
  parse: 'none',
  link_names: false,
});

const threadOf = (to: ThreadRef) => (to.threadId === null ? {} : { thread_ts: to.threadId });

const voiceOf = (what: Outgoing) =>
  what.as !== null
    ? {
        username: what.as.name.slice(0, 80),
        ...(what.as.avatarUrl === null ? {} : { icon_url: what.as.avatarUrl }),
      }
    : {};

/** Slack behind the port both platforms share. */
export const createPlatform = (call: Call): ChatPlatform => {
  const refTo = (workspace: string, channel: string, id: string): MessageRef => ({
    platform: 'slack',
    workspace,
    channel,
    id,
  });
  const posted =
    (workspace: string, channel: string): Refer =>
    (data) => {
      const parsed = postedAnswer.safeParse(data);
      return parsed.success
        ? refTo(workspace, parsed.data.channel ?? channel, parsed.data.ts)
        : null;
    };
  const viewed =
    (workspace: string, userId: string): Refer =>
    (data) => {
      const parsed = viewAnswer.safeParse(data);
      return parsed.success ? refTo(workspace, userId, parsed.data.view.id) : null;
    };

  return {
    name: 'slack',
    holds: HOLDS,
    decode,
    send: async (to, what, key) =>
      deliveryOf(
        await call(to.workspace, 'chat.postMessage', {
          channel: to.channel,
          ...threadOf(to),
          ...contentOf(render(what, to.workspace)),
          ...voiceOf(what),
          mrkdwn: false,
          unfurl_links: false,
          unfurl_media: false,
          metadata: { event_type: OUTBOX_METADATA, event_payload: { key } },
        }),
        posted(to.workspace, to.channel),
      ),
    edit: async (at, what) => {
      return deliveryOf(
        await call(at.workspace, 'chat.update', {
          channel: at.channel,
          ts: at.id,
          ...contentOf(render(what, at.workspace)),
        }),
        posted(at.workspace, at.channel),
      );
    },
    remove: async (at) => {
      const answer = await call(at.workspace, 'chat.delete', { channel: at.channel, ts: at.id });
      const isGone =
        !answer.ok &&
        answer.failure.kind === 'refused' &&
        answer.failure.code === 'message_not_found';
      return isGone ? { outcome: 'sent', ref: at } : deliveryOf(answer, () => at);
    },
    whisper: async (to, userId, what) =>
      deliveryOf(
        await call(to.workspace, 'chat.postEphemeral', {
          channel: to.channel,
          user: userId,
          ...threadOf(to),
          ...contentOf(render(what, to.workspace)),
          ...voiceOf(what),
        }),
        (data) => {
          const parsed = whisperedAnswer.safeParse(data);
          return parsed.success ? refTo(to.workspace, to.channel, parsed.data.message_ts) : null;
        },
      ),
    openForm: async (request, form) =>
      deliveryOf(
        await call(request.workspace, 'views.open', {
          trigger_id: request.trigger,
          view: renderForm(form, request.place),
        }),
        viewed(request.workspace, request.user.userId),
      ),
    home: async (workspace, userId, card) =>
      deliveryOf(
        await call(workspace, 'views.publish', {
          user_id: userId,
          view: renderHome(card, workspace),
        }),
        viewed(workspace, userId),
      ),
    find: (to, key, sentAfter) => find(call, to, key, sentAfter),
    describeUser: (workspace, userId) => describeUser(call, workspace, userId),
    describeChannel: (channel) => describeChannel(call, channel),
    membersOf: (channel) => membersOf(call, channel),
    channelsOf: (workspace) => channelsOf(call, workspace),
    describeHome: (workspace, home) => describeHome(call, workspace, home),
    describeFile: (workspace, fileId) => describeFile(call, workspace, fileId),
    history: (of, after, before, cursor) => history(call, of, after, before, cursor),
    link: (at) => link(call, at),
  };
};

import type { SlackSandbox } from '../../sandbox/handle';
import type { Message } from '../../sandbox/model';
import type { ChatSide, Shown } from './chat-side';

const keyOf = (message: Message): string | null => {
  const payload = message.metadata?.event_payload;
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return null;
  return typeof payload.key === 'string' ? payload.key : null;
};

const shownOf = (message: Message): Shown => ({
  channel: message.channel,
  ts: message.ts,
  threadTs: message.thread_ts,
  byApp: message.by_app,
  text: message.text,
  whole: JSON.stringify([message.text, message.blocks, message.attachments]),
  key: keyOf(message),
  at: Number(message.ts) * 1000,
});

/** People and what they see in a local Slack. */
export const slackSide = (slack: SlackSandbox): ChatSide => ({
  post: (args) => {
    const { ts, delivered } = slack.post(args);
    return { ts, isTaken: delivered.then(({ state }) => state === 'delivered') };
  },
  edit: async (args) => {
    await slack.edit(args).delivered;
  },
  delete: async (args) => {
    await slack.delete(args).delivered;
  },
  claim: async (card) => {
    const claim = await slack.press({ ...card, actionId: 'claim' }).catch(() => null);
    return claim === null || claim.error === null;
  },
  replyByForm: async (card, typed) => {
    const { user } = card;
    const before = slack.views(user).length;
    const pressed = await slack.press({ ...card, actionId: 'reply' }).catch(() => null);
    const view = slack.views(user).at(-1);
    if (pressed?.error !== null || view === undefined || slack.views(user).length <= before)
      return 'not opened';
    const values = { text: { value: typed() } };
    const sent = await slack.submitForm({ viewId: view.id, user, values });
    if (sent.error === null) return 'taken';
    await slack.closeForm({ viewId: view.id, user });
    return 'perhaps';
  },
  onShown: (listen) => {
    const { world } = slack;
    const add = world.add.bind(world);
    world.add = (message: Message): void => {
      add(message);
      listen(shownOf(message));
    };
  },
  shown: (room) => slack.world.log(room).map(shownOf),
});

import type { TeamsSandbox } from '../../sandbox/teams-handle';
import type { Post } from '../../sandbox/teams-model';
import type { ChatSide, Shown } from './chat-side';

const NONCE = /"nonce":"([^"]+)"/;

/** People and what they see in a local Teams. */
export const teamsSide = (teams: TeamsSandbox): ChatSide => {
  const { world } = teams;
  // A card that is drawn anew carries another nonce: the first is the outbox row that posted it.
  const keys = new Map<string, string>();
  const listeners: ((shown: Shown) => void)[] = [];
  const shownOf = (post: Post): Shown => {
    const whole = JSON.stringify([post.text, post.attachments]);
    return {
      channel: post.room,
      ts: post.id,
      threadTs: post.rootId,
      byApp: post.from === null,
      // Words in a person's name travel as a card.
      text: post.text === '' ? whole : post.text,
      whole,
      key: keys.get(post.id) ?? null,
      at: post.at,
    };
  };
  const add = world.add.bind(world);
  world.add = (post: Post): void => {
    add(post);
    const nonce = post.from === null ? NONCE.exec(JSON.stringify(post.attachments)) : null;
    if (nonce?.[1] !== undefined) keys.set(post.id, nonce[1]);
    const shown = shownOf(post);
    for (const listen of listeners) listen(shown);
  };
  const isTaken = async (said: ReturnType<TeamsSandbox['post']>): Promise<boolean> =>
    (await said.delivered)?.state === 'delivered';
  return {
    post: ({ channel, user, text, threadTs }) => {
      const said = teams.post({
        room: channel,
        person: user,
        text,
        ...(threadTs === undefined ? {} : { replyTo: threadTs }),
      });
      return { ts: said.id, isTaken: isTaken(said) };
    },
    edit: async ({ channel, ts, user, text }) => {
      await teams.edit({ room: channel, id: ts, person: user, text }).delivered;
    },
    delete: async ({ channel, ts, user }) => {
      await teams.delete({ room: channel, id: ts, person: user }).delivered;
    },
    claim: async ({ channel, ts, user }) => {
      const at = { room: channel, id: ts, person: user, button: 'Claim' };
      const pressed = await teams.press(at).catch(() => null);
      return pressed === null || pressed.shown !== 'error';
    },
    replyByForm: async ({ channel, ts, user }, typed) => {
      const at = { room: channel, id: ts, person: user, button: 'Reply' };
      const { dialogId } = await teams.press(at);
      if (dialogId === null) return 'not opened';
      const inputs = { 'field.text': typed() };
      const sent = await teams.submitDialog({ dialogId, person: user, inputs });
      if (sent.shown !== 'error') return 'taken';
      teams.closeDialog({ dialogId, person: user });
      return 'perhaps';
    },
    onShown: (listen) => {
      listeners.push(listen);
    },
    shown: (room) => world.log(room).map(shownOf),
    triedAt: (words) =>
      teams.requests().find(({ body }) => JSON.stringify(body).includes(words))?.at ?? null,
  };
};

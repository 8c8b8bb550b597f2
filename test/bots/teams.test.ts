import type { JsonObject } from '../../sandbox/json';
import { buttonsOf } from '../../sandbox/teams-cards';
import type { Post } from '../../sandbox/teams-model';
import { TEAMS } from '../../sandbox/teams-seed';
import type { ChannelRef, FormRequest } from '../../src/app/ports/chat-event';
import { eventually } from '../support/eventually';
import { type PlatformHarness, platformContract } from './platform-contract';
import { runTeamsBot } from './teams-harness';

/** The words a reader sees in a card, whatever they are wrapped in. */
const wordsIn = (node: unknown): string => {
  if (Array.isArray(node)) return node.map(wordsIn).join('');
  if (typeof node !== 'object' || node === null) return '';
  if ('type' in node && node.type === 'TextRun' && 'text' in node) return String(node.text);
  return Object.values(node).map(wordsIn).join('');
};

const readable = (post: Post): string =>
  post.attachments.length > 0 ? wordsIn(post.attachments) : post.text;

const startHarness = async (): Promise<PlatformHarness> => {
  const forms: FormRequest[] = [];
  const running = await runTeamsBot({
    requestTimeoutMs: 5_000,
    // The desk says what goes into the form later: the suite does.
    onFormRequest: (request) => {
      forms.push(request);
      return new Promise(() => undefined);
    },
  });
  const { teams } = running;
  const room: ChannelRef = {
    platform: 'teams',
    workspace: TEAMS.northwind,
    channel: TEAMS.hooliShared,
  };
  const person = (userId: string): string => {
    const found = teams.world.byObjectId(userId);
    if (found === undefined) throw new Error(`nobody is ${userId}`);
    return found.id;
  };
  const [ada, gavin] = [teams.world.person(TEAMS.ada), teams.world.person(TEAMS.gavin)];
  let taken = 0;
  let asked = 0;
  const until = (holds: () => boolean): Promise<unknown> => eventually('that it holds', holds);
  const settled = (): Promise<unknown> =>
    until(() =>
      teams.deliveries().every(({ state, name }) => state !== 'pending' || name === 'task/fetch'),
    );
  const press = async (
    userId: string,
    id: string,
    is: (desk: string) => boolean,
  ): Promise<void> => {
    const card: JsonObject | null = teams.cardFor(room.channel, id, person(userId));
    if (card === null) throw new Error('no card stands there');
    const button = buttonsOf(card).findIndex(({ data }) => is(JSON.stringify(data ?? {})));
    const before = forms.length;
    const pressed = teams.press({ room: room.channel, id, person: person(userId), button });
    const opens = JSON.stringify(buttonsOf(card)[button]?.data ?? {}).includes('task/fetch');
    if (opens) await until(() => forms.length > before);
    else await pressed;
    pressed.catch(() => undefined);
  };
  const personal = (userId: string): Post[] =>
    teams.messages(teams.personalRoom(person(userId))).filter(({ from }) => from === null);
  const blocked = (blocks: boolean): void => {
    teams.world.room(room.channel).writesBlocked = blocks;
  };
  return {
    platform: running.bot.platform,
    traits: {
      namesHomes: false,
      echoes: false,
      canLook: false,
      canReadBack: false,
      closedRoom: /does not let this app write.*\.$/,
    },
    room,
    unknownRoom: { ...room, channel: '19:nowhere@thread.tacv2' },
    uninstalledWorkspace: 'ffffffff-0000-4000-8000-00000000000f',
    us: { userId: ada.aadObjectId, home: TEAMS.northwind, name: ada.name },
    customer: { userId: gavin.aadObjectId, home: TEAMS.hooli, name: gavin.name },
    write: async (userId, text, threadId) => {
      const said = teams.post({
        room: room.channel,
        person: person(userId),
        text,
        ...(threadId === null ? {} : { replyTo: threadId }),
      });
      await said.delivered;
      return said.id;
    },
    rewrite: async (userId, id, text) => {
      await teams.edit({ room: room.channel, person: person(userId), id, text }).delivered;
    },
    erase: async (userId, id) => {
      await teams.delete({ room: room.channel, person: person(userId), id }).delivered;
    },
    press: (userId, id, action) =>
      press(userId, id, (desk) => desk.includes(`"action":"${action}"`)),
    choose: (userId, id, action, value) =>
      press(
        userId,
        id,
        (desk) => desk.includes(`"action":"${action}"`) && desk.includes(`"choice":"${value}"`),
      ),
    fill: async (userId, _form, values) => {
      await until(() => teams.dialogs(person(userId)).length > 0);
      const [dialog] = teams.dialogs(person(userId));
      const inputs = Object.fromEntries(
        Object.entries(values).map(([field, value]) => [`field.${field}`, value]),
      );
      const sent = await teams.submitDialog({
        dialogId: dialog?.id ?? '',
        person: person(userId),
        inputs,
      });
      if (sent.shown === 'error') throw new Error(sent.text ?? 'refused');
    },
    arrived: async () => {
      await settled();
      const rows = [...running.inbox.rows.values()].slice(taken);
      taken += rows.length;
      return rows.map((row) => row.raw);
    },
    asked: () => {
      const requests = forms.slice(asked);
      asked += requests.length;
      return requests;
    },
    shown: (id) => {
      const post = teams.messages(room.channel).find((held) => held.id === id);
      return post === undefined || post.deleted ? null : readable(post);
    },
    whispered: (userId) => personal(userId).map(readable),
    homeOf: (userId) => {
      const last = personal(userId).at(-1);
      return last === undefined ? null : readable(last);
    },
    loseNextAnswer: () => {
      teams.fault({ operation: 'send', kind: 'store-then-drop' });
    },
    loseNextRequest: () => {
      teams.fault({ operation: 'send', kind: 'drop-before' });
    },
    slowDown: (retryAfterS) => {
      teams.fault({ operation: 'send', kind: 'status', status: 429, retryAfterS });
    },
    archive: async () => blocked(true),
    unarchive: async () => blocked(false),
    violations: () => teams.violations(),
    close: () => running.close(),
  };
};

platformContract('Teams', startHarness);

import { startSlackSandbox } from '../../sandbox/slack';
import type { ChannelRef } from '../../src/app/ports/chat-event';
import { eventually } from '../support/eventually';
import { type PlatformHarness, platformContract } from './platform-contract';
import { MemoryInstallations, runBot, SECRET } from './slack-harness';

const TOKEN = 'xoxb-contract-suite';
const VENDOR = 'T0NORTHWIND';
const MODAL_FIELD = 'value';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** The words a reader sees in blocks, whatever they are wrapped in. */
const wordsIn = (node: unknown): string => {
  if (Array.isArray(node)) return node.map(wordsIn).join('');
  if (!isRecord(node)) return '';
  if (node.type === 'text' && typeof node.text === 'string') return node.text;
  if (node.type === 'link') return String(node.text ?? node.url);
  if (node.type === 'date') return String(node.fallback);
  if ((node.type === 'mrkdwn' || node.type === 'plain_text') && typeof node.text === 'string')
    return unescaped(node.text);
  return ['text', 'elements', 'fields', 'blocks'].map((key) => wordsIn(node[key])).join('');
};

const readable = (message: Record<string, unknown>): string => {
  const drawn = wordsIn(message.blocks) + wordsIn(message.attachments);
  return drawn !== '' ? drawn : unescaped(String(message.text ?? ''));
};

const startHarness = async (): Promise<PlatformHarness> => {
  const sandbox = await startSlackSandbox({
    signingSecret: SECRET,
    botToken: TOKEN,
    requestCheck: 'strict',
    retryDelaysMs: [],
  });
  const installations = new MemoryInstallations();
  await installations.save({
    platform: 'slack',
    externalId: VENDOR,
    name: 'Northwind Cloud',
    appId: 'A0THREADKEEPER',
    botUserId: 'U0THREADKEEPER',
    botToken: TOKEN,
    scopes: [],
  });
  const running = await runBot({
    apiUrl: sandbox.apiUrl,
    installations,
    requestTimeoutMs: 5_000,
  });
  sandbox.deliverTo(running.url);

  const room: ChannelRef = { platform: 'slack', workspace: VENDOR, channel: 'C0GLOBEX' };
  let taken = 0;
  let asked = 0;
  const settled = async (): Promise<void> => {
    // What was just said is pushed a moment later.
    await new Promise((resolve) => setTimeout(resolve, 5));
    await eventually('every push has ended', () =>
      sandbox.deliveries().every((delivery) => delivery.state !== 'pending'),
    );
  };
  return {
    platform: running.bot.platform,
    traits: {
      namesHomes: true,
      echoes: true,
      canLook: true,
      canReadBack: true,
      closedRoom: /archived.*\.$/,
    },
    room,
    unknownRoom: { ...room, channel: 'C0NOWHERE' },
    uninstalledWorkspace: 'T0STRANGER',
    us: { userId: 'U0ADA', home: VENDOR, name: 'Ada Lovelace' },
    customer: { userId: 'U0HANK', home: 'T0GLOBEX', name: 'Hank Scorpio' },
    write: async (user, text, threadId) => {
      const said = sandbox.post({
        channel: room.channel,
        user,
        text,
        ...(threadId === null ? {} : { threadTs: threadId }),
      });
      await said.delivered;
      return said.ts;
    },
    rewrite: async (user, ts, text) => {
      await sandbox.edit({ channel: room.channel, user, ts, text }).delivered;
    },
    erase: async (user, ts) => {
      await sandbox.delete({ channel: room.channel, user, ts }).delivered;
    },
    press: async (user, ts, actionId) => {
      await sandbox.press({ channel: room.channel, user, ts, actionId });
    },
    choose: async (user, ts, actionId, selected) => {
      await sandbox.press({ channel: room.channel, user, ts, actionId, selected });
    },
    fill: async (user, form, values) => {
      const view = sandbox.views(user).find((open) => open.callback_id === form);
      if (view === undefined) throw new Error('no such form is open');
      const nested = Object.fromEntries(
        Object.entries(values).map(([field, value]) => [field, { [MODAL_FIELD]: value }]),
      );
      const seen = await sandbox.submitForm({ viewId: view.id, user, values: nested });
      if (seen.error !== null) throw new Error(seen.error);
    },
    arrived: async () => {
      await settled();
      const rows = [...running.inbox.rows.values()].slice(taken);
      taken += rows.length;
      return rows.map((row) => row.raw);
    },
    asked: () => {
      const requests = running.forms.slice(asked);
      asked += requests.length;
      return requests;
    },
    shown: (id) => {
      const message = sandbox.messages(room.channel).find((held) => held.ts === id);
      return message === undefined ? null : readable(message);
    },
    whispered: (user) => sandbox.ephemerals(user).map(readable),
    homeOf: (user) => {
      const home = sandbox.home(user);
      return home === null ? null : wordsIn(home.blocks);
    },
    loseNextAnswer: () => {
      sandbox.fault({ method: 'chat.postMessage', kind: 'store-then-drop' });
    },
    loseNextRequest: () => {
      sandbox.fault({ method: 'chat.postMessage', kind: 'drop-before' });
    },
    slowDown: (retryAfterS) => {
      sandbox.fault({ method: 'chat.postMessage', kind: '429', retryAfterS });
    },
    archive: async () => {
      await sandbox.archive({ channel: room.channel, user: 'U0ADA' });
    },
    unarchive: async () => {
      await sandbox.unarchive({ channel: room.channel, user: 'U0ADA' });
    },
    violations: () => sandbox.violations(),
    close: async () => {
      await running.close();
      await sandbox.stop();
    },
  };
};

platformContract('Slack', startHarness);

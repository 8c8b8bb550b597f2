import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WebClient } from '@slack/web-api';
import type { SlackSandbox } from '../../sandbox/handle';
import { startSlackSandbox } from '../../sandbox/slack';
import { type DeskDouble, type Loose, startDeskDouble } from './desk-double';

const RECORDED = join(__dirname, '..', 'fixtures', 'slack');

/** Fields the recordings happen to lack; each is described on docs.slack.dev. */
const DOCUMENTED = [
  // Slack Connect: apis/slack-connect, "the sender's home".
  /^event(\.(message|previous_message|root))?\.(user_team|source_team|user_profile)/,
  /^message\.(user_team|source_team|user_profile)/,
  // Message metadata: messaging/message-metadata.
  /^(event(\.(message|previous_message|root))?|message)\.metadata/,
  // What every message of an app or in a thread may carry: reference/objects/message-object.
  /^(event(\.(message|previous_message|root))?|message)\.(app_id|username|icons|bot_id|bot_profile|client_msg_id|thread_ts|parent_user_id|reactions|subscribed|blocks|files|upload|display_as_bot|edited)/,
  // A thread's root: apis/web-api/using-the-conversations-api, "threads".
  /^(event\.(message|previous_message)|message)\.(reply_count|reply_users_count|latest_reply|reply_users|is_locked)$/,
  /^event\.message\.(ts|subtype|hidden)/,
  /^event\.event_ts$/,
  /^container\.thread_ts$/,
  // Present in every envelope of today: apis/events-api.
  /^(is_ext_shared_channel|event_context|authorizations)/,
  // Interactions of today: reference/interaction-payloads.
  /^(state|enterprise|is_enterprise_install|view|is_cleared)/,
];

/** Where shapes are free: what people and apps put in. */
const FREE = /(^|\.)(blocks|attachments|values|event_payload|actions)(\.|$)/;

const paths = (value: Loose, at = ''): string[] =>
  Object.entries(value).flatMap(([key, held]) => {
    const path = at === '' ? key : `${at}.${key}`;
    if (FREE.test(path)) return [path];
    if (Array.isArray(held))
      return [path, ...held.flatMap((item) => (typeof item === 'object' ? paths(item, path) : []))];
    return typeof held === 'object' && held !== null ? [path, ...paths(held, path)] : [path];
  });

const recorded = (folder: string, kind: string): Loose[] =>
  readdirSync(join(RECORDED, folder))
    .filter((file) => file.startsWith(kind) && /^(__|\.)/.test(file.slice(kind.length)))
    .map((file): Loose => JSON.parse(readFileSync(join(RECORDED, folder, file), 'utf8')));

const unknownPaths = (emitted: Loose, folder: string, ...kinds: string[]): string[] => {
  const known = new Set(
    kinds.flatMap((kind) => recorded(folder, kind)).flatMap((payload) => paths(payload)),
  );
  expect(known.size).toBeGreaterThan(0);
  return paths(emitted).filter(
    (path) => !known.has(path) && !DOCUMENTED.some((described) => described.test(path)),
  );
};

let desk: DeskDouble;
let slack: SlackSandbox;
let web: WebClient;
const G = 'C0GLOBEX';

beforeAll(async () => {
  desk = await startDeskDouble();
  slack = await startSlackSandbox({ signingSecret: 's', botToken: 't', deliverTo: desk.url });
  web = new WebClient('t', { slackApiUrl: slack.apiUrl });
  const root = slack.post({ channel: G, user: 'U0HANK', text: 'hello <@U0THREADKEEPER>' }).ts;
  slack.post({
    channel: 'C0GENERAL',
    user: 'U0ADA',
    text: 'log',
    files: [{ name: 'a.log', content: 'x' }],
  });
  slack.post({ channel: G, user: 'U0ADA', text: 'to all', threadTs: root, broadcast: true });
  slack.edit({ channel: G, ts: root, user: 'U0HANK', text: 'hello again' });
  slack.react({ channel: G, ts: root, user: 'U0HANK', name: 'eyes' });
  const gone = slack.post({ channel: 'C0INITECH', user: 'U0PETER', text: 'oops' }).ts;
  slack.delete({ channel: 'C0INITECH', ts: gone, user: 'U0PETER' });
  slack.openHome({ user: 'U0ADA' });
  void slack.invite({ channel: 'C0TRIAGE', user: 'U0SAM', inviter: 'U0ADA' });
  void slack.kick({ channel: 'C0TRIAGE', user: 'U0SAM' });
  await web.chat.postMessage({ channel: G, text: 'from the app' });
  await web.chat.postMessage({ channel: G, text: 'from the app', username: 'Ada' });
  const { ts } = await web.chat.postMessage({
    channel: G,
    text: 'card',
    blocks: [
      {
        type: 'actions',
        elements: [
          { type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' }, value: 'v' },
        ],
      },
    ],
  });
  await slack.press({ channel: G, ts: ts!, user: 'U0ADA', actionId: 'go' });
  const open = async () =>
    web.views.open({
      trigger_id: String(
        desk
          .interactions()
          .find((payload) => payload.trigger_id && !used.has(String(payload.trigger_id)))!
          .trigger_id,
      ),
      view: {
        type: 'modal',
        callback_id: 'f',
        notify_on_close: true,
        title: { type: 'plain_text', text: 'F' },
        submit: { type: 'plain_text', text: 'Send' },
        blocks: [
          {
            type: 'input',
            label: { type: 'plain_text', text: 'L' },
            element: { type: 'plain_text_input', action_id: 'a' },
            block_id: 'b',
          },
        ],
      },
    });
  const used = new Set<string>();
  const first = await open();
  used.add(String(desk.interactions()[0]!.trigger_id));
  await slack.submitForm({ viewId: first.view!.id!, user: 'U0ADA', values: { b: { a: 'text' } } });
  used.add(String(desk.interactions().at(-1)!.trigger_id));
  await slack.messageShortcut({ channel: G, ts: root, user: 'U0ADA', callbackId: 'make_ticket' });
  const second = await open();
  await slack.closeForm({ viewId: second.view!.id!, user: 'U0ADA' });
  await slack.command({ channel: G, user: 'U0ADA', command: '/desk', text: 'help' });
  await slack.uninstall();
});
afterAll(async () => {
  await slack.stop();
  await desk.close();
});

describe('every payload has only fields that recorded payloads or the documentation have', () => {
  it.each([
    ['message', ['message']],
    ['message_changed', ['message.message_changed']],
    ['message_deleted', ['message.message_deleted']],
    ['file_share', ['message.file_share']],
    ['thread_broadcast', ['message.thread_broadcast']],
    ['bot_message', ['message.bot_message']],
    ['app_mention', ['app_mention']],
    ['reaction_added', ['reaction_added']],
    ['app_home_opened', ['app_home_opened']],
    ['member_joined_channel', ['member_joined_channel']],
    ['member_left_channel', ['member_left_channel']],
    ['tokens_revoked', ['tokens_revoked']],
    ['app_uninstalled', ['app_uninstalled']],
  ])('%s', (kind, kinds) => {
    const emitted = desk.events(kind);
    expect(emitted.length).toBeGreaterThan(0);
    for (const payload of emitted) expect(unknownPaths(payload, 'events', ...kinds)).toEqual([]);
  });

  it.each(['block_actions', 'view_submission', 'view_closed', 'message_action'])('%s', (kind) => {
    const emitted = desk.interactions().filter((payload) => String(payload.type) === kind);
    expect(emitted.length).toBeGreaterThan(0);
    for (const payload of emitted) expect(unknownPaths(payload, 'interactive', kind)).toEqual([]);
  });

  it('slash command', () => {
    const command = desk.received.map(({ body }) => body).find((body) => body.command)!;
    expect(unknownPaths(command, 'slash_commands', 'slash_command')).toEqual([]);
  });
});

describe('nothing a recorded payload needs is missing', () => {
  it.each([
    ['message', 'message__bolt-py-dd482ac8.json'],
    ['message_changed', 'message.message_changed__bolt-py-c6d8ac6f.json'],
    ['message_deleted', 'message.message_deleted__bolt-py-16f941d3.json'],
    ['thread_broadcast', 'message.thread_broadcast__bolt-py-5fa37ba6.json'],
    ['bot_message', 'message.bot_message__bolt-py-c87b7c3a.json'],
    ['app_mention', 'app_mention__bolt-py-ef6bcab9.json'],
  ])('%s', (kind, file) => {
    const model: Loose = JSON.parse(readFileSync(join(RECORDED, 'events', file), 'utf8'));
    const [emitted] = desk.events(kind);
    const has = new Set(paths(emitted!));
    expect(paths(model).filter((path) => !has.has(path) && path !== 'enterprise_id')).toEqual([]);
  });
});

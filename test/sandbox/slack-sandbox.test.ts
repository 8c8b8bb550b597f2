import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ViewsOpenArguments, WebClient } from '@slack/web-api';
import type { SlackSandbox } from '../../sandbox/handle';
import { type SlackSandboxOptions, startSlackSandbox } from '../../sandbox/slack';
import { eventually } from '../support/eventually';
import { type DeskDouble, startDeskDouble } from './desk-double';
import { quietClient, refusal } from './quiet-client';

const SECRET = 'shh';
const TOKEN = 'xoxb-test';
let desk: DeskDouble;
let slack: SlackSandbox;
let web: WebClient;

const start = async (options: Partial<SlackSandboxOptions> = {}) => {
  await slack?.stop();
  slack = await startSlackSandbox({
    signingSecret: SECRET,
    botToken: TOKEN,
    deliverTo: desk.url,
    requestCheck: 'strict',
    retryDelaysMs: [0, 20, 40],
    ...options,
  });
  web = quietClient(TOKEN, slack.apiUrl);
};

type ModalView = Extract<ViewsOpenArguments['view'], { type: 'modal' }>;
type ActionsBlock = Extract<ModalView['blocks'][number], { type: 'actions' }>;

const button = (action_id: string, value = 'v'): ActionsBlock => ({
  type: 'actions',
  block_id: 'b1',
  elements: [{ type: 'button', action_id, text: { type: 'plain_text', text: 'Press' }, value }],
});

const modal = (more: Partial<ModalView> = {}): ModalView => ({
  type: 'modal',
  callback_id: 'reply',
  private_metadata: 'secret note',
  title: { type: 'plain_text', text: 'Reply' },
  submit: { type: 'plain_text', text: 'Send' },
  blocks: [
    {
      type: 'input',
      block_id: 'body',
      label: { type: 'plain_text', text: 'Text' },
      element: { type: 'plain_text_input', action_id: 'text', multiline: true },
    },
    {
      type: 'input',
      block_id: 'who',
      optional: true,
      label: { type: 'plain_text', text: 'Who' },
      element: { type: 'users_select', action_id: 'user' },
    },
  ],
  ...more,
});

const pressedTrigger = async (user = 'U0ADA'): Promise<string> => {
  const { ts } = await web.chat.postMessage({
    channel: 'C0GLOBEX',
    text: 'x',
    blocks: [button('go')],
  });
  await slack.press({ channel: 'C0GLOBEX', ts: ts!, user, actionId: 'go' });
  return String(desk.interactions().at(-1)!.trigger_id);
};

beforeEach(async () => {
  desk = await startDeskDouble();
  await start();
});
afterEach(async () => {
  await slack.stop();
  await desk.close();
});

describe('what people say', () => {
  it('is signed over the raw bytes and enveloped as recorded', async () => {
    const said = slack.post({
      channel: 'C0GLOBEX',
      user: 'U0HANK',
      text: 'Orders fail & burn <script>',
    });
    expect((await said.delivered).state).toBe('delivered');
    const { headers, raw, body } = desk.received[0]!;
    const stamp = headers['x-slack-request-timestamp'];
    const expected = createHmac('sha256', SECRET).update(`v0:${stamp}:${raw}`).digest('hex');
    expect(headers['x-slack-signature']).toBe(`v0=${expected}`);
    expect(body.event).toMatchObject({
      type: 'message',
      user: 'U0HANK',
      ts: said.ts,
      channel: 'C0GLOBEX',
      channel_type: 'channel',
      text: 'Orders fail &amp; burn &lt;script&gt;',
    });
    expect(said.ts).toMatch(/^\d{10}\.\d{6}$/);
  });

  it('by an external carries their home team, while the installation stands in authorizations', async () => {
    await slack.post({ channel: 'C0GLOBEX', user: 'U0HANK', text: 'hi' }).delivered;
    const [envelope] = desk.events('message');
    expect(envelope).toMatchObject({ team_id: 'T0GLOBEX', is_ext_shared_channel: true });
    expect(envelope!.event).toMatchObject({
      team: 'T0GLOBEX',
      user_team: 'T0GLOBEX',
      source_team: 'T0GLOBEX',
    });
    expect(envelope!.authorizations).toEqual([
      {
        enterprise_id: null,
        team_id: 'T0NORTHWIND',
        user_id: 'U0THREADKEEPER',
        is_bot: true,
        is_enterprise_install: false,
      },
    ]);
  });

  it('that mentions the bot arrives twice: as message and as app_mention', async () => {
    await slack.post({ channel: 'C0GENERAL', user: 'U0BEN', text: 'hello @Threadkeeper' })
      .delivered;
    await eventually('both', () => desk.events().length === 2);
    expect(
      desk
        .events()
        .map(({ event }) => String(event?.type))
        .sort(),
    ).toEqual(['app_mention', 'message']);
    expect(new Set(desk.events().map(({ event_id }) => event_id)).size).toBe(2);
    expect(desk.events('app_mention')[0]!.event!.text).toBe('hello <@U0THREADKEEPER>');
  });

  it('is found in history and replies, newest first and root first, page by page', async () => {
    const ts = [1, 2, 3].map(
      (n) => slack.post({ channel: 'C0GLOBEX', user: 'U0HANK', text: `m${n}` }).ts,
    );
    const reply = slack.post({
      channel: 'C0GLOBEX',
      user: 'U0ADA',
      text: 'r',
      threadTs: ts[0]!,
    }).ts;
    const first = await web.conversations.history({ channel: 'C0GLOBEX', limit: 2 });
    expect(first.messages!.map((message) => message.text)).toEqual(['m3', 'm2']);
    expect(first.has_more).toBe(true);
    const second = await web.conversations.history({
      channel: 'C0GLOBEX',
      limit: 2,
      cursor: first.response_metadata!.next_cursor!,
    });
    expect(second.messages!.map((message) => message.text)).toEqual(['m1']);
    const since = await web.conversations.history({ channel: 'C0GLOBEX', oldest: ts[1]! });
    expect(since.messages!.map((message) => message.text)).toEqual(['m3']);
    const incl = await web.conversations.history({
      channel: 'C0GLOBEX',
      oldest: ts[1]!,
      inclusive: true,
    });
    expect(incl.messages!.map((message) => message.text)).toEqual(['m3', 'm2']);
    const thread = await web.conversations.replies({ channel: 'C0GLOBEX', ts: ts[0]! });
    expect(thread.messages!.map((message) => message.ts)).toEqual([ts[0], reply]);
    expect(thread.messages![0]).toMatchObject({
      reply_count: 1,
      latest_reply: reply,
      thread_ts: ts[0],
    });
  });

  it('edited or deleted arrives with the words before', async () => {
    const { ts } = slack.post({ channel: 'C0GLOBEX', user: 'U0HANK', text: 'old' });
    await slack.edit({ channel: 'C0GLOBEX', ts, user: 'U0HANK', text: 'new' }).delivered;
    await slack.delete({ channel: 'C0GLOBEX', ts, user: 'U0HANK' }).delivered;
    expect(desk.events('message_changed')[0]!.event).toMatchObject({
      message: { ts, text: 'new', edited: { user: 'U0HANK' } },
      previous_message: { ts, text: 'old' },
      hidden: true,
    });
    expect(desk.events('message_deleted')[0]!.event).toMatchObject({
      deleted_ts: ts,
      previous_message: { text: 'new' },
    });
    expect(slack.messages('C0GLOBEX')).toEqual([]);
  });

  it('leaves a tombstone when the root of a thread is deleted', async () => {
    const { ts } = slack.post({ channel: 'C0GLOBEX', user: 'U0HANK', text: 'root' });
    slack.post({ channel: 'C0GLOBEX', user: 'U0ADA', text: 'reply', threadTs: ts });
    await slack.delete({ channel: 'C0GLOBEX', ts, user: 'U0HANK' }).delivered;
    expect(desk.events('message_changed')[0]!.event!.message).toMatchObject({
      subtype: 'tombstone',
      ts,
    });
    expect((await web.conversations.replies({ channel: 'C0GLOBEX', ts })).messages).toHaveLength(2);
  });
});

describe('what is said without a person', () => {
  it('comes from other apps with their ids, never with ours', async () => {
    await slack.postAsOtherBot({ channel: 'C0GLOBEX', text: 'build failed' }).delivered;
    expect(desk.events('bot_message')[0]!.event).toMatchObject({
      bot_id: 'B0OTHER',
      app_id: 'A0OTHER',
      username: 'Statusbot',
    });
    expect(desk.events('bot_message')[0]!.event).not.toHaveProperty('user');
  });

  it('tells of joins and new names in lines that are no requests', async () => {
    await slack.invite({ channel: 'C0TRIAGE', user: 'U0SAM' });
    await slack.rename({ channel: 'C0GLOBEX', name: 'ext-globex-new' });
    await eventually('the new name', () => desk.events('channel_rename')[0]);
    await eventually('the line about it', () => desk.events('channel_name')[0]);
    expect(desk.events('channel_join')[0]!.event).toMatchObject({
      user: 'U0SAM',
      text: '<@U0SAM> has joined the channel',
    });
    expect(desk.events('channel_name')).toHaveLength(1);
    expect(desk.events('channel_rename')[0]!.event).toMatchObject({
      channel: { id: 'C0GLOBEX', name: 'ext-globex-new' },
    });
  });
});

describe('what the bot says', () => {
  it('is echoed with its app id and its metadata, and found by metadata in the thread', async () => {
    const root = slack.post({ channel: 'C0GLOBEX', user: 'U0HANK', text: 'root' }).ts;
    const metadata = { event_type: 'desk', event_payload: { outbox: 'o-1' } };
    const { ts } = await web.chat.postMessage({
      channel: 'C0GLOBEX',
      thread_ts: root,
      text: 'hi',
      metadata,
    });
    const echo = await eventually('the echo', () =>
      desk.events('message').find(({ event }) => String(event?.ts) === ts),
    );
    expect(echo.event).toMatchObject({
      app_id: 'A0THREADKEEPER',
      bot_id: 'B0THREADKEEPER',
      metadata,
      thread_ts: root,
    });
    const found = await web.conversations.replies({
      channel: 'C0GLOBEX',
      ts: root,
      include_all_metadata: true,
    });
    expect(found.messages![1]).toMatchObject({ metadata });
    const plain = await web.conversations.replies({ channel: 'C0GLOBEX', ts: root });
    expect(plain.messages![1]).not.toHaveProperty('metadata');
  });

  it("under a person's name is a bot_message without a user", async () => {
    const { message } = await web.chat.postMessage({
      channel: 'C0GLOBEX',
      text: 'hi',
      username: 'Ada Lovelace',
      icon_url: 'https://example.com/a.png',
    });
    expect(message).toMatchObject({
      subtype: 'bot_message',
      username: 'Ada Lovelace',
      icons: { image_64: 'https://example.com/a.png' },
    });
    expect(message).not.toHaveProperty('user');
  });

  it('is refused with the real codes', async () => {
    const said = slack.post({ channel: 'C0GLOBEX', user: 'U0HANK', text: 'x' }).ts;
    expect(await refusal(web.chat.postMessage({ channel: 'C0NOWHERE', text: 'x' }))).toBe(
      'channel_not_found',
    );
    expect(await refusal(web.chat.postMessage({ channel: 'C0GLOBEX', text: '' }))).toBe('no_text');
    expect(
      await refusal(web.chat.postMessage({ channel: 'C0GLOBEX', text: 'x'.repeat(40_001) })),
    ).toBe('msg_too_long');
    expect(
      await refusal(
        web.chat.postMessage({ channel: 'C0GLOBEX', text: 'x', thread_ts: '1.000001' }),
      ),
    ).toBe('thread_not_found');
    expect(await refusal(web.chat.update({ channel: 'C0GLOBEX', ts: said, text: 'x' }))).toBe(
      'cant_update_message',
    );
    expect(await refusal(web.chat.update({ channel: 'C0GLOBEX', ts: '1.000001', text: 'x' }))).toBe(
      'message_not_found',
    );
    expect(await refusal(web.users.info({ user: 'U0NOBODY' }))).toBe('user_not_found');
    await slack.kick({ channel: 'C0GLOBEX' });
    expect(await refusal(web.chat.postMessage({ channel: 'C0GLOBEX', text: 'x' }))).toBe(
      'not_in_channel',
    );
    void slack.archive({ channel: 'C0INITECH', user: 'U0GRACE' });
    expect(await refusal(web.chat.postMessage({ channel: 'C0INITECH', text: 'x' }))).toBe(
      'is_archived',
    );
    expect(await refusal(quietClient('xoxb-bad', slack.apiUrl).auth.test())).toBe('invalid_auth');
    expect(await refusal(web.apiCall('chat.shout', {}))).toBe('unknown_method');
    await start({ scopes: ['chat:write'] });
    expect(await refusal(web.users.info({ user: 'U0ADA' }))).toBe('missing_scope');
    expect(
      await refusal(web.chat.postMessage({ channel: 'C0GLOBEX', text: 'x', username: 'Ada' })),
    ).toBe('missing_scope');
  });

  it('with an argument Slack does not know is refused and kept as a violation', async () => {
    expect(await refusal(web.apiCall('chat.postMessage', { channel: 'C0GLOBEX', txt: 'x' }))).toBe(
      'invalid_arguments',
    );
    expect(slack.violations()).toEqual(['chat.postMessage: unknown argument txt']);
  });

  it('is limited to one post a second and channel after a short burst', async () => {
    let now = Date.now();
    await start({ limits: { postsPerSecondPerChannel: 1 }, clock: () => now });
    const post = (channel: string) => web.chat.postMessage({ channel, text: 'x' });
    for (let n = 0; n < 3; n += 1) await post('C0GLOBEX');
    await expect(post('C0GLOBEX')).rejects.toMatchObject({
      code: 'slack_webapi_rate_limited_error',
      retryAfter: 1,
    });
    await post('C0INITECH');
    now += 1000;
    await post('C0GLOBEX');
  });

  it.each([
    ['51 blocks', Array.from({ length: 51 }, () => ({ type: 'divider' }))],
    [
      'a section of 3,001 characters',
      [{ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3001) } }],
    ],
    [
      'a button text of 76 characters',
      [
        {
          type: 'actions',
          elements: [
            { type: 'button', action_id: 'a', text: { type: 'plain_text', text: 'x'.repeat(76) } },
          ],
        },
      ],
    ],
    ['a button value of 2,001 characters', [button('a', 'x'.repeat(2001))]],
    [
      'two buttons with one action_id',
      [{ type: 'actions', elements: [button('a').elements[0], button('a').elements[0]] }],
    ],
    [
      'a header of 151 characters',
      [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }],
    ],
    [
      '11 context elements',
      [
        {
          type: 'context',
          elements: Array.from({ length: 11 }, () => ({ type: 'mrkdwn', text: 'x' })),
        },
      ],
    ],
    ['an unknown block', [{ type: 'carousel' }]],
  ])('with %s is refused as invalid_blocks, with the place', async (_case, blocks) => {
    const call = web.apiCall('chat.postMessage', { channel: 'C0GLOBEX', text: 'x', blocks });
    await expect(call).rejects.toMatchObject({
      data: {
        error: 'invalid_blocks',
        response_metadata: { messages: [expect.stringContaining('json-pointer')] },
      },
    });
  });
});

describe('faults', () => {
  const post = () => web.chat.postMessage({ channel: 'C0GLOBEX', text: 'hello' });

  it('store-then-drop stores, though the client never hears of it', async () => {
    slack.fault({ method: 'chat.postMessage', kind: 'store-then-drop' });
    expect(await refusal(post())).not.toBe('accepted');
    expect(slack.messages('C0GLOBEX').map((message) => message.text)).toEqual(['hello']);
    expect(slack.requests().at(-1)).toMatchObject({
      method: 'chat.postMessage',
      status: 0,
      ok: true,
      fault: 'store-then-drop',
    });
    expect(await refusal(post())).toBe('accepted');
  });

  it('store-then-drop with a delay stores after the client is gone', async () => {
    slack.fault({ method: 'chat.postMessage', kind: 'store-then-drop', delayMs: 1_000 });
    expect(await refusal(post())).not.toBe('accepted');
    expect(slack.messages('C0GLOBEX')).toEqual([]);
    await eventually('the message', () => slack.messages('C0GLOBEX').length === 1);
  });

  it.each(['drop-before', 'http500'] as const)('%s stores nothing', async (kind) => {
    slack.fault({ method: '*', kind });
    expect(await refusal(post())).not.toBe('accepted');
    expect(slack.messages('C0GLOBEX')).toEqual([]);
  });

  it('error, 429 and black-hole answer as named and only for their channel', async () => {
    slack.fault({
      method: 'chat.postMessage',
      channel: 'C0GLOBEX',
      kind: 'error',
      error: 'is_archived',
    });
    await web.chat.postMessage({ channel: 'C0INITECH', text: 'x' });
    expect(await refusal(post())).toBe('is_archived');
    slack.fault({ method: 'chat.postMessage', kind: '429', retryAfterS: 7 });
    await expect(post()).rejects.toMatchObject({ retryAfter: 7 });
    slack.fault({ method: 'chat.postMessage', kind: 'black-hole' });
    const impatient = quietClient(TOKEN, slack.apiUrl, { timeout: 100 });
    expect(await refusal(impatient.chat.postMessage({ channel: 'C0GLOBEX', text: 'x' }))).not.toBe(
      'accepted',
    );
    expect(slack.messages('C0GLOBEX')).toEqual([]);
  });

  it('an unanswered event is repeated by the plan, with its number and reason', async () => {
    desk.answer = () => ({ status: 503 });
    const { delivered } = slack.post({ channel: 'C0GLOBEX', user: 'U0HANK', text: 'x' });
    expect((await delivered).state).toBe('given_up');
    expect(desk.received.map(({ headers }) => headers['x-slack-retry-num'])).toEqual([
      undefined,
      '1',
      '2',
      '3',
    ]);
    expect(desk.received[1]!.headers['x-slack-retry-reason']).toBe('http_error');
    expect(new Set(desk.received.map(({ body }) => body.event_id)).size).toBe(1);
  });

  it('a slow answer counts as a timeout', async () => {
    // Long enough that a busy machine's pause is none.
    await start({ ackTimeoutMs: 2_000 });
    desk.answer = ({ headers }) => ({ delayMs: headers['x-slack-retry-num'] ? 0 : 4_000 });
    const delivery = await slack.post({ channel: 'C0GLOBEX', user: 'U0HANK', text: 'x' }).delivered;
    expect(delivery.attempts.map(({ outcome }) => outcome)).toEqual(['timeout', 200]);
    expect(desk.received[1]!.headers['x-slack-retry-reason']).toBe('http_timeout');
  });

  it('withheld events are in the history and were never pushed; duplicates keep their id', async () => {
    slack.withhold(1);
    expect(
      (await slack.post({ channel: 'C0GLOBEX', user: 'U0HANK', text: 'lost' }).delivered).state,
    ).toBe('withheld');
    expect(desk.received).toEqual([]);
    expect((await web.conversations.history({ channel: 'C0GLOBEX' })).messages).toHaveLength(1);
    slack.withhold(0);
    slack.duplicate(1);
    await slack.post({ channel: 'C0GLOBEX', user: 'U0HANK', text: 'twice' }).delivered;
    await eventually('both', () => desk.received.length === 2);
    expect(desk.received[0]!.body.event_id).toBe(desk.received[1]!.body.event_id);
  });

  it('the echo can come before the answer to the post', async () => {
    slack.echoBeforeAnswer(1_000);
    const order: string[] = [];
    desk.answer = () => {
      order.push('echo');
      return {};
    };
    await post();
    order.push('answer');
    expect(order).toEqual(['echo', 'answer']);
  });

  it('a paused push waits and then goes out', async () => {
    slack.pausePush();
    const { delivered } = slack.post({ channel: 'C0GLOBEX', user: 'U0HANK', text: 'x' });
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(desk.received).toEqual([]);
    slack.resumePush();
    expect((await delivered).state).toBe('delivered');
  });
});

describe('interactions', () => {
  it('a press carries the button, the message and a trigger that opens one form within 3 s', async () => {
    let now = Date.now();
    await start({ clock: () => now });
    const trigger_id = await pressedTrigger();
    expect(desk.interactions()[0]).toMatchObject({
      type: 'block_actions',
      user: { id: 'U0ADA', team_id: 'T0NORTHWIND' },
      container: { type: 'message', channel_id: 'C0GLOBEX', is_ephemeral: false },
      actions: [{ action_id: 'go', block_id: 'b1', value: 'v', type: 'button' }],
    });
    await web.views.open({ trigger_id, view: modal() });
    expect(slack.views('U0ADA')).toHaveLength(1);
    expect(await refusal(web.views.open({ trigger_id, view: modal() }))).toBe(
      'exchanged_trigger_id',
    );
    const late = await pressedTrigger();
    now += 3001;
    expect(await refusal(web.views.open({ trigger_id: late, view: modal() }))).toBe(
      'expired_trigger_id',
    );
  });

  it('a form is validated, submitted with state values, and closed by an empty answer', async () => {
    await web.views.open({ trigger_id: await pressedTrigger(), view: modal() });
    const viewId = slack.views('U0ADA')[0]!.id!;
    const empty = await slack.submitForm({ viewId, user: 'U0ADA', values: {} });
    expect(empty.errors).toHaveProperty('body');
    await slack.submitForm({
      viewId,
      user: 'U0ADA',
      values: { body: { text: 'Hello' }, who: { user: 'U0BEN' } },
    });
    const payload = desk.interactions().at(-1)!;
    expect(payload).toMatchObject({
      type: 'view_submission',
      view: { callback_id: 'reply', private_metadata: 'secret note' },
    });
    expect(payload.view!.state!.values).toEqual({
      body: { text: { type: 'plain_text_input', value: 'Hello' } },
      who: { user: { type: 'users_select', selected_user: 'U0BEN' } },
    });
    expect(slack.views('U0ADA')).toEqual([]);
  });

  it('errors, update, push and clear in the answer do what they say', async () => {
    await web.views.open({ trigger_id: await pressedTrigger(), view: modal() });
    const viewId = slack.views('U0ADA')[0]!.id!;
    const submit = (id: string) =>
      slack.submitForm({ viewId: id, user: 'U0ADA', values: { body: { text: 'x' } } });
    desk.answer = () => ({
      body: JSON.stringify({ response_action: 'errors', errors: { body: 'too short' } }),
    });
    expect((await submit(viewId)).errors).toEqual({ body: 'too short' });
    expect(slack.views('U0ADA')[0]!.errors).toEqual({ body: 'too short' });
    desk.answer = () => ({
      body: JSON.stringify({ response_action: 'update', view: modal({ callback_id: 'second' }) }),
    });
    await submit(viewId);
    expect(slack.views('U0ADA')[0]!.callback_id).toBe('second');
    desk.answer = () => ({
      body: JSON.stringify({ response_action: 'push', view: modal({ callback_id: 'third' }) }),
    });
    await submit(viewId);
    expect(slack.views('U0ADA')).toHaveLength(2);
    desk.answer = () => ({ body: JSON.stringify({ response_action: 'clear' }) });
    await submit(slack.views('U0ADA')[1]!.id!);
    expect(slack.views('U0ADA')).toEqual([]);
  });

  it('a form too long in its title or in its hidden note is refused', async () => {
    const open = async (more: Partial<ModalView>) =>
      refusal(web.views.open({ trigger_id: await pressedTrigger(), view: modal(more) }));
    expect(await open({ title: { type: 'plain_text', text: 'x'.repeat(25) } })).toBe(
      'invalid_arguments',
    );
    expect(await open({ private_metadata: 'x'.repeat(3001) })).toBe('invalid_arguments');
    expect(
      await open({
        blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'x' } }],
        external_id: 'y'.repeat(250_001),
      }),
    ).toBe('view_too_large');
    expect(await open({})).toBe('accepted');
  });

  it('externals press buttons but have neither commands nor shortcuts', async () => {
    await pressedTrigger('U0HANK');
    expect(desk.interactions()[0]).toMatchObject({ user: { id: 'U0HANK', team_id: 'T0GLOBEX' } });
    const { ts } = slack.post({ channel: 'C0GLOBEX', user: 'U0HANK', text: 'x' });
    await expect(
      slack.command({ channel: 'C0GLOBEX', user: 'U0HANK', command: '/desk', text: '' }),
    ).rejects.toThrow('not_available_to_external_people');
    await expect(
      slack.messageShortcut({
        channel: 'C0GLOBEX',
        ts,
        user: 'U0HANK',
        callbackId: 'make_ticket',
      }),
    ).rejects.toThrow('not_available_to_external_people');
    await slack.messageShortcut({
      channel: 'C0GLOBEX',
      ts,
      user: 'U0ADA',
      callbackId: 'make_ticket',
    });
    expect(desk.interactions().at(-1)).toMatchObject({
      type: 'message_action',
      callback_id: 'make_ticket',
      message_ts: ts,
    });
  });

  it('a command is answered in its own response, or by its response URL five times', async () => {
    desk.answer = () => ({ body: 'help text' });
    await slack.command({ channel: 'C0TRIAGE', user: 'U0ADA', command: '/desk', text: 'help' });
    expect(slack.ephemerals('U0ADA').map((message) => message.text)).toEqual(['help text']);
    const url = String(desk.received.at(-1)!.body.response_url);
    const use = async () =>
      (await fetch(url, { method: 'POST', body: JSON.stringify({ text: 'more' }) })).status;
    expect([await use(), await use(), await use(), await use(), await use(), await use()]).toEqual([
      200, 200, 200, 200, 200, 404,
    ]);
    expect(slack.ephemerals('U0ADA')).toHaveLength(6);
  });

  it('an ephemeral is seen by one person, is not in the history, and its buttons work', async () => {
    const { message_ts } = await web.chat.postEphemeral({
      channel: 'C0GLOBEX',
      user: 'U0HANK',
      text: 'psst',
      blocks: [button('ok')],
    });
    expect((await web.conversations.history({ channel: 'C0GLOBEX' })).messages).toEqual([]);
    await slack.press({ channel: 'C0GLOBEX', ts: message_ts!, user: 'U0HANK', actionId: 'ok' });
    expect(desk.interactions()[0]).toMatchObject({ container: { is_ephemeral: true } });
    expect(desk.interactions()[0]).not.toHaveProperty('message');
    await fetch(String(desk.interactions()[0]!.response_url), {
      method: 'POST',
      body: JSON.stringify({ delete_original: true }),
    });
    expect(slack.ephemerals('U0HANK')).toEqual([]);
  });

  it('a home is published, opened and pressed in', async () => {
    await web.views.publish({ user_id: 'U0ADA', view: { type: 'home', blocks: [button('mine')] } });
    await slack.openHome({ user: 'U0ADA' }).delivered;
    expect(desk.events('app_home_opened')[0]!.event).toMatchObject({
      user: 'U0ADA',
      tab: 'home',
      view: { type: 'home' },
    });
    await slack.press({ user: 'U0ADA', actionId: 'mine' });
    expect(desk.interactions()[0]).toMatchObject({
      container: { type: 'view' },
      view: { type: 'home' },
    });
  });
});

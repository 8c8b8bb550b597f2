import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decode, historyRow } from '../../bots/slack/decode';
import { decodeText, parseMrkdwn } from '../../bots/slack/decode-text';
import { toPlain } from '../../src/domain/text';
import { FIXTURES, recorded } from './slack-harness';

const row = (body: object): Buffer => Buffer.from(JSON.stringify(body));
const form = (payload: object): Buffer =>
  Buffer.from(new URLSearchParams({ payload: JSON.stringify(payload) }).toString());
const fixture = (path: string): Buffer => readFileSync(join(FIXTURES, path));

const heard = (event: object, more: object = {}): Buffer =>
  row({
    type: 'event_callback',
    team_id: 'T0SENDER',
    api_app_id: 'A0US',
    event_id: 'Ev1',
    event_time: 1_700_000_100,
    is_ext_shared_channel: true,
    authorizations: [{ team_id: 'T0US', user_id: 'U0BOT', is_bot: true }],
    event,
    ...more,
  });
const said = (more: object = {}): object => ({
  type: 'message',
  channel: 'C1',
  user: 'U1',
  text: 'hello',
  ts: '1700000000.123456',
  event_ts: '1700000000.123456',
  ...more,
});

describe('decoding what Slack recorded', () => {
  it('never throws, and understands the kinds it claims to understand', () => {
    const kinds = new Map<string, number>();
    for (const one of recorded()) {
      const events = decode(one.body);
      for (const event of events) kinds.set(event.kind, (kinds.get(event.kind) ?? 0) + 1);
    }
    expect([...kinds.keys()].sort()).toEqual([
      'channel',
      'gap',
      'home-opened',
      'message',
      'message-deleted',
      'message-edited',
      'reaction',
      'uninstalled',
    ]);
  });

  it.each([
    [
      'events/message__java-c591f944.json',
      {
        kind: 'message',
        message: {
          // The outer team is the sender's; the installation is the one that heard it.
          channel: { workspace: 'T_INSTALLED', channel: 'C111' },
          id: '1605835904.008100',
          threadId: '1605835904.008100',
          author: { userId: 'U234', isBot: true },
          echoOf: '',
        },
      },
    ],
    [
      'events/message.thread_broadcast__bolt-py-5fa37ba6.json',
      {
        kind: 'message',
        message: { id: '1633670813.007500', threadId: '1633663824.000500', echoOf: null },
      },
    ],
    [
      'events/message.bot_message__bolt-py-c87b7c3a.json',
      { kind: 'message', message: { author: { userId: 'B888', isBot: true }, echoOf: null } },
    ],
    [
      'events/message.message_changed__bolt-py-c6d8ac6f.json',
      {
        kind: 'message-edited',
        id: '1665102338.901939',
        body: [{ kind: 'plain', text: 'updated message' }],
        author: { home: 'T111' },
      },
    ],
    [
      'events/message.message_deleted__bolt-py-16f941d3.json',
      {
        kind: 'message-deleted',
        id: '1665368619.804829',
        deletedAt: new Date(1_665_368_629_007),
      },
    ],
    [
      'events/reaction_added__bolt-py-3f09cb56.json',
      { kind: 'reaction', name: 'heart_eyes', added: true, id: '1599529504.000400' },
    ],
    ['events/tokens_revoked__bolt-py-31926971.json', { kind: 'uninstalled', workspace: 'E111' }],
    [
      'docs-examples/message.file_share.check_file_info.json',
      {
        kind: 'message',
        message: { files: [{ id: 'F123ABC456', name: 'file', mimeType: null, url: null }] },
      },
    ],
    [
      'docs-examples/channel_id_changed.json',
      {
        kind: 'channel',
        channel: { workspace: 'T123ABC456', channel: 'G012Y48650T' },
        change: { to: 'id-changed', newChannel: 'C012Y48650T' },
      },
    ],
    ['docs-examples/channel_shared.json', { kind: 'channel', change: { to: 'shared' } }],
    ['docs-examples/channel_unshared.json', { kind: 'channel', change: { to: 'unshared' } }],
    [
      'docs-examples/app_rate_limited.json',
      {
        kind: 'gap',
        workspace: 'T123456',
        from: new Date(1_518_467_820_000),
        to: new Date(1_518_467_880_000),
      },
    ],
  ])('reads %s', (path, expected) => {
    expect(decode(fixture(path))).toMatchObject([expected]);
  });

  it.each([
    'events/app_mention__java-977b9df1.json',
    'events/app_home_opened__bolt-py-59d47560.json',
    'interactive/view_closed__java-4f2c0c1d.json',
    'interactive/block_actions__bolt-py-1cf31dba.json',
    'slash_commands/slash_command__bolt-py-c875181e.json',
  ])('keeps %s for the record and does nothing about it', (path) => {
    expect(decode(fixture(path))).toEqual([]);
  });
});

describe('a message', () => {
  const message = (event: object, more: object = {}) => {
    const [only] = decode(heard(event, more));
    if (only?.kind !== 'message') throw new Error(`no message: ${JSON.stringify(only)}`);
    return only.message;
  };

  it("belongs to the author's home, found in the order Slack is precise", () => {
    const homes = [
      { user_team: 'T1', source_team: 'T2', team: 'T3' },
      { source_team: 'T2', team: 'T3' },
      { team: 'T3' },
      {},
    ].map((teams) => message(said(teams)).author.home);
    expect(homes).toEqual(['T1', 'T2', 'T3', null]);
  });

  it('is of our own house only where Slack says that nobody else can be there', () => {
    expect(message(said(), { is_ext_shared_channel: false }).author.home).toBe('T0SENDER');
    expect(message(said(), { is_ext_shared_channel: undefined }).author.home).toBeNull();
  });

  it('keeps its id as a string, to the last digit', () => {
    expect(message(said({ ts: '1700000000.000001' })).id).toBe('1700000000.000001');
    expect(message(said({ ts: '1700000000.999999' })).occurredAt).toEqual(
      new Date(1_700_000_000_999),
    );
  });

  it('is our own echo by app id, and its key is read from our metadata only', () => {
    const metadata = { event_type: 'threadkeeper_outbox', event_payload: { key: 'k1' } };
    const ours = { bot_id: 'B1', app_id: 'A0US', subtype: 'bot_message' };
    expect(message(said({ ...ours, metadata })).echoOf).toBe('k1');
    expect(message(said(ours)).echoOf).toBe('');
    expect(message(said({ bot_id: 'B9', app_id: 'A0OTHER', metadata })).echoOf).toBeNull();
    expect(message(said({ metadata })).echoOf).toBeNull();
  });

  it('mentions us by our bot user, in text or in rich text', () => {
    expect(message(said({ text: 'hey <@U0BOT>!' })).mentionsUs).toBe(true);
    expect(message(said({ text: 'hey <@U0BOTHER>!' })).mentionsUs).toBe(false);
    expect(toPlain(message(said({ text: 'hey <@U0BOT>, <@U0BOTHER>' })).body)).toBe(
      'hey @Threadkeeper, @U0BOTHER',
    );
    const element = { type: 'rich_text_section', elements: [{ type: 'user', user_id: 'U0BOT' }] };
    const blocks = [{ type: 'rich_text', elements: [element] }];
    expect(message(said({ text: '', blocks })).mentionsUs).toBe(true);
  });

  it('brings the words of a forwarded message along', () => {
    const attachments = [
      { is_share: true, text: 'the printer\nis on fire' },
      { text: 'a preview' },
    ];
    expect(toPlain(message(said({ text: 'see:', attachments })).body)).toBe(
      'see:\n> the printer\nis on fire',
    );
  });

  it.each([
    'channel_join',
    'channel_topic',
    'channel_name',
    'pinned_item',
    'message_replied',
    'tombstone',
    'something_new',
  ])('of subtype %s says nothing', (subtype) => {
    expect(decode(heard(said({ subtype })))).toEqual([]);
  });

  it.each(['me_message', 'file_share', 'thread_broadcast', 'bot_message'])(
    'of subtype %s is read',
    (subtype) => {
      expect(decode(heard(said({ subtype })))).toHaveLength(1);
    },
  );

  it('without a usable ts or channel is not for us', () => {
    for (const broken of [{ ts: 'abc' }, { ts: undefined }, { ts: 17 }, { channel: undefined }])
      expect(decode(heard(said(broken)))).toEqual([]);
  });

  it('loses no words to NUL or half a character', () => {
    expect(toPlain(message(said({ text: 'a\u0000b\ud800c' })).body)).toBe('a\ufffdb\ufffdc');
  });
});

describe('an edit', () => {
  const changed = (before: object | undefined, after: object) =>
    decode(
      heard({
        type: 'message',
        subtype: 'message_changed',
        channel: 'C1',
        ts: '1700000050.000100',
        event_ts: '1700000050.000100',
        message: { ts: '1700000000.123456', user: 'U1', team: 'T3', ...after },
        ...(before === undefined ? {} : { previous_message: { user: 'U1', ...before } }),
      }),
    );

  it('counts when the words or the files changed', () => {
    expect(changed({ text: 'a' }, { text: 'b' })).toHaveLength(1);
    expect(changed({ text: 'a' }, { text: 'a', files: [{ id: 'F1' }] })).toHaveLength(1);
  });

  it('does not count when only a preview came or a thread grew', () => {
    expect(changed({ text: 'a' }, { text: 'a', attachments: [{ fallback: 'x' }] })).toEqual([]);
    expect(changed({ text: 'a' }, { text: 'a', thread_ts: '1', reply_count: 3 })).toEqual([]);
    expect(changed(undefined, { text: 'a' })).toEqual([]);
  });

  it('of a root into a tombstone is a deletion', () => {
    expect(changed({ text: 'a' }, { subtype: 'tombstone', text: 'deleted' })).toMatchObject([
      { kind: 'message-deleted', id: '1700000000.123456' },
    ]);
  });

  it('of our own message is no news', () => {
    expect(changed({ text: 'a' }, { text: 'b', bot_id: 'B1', app_id: 'A0US' })).toEqual([]);
    expect(changed({ text: 'a' }, { text: 'b', bot_id: 'B1', app_id: 'A0OTHER' })).toHaveLength(1);
  });
});

describe('a room', () => {
  const change = (event: object) => decode(heard({ channel: 'C1', event_ts: '1.0', ...event }));

  it('tells of our own coming and going only', () => {
    expect(change({ type: 'member_joined_channel', user: 'U0BOT' })).toMatchObject([
      { change: { to: 'joined' } },
    ]);
    expect(change({ type: 'member_left_channel', user: 'U0BOT' })).toMatchObject([
      { change: { to: 'left' } },
    ]);
    expect(change({ type: 'member_joined_channel', user: 'U1' })).toEqual([]);
  });

  it.each([
    ['channel_archive', 'archived'],
    ['group_unarchive', 'unarchived'],
    ['channel_deleted', 'deleted'],
    ['channel_left', 'left'],
  ])('tells of %s', (type, to) => {
    expect(change({ type })).toMatchObject([{ kind: 'channel', change: { to } }]);
  });

  it('is still shared while one customer of several leaves', () => {
    expect(change({ type: 'channel_unshared', is_ext_shared: true })).toMatchObject([
      { change: { to: 'shared' } },
    ]);
  });

  it('tells its new name', () => {
    expect(change({ type: 'channel_rename', channel: { id: 'C1', name: 'new' } })).toMatchObject([
      { channel: { channel: 'C1' }, change: { to: 'renamed', name: 'new' } },
    ]);
  });

  it('and its people tell of leaving the company', () => {
    const user = { id: 'U1', team_id: 'T0US', deleted: true, profile: { display_name: 'Ada' } };
    expect(decode(heard({ type: 'user_change', user }))).toMatchObject([
      { kind: 'user-changed', active: false, name: 'Ada', user: { home: 'T0US' } },
    ]);
  });

  it('and its app is uninstalled by the bot token, not by a person taking back their own', () => {
    const tokens = (held: object) => decode(heard({ type: 'tokens_revoked', tokens: held }));
    expect(tokens({ bot: ['U0BOT'] })).toMatchObject([{ kind: 'uninstalled', workspace: 'T0US' }]);
    expect(tokens({ oauth: ['U1'], bot: [] })).toEqual([]);
  });
});

describe('a press', () => {
  const press = (action: object, more: object = {}) =>
    decode(
      form({
        type: 'block_actions',
        api_app_id: 'A0US',
        team: { id: 'T0US' },
        user: { id: 'U1', team_id: 'T0CUSTOMER' },
        container: { type: 'message', channel_id: 'C1', message_ts: '2.000001' },
        actions: [action],
        ...more,
      }),
    );
  const value = JSON.stringify({ ticketId: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6', version: 1 });

  it('is read with its number behind the action ignored', () => {
    expect(press({ type: 'button', action_id: 'claim:3', value })).toMatchObject([
      {
        kind: 'button',
        action: 'claim',
        subject: { ticketId: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6', version: 1 },
      },
    ]);
  });

  it.each([
    ['an unknown action', { type: 'button', action_id: 'delete-everything', value }],
    ['no subject', { type: 'button', action_id: 'claim' }],
    ['a subject that is not JSON', { type: 'button', action_id: 'claim', value: '{' }],
    ['a subject of another shape', { type: 'button', action_id: 'claim', value: '{"ticketId":7}' }],
    [
      'a ticket that has no id of ours',
      { type: 'button', action_id: 'claim', value: '{"ticketId":"t","version":1}' },
    ],
    ['nothing', null],
  ])('with %s does nothing', (_name, action) => {
    expect(press({ ...action })).toEqual([]);
  });

  it('of a card of ours belongs to our installation, whoever Slack names as the team', () => {
    const ours = { message: { ts: '2.000001', team: 'T0US', app_id: 'A0US' } };
    const team = { team: { id: 'T0CUSTOMER' } };
    const button = { type: 'button', action_id: 'confirm', value };
    expect(press(button, { ...ours, ...team })).toMatchObject([
      { workspace: 'T0US', user: { home: 'T0CUSTOMER' } },
    ]);
  });

  it('answers in the thread of a reply, in the channel for a card that is no reply', () => {
    const button = { type: 'button', action_id: 'claim', value };
    expect(press(button)).toMatchObject([{ place: { channel: 'C1', threadId: null } }]);
    expect(press(button, { message: { ts: '2.000001', thread_ts: '1.000001' } })).toMatchObject([
      { place: { channel: 'C1', threadId: '1.000001' } },
    ]);
    expect(press(button, { container: { type: 'view' } })).toMatchObject([{ place: null }]);
  });
});

describe('a form, a shortcut, a command, a fetched message', () => {
  it('reads a form only with our own metadata', () => {
    const submission = (view: object) =>
      decode(form({ type: 'view_submission', team: { id: 'T1' }, user: { id: 'U1' }, view }));
    const state = { values: { text: { value: { type: 'plain_text_input', value: 'hi' } } } };
    const private_metadata = JSON.stringify({
      subject: { ticketId: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6', version: 2 },
      place: { workspace: 'T1', channel: 'C1', threadId: null },
    });
    expect(submission({ callback_id: 'note', private_metadata, state })).toMatchObject([
      { kind: 'form', form: 'note', values: { text: 'hi' }, place: { platform: 'slack' } },
    ]);
    expect(submission({ callback_id: 'note', private_metadata: '', state })).toEqual([]);
    expect(submission({ callback_id: 'other', private_metadata, state })).toEqual([]);
  });

  it('makes a ticket of the message whose menu was used', () => {
    const payload = {
      type: 'message_action',
      callback_id: 'make_ticket',
      team: { id: 'T1' },
      user: { id: 'U1', team_id: 'T1' },
      channel: { id: 'C1' },
      message_ts: '2.000001',
      message: { user: 'U2', team: 'T2', text: 'broken', ts: '2.000001' },
    };
    expect(decode(form(payload))).toMatchObject([
      {
        kind: 'make-ticket',
        user: { userId: 'U1' },
        message: { id: '2.000001', author: { userId: 'U2', home: 'T2' } },
      },
    ]);
    expect(decode(form({ ...payload, callback_id: 'other' }))).toEqual([]);
  });

  it('reads /desk, also from a socket, and no other command', () => {
    const fields = {
      command: '/desk',
      text: ' mine ',
      user_id: 'U1',
      team_id: 'T1',
      channel_id: 'C1',
    };
    const expected = [
      {
        kind: 'command',
        text: 'mine',
        user: { platform: 'slack', home: 'T1', userId: 'U1', isBot: false },
        place: { platform: 'slack', workspace: 'T1', channel: 'C1', threadId: null },
      },
    ];
    expect(decode(Buffer.from(new URLSearchParams(fields).toString()))).toEqual(expected);
    expect(decode(row(fields))).toEqual(expected);
    expect(decode(row({ ...fields, command: '/deskjet' }))).toEqual([]);
  });

  it('reads the words of a command as they were typed, and people by their id', () => {
    const said = (text: string): unknown =>
      decode(row({ command: '/desk', text, user_id: 'U1', team_id: 'T1', channel_id: 'C1' }))[0];
    expect(said('level 2 R&amp;D &lt;EU&gt; <@U2|ben>')).toMatchObject({
      text: 'level 2 R&D <EU> <@U2|ben>',
    });
    expect(said('find <https://a.example/?x=1&amp;y=2|a> in <#C2|general>')).toMatchObject({
      text: 'find https://a.example/?x=1&y=2 in #general',
    });
  });

  it('reads a message fetched from history like one that was pushed', () => {
    const message = { user: 'U1', team: 'T3', text: 'hello', ts: '1700000000.123456' };
    const heardBy = { workspace: 'T0US', appId: 'A0US', botUserId: 'U0BOT' };
    const [fetched] = decode(historyRow(heardBy, 'C1', message));
    const [pushed] = decode(heard(said({ team: 'T3' })));
    if (fetched?.kind !== 'message' || pushed?.kind !== 'message') throw new Error('no message');
    expect(fetched.message).toEqual({ ...pushed.message, fromHistory: true });
  });
});

describe('the words of a message', () => {
  it.each([
    ['a &amp; b &lt;c&gt;', 'a & b <c>'],
    ['hi <@U1|ada>', 'hi @ada'],
    ['in <#C1|general>', 'in #general'],
    ['<!channel> help', '@channel help'],
    ['<!subteam^S1|@crew> help', '@crew help'],
    ['<!date^1392734382^{date}|yesterday>', 'yesterday'],
    ['<https://a.b|docs>', 'docs (https://a.b)'],
    ['<https://a.b?x=1&amp;y=2>', 'https://a.b?x=1&y=2'],
    ['&amp;lt;', '&lt;'],
    ['a < b and c > d', 'a < b and c > d'],
  ])('%s reads as %s', (source, expected) => {
    expect(toPlain(parseMrkdwn(source))).toBe(expected);
  });

  it('keeps bold, italic and code, and leaves arithmetic alone', () => {
    expect(parseMrkdwn('*b* _i_ `c` ```d\ne``` 2*3*4 snake_case_name')).toEqual([
      { kind: 'bold', text: 'b' },
      { kind: 'plain', text: ' ' },
      { kind: 'italic', text: 'i' },
      { kind: 'plain', text: ' ' },
      { kind: 'code', text: 'c' },
      { kind: 'plain', text: ' ' },
      { kind: 'block', text: 'd\ne' },
      { kind: 'plain', text: ' 2*3*4 snake_case_name' },
    ]);
  });

  it('come from the rich text, with lists, quotes and names from the text beside it', () => {
    const section = (...elements: object[]) => ({ type: 'rich_text_section', elements });
    const blocks = [
      {
        type: 'rich_text',
        elements: [
          section({ type: 'text', text: 'Hi ' }, { type: 'user', user_id: 'U1' }),
          {
            type: 'rich_text_list',
            style: 'ordered',
            elements: [
              section({ type: 'text', text: 'one' }),
              section({ type: 'emoji', name: 'wave', unicode: '1f44b' }),
            ],
          },
          { type: 'rich_text_quote', elements: [{ type: 'text', text: 'said' }] },
          { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'x = 1' }] },
        ],
      },
    ];
    expect(toPlain(decodeText('Hi <@U1|ada>', blocks))).toBe(
      'Hi @ada\n1. one\n2. 👋\n> said\nx = 1',
    );
  });

  it('are read in time that grows with their length only', () => {
    const started = Date.now();
    for (const nasty of ['*a ', '_a', '<', '`', '```', '<@', '*_`<'])
      parseMrkdwn(nasty.repeat(20_000));
    expect(Date.now() - started).toBeLessThan(3_000);
  });
});

describe('whatever bytes come', () => {
  it('decoding never throws on any bytes, any JSON, any broken recording', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        decode(Buffer.from(bytes));
      }),
    );
    fc.assert(
      fc.property(fc.object({ maxDepth: 4 }), (event) => {
        decode(heard({ type: 'message', ...event }));
        decode(heard({ ...event }));
        decode(form({ type: 'block_actions', ...event }));
      }),
    );
    const all = recorded();
    fc.assert(
      fc.property(
        fc.nat(all.length - 1),
        fc.nat(5_000),
        fc.string({ maxLength: 5 }),
        (which, at, put) => {
          const text = all[which]!.body.toString();
          const cut = at % text.length;
          decode(Buffer.from(text.slice(0, cut) + put + text.slice(cut + put.length)));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('survives blocks nested deeper than any stack', () => {
    const deep = `${'{"type":"rich_text_list","elements":['.repeat(5_000)}${']}'.repeat(5_000)}`;
    const body = `{"type":"event_callback","team_id":"T1","event":{"type":"message","channel":"C1","user":"U1","ts":"1.000001","text":"x","blocks":[{"type":"rich_text","elements":[${deep}]}]}}`;
    expect(decode(Buffer.from(body))).toHaveLength(1);
  });
});

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startTeamsSandbox } from '../../sandbox/teams';
import type { TeamsSandbox } from '../../sandbox/teams-handle';
import { TEAMS } from '../../sandbox/teams-seed';
import { eventually } from '../support/eventually';
import { ConnectorClient, TeamsDeskDouble, verifiedClaims, withCard } from './teams-desk-double';

const APP = '11111111-2222-4333-8444-555555555555';
const PASSWORD = 'a-password-of-this-test';

let desk: TeamsDeskDouble;
let sandbox: TeamsSandbox;
let bot: ConnectorClient;
/** Where the time stands; null: it passes. */
let stands: number | null;

beforeEach(async () => {
  stands = null;
  desk = new TeamsDeskDouble();
  sandbox = await startTeamsSandbox({
    appId: APP,
    appPassword: PASSWORD,
    announces: false,
    retryDelaysMs: [5, 5],
    clock: () => stands ?? Date.now(),
    deliverTo: await desk.start(),
  });
  bot = new ConnectorClient(sandbox);
  await bot.signIn(APP, PASSWORD);
});

afterEach(async () => {
  await sandbox.stop();
  await desk.stop();
});

describe('what the desk hears', () => {
  test('a root message starts a thread of its own, signed for the connector it came from', async () => {
    const said = sandbox.post({
      room: TEAMS.umbrellaSupport,
      person: TEAMS.alice,
      text: 'It is broken',
    });
    expect((await said.delivered)?.state).toBe('delivered');
    const [heard] = desk.heard;
    expect(heard?.activity).toMatchObject({
      type: 'message',
      id: said.id,
      text: 'It is broken',
      channelId: 'msteams',
      serviceUrl: sandbox.serviceUrl,
      conversation: {
        id: `${TEAMS.umbrellaSupport};messageid=${said.id}`,
        tenantId: TEAMS.umbrella,
      },
      channelData: { tenant: { id: TEAMS.umbrella }, team: { id: TEAMS.umbrellaTeam } },
    });
    const token = heard?.authorization.replace('Bearer ', '') ?? '';
    expect(await verifiedClaims(sandbox, token)).toMatchObject({
      iss: 'https://api.botframework.com',
      aud: APP,
      serviceurl: sandbox.serviceUrl,
    });
  });

  test('without consent only a mention is delivered, and it is tagged', async () => {
    sandbox.lifecycle.setConsent(TEAMS.umbrellaTeam, false);
    const room = TEAMS.umbrellaSupport;
    const plain = sandbox.post({ room, person: TEAMS.alice, text: 'psst' });
    expect(await plain.delivered).toBeNull();
    const loud = sandbox.post({ room, person: TEAMS.alice, text: 'help me', mentionBot: true });
    await loud.delivered;
    expect(desk.of('message')).toHaveLength(1);
    expect(desk.of('message')[0]).toMatchObject({
      text: '<at>Threadkeeper</at> help me',
      entities: [
        { type: 'mention', mentioned: { id: `28:${APP}` }, text: '<at>Threadkeeper</at>' },
        { type: 'clientInfo' },
      ],
    });
  });

  test('an edit, a deletion and its undoing carry the id of the message', async () => {
    const at = { room: TEAMS.umbrellaSupport, person: TEAMS.alice };
    const { id } = sandbox.post({ ...at, text: 'one' });
    await sandbox.edit({ ...at, id, text: 'two' }).delivered;
    await sandbox.delete({ ...at, id }).delivered;
    await sandbox.undelete({ ...at, id }).delivered;
    const events = desk.heard
      .map(({ activity }) => activity)
      .filter((activity) => activity.type !== 'message');
    expect(events).toEqual([
      expect.objectContaining({ type: 'messageUpdate', id, text: 'two' }),
      expect.objectContaining({ type: 'messageDelete', id }),
      expect.objectContaining({ type: 'messageUpdate', id, text: 'two' }),
    ]);
  });

  test('what is not taken is repeated and then lost for ever', async () => {
    desk.answer = () => ({ status: 503 });
    const { delivered } = sandbox.post({
      room: TEAMS.umbrellaSupport,
      person: TEAMS.alice,
      text: 'x',
    });
    const delivery = await delivered;
    expect(delivery?.state).toBe('lost');
    expect(delivery?.attempts.map(({ outcome }) => outcome)).toEqual([503, 503, 503]);
  });

  test('a new desk is told of every team and chat its bot is in', async () => {
    await sandbox.lifecycle.announce();
    const places = desk.of('installationUpdate').map(({ conversation }) => conversation);
    expect(places).toHaveLength(4);
    expect(places).toContainEqual(expect.objectContaining({ id: TEAMS.supportTeam }));
  });
});

describe('what the desk may do', () => {
  test('a wrong password gets no token, and no token gets nothing', async () => {
    const stranger = new ConnectorClient(sandbox);
    expect(await stranger.signIn(APP, 'guessed')).toBe(401);
    const path = `/v3/conversations/${encodeURIComponent(TEAMS.triage)}/activities`;
    expect((await stranger.call('POST', path, { type: 'message', text: 'hi' })).status).toBe(401);
    expect(sandbox.messages(TEAMS.triage)).toEqual([]);
  });

  test('a reply lands in the thread and can be edited and removed by its bot only', async () => {
    const root = sandbox.post({ room: TEAMS.triage, person: TEAMS.ada, text: 'root' });
    const id = await bot.say(root.conversation, { text: 'reply' });
    expect(sandbox.thread(TEAMS.triage, root.id).map(({ text }) => text)).toEqual([
      'root',
      'reply',
    ]);
    const path = `/v3/conversations/${encodeURIComponent(root.conversation)}/activities`;
    expect(
      (await bot.call('PUT', `${path}/${id}`, { type: 'message', text: 'better' })).status,
    ).toBe(200);
    expect((await bot.call('PUT', `${path}/${root.id}`, { text: 'mine now' })).status).toBe(403);
    expect((await bot.call('DELETE', `${path}/${id}`)).status).toBe(200);
    expect(sandbox.thread(TEAMS.triage, root.id)[1]).toMatchObject({
      text: 'better',
      deleted: true,
    });
  });

  test('a private chat is made once, and with people it knows only', async () => {
    const make = (id: string) =>
      bot.call('POST', '/v3/conversations', {
        bot: { id: `28:${APP}` },
        members: [{ id }],
        tenantId: TEAMS.northwind,
        isGroup: false,
      });
    const first = await make(TEAMS.ada);
    expect(first.status).toBe(201);
    expect((await make(TEAMS.ada)).body.id).toBe(first.body.id);
    expect((await make('29:nobody')).status).toBe(403);
  });

  test('the roster tells the tenant of each person, also of those from elsewhere', async () => {
    const path = `/v3/conversations/${encodeURIComponent(TEAMS.hooliShared)}/members`;
    expect((await bot.call('GET', `${path}/${TEAMS.gavin}`)).body).toMatchObject({
      tenantId: TEAMS.hooli,
      name: 'Gavin Belson',
    });
    expect((await bot.call('GET', `${path}/${TEAMS.alice}`)).status).toBe(404);
  });

  test('the eighth message to a thread within a second is refused with a time to wait', async () => {
    const path = `/v3/conversations/${encodeURIComponent(TEAMS.triage)}/activities`;
    stands = Date.now();
    for (let nth = 1; nth <= 7; nth += 1)
      expect((await bot.call('POST', path, { text: `${nth}` })).status).toBe(201);
    const eighth = await bot.call('POST', path, { text: '8' });
    expect(eighth).toMatchObject({ status: 429, retryAfter: '1' });
    expect(sandbox.messages(TEAMS.triage)).toHaveLength(7);
  });

  test('a message beyond 100 KB, into a blocked thread or as a guest of nobody is refused', async () => {
    const path = `/v3/conversations/${encodeURIComponent(TEAMS.triage)}/activities`;
    const long = await bot.call('POST', path, { text: 'x'.repeat(101 * 1024) });
    expect(long.status).toBe(413);
    const room = sandbox.world.room(TEAMS.triage);
    room.writesBlocked = true;
    const blocked = await bot.call('POST', path, { text: 'x' });
    expect(blocked.body).toMatchObject({ error: { code: 'MessageWritesBlocked' } });
    room.writesBlocked = false;
    await sandbox.lifecycle.uninstall({ place: TEAMS.supportTeam });
    expect((await bot.call('POST', path, { text: 'x' })).body).toMatchObject({
      error: { code: 'BotNotInConversationRoster' },
    });
    expect(sandbox.messages(TEAMS.triage)).toEqual([]);
  });

  test('a stored-then-dropped answer leaves the message there and the desk in the dark', async () => {
    sandbox.fault({ operation: 'send', kind: 'store-then-drop' });
    await expect(bot.say(TEAMS.triage, { text: 'did it arrive?' })).rejects.toThrow();
    await eventually('the message', () => sandbox.messages(TEAMS.triage).length > 0);
    expect(sandbox.messages(TEAMS.triage).map(({ text }) => text)).toEqual(['did it arrive?']);
  });
});

describe('cards and dialogs', () => {
  const card = {
    body: [{ type: 'Input.Text', id: 'note', label: 'Note' }],
    actions: [
      { type: 'Action.Execute', title: 'Claim', verb: 'claim', data: { ticket: 7 } },
      { type: 'Action.Submit', title: 'Reply', data: { msteams: { type: 'task/fetch' }, t: 7 } },
    ],
  };
  const press = async (button: string) => {
    const id = await bot.say(TEAMS.triage, withCard(card));
    const args = { room: TEAMS.triage, id, person: TEAMS.ada, button };
    return { id, outcome: await sandbox.press({ ...args, inputs: { note: 'n' } }) };
  };

  test('a pressed card is replaced for its presser, and for everybody by an edit', async () => {
    const answered = { type: 'AdaptiveCard', version: '1.4', body: [] };
    desk.answer = () => ({
      status: 200,
      body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: answered },
    });
    const { id, outcome } = await press('Claim');
    expect(outcome.shown).toBe('card');
    expect(desk.of('invoke')[0]).toMatchObject({
      name: 'adaptiveCard/action',
      replyToId: id,
      value: {
        action: { type: 'Action.Execute', verb: 'claim', data: { ticket: 7, note: 'n' } },
        trigger: 'manual',
      },
    });
    expect(sandbox.cardFor(TEAMS.triage, id, TEAMS.ada)).toEqual(answered);
    expect(sandbox.cardFor(TEAMS.triage, id, TEAMS.ben)).toMatchObject(card);
    const edited = withCard({ body: [{ type: 'TextBlock', text: 'edited' }] });
    const path = `/v3/conversations/${encodeURIComponent(TEAMS.triage)}/activities/${id}`;
    await bot.call('PUT', path, { type: 'message', ...edited });
    expect(sandbox.cardFor(TEAMS.triage, id, TEAMS.ada)).toMatchObject({
      body: [{ text: 'edited' }],
    });
  });

  test('a word in answer to a press is shown to the presser, a failure as trouble', async () => {
    desk.answer = () => ({
      status: 200,
      body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Yours' },
    });
    expect((await press('Claim')).outcome).toMatchObject({ shown: 'message', text: 'Yours' });
    expect(sandbox.toasts(TEAMS.ada).map(({ text }) => text)).toEqual(['Yours']);
    desk.answer = () => ({ status: 500 });
    expect((await press('Claim')).outcome).toMatchObject({ shown: 'error', status: 500 });
  });

  test('an invoke repeated four times comes with four ids and one nonce', async () => {
    sandbox.repeat({ type: 'invoke', copies: 3, newId: true });
    await press('Claim');
    const invokes = desk.of('invoke');
    expect(new Set(invokes.map(({ id }) => id)).size).toBe(4);
    expect(new Set(invokes.map(({ value }) => JSON.stringify(value))).size).toBe(1);
  });

  test('a dialog is fetched, keeps its errors, and closes when it was taken', async () => {
    const form = {
      type: 'AdaptiveCard',
      version: '1.4',
      body: [{ type: 'Input.Text', id: 'words', isRequired: true, errorMessage: 'Say something' }],
      actions: [{ type: 'Action.Submit', title: 'Send', data: { form: 'reply' } }],
    };
    const content = { contentType: 'application/vnd.microsoft.card.adaptive', content: form };
    const task = { type: 'continue', value: { title: 'Reply', card: content } };
    desk.answer = ({ name }) =>
      name === 'task/fetch' ? { status: 200, body: { task } } : { status: 200, body: {} };
    const { outcome } = await press('Reply');
    expect(outcome.shown).toBe('dialog');
    const [dialog] = sandbox.dialogs(TEAMS.ada);
    expect(dialog?.title).toBe('Reply');
    const send = (inputs: { [id: string]: string }) =>
      sandbox.submitDialog({ dialogId: dialog?.id ?? '', person: TEAMS.ada, inputs });
    await expect(send({})).rejects.toThrow('Say something');
    expect((await send({ words: 'hello' })).shown).toBe('nothing');
    expect(desk.of('invoke').at(-1)).toMatchObject({
      name: 'task/submit',
      value: { data: { form: 'reply', words: 'hello' } },
    });
    expect(sandbox.dialogs(TEAMS.ada)).toEqual([]);
  });

  test('the automatic refresh is no click and concerns the people it names', async () => {
    const refresh = {
      action: { type: 'Action.Execute', verb: 'refresh', data: {} },
      userIds: [TEAMS.ada],
    };
    const id = await bot.say(TEAMS.triage, withCard({ ...card, refresh }));
    const at = { room: TEAMS.triage, id };
    expect(await sandbox.refresh({ ...at, person: TEAMS.ben })).toBeNull();
    await sandbox.refresh({ ...at, person: TEAMS.ada });
    expect(desk.of('invoke')[0]).toMatchObject({ value: { trigger: 'automatic' } });
  });

  test('a message action carries the message and opens a dialog of its command', async () => {
    const said = sandbox.post({ room: TEAMS.umbrellaSupport, person: TEAMS.alice, text: 'see' });
    const commandId = 'make_ticket';
    const at = { room: TEAMS.umbrellaSupport, id: said.id, person: TEAMS.alice };
    await sandbox.messageAction({ ...at, commandId });
    expect(desk.of('invoke')[0]).toMatchObject({
      name: 'composeExtension/fetchTask',
      value: { commandId, messagePayload: { id: said.id, body: { content: 'see' } } },
    });
  });
});

describe('forgeries', () => {
  test('a forgery differs from a genuine message only in what was asked for', async () => {
    const wishes = { room: TEAMS.umbrellaSupport, person: TEAMS.alice };
    const genuine = sandbox.forge(wishes);
    expect(await verifiedClaims(sandbox, genuine.token ?? '')).toMatchObject({ aud: APP });
    const strange = sandbox.forge({ ...wishes, token: { strangeKey: true } });
    expect(await verifiedClaims(sandbox, strange.token ?? '')).toBeNull();
    const elsewhere = sandbox.forge({ ...wishes, token: { claims: { aud: 'another' } } });
    expect(await verifiedClaims(sandbox, elsewhere.token ?? '')).toMatchObject({ aud: 'another' });
    await sandbox.forge({ ...wishes, bearer: null }).send();
    expect(desk.heard.at(-1)?.authorization).toBe('');
  });
});

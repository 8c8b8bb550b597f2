import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import type { JsonObject } from '../../sandbox/json';
import { startSlackSandbox } from '../../sandbox/slack';
import { createTeamsSandbox, startTeamsSandbox } from '../../sandbox/teams';
import type { TeamsSandbox } from '../../sandbox/teams-handle';
import { TEAMS } from '../../sandbox/teams-seed';
import { ConnectorClient, TeamsDeskDouble, withCard } from './teams-desk-double';

const APP = { appId: '11111111-2222-4333-8444-555555555555', appPassword: 'a-password' };

const stateOf = z.looseObject({
  messages: z.record(z.string(), z.array(z.looseObject({ ts: z.string(), text: z.string() }))),
  views: z.record(z.string(), z.array(z.looseObject({ id: z.string() }))),
});

let desk: TeamsDeskDouble;
let sandbox: TeamsSandbox;
let dir: string;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'teams-sandbox-'));
  desk = new TeamsDeskDouble();
  sandbox = await startTeamsSandbox({
    ...APP,
    announces: false,
    retryDelaysMs: [],
    stateFile: join(dir, 'teams.json'),
    deliverTo: await desk.start(),
  });
});

afterEach(async () => {
  await sandbox.stop();
  await desk.stop();
  rmSync(dir, { recursive: true, force: true });
});

const lastUpdate = (): JsonObject => desk.of('conversationUpdate').at(-1) ?? {};

describe('coming and going', () => {
  test('a channel made, renamed, shared, deleted and restored is told in General', async () => {
    const team = TEAMS.supportTeam;
    const made = sandbox.lifecycle.createChannel({ team, name: 'launch' });
    await made.delivered;
    await sandbox.lifecycle.renameChannel({ room: made.id, name: 'launch-2' });
    const people = [TEAMS.gavin];
    await sandbox.lifecycle.shareChannel({ room: made.id, tenant: TEAMS.hooli, people });
    await sandbox.lifecycle.deleteChannel({ room: made.id });
    expect(() => sandbox.post({ room: made.id, person: TEAMS.ada, text: 'x' })).toThrow();
    await sandbox.lifecycle.restoreChannel({ room: made.id });
    const told = desk.of('conversationUpdate').map(({ channelData }) => channelData);
    expect(told).toEqual(
      [
        'channelCreated',
        'channelRenamed',
        'channelShared',
        'channelDeleted',
        'channelRestored',
      ].map((eventType) => expect.objectContaining({ eventType, team: { id: team } })),
    );
    expect(lastUpdate()).toMatchObject({
      conversation: { id: team },
      channelData: { channel: { id: made.id, name: 'launch-2', type: 'shared' } },
    });
  });

  test('a removed bot hears nothing more until it is added again', async () => {
    const room = TEAMS.umbrellaSupport;
    await sandbox.lifecycle.uninstall({ place: TEAMS.umbrellaTeam });
    expect(desk.of('installationUpdate')).toEqual([expect.objectContaining({ action: 'remove' })]);
    const unheard = sandbox.post({ room, person: TEAMS.alice, text: 'hello?', mentionBot: true });
    expect(await unheard.delivered).toBeNull();
    await sandbox.lifecycle.install({ place: TEAMS.umbrellaTeam });
    expect(desk.of('installationUpdate').at(-1)).toMatchObject({ action: 'add' });
    await sandbox.post({ room, person: TEAMS.alice, text: 'now?' }).delivered;
    expect(desk.of('message').map(({ text }) => text)).toEqual(['now?']);
  });

  test('people who leave a room can no longer write there', async () => {
    const at = { room: TEAMS.umbrellaSupport, person: TEAMS.albert };
    await sandbox.lifecycle.removeMember(at);
    expect(lastUpdate()).toMatchObject({ membersRemoved: [{ id: TEAMS.albert }] });
    expect(() => sandbox.post({ ...at, text: 'x' })).toThrow('not in that channel');
    await sandbox.lifecycle.addMember(at);
    expect(lastUpdate()).toMatchObject({ membersAdded: [{ id: TEAMS.albert }] });
  });

  test('a moved connector is named in the next activity and answers there', async () => {
    const moved = `${sandbox.url}/connector-emea`;
    sandbox.lifecycle.moveServiceUrl(moved);
    const said = sandbox.post({ room: TEAMS.triage, person: TEAMS.ada, text: 'where are we?' });
    await said.delivered;
    expect(desk.of('message')[0]).toMatchObject({ serviceUrl: moved });
    const bot = new ConnectorClient(sandbox);
    await bot.signIn(APP.appId, APP.appPassword);
    await bot.say(said.conversation, { text: 'here' });
    expect(sandbox.thread(TEAMS.triage, said.id)).toHaveLength(2);
  });
});

describe('what outlives the process', () => {
  test('rooms and messages come back, and new ids go on rising', async () => {
    const said = sandbox.post({ room: TEAMS.triage, person: TEAMS.ada, text: 'remember me' });
    sandbox.lifecycle.setConsent(TEAMS.umbrellaTeam, false);
    await sandbox.stop();
    expect(readFileSync(join(dir, 'teams.json'), 'utf8')).toContain('remember me');
    sandbox = await startTeamsSandbox({
      ...APP,
      announces: false,
      stateFile: join(dir, 'teams.json'),
      clock: () => 1000,
    });
    expect(sandbox.messages(TEAMS.triage).map(({ text }) => text)).toEqual(['remember me']);
    expect(sandbox.world.team(TEAMS.umbrellaTeam).consent).toBe(false);
    const next = sandbox.post({ room: TEAMS.triage, person: TEAMS.ada, text: 'later' });
    expect(Number(next.id)).toBeGreaterThan(Number(said.id));
  });
});

describe('the page', () => {
  test('it acts and reads below the other workspace’s address', async () => {
    const mounts = new Map<string, TeamsSandbox>();
    const options = { signingSecret: 's', botToken: 'xoxb-test', mounts };
    const slack = await startSlackSandbox(options);
    const teams = createTeamsSandbox({ ...APP, announces: false }, `${slack.url}/teams`);
    mounts.set('/teams', teams);
    await teams.deliverTo(sandbox.parts.push.url);
    const act = async (body: JsonObject): Promise<unknown> => {
      const init = { method: 'POST', body: JSON.stringify(body) };
      return (await fetch(`${slack.url}/teams/sandbox/act`, init)).json();
    };
    const state = async () =>
      stateOf.parse(await (await fetch(`${slack.url}/teams/sandbox/state`)).json());
    try {
      const channel = TEAMS.triage;
      const words = `<@${teams.world.botId}> help`;
      expect(await act({ kind: 'post', channel, user: TEAMS.ada, text: words })).toEqual({
        ok: true,
      });
      const [first] = (await state()).messages[channel] ?? [];
      expect(first).toMatchObject({ text: '<at>Threadkeeper</at> help', user: TEAMS.ada });
      const at = { channel, ts: first?.ts ?? '', user: TEAMS.ada };
      expect(await act({ kind: 'edit', ...at, text: 'changed' })).toEqual({ ok: true });
      expect(await act({ kind: 'edit', ...at, user: TEAMS.ben, text: 'not mine' })).toMatchObject({
        ok: false,
      });
      const bot = new ConnectorClient(teams);
      await bot.signIn(APP.appId, APP.appPassword);
      const button = { type: 'Action.Execute', title: 'Claim', verb: 'claim' };
      await bot.say(channel, withCard({ actions: [button] }));
      const card = (await state()).messages[channel]?.at(-1);
      expect(card).toMatchObject({ cards: [{ actions: [{ title: 'Claim' }] }] });
      const type = 'application/vnd.microsoft.activity.message';
      desk.answer = () => ({ status: 200, body: { statusCode: 200, type, value: 'It is yours' } });
      const pressed = { kind: 'pressCard', channel, ts: card?.ts ?? '', user: TEAMS.ada };
      expect(await act({ ...pressed, button: 0, inputs: {} })).toEqual({
        ok: true,
        note: 'It is yours',
      });
      const chat = `chat:${TEAMS.ben}`;
      await act({ kind: 'post', channel: chat, user: TEAMS.ben, text: 'mine' });
      expect((await state()).messages[chat]).toMatchObject([{ text: 'mine' }]);
    } finally {
      await teams.stop();
      await slack.stop();
    }
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Json, JsonObject } from '../../sandbox/json';
import { fields, isObject, parseJson } from '../../sandbox/json';
import { startTeamsSandbox } from '../../sandbox/teams';
import type { TeamsSandbox } from '../../sandbox/teams-handle';
import { TEAMS } from '../../sandbox/teams-seed';
import { ConnectorClient, TeamsDeskDouble, withCard } from './teams-desk-double';

const RECORDED = join(__dirname, '../fixtures/teams');
const APP = { appId: '11111111-2222-4333-8444-555555555555', appPassword: 'a-password' };

/** What a real client sends and the recording did not, each with the reason. */
const BEYOND: { readonly [path: string]: string } = {
  'conversation.name': 'a group chat has its name on every activity',
  'from.name': 'the recording left it out of its custom activities',
  'value.trigger': 'Universal Actions: manual or automatic',
  'channelData.teamsChannelId': 'only on what a person wrote, in the recording',
  'channelData.teamsTeamId': 'only on what a person wrote, in the recording',
  localTimestamp: 'the recording left it out of its custom activities',
  localTimezone: 'the recording left it out of its custom activities',
  locale: 'the recording left it out of its custom activities',
  entities: 'the recording left it out of its custom activities',
  textFormat: 'the recording left it out of its custom activities',
  'channelData.source.name': 'the recording left it out of its custom activities',
  'value.action.id': 'only when the card’s author gave one',
};

function recorded(name: string): JsonObject {
  const parsed = parseJson(readFileSync(join(RECORDED, name), 'utf8'));
  if (!isObject(parsed)) throw new Error(`${name} is no activity`);
  return parsed;
}

/** Every path to a value of an object; what lies in lists or under a card's own data is its own. */
function paths(value: Json | undefined, at = ''): string[] {
  if (!isObject(value)) return [at];
  if (at.endsWith('.data')) return [at];
  return Object.entries(value).flatMap(([key, held]) =>
    paths(held, at === '' ? key : `${at}.${key}`),
  );
}

let desk: TeamsDeskDouble;
let sandbox: TeamsSandbox;

beforeEach(async () => {
  desk = new TeamsDeskDouble();
  const deliverTo = await desk.start();
  sandbox = await startTeamsSandbox({ ...APP, announces: false, retryDelaysMs: [], deliverTo });
});

afterEach(async () => {
  await sandbox.stop();
  await desk.stop();
});

const heard = (): JsonObject => desk.heard.at(-1)?.activity ?? {};

function expectShape(activity: JsonObject, name: string): void {
  const [ours, theirs] = [paths(activity), paths(recorded(name))];
  expect(theirs.filter((path) => !ours.includes(path))).toEqual([]);
  expect(ours.filter((path) => !theirs.includes(path) && !(path in BEYOND))).toEqual([]);
}

describe('an activity has the fields of a recorded one', () => {
  const room = TEAMS.umbrellaSupport;
  const person = TEAMS.alice;
  const say = async (more: { replyTo?: string } = {}) => {
    const said = sandbox.post({ room, person, text: 'hello', mentionBot: true, ...more });
    await said.delivered;
    return said;
  };

  test('a post in a channel and a reply to it', async () => {
    const root = await say();
    expectShape(heard(), '16-message-channel-newpost-mention.json');
    await say({ replyTo: root.id });
    expectShape(heard(), '17-message-channel-thread-reply-mention.json');
    expect(fields(heard().conversation).id).toBe(root.conversation);
  });

  test('a word in a group chat and in the chat with the bot', async () => {
    await sandbox.post({ room: TEAMS.goLive, person, text: 'hi', mentionBot: true }).delivered;
    expectShape(heard(), '13-message-groupChat-mention.json');
    const personal = sandbox.personalRoom(person);
    await sandbox.post({ room: personal, person, text: 'hi' }).delivered;
    expectShape(heard(), '04-message-personal.json');
  });

  test('an edit, a deletion, its undoing and a reaction', async () => {
    const { id, conversation } = await say();
    await sandbox.edit({ room, person, id, text: 'two' }).delivered;
    expectShape(heard(), '33-custom-messageUpdate-edit.json');
    await sandbox.delete({ room, person, id }).delivered;
    expectShape(heard(), '34-custom-messageDelete.json');
    await sandbox.undelete({ room, person, id }).delivered;
    expectShape(heard(), '35-custom-messageUpdate-undelete.json');
    const bot = new ConnectorClient(sandbox);
    await bot.signIn(APP.appId, APP.appPassword);
    const answer = await bot.say(conversation, { text: 'answer' });
    await sandbox.react({ room, person, id: answer, type: 'like' }).delivered;
    expectShape(heard(), '31-custom-messageReaction-add.json');
    await sandbox.react({ room, person, id: answer, type: 'like', added: false }).delivered;
    expectShape(heard(), '32-custom-messageReaction-remove.json');
  });

  test('a pressed button and a dialog', async () => {
    const bot = new ConnectorClient(sandbox);
    await bot.signIn(APP.appId, APP.appPassword);
    const { conversation } = await say();
    const actions = [
      { type: 'Action.Execute', title: 'Resolve', verb: 'resolve', data: { ticket: 3 } },
      { type: 'Action.Submit', title: 'Open', data: { msteams: { type: 'task/fetch' } } },
    ];
    const id = await bot.say(conversation, withCard({ actions }));
    await sandbox.press({ room, person, id, button: 'Resolve' });
    expectShape(heard(), '19-invoke-adaptiveCard-action-channel.json');
    const card = { type: 'AdaptiveCard', actions: [{ type: 'Action.Submit', title: 'Send' }] };
    const content = { contentType: 'application/vnd.microsoft.card.adaptive', content: card };
    const task = { type: 'continue', value: { title: 'Form', card: content } };
    desk.answer = () => ({ status: 200, body: { task } });
    const { dialogId } = await sandbox.press({ room, person, id, button: 'Open' });
    expectShape(heard(), '36-custom-invoke-task-fetch.json');
    await sandbox.submitDialog({ dialogId: dialogId ?? '', person, inputs: {} });
    expectShape(heard(), '37-custom-invoke-task-submit.json');
  });

  test('the bot and people come and go', async () => {
    const place = TEAMS.umbrellaTeam;
    await sandbox.lifecycle.uninstall({ place });
    expectShape(desk.of('installationUpdate').at(-1) ?? {}, '28-installationUpdate-remove.json');
    expectShape(
      desk.of('conversationUpdate').at(-1) ?? {},
      '23-conversationUpdate-remove-application.json',
    );
    await sandbox.lifecycle.install({ place });
    expectShape(desk.of('installationUpdate').at(-1) ?? {}, '29-installationUpdate-add.json');
    expectShape(
      desk.of('conversationUpdate').at(-1) ?? {},
      '22-conversationUpdate-add-application.json',
    );
    await sandbox.lifecycle.removeMember({ room: place, person: TEAMS.albert });
    expectShape(heard(), '21-conversationUpdate-remove-user.json');
    await sandbox.lifecycle.addMember({ room: place, person: TEAMS.albert });
    expectShape(heard(), '20-conversationUpdate-add-user.json');
    await sandbox.lifecycle.installPersonally(person);
    expectShape(desk.of('installationUpdate').at(-1) ?? {}, '02-installationUpdate-personal.json');
    expectShape(desk.of('conversationUpdate').at(-1) ?? {}, '03-conversationUpdate-personal.json');
  });

  test('channels and teams change', async () => {
    const team = TEAMS.umbrellaTeam;
    const made = sandbox.lifecycle.createChannel({ team, name: 'General 2' });
    await made.delivered;
    expectShape(heard(), '24-conversationUpdate-channelCreated.json');
    await sandbox.lifecycle.renameTeam({ team, name: 'My Team' });
    expectShape(heard(), '27-conversationUpdate-teamRenamed.json');
    await sandbox.lifecycle.shareChannel({ room: made.id, tenant: TEAMS.hooli, people: [] });
    expectShape(heard(), '40-custom-channelShared.json');
  });
});

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startTeamsSandbox } from '../../sandbox/teams';
import { cardTroubles } from '../../sandbox/teams-card-check';
import { TeamsThrottle } from '../../sandbox/teams-faults';
import type { TeamsSandbox } from '../../sandbox/teams-handle';
import { TEAMS } from '../../sandbox/teams-seed';
import { eventually } from '../support/eventually';
import { ConnectorClient, TeamsDeskDouble, withCard } from './teams-desk-double';

const APP = { appId: '11111111-2222-4333-8444-555555555555', appPassword: 'a-password' };
const PATH = `/v3/conversations/${encodeURIComponent(TEAMS.triage)}/activities`;

describe('the limits of a thread', () => {
  test.each([
    { calls: 7, everyMs: 0, waits: 1, limit: '7 in 1 s' },
    { calls: 8, everyMs: 200, waits: 1, limit: '8 in 2 s' },
    { calls: 60, everyMs: 400, waits: 6, limit: '60 in 30 s' },
  ])('$limit are taken and the next is told how long to wait', ({ calls, everyMs, waits }) => {
    let now = 1_000_000;
    const throttle = new TeamsThrottle(() => now);
    for (let call = 0; call < calls; call += 1) {
      expect(throttle.refuses('thread')).toBeNull();
      now += everyMs;
    }
    expect(throttle.refuses('thread')).toBe(waits);
    expect(throttle.refuses('another')).toBeNull();
    now += waits * 1000;
    expect(throttle.refuses('thread')).toBeNull();
  });
});

describe('what Teams would not show of a card', () => {
  const troubles = (card: { [key: string]: string | { [key: string]: string }[] }) =>
    cardTroubles(withCard(card));

  test('a plain card is shown', () => {
    expect(troubles({ body: [{ type: 'TextBlock', text: 'hi' }] })).toEqual([]);
  });

  test.each([
    ['a version from the future', { version: '1.6' }],
    ['an element it does not know', { body: [{ type: 'Blink' }] }],
    ['a button it does not know', { actions: [{ type: 'Action.Http' }] }],
    ['an input without an id', { body: [{ type: 'Input.Text' }] }],
    ['too many buttons', { actions: Array(7).fill({ type: 'Action.Submit' }) }],
  ])('%s is not', (_, card) => {
    expect(troubles(card)).toHaveLength(1);
  });
});

describe('what goes wrong on purpose', () => {
  let desk: TeamsDeskDouble;
  let sandbox: TeamsSandbox;
  let bot: ConnectorClient;

  beforeEach(async () => {
    desk = new TeamsDeskDouble();
    const deliverTo = await desk.start();
    sandbox = await startTeamsSandbox({ ...APP, announces: false, retryDelaysMs: [], deliverTo });
    bot = new ConnectorClient(sandbox);
    await bot.signIn(APP.appId, APP.appPassword);
  });

  afterEach(async () => {
    await sandbox.stop();
    await desk.stop();
  });

  const send = () => bot.call('POST', PATH, { type: 'message', text: 'x' });

  test.each([412, 429, 403, 502, 504, 408])(
    '%i is answered once and nothing is stored',
    async (status) => {
      sandbox.fault({ operation: 'send', kind: 'status', status, retryAfterS: 3 });
      expect(await send()).toMatchObject({ status, retryAfter: '3' });
      expect(sandbox.messages(TEAMS.triage)).toEqual([]);
      expect((await send()).status).toBe(201);
    },
  );

  test('a dropped call leaves nothing, a late answer comes', async () => {
    sandbox.fault({ operation: 'send', kind: 'drop-before' });
    await expect(send()).rejects.toThrow();
    expect(sandbox.messages(TEAMS.triage)).toEqual([]);
    sandbox.fault({ operation: 'send', kind: 'late', delayMs: 30 });
    expect((await send()).status).toBe(201);
  });

  test('a fault waits for its own room and can be taken back', async () => {
    sandbox.fault({ operation: 'send', kind: 'status', status: 502, conversation: TEAMS.goLive });
    expect((await send()).status).toBe(201);
    const back = sandbox.fault({ operation: '*', kind: 'status', status: 502 });
    back();
    expect((await send()).status).toBe(201);
  });

  test('an expired token is refused until a new one is asked for', async () => {
    sandbox.expireTokens();
    expect((await send()).status).toBe(401);
    await bot.signIn(APP.appId, APP.appPassword);
    expect((await send()).status).toBe(201);
  });

  test('activities may be withheld, repeated or held back', async () => {
    const say = (text: string) =>
      sandbox.post({ room: TEAMS.triage, person: TEAMS.ada, text }).delivered;
    sandbox.withhold(({ text }) => text === 'lost');
    expect((await say('lost'))?.state).toBe('withheld');
    sandbox.repeat({ type: 'message', copies: 1, newId: true });
    await say('twice');
    await eventually('both', () => desk.of('message').length === 2);
    expect(desk.of('message').map(({ text }) => text)).toEqual(['twice', 'twice']);
    sandbox.pausePush();
    const later = say('later');
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(desk.of('message')).toHaveLength(2);
    sandbox.resumePush();
    expect((await later)?.state).toBe('delivered');
  });

  test('after a change of keys the key set names both, or the new one alone', async () => {
    const count = async () =>
      JSON.stringify(await (await fetch(`${sandbox.url}/v1/.well-known/keys`)).json()).split(
        '"kid"',
      ).length - 1;
    sandbox.keys.rotate();
    expect(await count()).toBe(2);
    sandbox.keys.rotate(false);
    expect(await count()).toBe(1);
  });
});

import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { TEAMS } from '../../sandbox/teams-seed';
import type { ButtonSubject } from '../../src/app/cards/card';
import type { Outgoing } from '../../src/app/ports/chat-platform';
import type { Clock } from '../../src/app/ports/log';
import { plain } from '../../src/domain/text';
import { eventually } from '../support/eventually';
import { type RunningTeams, runTeamsBot } from './teams-harness';

const subject: ButtonSubject = { ticketId: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6', version: 3 };
const card = (title: string): Outgoing => ({
  kind: 'card',
  as: null,
  card: {
    audience: 'team',
    title,
    tone: 'neutral',
    fallback: title,
    blocks: [
      { kind: 'text', text: plain('A ticket') },
      {
        kind: 'buttons',
        buttons: [
          { kind: 'button', label: 'Claim', style: 'primary', action: 'claim', subject },
          { kind: 'button', label: 'Reply', style: 'plain', action: 'reply', subject },
        ],
      },
    ],
  },
});
const at = { room: TEAMS.triage, person: TEAMS.ada } as const;
const triage = {
  platform: 'teams',
  workspace: TEAMS.northwind,
  channel: TEAMS.triage,
  threadId: null,
} as const;

describe('the Teams door', () => {
  let t: RunningTeams;
  afterEach(() => t.close());

  const known = async (): Promise<void> => {
    await t.teams.post({ ...at, text: 'hello' }).delivered;
  };
  const posted = async (): Promise<string> => {
    await known();
    const delivery = await t.bot.platform.send(triage, card('before'), 'key');
    if (delivery.outcome !== 'sent') throw new Error(delivery.outcome);
    return delivery.ref.id;
  };
  const invoke = (name: string, value: object, id: string) =>
    t.teams
      .forge({
        ...at,
        activity: {
          type: 'invoke',
          name,
          value: JSON.parse(JSON.stringify(value)),
          id: `f:${id}`,
        },
      })
      .send();

  it('answers only after the message is stored, and 503 when it could not be', async () => {
    t = await runTeamsBot();
    t.inbox.failing = true;
    expect((await t.teams.forge(at).send()).outcome).toBe(503);
    t.inbox.failing = false;
    t.inbox.delayMs = 80;
    const before = Date.now();
    expect((await t.teams.forge(at).send()).outcome).toBe(200);
    expect(Date.now() - before).toBeGreaterThanOrEqual(75);
    expect(t.inbox.rows.size).toBe(1);
  });

  it('stores the raw bytes once, however often they come', async () => {
    t = await runTeamsBot();
    const forged = t.teams.forge(at);
    await forged.send();
    await forged.send();
    const rows = [...t.inbox.rows.values()];
    expect(rows).toHaveLength(1);
    expect(rows[0]?.raw.toString()).toBe(JSON.stringify(forged.activity));
    expect(rows[0]).toMatchObject({ platform: 'teams', workspace: TEAMS.northwind });
  });

  it('answers a press with the card as it stands after it, and stores one row for five', async () => {
    t = await runTeamsBot({ currentCard: async () => card('after') });
    const id = await posted();
    const before = t.inbox.rows.size;
    t.teams.repeat({ type: 'invoke', copies: 4, newId: true });
    const outcome = await t.teams.press({ ...at, id, button: 'Claim' });
    expect(outcome).toMatchObject({ shown: 'card' });
    expect(JSON.stringify(outcome.answer)).toContain('after');
    expect(t.inbox.rows.size).toBe(before + 1);
  });

  it('hears the same person again on the card it answered with', async () => {
    t = await runTeamsBot({ currentCard: async () => card('still') });
    const id = await posted();
    const before = t.inbox.rows.size;
    await t.teams.press({ ...at, id, button: 'Claim' });
    await t.teams.press({ ...at, id, button: 'Claim' });
    expect(t.inbox.rows.size).toBe(before + 2);
  });

  it('takes an automatic refresh for nobody’s click', async () => {
    t = await runTeamsBot({ currentCard: async () => card('now') });
    await known();
    const before = t.inbox.rows.size;
    const data = { desk: { action: 'claim', subject, choice: null, nonce: 'n' } };
    const answer = await invoke(
      'adaptiveCard/action',
      { action: { type: 'Action.Execute', verb: 'claim', data }, trigger: 'automatic' },
      'auto',
    );
    expect(answer.outcome).toBe(200);
    expect(t.inbox.rows.size).toBe(before);
  });

  it('answers unknown invokes as documented and keeps nothing of them', async () => {
    t = await runTeamsBot();
    expect((await invoke('config/fetch', {}, '1')).outcome).toBe(501);
    expect((await invoke('', {}, '2')).outcome).toBe(501);
    const press = { action: 'claim', subject: { ticketId: 'a', version: 1 }, nonce: 'n' };
    for (const data of [{ x: 1 }, { desk: press }])
      expect(await invoke('adaptiveCard/action', { action: { data } }, '3')).toMatchObject({
        outcome: 200,
        body: { statusCode: 400 },
      });
    expect(await invoke('task/fetch', { data: {} }, '4')).toMatchObject({
      outcome: 200,
      body: { task: { type: 'message' } },
    });
    expect((await invoke('task/submit', { data: {} }, '5')).outcome).toBe(200);
    expect(t.inbox.rows.size).toBe(0);
  });

  it('closes the dialog when the desk has written why it does not open', async () => {
    t = await runTeamsBot({ onFormRequest: async () => undefined });
    const id = await posted();
    expect(await t.teams.press({ ...at, id, button: 'Reply' })).toMatchObject({ shown: 'message' });
  });

  it('learns an organisation from being put into a team of it, and turns others away', async () => {
    t = await runTeamsBot();
    const other = { room: TEAMS.umbrellaSupport, person: TEAMS.alice };
    expect((await t.teams.forge(other).send()).outcome).toBe(403);
    const announced = {
      type: 'installationUpdate',
      action: 'add',
      channelData: { tenant: { id: TEAMS.umbrella }, team: { id: TEAMS.umbrellaTeam } },
    };
    expect((await t.teams.forge({ ...other, activity: announced }).send()).outcome).toBe(200);
    expect((await t.teams.forge(other).send()).outcome).toBe(200);
  });

  it('lets only named organisations in where they are named', async () => {
    t = await runTeamsBot({ allowedTenants: [TEAMS.hooli] });
    const activity = { type: 'installationUpdate', action: 'add' };
    const forged = t.teams.forge({ room: TEAMS.umbrellaSupport, person: TEAMS.alice, activity });
    expect((await forged.send()).outcome).toBe(403);
    expect(t.installed.has(TEAMS.umbrella)).toBe(false);
  });

  it('learns a new key, but does not ask for one with every message', async () => {
    let now = Date.now();
    const clock: Clock = { now: () => new Date(now) };
    t = await runTeamsBot({ clock }, { clock: () => now });
    expect((await t.teams.forge(at).send()).outcome).toBe(200);
    const { keys } = t.teams;
    const keySet = keys.keySet.bind(keys);
    let looks = 0;
    keys.keySet = () => {
      looks += 1;
      return keySet();
    };
    now += 2 * 24 * 3_600_000;
    expect((await t.teams.forge(at).send()).outcome).toBe(200);
    // The once-a-day look goes on behind the answer.
    await eventually('the look', () => looks > 0);
    keys.rotate();
    expect((await t.teams.forge(at).send()).outcome).toBe(401);
    now += 61_000;
    expect((await t.teams.forge(at).send()).outcome).toBe(200);
  });

  it('goes on with the keys it knows when Microsoft cannot be asked', async () => {
    let now = Date.now();
    let asked = 0;
    let isAway = false;
    const teams = await runTeamsBot();
    const base = teams.teams.url;
    const front = createServer((request, response) => {
      asked += 1;
      if (isAway) request.socket.destroy();
      else
        void fetch(`${base}${request.url}`)
          .then((found) => found.text())
          .then((text) => response.end(text.replaceAll(base, `http://${request.headers.host}`)));
    });
    await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
    const address = front.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const openIdMetadataUrl = `http://127.0.0.1:${port}/v1/.well-known/openidconfiguration`;
    const local = { serviceHosts: [new URL(base).host], openIdMetadataUrl, tokenUrl: null };
    t = await runTeamsBot({ local, clock: { now: () => new Date(now) } });
    await teams.teams.deliverTo(t.url);
    const send = async () => {
      const token = { claims: { exp: Math.floor(now / 1000) + 600, nbf: 0 } };
      return (await teams.teams.forge({ ...at, token }).send()).outcome;
    };
    expect([await send(), asked]).toEqual([200, 2]);
    isAway = true;
    now += 3 * 24 * 3_600_000;
    expect([await send(), await send()]).toEqual([200, 200]);
    await eventually('another look', () => asked >= 3);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(asked).toBe(3);
    front.close();
    front.closeAllConnections();
    await teams.close();
  });

  it('moves to a new service address as soon as a newer message names it', async () => {
    t = await runTeamsBot();
    await known();
    const first = t.conversations.held.get(TEAMS.triage)?.serviceUrl;
    t.teams.world.serviceUrl = `${t.teams.url}/moved`;
    await known();
    const moved = t.conversations.held.get(TEAMS.triage)?.serviceUrl;
    expect(moved).toBe(`${t.teams.url}/moved`);
    expect(moved).not.toBe(first);
  });

  it('refuses what is too large, not posted, or no activity', async () => {
    t = await runTeamsBot();
    expect((await t.teams.forge({ ...at, text: 'x'.repeat(1_100_000) }).send()).outcome).toBe(413);
    expect((await fetch(t.url)).status).toBe(405);
    expect((await fetch(t.url, { method: 'POST', body: '{}' })).status).toBe(400);
    expect(t.inbox.rows.size).toBe(0);
  });
});

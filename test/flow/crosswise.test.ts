import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TeamsSandbox } from '../../sandbox/teams-handle';
import { TEAMS } from '../../sandbox/teams-seed';
import { TestDesk } from '../support/desk';
import { eventually } from '../support/eventually';
import { startTeams, teamsSettings } from '../support/teams-desk';

const TRIAGE = 'C0TRIAGE';

describe('a customer in Teams, agents in Slack', () => {
  let teams: TeamsSandbox;
  let desk: TestDesk;
  const inSlack = (words: string) =>
    eventually(`“${words}” in Slack`, () =>
      desk.slack.messages(TRIAGE).find((message) => JSON.stringify(message).includes(words)),
    );
  const inTeams = (words: string) =>
    eventually(`“${words}” in Teams`, () =>
      teams
        .messages(TEAMS.umbrellaSupport)
        .find((post) => post.from === null && JSON.stringify(post).includes(words)),
    );

  beforeAll(async () => {
    teams = await startTeams();
    desk = await TestDesk.start({ settings: teamsSettings(teams) });
    await teams.deliverTo(desk.url);
  }, 60_000);
  afterAll(async () => {
    await desk.stop();
    await teams.stop();
  });

  it('is one desk, called as the Slack workspace is', async () => {
    const tenants = await desk.rows('select name from tenant');
    expect(tenants).toHaveLength(1);
    const spaces = await desk.rows('select platform, is_ours as ours from workspace order by 1, 2');
    expect(spaces).toEqual(
      expect.arrayContaining([
        { platform: 'slack', ours: true },
        { platform: 'teams', ours: true },
        { platform: 'teams', ours: false },
      ]),
    );
  });

  it('brings the question to Slack and the answer back to Teams', async () => {
    const { umbrellaSupport: room, alice: person } = TEAMS;
    const said = teams.post({ room, person, text: 'Why is the invoice in <dollars>?' });
    const line = await inTeams('We have your message');
    expect(line.rootId).toBe(said.id);
    const card = await inSlack('Why is the invoice in');
    const ts = String(card.ts);
    desk.slack.post({
      channel: TRIAGE,
      user: 'U0ADA',
      text: 'reply: It is *euros* now',
      threadTs: ts,
    });
    const reply = await inTeams('euros');
    expect(JSON.stringify(reply)).toContain('Ada Lovelace');
    expect(reply.rootId).toBe(said.id);
    teams.post({ room, person, text: 'No, still dollars', replyTo: said.id });
    await inSlack('No, still dollars');
  });

  it('has nothing to complain about', () => {
    expect(desk.troubles()).toEqual([]);
    expect(teams.violations()).toEqual([]);
    expect(desk.slack.violations()).toEqual([]);
  });
});

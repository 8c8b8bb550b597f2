import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { globalId, type IdType } from '../../graphql/global-id';
import type { TeamsSandbox } from '../../sandbox/teams-handle';
import { TEAMS } from '../../sandbox/teams-seed';
import { TestDesk } from '../support/desk';
import { eventually } from '../support/eventually';
import { GLOBEX } from '../support/story';
import { startTeams, teamsSettings } from '../support/teams-desk';

const TRIAGE = 'C0TRIAGE';
const LINK =
  'mutation ($input: LinkInput!) { done: link(input: $input) { linked errors { code } } }';
const UNLINK =
  'mutation ($input: UnlinkInput!) { done: unlink(input: $input) { unlinked errors { code } } }';
const answer = z.object({ done: z.record(z.string(), z.unknown()) });

describe('one person in Slack and in Teams', () => {
  let teams: TeamsSandbox;
  let desk: TestDesk;
  const { umbrellaSupport: room, alice, ada } = TEAMS;

  const inTriage = (words: string) =>
    eventually(`“${words}” in the triage room`, () =>
      desk.slack.messages(TRIAGE).find((message) => JSON.stringify(message).includes(words)),
    );
  const idOf = async (sql: string): Promise<string> =>
    String((await eventually('the row', async () => (await desk.rows(sql))[0])).id);
  const contactOf = (words: string): Promise<string> =>
    idOf(`select author_id as id from message where plain = '${words}'`);
  const customerOf = (contactId: string): Promise<string> =>
    idOf(`select customer_id as id from contact where id = '${contactId}'`);
  const link = async (type: IdType, duplicateId: string, intoId: string): Promise<void> => {
    const input = { duplicateId: globalId(type, duplicateId), intoId: globalId(type, intoId) };
    expect(answer.parse(await desk.ask(LINK, { input })).done).toEqual({
      linked: true,
      errors: [],
    });
  };

  beforeAll(async () => {
    teams = await startTeams();
    desk = await TestDesk.start({ settings: teamsSettings(teams) });
    await teams.deliverTo(desk.url);
  }, 60_000);
  afterAll(async () => {
    await desk.stop();
    await teams.stop();
  });

  it('is two people until somebody says otherwise, whatever they are called', async () => {
    desk.slack.post({ channel: GLOBEX, user: 'U0HANK', text: 'The login page is empty' });
    await inTriage('The login page is empty');
    teams.post({ room, person: alice, text: 'The export has no totals' });
    await inTriage('The export has no totals');
    const said = JSON.stringify(desk.slack.messages(TRIAGE));
    expect(said).not.toContain('also has an open ticket');
  });

  it('once linked, has one history, and the team is told of their other ticket', async () => {
    const hank = await contactOf('The login page is empty');
    const inTeams = await contactOf('The export has no totals');
    await link('Customer', await customerOf(inTeams), await customerOf(hank));
    await link('Contact', inTeams, hank);
    expect(await desk.rows('select distinct customer_id from ticket')).toHaveLength(1);
    expect(await desk.rows('select distinct opened_by_contact_id from ticket')).toHaveLength(1);
    await desk.change('update tenant set grouping_window_sec = 0');
    const again = teams.post({ room, person: alice, text: 'Now the import has no totals' });
    const told = await inTriage('also has an open ticket');
    expect(JSON.stringify(told)).toContain('#1');
    expect(JSON.stringify(told)).toContain('The login page is empty');
    const card = await inTriage('Now the import has no totals');
    expect(told.thread_ts).toBe(card.ts);
    const heard = teams.messages(room).filter(({ rootId, from }) => rootId === again.id && !from);
    expect(JSON.stringify(heard)).not.toContain('also has');
  });

  it('is two again when the link is taken back', async () => {
    const inTeams = await contactOf('The export has no totals');
    const input = { duplicateId: globalId('Contact', inTeams) };
    expect(answer.parse(await desk.ask(UNLINK, { input })).done.errors).toEqual([]);
    const opened = await desk.rows('select distinct opened_by_contact_id from ticket');
    expect(opened).toHaveLength(2);
  });

  it('who works here finds the same tickets on both', async () => {
    desk.slack.post({
      channel: TRIAGE,
      user: 'U0ADA',
      text: 'reply: Looking',
      threadTs: String((await inTriage('The login page is empty')).ts),
    });
    const inSlack = await idOf(
      'select assignee_id as id from ticket where number = 1 and assignee_id is not null',
    );
    const thread = teams
      .messages(room)
      .find(({ text }) => text.includes('The export has no totals'));
    teams.post({ room, person: ada, text: 'I am on it', replyTo: thread?.id ?? '' });
    const inTeams = await idOf(
      "select member_id as id from chat_identity where platform = 'teams' and kind = 'MEMBER' and user_id = 'dddddddd-0000-4000-8000-000000000001'",
    );
    await link('Member', inTeams, inSlack);
    await teams.lifecycle.installPersonally(ada);
    const personal = teams.personalRoom(ada);
    teams.post({ room: personal, person: ada, text: 'mine' });
    await eventually('the list in Teams', () =>
      teams
        .messages(personal)
        .find((post) => JSON.stringify(post).includes('The login page is empty')),
    );
  });

  it('gives the operator nothing to look at', () => {
    expect(desk.troubles()).toEqual([]);
    expect(teams.violations()).toEqual([]);
    expect(desk.slack.violations()).toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { ShownMessage } from '../../sandbox/handle';
import type { Post } from '../../sandbox/teams-model';
import { TEAMS } from '../../sandbox/teams-seed';
import { ADMIN_TOKEN } from '../support/desk';
import { eventually } from '../support/eventually';
import { transcript, wordsIn } from '../support/screen';
import { GLOBEX, Story, TRIAGE } from '../support/story';
import { startTeamsDesk, type TeamsDesk } from '../support/teams-desk';
import { githubBody, jiraBody, signedBy } from '../support/tracker-bodies';

const ISSUE = 'https://github.com/acme/app/issues/7';
const CLOSED = { state: 'closed', state_reason: 'completed', updated_at: '2026-03-02T10:05:00Z' };

const connected = z.object({
  data: z.object({
    connectTracker: z.object({
      tracker: z.object({ webhookPath: z.string() }),
      signingKey: z.string(),
    }),
  }),
});

type Tells = (body: object) => Promise<number>;

/** Connects a tracker as an administrator does; what it returns tells as the tracker would. */
const connect = async (
  url: string,
  kind: 'GITHUB' | 'JIRA',
  site: string | null,
): Promise<Tells> => {
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${ADMIN_TOKEN}` },
    body: JSON.stringify({
      query: `mutation ($input: ConnectTrackerInput!) { connectTracker(input: $input) { tracker { webhookPath } signingKey } }`,
      variables: { input: { kind, site } },
    }),
  });
  const { tracker, signingKey: secret } = connected.parse(await answer.json()).data.connectTracker;
  return async (told) => {
    const body = JSON.stringify(told);
    const headers = signedBy(kind, secret, body);
    return (await fetch(`${url}${tracker.webhookPath}`, { method: 'POST', headers, body })).status;
  };
};

describe('linked in Slack', () => {
  let story: Story;
  let card: ShownMessage;
  let root: string;
  let tells: Tells;
  const cardSays = (words: string): Promise<ShownMessage> =>
    story.seen(TRIAGE, card.ts, words, (shown) => wordsIn(shown).includes(words));

  beforeAll(async () => {
    story = await Story.begin();
    root = await story.say(GLOBEX, 'U0HANK', 'The export to CSV fails since this morning');
    card = await story.card('The export to CSV fails');
    await story.press('U0ADA', TRIAGE, card.ts, 'claim');
    await cardSays('Ada Lovelace');
    tells = await connect(story.desk.url, 'GITHUB', null);
  }, 60_000);
  afterAll(async () => {
    await story.end();
  });

  it('by a word, and refused with what to do where it is no issue', async () => {
    const [no] = await story.command(
      'U0ADA',
      TRIAGE,
      'link 1 https://jira.example.com/browse/APP-1',
    );
    expect(wordsIn(no ?? card)).toContain('Copy the https address');
    const [half] = await story.command('U0ADA', TRIAGE, 'link');
    expect(wordsIn(half ?? card)).toContain('/desk link 42 https://');
    const [yes] = await story.command('U0ADA', TRIAGE, `link 1 ${ISSUE}`);
    expect(wordsIn(yes ?? card)).toContain('Ticket #1 is linked to acme/app#7');
    await cardSays('acme/app#7 · state not told yet');
  });

  it('the card follows what GitHub tells, and done is said once, to the team', async () => {
    expect(await tells(githubBody())).toBe(200);
    await cardSays('Export is empty · to do (Open)');
    expect(await tells(githubBody(CLOSED))).toBe(200);
    await cardSays('done (Closed)');
    const asked = await story.inThread(TRIAGE, card.ts, 'Tell the customer?');
    expect(wordsIn(asked)).toContain('the fix is said to be done');
    expect(await tells(githubBody(CLOSED))).toBe(202);
    await story.settled();
    const under = transcript(story.slack, TRIAGE, card.ts).join('\n');
    expect(under.match(/Tell the customer\?/g)).toHaveLength(1);
    expect(transcript(story.slack, GLOBEX, root).join()).not.toMatch(/acme|fix/);
  });

  it('by the form of the card, which also takes one away', async () => {
    await story.fill('U0ADA', TRIAGE, card.ts, 'work-items', {
      url: 'https://linear.app/acme/issue/ENG-12/x',
    });
    await cardSays('ENG-12');
    const view = await story.open('U0ADA', TRIAGE, card.ts, 'work-items');
    const [row] = await story.desk.rows(`select id from work_item where key = 'ENG-12'`);
    await story.submit('U0ADA', view, { unlink: String(row?.id) });
    await story.seen(TRIAGE, card.ts, 'gone', (shown) => !wordsIn(shown).includes('ENG-12'));
  });

  it('and taken away by a word', async () => {
    await story.command('U0ADA', TRIAGE, 'unlink 1 acme/app#7');
    await story.whispered('U0ADA', 'no longer linked to acme/app#7');
    await story.seen(TRIAGE, card.ts, 'gone', (shown) => !wordsIn(shown).includes('acme/app'));
    expect(story.desk.troubles()).toEqual([]);
    expect(story.slack.violations()).toEqual([]);
  });
});

describe('linked in Teams', () => {
  let t: TeamsDesk;
  let cardId: string;
  let tells: Tells;
  const { triage, umbrellaSupport, alice, ada } = TEAMS;
  const shown = (post: Post): string => `${post.text} ${JSON.stringify(post.attachments)}`;
  const post = (room: string, words: string): Promise<Post> =>
    eventually(`“${words}” in ${room}`, () =>
      t.teams.messages(room).find((one) => one.from === null && shown(one).includes(words)),
    );
  const cardSays = (words: string, there = true): Promise<unknown> =>
    eventually(`${there ? '' : 'no '}“${words}” on the card`, () => {
      const card = t.teams.messages(triage).find(({ id }) => id === cardId);
      return card !== undefined && shown(card).includes(words) === there;
    });
  const say = (text: string) =>
    t.teams.post({ room: triage, person: ada, replyTo: cardId, text, mentionBot: true });

  beforeAll(async () => {
    t = await startTeamsDesk();
    await eventually('the triage room is known', async () =>
      (await t.rows("select from channel where kind = 'TRIAGE'")).length === 1 ? true : undefined,
    );
    t.teams.post({ room: umbrellaSupport, person: alice, text: 'The export fails today' });
    cardId = (await post(triage, 'The export fails today')).id;
    tells = await connect(t.url, 'JIRA', 'jira.test-example.ru/jira');
  }, 60_000);
  afterAll(async () => {
    await t.stop();
  });

  it('by a word under its card; the card follows what Jira tells, and done is said to the team', async () => {
    say('link https://jira.test-example.ru/jira/browse/BBCOM-1398');
    await cardSays('BBCOM-1398');
    await cardSays('state not told yet');
    expect(await tells(jiraBody())).toBe(200);
    await cardSays('to do (Open)');
    const done = { name: 'Erledigt', statusCategory: { key: 'done' } };
    expect(
      await tells(jiraBody({}, { status: done, updated: '2018-01-11T14:00:00.000+0300' })),
    ).toBe(200);
    await cardSays('done (Erledigt)');
    await post(triage, 'Tell the customer?');
    expect(t.teams.messages(umbrellaSupport).map(shown).join()).not.toMatch(/BBCOM|fix/);
    say('unlink BBCOM-1398');
    await cardSays('BBCOM-1398', false);
  });

  it('by the dialog of the card', async () => {
    const opened = await t.teams.press({
      room: triage,
      id: cardId,
      person: ada,
      button: 'Work items',
    });
    expect(opened.shown).toBe('dialog');
    await t.teams.submitDialog({
      dialogId: opened.dialogId ?? '',
      person: ada,
      inputs: { 'field.url': ISSUE },
    });
    await cardSays('acme/app#7');
    expect(t.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

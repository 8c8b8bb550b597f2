import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { ShownMessage } from '../../sandbox/handle';
import { defaultSeed } from '../../sandbox/seed';
import type { TeamsSandbox } from '../../sandbox/teams-handle';
import type { Post } from '../../sandbox/teams-model';
import { TEAMS } from '../../sandbox/teams-seed';
import { eventually } from '../support/eventually';
import { wordsIn } from '../support/screen';
import { GLOBEX, Story, TRIAGE } from '../support/story';
import { startTeams, teamsSettings } from '../support/teams-desk';

/**
 * Two queues: what customers say in Slack waits in a room of Slack, what they say in Teams in one of
 * Teams. Ben of Slack is a partner of the second queue, Ben of Teams one of the first.
 */
describe('partners in chat, on both platforms', () => {
  let teams: TeamsSandbox;
  let story: Story;
  let root: string;
  let slackCard: ShownMessage;
  let teamsCard: Post;
  const { triage, umbrellaSupport, alice, ben } = TEAMS;
  const NO_SUCH = 'There is no such ticket';

  const shown = (post: Post): string => `${post.text} ${JSON.stringify(post.attachments)}`;
  const post = (room: string, words: string): Promise<Post> =>
    eventually(`“${words}” in ${room}`, () =>
      teams.messages(room).find((one) => one.from === null && shown(one).includes(words)),
    );
  const idIn = async (query: string, named: string): Promise<string> => {
    const list = z.record(
      z.string(),
      z.object({ nodes: z.array(z.object({ id: z.string(), name: z.string() })) }),
    );
    const [{ nodes } = { nodes: [] }] = Object.values(list.parse(await story.desk.ask(query)));
    return nodes.find(({ name }) => name === named)?.id ?? `no ${named}`;
  };
  const change = (mutation: string, input: object): Promise<unknown> =>
    story.desk.ask(
      `mutation ($input: ${mutation[0]?.toUpperCase() ?? ''}${mutation.slice(1)}Input!) { ${mutation}(input: $input) { errors { message } } }`,
      { input },
    );
  /** Of one name there is one on each platform: they are told apart by whom they are in chat. */
  const bensId = async (platform: string): Promise<string> => {
    const [row] = await story.desk.rows(
      `select i.member_id::text as id from chat_identity i join member m on m.id = i.member_id
       where m.name = 'Ben Okafor' and i.platform = $1`,
      [platform],
    );
    return String(row?.id);
  };
  const makePartner = async (platform: string, queueId: string): Promise<void> => {
    const { members } = z
      .object({ members: z.object({ nodes: z.array(z.object({ id: z.string() })) }) })
      .parse(await story.desk.ask('{ members(first: 100) { nodes { id } } }'));
    const uuid = await bensId(platform);
    const memberId = members.nodes.find(({ id }) =>
      Buffer.from(id, 'base64url').toString().includes(uuid),
    )?.id;
    expect(
      await change('updateMember', { memberId, role: 'PARTNER', queueIds: [queueId] }),
    ).toEqual({ updateMember: { errors: [] } });
  };

  beforeAll(async () => {
    teams = await startTeams();
    story = await Story.begin({
      sandbox: { seed: defaultSeed() },
      settings: { ...teamsSettings(teams), GROUPING_WINDOW_SEC: '0' },
    });
    await teams.deliverTo(story.desk.url);
    await change('createQueue', { name: 'Partners' });
    const [support, partners] = [
      await idIn('{ queues { nodes { id name } } }', 'Support'),
      await idIn('{ queues { nodes { id name } } }', 'Partners'),
    ];
    await story.command('U0BEN', TRIAGE, 'mine');
    teams.post({ room: triage, person: ben, text: 'mine', mentionBot: true });
    await post(teams.personalRoom(ben), 'Nothing on your desk');
    const rooms = '{ channels(first: 100) { nodes { id name: externalId } } }';
    await change('updateQueue', { queueId: partners, triageChannelId: await idIn(rooms, triage) });
    teams.post({ room: umbrellaSupport, person: alice, text: 'Hello, good morning' });
    await eventually('the room of the customer', async () =>
      (await idIn(rooms, umbrellaSupport)).startsWith('no ') ? undefined : true,
    );
    await change('updateChannel', {
      channelId: await idIn(rooms, umbrellaSupport),
      queueId: partners,
    });
    await makePartner('slack', partners);
    await makePartner('teams', support);
    root = await story.say(GLOBEX, 'U0HANK', 'The walrus export is broken');
    slackCard = await story.card('The walrus export is broken');
    teams.post({ room: umbrellaSupport, person: alice, text: 'The walrus report is empty' });
    teamsCard = await post(triage, 'The walrus report is empty');
    await story.settled();
  }, 60_000);
  afterAll(async () => {
    await story.end();
    await teams.stop();
  });
  afterEach(() => {
    expect(story.desk.troubles()).toEqual([]);
    expect(teams.violations()).toEqual([]);
    expect(story.slack.violations()).toEqual([]);
  });

  it('find, list and look up what waits in their queue, and nothing else: in Slack', async () => {
    const said = async (text: string): Promise<string> =>
      (await story.command('U0BEN', TRIAGE, text)).map(wordsIn).join(' ');
    const found = await said('find walrus');
    expect(found).toContain('walrus report');
    expect(found).not.toContain('walrus export');
    const queue = await said('queue');
    expect(queue).toContain('walrus report');
    expect(queue).not.toContain('walrus export');
    const { number } = await story.ticket(slackCard);
    expect(await said(String(number))).toContain('There is no ticket');
    expect(await said(`cause ${number} walrus`)).toContain(NO_SUCH);
    const home = await said('home');
    expect(home).toContain('walrus report');
    expect(home).not.toContain('walrus export');
  });

  it('find and list the same in Teams', async () => {
    const personal = teams.personalRoom(ben);
    teams.post({ room: triage, person: ben, text: 'find walrus', mentionBot: true });
    const found = shown(await post(personal, 'walrus export'));
    expect(found).not.toContain('walrus report');
    teams.post({ room: triage, person: ben, text: 'queue', mentionBot: true });
    const queue = shown(await post(personal, 'Oldest in the queue'));
    expect(queue).toContain('walrus export');
    expect(queue).not.toContain('walrus report');
  });

  it('press a card of another queue in vain, though they see it: in Slack', async () => {
    await story.press('U0BEN', TRIAGE, slackCard.ts, 'claim');
    await story.whispered('U0BEN', NO_SUCH);
    await story.press('U0BEN', TRIAGE, slackCard.ts, 'reply');
    await eventually('told of the form, too', () => {
      const told = story.slack.ephemerals('U0BEN').filter((one) => wordsIn(one).includes(NO_SUCH));
      return told.length >= 2;
    });
    const ticket = await story.ticket(slackCard);
    expect({ status: ticket.status, owner: ticket.assignee }).toEqual({
      status: 'NEW',
      owner: null,
    });
    await story.say(TRIAGE, 'U0BEN', 'reply: sneaked in', slackCard.ts);
    await story.settled();
    expect((await story.ticket(slackCard)).messages.nodes.map(({ text }) => text)).toEqual([
      'The walrus export is broken',
    ]);
  });

  it('answer in a customer’s own thread, which counts, and are not left with what they cannot see', async () => {
    await story.say(GLOBEX, 'U0BEN', 'It is a known walrus', root);
    const answered = await story.ticketWhere(
      slackCard,
      'answered',
      ({ firstRespondedAt }) => firstRespondedAt !== null,
    );
    expect({ status: answered.status, owner: answered.assignee }).toEqual({
      status: 'OPEN',
      owner: null,
    });
  });

  it('press in vain in Teams, too', async () => {
    await teams.press({ room: triage, id: teamsCard.id, person: ben, button: 'Claim' });
    await post(teams.personalRoom(ben), NO_SUCH);
    const rows = await story.desk.rows(
      "select status, assignee_id from ticket where subject = 'The walrus report is empty'",
    );
    expect(rows).toEqual([{ status: 'NEW', assignee_id: null }]);
  });
});

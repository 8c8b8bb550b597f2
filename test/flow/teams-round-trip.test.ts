import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Post } from '../../sandbox/teams-model';
import { TEAMS } from '../../sandbox/teams-seed';
import { eventually } from '../support/eventually';
import { startTeamsDesk, type TeamsDesk } from '../support/teams-desk';

const shown = (post: Post): string => `${post.text} ${JSON.stringify(post.attachments)}`;

describe('a customer in Teams, agents in Teams', () => {
  let t: TeamsDesk;
  let rootId: string;
  let cardId: string;
  const { triage, umbrellaSupport, alice, ada, ben } = TEAMS;
  const post = (room: string, words: string): Promise<Post> =>
    eventually(`“${words}” in ${room}`, async () =>
      t.teams
        .messages(room)
        .find((one) => one.from === null && !one.deleted && shown(one).includes(words)),
    );

  beforeAll(async () => {
    t = await startTeamsDesk();
    await eventually('the triage room is known', async () =>
      (await t.rows("select from channel where kind = 'TRIAGE'")).length === 1 ? true : undefined,
    );
  }, 60_000);
  afterAll(async () => {
    await t.stop();
  });

  it("turns a customer's message into a ticket, with a card for the team and an answer in their thread", async () => {
    const said = t.teams.post({
      room: umbrellaSupport,
      person: alice,
      text: 'The export fails since this morning',
    });
    rootId = said.id;
    expect((await said.delivered)?.state).toBe('delivered');
    const line = await post(umbrellaSupport, 'We have your message');
    expect(line.rootId).toBe(rootId);
    const card = await post(triage, 'The export fails since this morning');
    cardId = card.id;
    expect(shown(card)).toContain('Alice Abernathy');
    expect(shown(card)).toContain('umbrella.example');
  });

  it('claims by a Universal Action, whose answer shows the card as it is then', async () => {
    const outcome = await t.teams.press({ room: triage, id: cardId, person: ada, button: 'Claim' });
    expect(outcome.shown).toBe('card');
    expect(JSON.stringify(outcome.answer)).toContain('Ada Lovelace');
    await post(umbrellaSupport, 'Ada Lovelace looks after this');
  });

  it('answers in the name of the agent, from a dialog', async () => {
    const opened = await t.teams.press({ room: triage, id: cardId, person: ada, button: 'Reply' });
    expect(opened.shown).toBe('dialog');
    const sent = await t.teams.submitDialog({
      dialogId: opened.dialogId ?? '',
      person: ada,
      inputs: { 'field.text': 'Please *try* again now <b>' },
    });
    expect(sent.shown).toBe('nothing');
    const reply = await post(umbrellaSupport, 'Please *try* again now <b>');
    expect(reply.rootId).toBe(rootId);
    expect(shown(reply)).toContain('Ada Lovelace');
  });

  it('takes what an agent writes in the customer’s shared channel as an answer, by the home of their account', async () => {
    await t.teams.post({
      room: umbrellaSupport,
      person: ben,
      replyTo: rootId,
      text: 'I had a look too',
    }).delivered;
    await post(triage, 'I had a look too');
    const rows = await t.rows("select author_kind from message where plain = 'I had a look too'");
    expect(JSON.stringify(rows)).toContain('member');
  });

  it('has nothing to complain about, and said nothing Teams would not show', () => {
    expect(t.lines.filter(({ level }) => level === 'error')).toEqual([]);
    expect(t.teams.violations()).toEqual([]);
  });
});

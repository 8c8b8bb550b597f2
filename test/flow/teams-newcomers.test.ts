import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Post } from '../../sandbox/teams-model';
import { defaultTeamsSeed, TEAMS } from '../../sandbox/teams-seed';
import { eventually } from '../support/eventually';
import { startTeamsDesk, type TeamsDesk } from '../support/teams-desk';

const seed = () => {
  const basis = defaultTeamsSeed();
  const people = basis.people.map((one) =>
    one.id === TEAMS.grace ? { ...one, owner: true } : one,
  );
  return { ...basis, people };
};

describe('newcomers in Teams', () => {
  let t: TeamsDesk;
  const { triage, supportTeam, goLive, sam, ben, grace, alice, ada } = TEAMS;

  const whispered = (person: string, words: string): Promise<Post> =>
    eventually(`“${words}” to ${person}`, () =>
      t.teams
        .messages(t.teams.personalRoom(person))
        .find((post) => post.from === null && JSON.stringify(post).includes(words)),
    );
  const ask = (room: string, person: string, text: string): void => {
    t.teams.post({ room, person, text, mentionBot: true });
  };
  const triageRoom = (): Promise<unknown[]> =>
    t.rows(
      'select external_id as room from queue join channel on channel.id = queue.triage_channel_id',
    );

  beforeAll(async () => {
    t = await startTeamsDesk({ TRIAGE_CHANNEL: 'not-there-yet' }, { seed: seed() });
  }, 60_000);
  afterAll(() => t.stop());

  it('are told what to type where they are', async () => {
    ask(triage, sam, 'help');
    const help = JSON.stringify(await whispered(sam, 'What the desk can do from here'));
    expect(help).toContain('@Threadkeeper mine');
    expect(help).not.toContain('/desk');
  });

  it('choose the first triage room, whoever of ours they are', async () => {
    ask(triage, sam, 'triage');
    await whispered(sam, 'are shown in');
    expect(await triageRoom()).toEqual([{ room: triage }]);
  });

  it('cannot move it once it stands, unless the roster tells that they own the team', async () => {
    ask(supportTeam, ben, 'triage');
    await whispered(ben, 'supervisor');
    expect(await triageRoom()).toEqual([{ room: triage }]);
    ask(supportTeam, grace, 'triage');
    await whispered(grace, 'are shown in');
    expect(await triageRoom()).toEqual([{ room: supportTeam }]);
    expect(await t.rows("select name from member where role = 'SUPERVISOR' and active")).toEqual([
      { name: 'Grace Hopper' },
    ]);
    // Whoever is in the room is an agent now, before they have said a word in it.
    const agents = await t.rows('select name from member where active order by name');
    expect(agents).toEqual(
      expect.arrayContaining([{ name: 'Ada Lovelace' }, { name: 'Ben Okafor' }]),
    );
  });

  it('name who owns a level by mentioning them', async () => {
    ask(supportTeam, ben, 'mine');
    await whispered(ben, 'Nothing on your desk');
    // A word that is no command is not met with silence.
    ask(supportTeam, ben, 'qeue');
    await whispered(ben, 'Did you mean @Threadkeeper queue?');
    ask(supportTeam, grace, 'level 2 Specialists @Ben Okafor');
    await whispered(grace, 'is Specialists, owned by Ben Okafor');
    ask(supportTeam, grace, 'level 3 Engineers @Threadkeeper');
    await whispered(grace, 'Say the level, its name and its owner');
  });

  it('set a digest where they are, and have one told at once', async () => {
    ask(supportTeam, ben, 'digest daily 9');
    await whispered(ben, 'supervisor');
    ask(supportTeam, grace, 'digest daily 9 mon-fri');
    await whispered(grace, 'Mon to Fri at 09:00');
    ask(supportTeam, grace, 'digest now');
    const told = await eventually('the digest', () =>
      t.teams
        .messages(supportTeam)
        .find((post) => post.from === null && JSON.stringify(post).includes('Daily digest')),
    );
    expect(JSON.stringify(told)).toContain('Nobody waits for an answer of ours.');
    ask(supportTeam, grace, 'digest daily off');
    await whispered(grace, 'is told no more');
  });

  it('answer in a chat in their own words, and that is the reply', async () => {
    t.teams.post({ room: goLive, person: alice, text: 'Is the start still on Monday?' });
    await eventually('the ticket', async () => (await t.rows('select from ticket')).length === 1);
    t.teams.post({ room: goLive, person: ada, text: 'Yes, at nine' });
    await eventually('the reply', async () => {
      const [row] = await t.rows(
        `select m.author_kind as by, t.first_responded_at is not null as answered, t.waiting_on as on
         from message m join ticket t on t.id = m.ticket_id where m.plain = 'Yes, at nine'`,
      );
      return row !== undefined;
    });
    expect(
      await t.rows(
        'select first_responded_at is not null as answered, waiting_on as "on" from ticket',
      ),
    ).toEqual([{ answered: true, on: 'CUSTOMER' }]);
  });

  it('are told of a wrong word alone, also among customers', async () => {
    const { umbrellaSupport } = TEAMS;
    const before = (await t.rows('select from ticket')).length;
    ask(umbrellaSupport, ben, 'qeue2');
    const told = JSON.stringify(await whispered(ben, 'I do not know “qeue2”'));
    expect(told).toContain('@Threadkeeper help');
    expect(JSON.stringify(t.teams.messages(umbrellaSupport))).not.toContain('I do not know');
    ask(umbrellaSupport, alice, 'qeue3');
    await eventually(
      'a question',
      async () => (await t.rows('select from ticket')).length === before + 1,
    );
  });

  it('find what was said, also by a typo, and only they see it', async () => {
    ask(supportTeam, ben, 'find strat Monday');
    const found = JSON.stringify(await whispered(ben, 'Tickets with “strat Monday”'));
    expect(found).toContain('Is the start still on Monday?');
    expect(JSON.stringify(t.teams.messages(supportTeam))).not.toContain('Tickets with');
  });

  it('prove by what they write that the desk hears everything, or do not', async () => {
    const { conversations } = t.desk.building.databases.desk;
    const named = 'support-triage';
    // Rooms are called by their ids until the platform was asked for their names.
    const found = await eventually('the proof', async () => {
      const consents = await conversations.consents('teams', 50);
      return consents.some(({ heardAllAt }) => heardAllAt !== null) &&
        consents.some(({ rooms }) => rooms.includes(named))
        ? consents
        : undefined;
    });
    const proven = found.filter(({ heardAllAt }) => heardAllAt !== null);
    expect(proven.map(({ rooms }) => rooms)).toEqual([['Umbrella go-live']]);
    // Only mentions were written there.
    const support = found.find(({ rooms }) => rooms.includes(named));
    expect(support?.heardAllAt).toBeNull();
  });

  it('give the operator nothing to look at', () => {
    expect(t.lines.filter(({ level }) => level === 'error')).toEqual([]);
    expect(t.teams.violations()).toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Post } from '../../sandbox/teams-model';
import { TEAMS } from '../../sandbox/teams-seed';
import { eventually } from '../support/eventually';
import { startTeamsDesk, type TeamsDesk } from '../support/teams-desk';

const shown = (post: Post): string => `${post.text} ${JSON.stringify(post.attachments)}`;

describe('people in Teams', () => {
  let t: TeamsDesk;
  const { triage, umbrellaSupport, hooliShared, alice, ada, gavin, fakeAda, grace } = TEAMS;
  const post = (room: string, words: string): Promise<Post> =>
    eventually(`“${words}” in ${room}`, () =>
      t.teams
        .messages(room)
        .find((one) => one.from === null && !one.deleted && shown(one).includes(words)),
    );
  const personal = (person: string): string => t.teams.personalRoom(person);

  beforeAll(async () => {
    t = await startTeamsDesk();
    await eventually(
      'the triage room is known',
      async () => (await t.rows("select from channel where kind = 'TRIAGE'")).length === 1,
    );
  }, 60_000);
  afterAll(async () => {
    await t.stop();
  });

  it('ask the desk by mentioning it, and are answered alone', async () => {
    const asked = { room: triage, person: ada, text: 'queue', mentionBot: true };
    await t.teams.post(asked).delivered;
    await post(personal(ada), 'Oldest in the queue');
    expect(t.teams.messages(triage).filter(({ from }) => from === null)).toEqual([]);
  });

  it('are customers by the tenant of their account, in a room that we host too', async () => {
    t.teams.post({ room: hooliShared, person: gavin, text: 'The dashboard shows no data' });
    expect(shown(await post(triage, 'The dashboard shows no data'))).toContain('hooli.example');
  });

  it('are customers by their tenant whatever they are called', async () => {
    t.teams.post({ room: umbrellaSupport, person: fakeAda, text: 'My report is empty today' });
    const card = await post(triage, 'My report is empty today');
    const pressed = { room: triage, id: card.id, person: ada, button: 'Claim' };
    expect((await t.teams.press(pressed)).shown).toBe('card');
    const rows = await t.rows(
      "select author_kind as kind from message where plain = 'My report is empty today'",
    );
    expect(rows).toEqual([{ kind: 'contact' }]);
  });

  it('who are customers mean what they say, also where it looks like a command', async () => {
    const said = {
      room: umbrellaSupport,
      person: alice,
      text: 'find invoice 42',
      mentionBot: true,
    };
    t.teams.post(said);
    await post(triage, 'find invoice 42');
  });

  it('cannot press what is for the team, though they see it', async () => {
    const line = await post(umbrellaSupport, 'We have your message');
    const claimed = {
      ...{ room: umbrellaSupport, person: alice },
      activity: {
        type: 'invoke',
        name: 'adaptiveCard/action',
        replyToId: line.id,
        value: {
          trigger: 'manual',
          action: {
            type: 'Action.Execute',
            verb: 'claim',
            data: {
              desk: {
                action: 'claim',
                subject: { ticketId: await ticketId(), version: 1 },
                nonce: 'x',
              },
            },
          },
        },
      },
    };
    expect((await t.teams.forge(claimed).send()).outcome).toBe(200);
    const rows = await t.rows('select assignee_id as owner from ticket where number = 3');
    expect(rows).toEqual([{ owner: null }]);
  });

  const ticketId = async (): Promise<string> => {
    const [row] = await t.rows('select id::text as id from ticket where number = 3');
    return typeof row === 'object' && row !== null && 'id' in row ? String(row.id) : '';
  };

  it('change, take back and bring back their words', async () => {
    const at = { room: umbrellaSupport, person: alice };
    const { id } = t.teams.post({ ...at, text: 'The backup stopped at 40 percent' });
    await post(triage, 'The backup stopped at 40 percent');
    t.teams.edit({ ...at, id, text: 'The backup stopped at 60 percent' });
    await post(triage, '60 percent');
    t.teams.delete({ ...at, id });
    await post(triage, 'deleted a message');
    t.teams.undelete({ ...at, id });
    await post(triage, 'brought a deleted message back');
    const [row] = await t.rows(
      `select plain, deleted_at as gone from message where platform_id = '${id}'`,
    );
    expect(row).toEqual({ plain: 'The backup stopped at 60 percent', gone: null });
  });

  it('send a file without a word: a ticket all the same, that links to where it can be opened', async () => {
    const files = [{ name: 'crash.log', mimetype: 'text/plain', content: 'boom' }];
    const { id } = t.teams.post({ room: hooliShared, person: gavin, text: '', files });
    const link = `l/message/${encodeURIComponent(hooliShared)}/${id}`;
    const card = await post(triage, link);
    expect(shown(card)).toContain('📎 attachment');
  });

  it('who work here correct an answer, and take it back, where they wrote it', async () => {
    const card = await post(triage, 'My report is empty today');
    const at = { room: triage, person: ada };
    const { id } = t.teams.post({
      ...at,
      text: 'reply: Port 433',
      replyTo: card.id,
      mentionBot: true,
    });
    await post(umbrellaSupport, 'Port 433');
    t.teams.edit({ ...at, id, text: 'reply: Port 443' });
    const corrected = await post(umbrellaSupport, 'Port 443');
    // Teams tells an app of reactions to its own messages only.
    const liked = { room: umbrellaSupport, id: corrected.id, person: alice, type: 'like' };
    for (const added of [true, false]) await t.teams.react({ ...liked, added }).delivered;
    await eventually('both are in its history', async () => {
      const facts = await t.rows(
        "select before, after from timeline_entry where kind = 'REACTION_CHANGED' order by id",
      );
      const fact = { emoji: 'like', user: expect.any(String) };
      expect(facts).toEqual([
        { before: {}, after: fact },
        { before: fact, after: {} },
      ]);
      return true;
    });
    t.teams.delete({ ...at, id });
    await eventually('taken back', () =>
      t.teams.messages(umbrellaSupport).find((one) => one.id === corrected.id && one.deleted),
    );
  });

  it('who work here find their desk in their own chat with the app', async () => {
    await t.teams.lifecycle.installPersonally(ada);
    t.teams.post({ room: personal(ada), person: ada, text: 'home' });
    expect(shown(await post(personal(ada), 'Your desk'))).toContain('My report is empty today');
  });

  it('who work here say in a dialog when they work, and who leads whom a queue asks', async () => {
    const say = (person: string, text: string): unknown =>
      t.teams.post({ room: triage, person, text, mentionBot: true });
    const opened = async (person: string, card: Post, button: string): Promise<string> => {
      const at = { room: personal(person), id: card.id, person, button };
      const { dialogId } = await t.teams.press(at);
      if (dialogId === null) throw new Error(`no dialog behind ${button}`);
      return dialogId;
    };
    say(ada, 'shift');
    const mine = await post(personal(ada), 'as many as come');
    const duty = await opened(ada, mine, 'Change');
    const inputs = {
      'field.shifts': 'mon-fri 09:00-17:00',
      'field.zone': 'Europe/Berlin',
      'field.capacity': '7',
      'field.daysOff': '2096-12-24',
    };
    await t.teams.submitDialog({ dialogId: duty, person: ada, inputs });
    expect(shown(await post(personal(ada), 'at most 7 open'))).toContain('mon-fri 09:00-17:00');
    say(ada, 'off 2096-12-25 to 2096-12-31');
    await post(personal(ada), '2096-12-24 to 2096-12-31');
    say(grace, 'shifts');
    await post(personal(grace), 'off 2096-12-24 to 2096-12-31');
    say(grace, 'digest');
    const digest = await opened(grace, await post(personal(grace), 'No digest is set'), 'Weekly …');
    const [ours] = await t.rows("select id::text as id from channel where kind = 'TRIAGE'");
    const weekly = {
      'field.room': String(z.object({ id: z.string() }).parse(ours).id),
      'field.hour': '8',
      'field.days': 'fri',
      'field.zone': 'Europe/Berlin',
    };
    await t.teams.submitDialog({ dialogId: digest, person: grace, inputs: weekly });
    await post(personal(grace), 'Fri at 08:00 (Europe/Berlin)');
    say(ada, 'groups');
    await post(personal(ada), 'There is no group yet.');
    say(ada, 'paths');
    expect(shown(await post(personal(ada), 'Whom each queue asks'))).not.toContain('Add a level');
    say(grace, 'paths');
    const paths = await post(personal(grace), 'Add a level');
    const level = await opened(grace, paths, 'Add a level');
    const [row] = await t.rows(
      "select id::text as id from member where name like 'Ada%' and active",
    );
    const asked = z.object({ id: z.string() }).parse(row);
    const said = {
      'field.name': 'Specialists',
      'field.acceptMin': '25',
      'field.ask-1': `member:${asked.id}`,
      'field.ask-2': 'nobody',
    };
    await t.teams.submitDialog({ dialogId: level, person: grace, inputs: said });
    const kept = await post(personal(grace), 'Level 4 · Specialists');
    expect(shown(kept)).toContain('Ada Lovelace · 25 min to accept');
    const first = await opened(grace, kept, 'Level 1');
    await t.teams.submitDialog({
      dialogId: first,
      person: grace,
      inputs: { 'field.name': 'Front desk', 'field.ask-1': `member:${asked.id}` },
    });
    const named = await post(personal(grace), 'Level 1 · Front desk');
    const rules = await opened(grace, named, 'Change the rules');
    const ruled = {
      'field.assignment': 'LEAST_LOADED',
      'field.escalateOn': 'BREACH',
      'field.fallback': `member:${asked.id}`,
    };
    await t.teams.submitDialog({ dialogId: rules, person: grace, inputs: ruled });
    const whole = shown(await post(personal(grace), 'To whoever of level 1 has the least'));
    expect(whole).toContain('When an answer or a solution is late');
    say(grace, 'group Database people @Ben Okafor');
    await post(personal(grace), '“Database people” is Ben Okafor');
  });

  it('who leads sets hours, promises and words in dialogs, and hears what was misread', async () => {
    const say = (text: string): unknown =>
      t.teams.post({ room: triage, person: grace, text, mentionBot: true });
    const fill = async (card: Post, button: string, inputs: Record<string, string>) => {
      const at = { room: personal(grace), id: card.id, person: grace, button };
      const { dialogId, shown: kind } = await t.teams.press(at);
      expect(kind).toBe('dialog');
      return t.teams.submitDialog({ dialogId: dialogId ?? '', person: grace, inputs });
    };
    say('hours');
    const hours = await post(personal(grace), 'When the desk is open');
    const office = {
      'field.name': 'Office',
      'field.opening': 'mon-fri 09:00-12:30, 13:00-17:00\nsat 22:00-06:00',
      'field.zone': 'Europe/Berlin',
      'field.daysOff': '2096-12-24 Christmas Eve',
      'field.country': 'de-by',
      'field.use': 'desk',
    };
    await fill(hours, 'Add a calendar', { ...office, 'field.opening': 'weekdays nine to five' });
    await post(personal(grace), '“weekdays nine to five” is not understood as opening hours');
    await fill(hours, 'Add a calendar', office);
    const kept = await post(personal(grace), 'counts for the whole desk');
    expect(shown(kept)).toContain('sat 22:00-06:00');
    const { 'field.name': _, ...again } = office;
    await fill(kept, 'Change Office', { ...again, 'field.opening': 'mon-fri 08:00-18:00' });
    await post(personal(grace), 'mon-fri 08:00-18:00 (Europe/Berlin)');
    expect(await t.rows('select from calendar_version')).toHaveLength(2);

    say('policy');
    const policy = await post(personal(grace), 'What customers may expect');
    await fill(policy, 'Change urgent', {
      'field.FIRST_RESPONSE': '30m 24/7',
      'field.UPDATE': '4h',
    });
    await post(personal(grace), 'first answer 30m 24/7');
    say('words');
    const words = await post(personal(grace), 'Words of customers');
    await fill(words, 'Change', { 'field.ASKS_FOR_NEWS': 'quo vadis' });
    await post(personal(grace), 'quo vadis');
    const logged = await t.rows(
      "select distinct action from audit_entry where via = 'CHAT' order by action",
    );
    expect(logged).toEqual([
      { action: 'setCalendar' },
      { action: 'setDigest' },
      { action: 'setDuty' },
      { action: 'setEscalationPath' },
      { action: 'setGroup' },
      { action: 'setSlaPolicy' },
      { action: 'updateCareSettings' },
    ]);
  });

  it('give the operator nothing to look at', () => {
    expect(t.lines.filter(({ level }) => level === 'error')).toEqual([]);
    expect(t.teams.violations()).toEqual([]);
  });
});

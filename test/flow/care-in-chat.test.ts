import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { defaultSeed } from '../../sandbox/seed';
import type { TeamsSandbox } from '../../sandbox/teams-handle';
import { TEAMS } from '../../sandbox/teams-seed';
import { eventually } from '../support/eventually';
import { wordsIn } from '../support/screen';
import { GLOBEX, INITECH, Story, TRIAGE } from '../support/story';
import { startTeams, teamsSettings } from '../support/teams-desk';

const BOT = '<@U0THREADKEEPER>';

describe('care in chat, customers on both platforms', () => {
  let teams: TeamsSandbox;
  let story: Story;
  const { umbrellaSupport, alice } = TEAMS;

  beforeAll(async () => {
    teams = await startTeams();
    story = await Story.begin({
      sandbox: { seed: defaultSeed() },
      settings: { ...teamsSettings(teams), GROUPING_WINDOW_SEC: '0' },
    });
    await teams.deliverTo(story.desk.url);
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

  it('says by form whom a ticket waits for, and tells the customer no name', async () => {
    const root = await story.say(GLOBEX, 'U0HANK', 'The shop is unreachable');
    const card = await story.card('The shop is unreachable');
    await story.fill('U0ADA', TRIAGE, card.ts, 'wait-for', { party: 'Hosting Ltd', until: '2d' });
    await story.seen(TRIAGE, card.ts, 'the third party', (shown) =>
      wordsIn(shown).includes('Hosting Ltd'),
    );
    const line = await story.statusLine(GLOBEX, root);
    await story.seen(GLOBEX, line.ts, 'the wait', (shown) =>
      wordsIn(shown).includes('waits for somebody outside the team'),
    );
    await story.settled();
    await story.press('U0ADA', TRIAGE, card.ts, 'stop-waiting');
    await story.ticketWhere(card, 'ours again', ({ waitingOn }) => waitingOn === 'US');
    const { number } = await story.ticket(card);
    await story.command('U0ADA', TRIAGE, `waiting ${number} Hosting Ltd 4h`);
    await story.ticketWhere(card, 'waits', ({ waitingOn }) => waitingOn === 'THIRD_PARTY');
    const [answer] = await story.command('U0ADA', TRIAGE, `waiting ${number} nobody knows when`);
    expect(wordsIn(answer ?? {})).toContain('whom it waits for');
  });

  it('lists their own open tickets to a customer in Slack, to nobody else', async () => {
    await story.say(INITECH, 'U0PETER', 'The printer is on fire');
    await story.card('The printer is on fire');
    await story.say(GLOBEX, 'U0HANK', `${BOT} my tickets`);
    const list = await story.whispered('U0HANK', 'Your open tickets');
    expect(wordsIn(list)).toContain('The shop is unreachable');
    expect(wordsIn(list)).not.toContain('printer');
    expect(wordsIn(list)).not.toContain('Hosting Ltd');
    expect(story.cardNow('my tickets')).toBeUndefined();
    const [row] = await story.desk.rows(
      "select count(*)::int as count from intake_decision where reason = 'LIST_ASKED'",
    );
    expect(row).toEqual({ count: 1 });
  });

  it('lists them to a customer in Teams, one to one', async () => {
    const said = teams.post({ room: umbrellaSupport, person: alice, text: 'The report is empty' });
    await said.delivered;
    await story.card('The report is empty');
    await teams.post({
      room: umbrellaSupport,
      person: alice,
      text: 'my tickets',
      mentionBot: true,
    }).delivered;
    const list = await eventually('a list for Alice alone', async () => {
      const rows = await story.desk.rows(
        "select channel, what::text as what from outbox where kind = 'whisper' and platform = 'teams' and state = 'SENT'",
      );
      return rows.find(({ what }) => String(what).includes('Your open tickets'));
    });
    expect(String(list.what)).toContain('The report is empty');
    expect(String(list.what)).not.toContain('printer');
    expect(
      teams
        .messages(umbrellaSupport)
        .some((post) => JSON.stringify(post).includes('Your open tickets')),
    ).toBe(false);
    expect(story.cardNow('my tickets')).toBeUndefined();
  });

  it('takes a word for *Solved* or *Not yet*, in Slack and in Teams', async () => {
    const root = await story.say(GLOBEX, 'U0HANK', 'The login page hangs');
    const card = await story.card('The login page hangs');
    await story.fill('U0ADA', TRIAGE, card.ts, 'solve', {
      solution: 'Restarted the gateway',
      cause: 'Gateway',
    });
    await story.inThread(GLOBEX, root, 'Restarted the gateway');
    await story.say(GLOBEX, 'U0HANK', 'not yet', root);
    const open = await story.ticketWhere(card, 'open again', ({ status }) => status === 'OPEN');
    expect(open).toMatchObject({ assignee: { name: 'Ada Lovelace' }, reopenCount: 1 });
    // The card offers *Solve* again once it is redrawn.
    await story.settled();
    await story.seen(TRIAGE, card.ts, 'the cause', (shown) => wordsIn(shown).includes('gateway'));
    const { number } = await story.ticket(card);
    await story.command('U0ADA', TRIAGE, `cause #${number} none`);
    await story.command('U0ADA', TRIAGE, `cause ${number} Load  balancer`);
    const form = await story.open('U0ADA', TRIAGE, card.ts, 'solve');
    expect(JSON.stringify(form)).toContain('Lately: load balancer');
    await story.submit('U0ADA', form, {
      solution: 'Replaced the gateway',
      cause: 'load balancer',
    });
    await story.inThread(GLOBEX, root, 'Replaced the gateway');
    await story.say(GLOBEX, 'U0HANK', 'yes, works now', root);
    await story.ticketWhere(card, 'confirmed', ({ status }) => status === 'CONFIRMED');
    expect(
      await story.desk.ask(
        '{ tickets(filter: { cause: { eq: "Load balancer" } }) { nodes { number cause } } }',
      ),
    ).toEqual({ tickets: { nodes: [{ number, cause: 'load balancer' }] } });
    expect(JSON.stringify(story.slack.messages(GLOBEX))).not.toContain('load balancer');

    const asked = teams.post({ room: umbrellaSupport, person: alice, text: 'No mail arrives' });
    const mail = await story.card('No mail arrives');
    await story.fill('U0ADA', TRIAGE, mail.ts, 'solve', { solution: 'Emptied the mail queue' });
    await eventually('the solution in Teams', () =>
      JSON.stringify(teams.messages(umbrellaSupport)).includes('Emptied the mail queue'),
    );
    teams.post({ room: umbrellaSupport, person: alice, text: 'It works', replyTo: asked.id });
    await story.ticketWhere(mail, 'confirmed', ({ status }) => status === 'CONFIRMED');
  });

  it('shows the team what warns of a ticket, to be dismissed on its card, and no customer', async () => {
    const root = await story.say(INITECH, 'U0PETER', 'The coffee machine is broken');
    const card = await story.card('The coffee machine is broken');
    await story.say(INITECH, 'U0PETER', '<!here> any news?', root);
    await story.seen(TRIAGE, card.ts, 'the signals', (shown) => {
      const seen = wordsIn(shown);
      return seen.includes('Calls everybody: “@here”') && seen.includes('Asks for news');
    });
    await story.ticketWhere(card, 'one step up', ({ priority }) => priority === 'HIGH');
    await story.settled();
    await story.press('U0ADA', TRIAGE, card.ts, 'dismiss-signal');
    await story.seen(TRIAGE, card.ts, 'one left', (shown) => !wordsIn(shown).includes('news:'));
    expect(wordsIn(story.message(TRIAGE, card.ts))).toContain('Calls everybody');

    const asked = teams.post({ room: umbrellaSupport, person: alice, text: 'The fax is silent' });
    const fax = await story.card('The fax is silent');
    teams.post({
      room: umbrellaSupport,
      person: alice,
      text: 'NOBODY ANSWERS OUR QUESTION',
      replyTo: asked.id,
    });
    await story.seen(TRIAGE, fax.ts, 'the signal', (shown) => wordsIn(shown).includes('capitals'));
    const warned = await story.desk.ask(
      '{ earlyWarnings { nodes { score ticket { subject } signals { kind reason } } } }',
    );
    expect(warned).toMatchObject({
      earlyWarnings: {
        nodes: expect.arrayContaining([
          {
            score: 2,
            ticket: { subject: 'The fax is silent' },
            signals: [{ kind: 'SHOUTING', reason: 'Writes in capitals' }],
          },
        ]),
      },
    });
    const seen = [
      ...story.slack.messages(INITECH).map(wordsIn),
      ...teams.messages(umbrellaSupport).map((post) => JSON.stringify(post)),
    ].join();
    expect(seen).not.toMatch(/Dismiss|capitals|Calls everybody|Asks for news/);
  });

  it('asks for a rating in two taps of one card, and opens a task for a bad one', async () => {
    const root = await story.say(INITECH, 'U0PETER', 'The stapler is gone');
    const card = await story.card('The stapler is gone');
    await story.fill('U0ADA', TRIAGE, card.ts, 'solve', { solution: 'Sent a new one' });
    await story.inThread(INITECH, root, 'Sent a new one');
    await story.say(INITECH, 'U0PETER', 'works now', root);
    const question = await story.inThread(INITECH, root, 'How did we do?');
    await story.press('U0PETER', INITECH, question.ts, 'rate-2');
    await story.seen(INITECH, question.ts, 'the second question', (shown) =>
      wordsIn(shown).includes('Did you have to repeat yourself?'),
    );
    await story.press('U0PETER', INITECH, question.ts, 'effort-yes');
    await story.seen(INITECH, question.ts, 'the thanks', (shown) =>
      wordsIn(shown).includes('looks into what went wrong'),
    );
    const task = await story.inThread(TRIAGE, card.ts, 'rated this with 2 of 5');
    await story.press('U0ADA', TRIAGE, task.ts, 'complete-recovery');
    await story.inThread(TRIAGE, card.ts, 'made this good');
    // The task says so itself, and has nothing left to press.
    const done = await story.seen(TRIAGE, task.ts, 'it was made good', (shown) =>
      wordsIn(shown).includes('Ada Lovelace made this good'),
    );
    expect(JSON.stringify(done)).not.toContain('complete-recovery');
    expect(
      await story.desk.ask(
        '{ ratings { nodes { score repeated } } recoveryTasks(onlyOpen: true) { nodes { id } } }',
      ),
    ).toMatchObject({
      ratings: { nodes: expect.arrayContaining([{ score: 2, repeated: true }]) },
      recoveryTasks: { nodes: [] },
    });
  });

  it('sets a digest by a form, and stops it by the same', async () => {
    const rows = () => story.desk.rows('select period, hour, weekdays, zone from digest');
    const [empty] = await story.command('U0GRACE', TRIAGE, 'digest');
    expect(wordsIn(empty ?? {})).toContain('No digest is set');
    const form = await story.open('U0GRACE', TRIAGE, empty?.ts ?? '', 'edit-digest');
    expect(JSON.stringify(form)).not.toContain('globex');
    const [room] = await story.desk.rows("select id from channel where kind = 'TRIAGE'");
    const said = { room: String(room?.id), hour: '7', days: 'mon, wed', zone: 'Europe/Berlin' };
    await story.submit('U0GRACE', form, said);
    await story.whispered('U0GRACE', 'Mon, Wed at 07:00 (Europe/Berlin)');
    expect(await rows()).toEqual([
      { period: 'DAILY', hour: 7, weekdays: [1, 3], zone: 'Europe/Berlin' },
    ]);
    const [shown] = await story.command('U0GRACE', TRIAGE, 'digest');
    const again = await story.open('U0GRACE', TRIAGE, shown?.ts ?? '', 'edit-digest');
    expect(JSON.stringify(again)).toContain('Nowhere any more');
    await story.submit('U0GRACE', again, { ...said, days: 'whenever' });
    await story.whispered('U0GRACE', 'I do not understand “whenever”');
    const last = await story.open('U0GRACE', TRIAGE, shown?.ts ?? '', 'edit-digest');
    await story.submit('U0GRACE', last, { ...said, room: 'off' });
    await story.whispered('U0GRACE', 'The daily digest is told no more.');
    expect(await rows()).toEqual([]);
  });

  it('tells supervisors a digest in a room of ours, never where customers read', async () => {
    const [refused] = await story.command('U0ADA', TRIAGE, 'digest daily 9');
    expect(wordsIn(refused ?? {})).toContain('supervisor');
    const [outside] = await story.command('U0GRACE', GLOBEX, 'digest daily 9');
    expect(wordsIn(outside ?? {})).toContain('not ours alone');
    const [none] = await story.command('U0GRACE', TRIAGE, 'digest now');
    expect(wordsIn(none ?? {})).toContain('No daily digest is set');
    const [set] = await story.command('U0GRACE', TRIAGE, 'digest weekly fri 8 Europe/Berlin');
    expect(wordsIn(set ?? {})).toContain('Weekly digest');
    await story.say(INITECH, 'U0PETER', 'The red stapler is gone too');
    await story.card('The red stapler is gone too');
    await story.command('U0GRACE', TRIAGE, 'digest now weekly');
    const told = await story.card('Who waits longest');
    const said = wordsIn(told);
    expect(said).toContain('The red stapler is gone too');
    expect(said).toContain('Promises due next');
    // A speed and what it cost, in one line.
    expect(said).toMatch(/n = \d+.* · (\d+ of \d+ solved came back|nothing solved yet)/);
    const rows = await story.desk.rows(
      "select 1 from outbox where what::text like '%Weekly digest%' and kind = 'post'",
    );
    expect(rows).toHaveLength(1);
  });

  it('asks the same in Teams', async () => {
    const question = await eventually('the question in Teams', () =>
      teams
        .messages(umbrellaSupport)
        .find((post) => JSON.stringify(post).includes('How did we do?')),
    );
    const at = { room: umbrellaSupport, id: question.id, person: alice };
    await teams.press({ ...at, button: '5' });
    await eventually('the second question', () =>
      JSON.stringify(teams.messages(umbrellaSupport)).includes('Did you have to repeat yourself?'),
    );
    await teams.press({ ...at, button: 'No' });
    await eventually('the answer', async () => {
      const rows = await story.desk.rows('select 1 from rating where score = 5 and not repeated');
      return rows.length === 1;
    });
  });

  const answer = async (user: string, text: string) => {
    const [card] = await story.command(user, TRIAGE, text);
    if (card === undefined) throw new Error(`no answer to ${text}`);
    return card;
  };

  it('shows a supervisor when the desk is open, and keeps what a form says of it', async () => {
    await story.desk.change("update member set role = 'SUPERVISOR' where name = 'Ada Lovelace'");
    const before = await answer('U0ADA', 'hours');
    expect(wordsIn(before)).toContain('every hour does');
    const filled = {
      name: 'Office',
      opening: 'mon-fri 09:00-17:00',
      zone: 'Europe/Berlin',
      daysOff: '2090-12-24 Christmas Eve',
      country: 'de-by',
      use: 'desk',
    };
    const misread = await story.open('U0ADA', TRIAGE, before.ts, 'edit-calendar');
    await story.submit('U0ADA', misread, { ...filled, opening: 'whenever' });
    await story.whispered('U0ADA', '“whenever” is not understood');
    const form = await story.open('U0ADA', TRIAGE, before.ts, 'edit-calendar');
    await story.submit('U0ADA', form, filled);
    const kept = await story.whispered('U0ADA', 'counts for the whole desk');
    expect(wordsIn(kept)).toContain('mon-fri 09:00-17:00 (Europe/Berlin)');
    expect(wordsIn(kept)).toMatch(/Open now, until|Closed now, opens/);
    await story.whispered('U0ADA', 'reckoned again.');
    // What stood is in the form that changes it.
    const again = await story.open('U0ADA', TRIAGE, kept.ts, 'edit-calendar');
    expect(JSON.stringify(again)).toContain('2090-12-24 Christmas Eve');
    expect(JSON.stringify(again)).toContain('DE-BY');
    expect(
      await story.desk.ask(
        '{ calendars { nodes { name zone version isDefault country region } } }',
      ),
    ).toEqual({
      calendars: {
        nodes: [
          {
            name: 'Office',
            zone: 'Europe/Berlin',
            version: 1,
            isDefault: true,
            country: 'DE',
            region: 'BY',
          },
        ],
      },
    });
    await story.desk.change("update member set role = 'AGENT' where name = 'Ben Okafor'");
    expect(JSON.stringify(await answer('U0BEN', 'hours'))).not.toContain('edit-calendar');
    expect(
      await story.desk.rows("select via from audit_entry where action = 'setCalendar'"),
    ).toEqual([{ via: 'CHAT' }]);
  });

  it('shows and keeps what customers may expect, by tier and priority', async () => {
    const shown = await answer('U0ADA', 'policy');
    expect(wordsIn(shown)).toContain('Every tier without its own');
    expect(wordsIn(shown)).toContain('next update 24h');
    const form = await story.open('U0ADA', TRIAGE, shown.ts, 'edit-policy');
    await story.submit('U0ADA', form, { FIRST_RESPONSE: '30m 24/7', UPDATE: 'soon' });
    await story.whispered('U0ADA', '“soon” is no length of time');
    const good = await story.open('U0ADA', TRIAGE, shown.ts, 'edit-policy');
    await story.submit('U0ADA', good, { FIRST_RESPONSE: '30m 24/7', TOTAL_RESOLUTION: '8h' });
    const kept = await story.whispered(
      'U0ADA',
      'first answer 30m 24/7 · next answer 1h · next update 24h · solution 8h',
    );
    // The others are what they were.
    expect(wordsIn(kept)).toContain('next update 24h');
    // A form that was opened before somebody else changed it shows what no longer stands.
    const stale = await story.open('U0ADA', TRIAGE, kept.ts, 'edit-policy');
    await story.desk.change('update sla_policy set version = version + 1');
    await story.submit('U0ADA', stale, { FIRST_RESPONSE: '1h' });
    await story.whispered('U0ADA', 'Somebody has changed the policy');
  });

  it('lets supervisors set the words that the desk acts on', async () => {
    const shown = await answer('U0ADA', 'words');
    const form = await story.open('U0ADA', TRIAGE, shown.ts, 'edit-words');
    await story.submit('U0ADA', form, { ASKS_FOR_NEWS: 'Quo vadis\nadhuc nihil' });
    await story.whispered('U0ADA', 'quo vadis, adhuc nihil');
    const { careSettings } = z
      .object({
        careSettings: z.object({
          words: z.array(z.object({ list: z.string(), isOwn: z.boolean() })),
        }),
      })
      .parse(await story.desk.ask('{ careSettings { words { list isOwn } } }'));
    expect(careSettings.words.filter(({ isOwn }) => isOwn)).toEqual([
      { list: 'ASKS_FOR_NEWS', isOwn: true },
    ]);
  });

  it('explains the clocks of a ticket in words, by command and on its card, to who asks alone', async () => {
    await story.say(GLOBEX, 'U0HANK', 'The lamp in the lobby flickers');
    const card = await story.card('The lamp in the lobby flickers');
    const { number } = await story.ticket(card);
    const explained = await answer('U0BEN', `clock #${number}`);
    expect(wordsIn(explained)).toContain(`The clocks of ticket #${number}`);
    expect(wordsIn(explained)).toMatch(/The first answer: running/);
    expect(wordsIn(explained)).toMatch(/0 min of .* counted, in open hours|counted, day and night/);
    await story.settled();
    await story.press('U0BEN', TRIAGE, card.ts, 'more', 'clock');
    await eventually('told again', () => {
      const told = story.slack
        .ephemerals('U0BEN')
        .filter((one) => wordsIn(one).includes(`The clocks of ticket #${number}`));
      return told.length === 2;
    });
    expect(wordsIn(await answer('U0BEN', 'clock tower'))).toContain('Say which ticket.');
    expect(wordsIn(await answer('U0ADA', 'help'))).toContain('/desk policy');
    expect(JSON.stringify(story.slack.messages(GLOBEX))).not.toContain('The clocks of ticket');
  });
});

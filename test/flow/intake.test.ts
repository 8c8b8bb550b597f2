import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { defaultSeed, person, room } from '../../sandbox/seed';
import { eventually } from '../support/eventually';
import { labelsIn, wordsIn } from '../support/screen';
import { GLOBEX, INITECH, Story, TRIAGE } from '../support/story';

const STAFF = ['U0ADA', 'U0BEN', 'U0GRACE', 'U0SAM', 'U0THREADKEEPER'];

/** A room of its own for each rule, so that no grouping window reaches from one into another. */
const seed = () => {
  const basis = defaultSeed();
  const rooms = [
    'MENTION',
    'EMOJI',
    'SHORTCUT',
    'OFF',
    'WINDOW',
    'CHATTER',
    'GUEST',
    'BOTS',
    'LATE',
  ];
  return {
    ...basis,
    users: [
      ...basis.users,
      person('U0GUESTPETE', 'T0NORTHWIND', 'Pete Guest', 'initech.example', {
        is_restricted: true,
      }),
    ],
    channels: [
      ...basis.channels,
      ...rooms.map((name) =>
        room(
          `C0${name}`,
          `ext-${name.toLowerCase()}`,
          ['T0NORTHWIND', 'T0GLOBEX'],
          [...STAFF, 'U0HANK', 'U0MINDY', 'U0GUESTPETE'],
        ),
      ),
    ],
  };
};

describe('intake', () => {
  let story: Story;

  const countTickets = async (): Promise<number> => {
    const [row] = await story.desk.rows('select count(*)::int as n from ticket');
    return Number(row?.n);
  };
  const reasonOf = async (ts: string): Promise<unknown> => {
    const [row] = await story.desk.rows(
      `select d.reason from intake_decision d join message m on m.id = d.message_id
        where m.platform_id = $1 order by d.at desc, d.id desc limit 1`,
      [ts],
    );
    return row?.reason;
  };
  /** Nothing opened: the message is there, with the reason. */
  const leftAlone = async (ts: string, reason: string): Promise<void> => {
    await eventually(`the decision about ${ts}`, () => reasonOf(ts));
    expect(await reasonOf(ts)).toBe(reason);
  };

  beforeAll(async () => {
    story = await Story.begin({
      sandbox: { seed: seed() },
      settings: { GROUPING_WINDOW_SEC: '300' },
    });
  });
  afterAll(async () => {
    await story.end();
  });
  afterEach(() => {
    expect(story.desk.troubles()).toEqual([]);
    expect(story.slack.violations()).toEqual([]);
  });

  describe('modes', () => {
    const setMode = async (channel: string, mode: string): Promise<void> => {
      const [answer] = await story.command('U0GRACE', channel, `intake ${mode}`);
      expect(wordsIn(answer ?? {})).toContain(mode === 'default' ? 'inherited' : `: ${mode}`);
    };

    it('EVERY_MESSAGE is the default of a shared channel, and /desk channel says where it comes from', async () => {
      const [answer] = await story.command('U0ADA', GLOBEX, 'channel');
      expect(wordsIn(answer ?? {})).toMatch(
        /#ext-globex: every_message, inherited from the workspace default/,
      );
    });

    it('may be changed by supervisors only', async () => {
      const [answer] = await story.command('U0ADA', GLOBEX, 'intake off');
      expect(wordsIn(answer ?? {})).toBe(
        'Your role does not allow that. Ask a supervisor to do it.',
      );
      const [row] = await story.desk.rows(
        `select intake_mode from channel where external_id = $1`,
        [GLOBEX],
      );
      expect(row?.intake_mode).toBeNull();
    });

    it('MENTION opens a ticket only for whoever calls the desk, and stores the rest', async () => {
      await setMode('C0MENTION', 'mention');
      await leftAlone(
        await story.say('C0MENTION', 'U0HANK', 'The mention room is broken'),
        'NOT_MENTIONED',
      );
      await story.say('C0MENTION', 'U0HANK', '@Threadkeeper the mention room is really broken');
      const card = await story.card('the mention room is really broken');
      await story.settled();
      expect((await story.ticket(card)).messages.nodes).toHaveLength(1);
    });

    it('a change of the mode is written down with who made it', async () => {
      const [entry] = await story.desk.rows(
        `select action, via, actor->>'name' as name, before::text, after::text from audit_entry
         where action = 'updateChannel' order by seq`,
      );
      expect(entry).toMatchObject({ via: 'CHAT', name: 'Grace Hopper' });
      expect(entry?.before).toContain('"intake_mode": null');
      expect(entry?.after).toContain('"intake_mode": "MENTION"');
    });

    it('EMOJI waits for the :ticket: reaction', async () => {
      await setMode('C0EMOJI', 'emoji');
      const ts = await story.say('C0EMOJI', 'U0HANK', 'The emoji room is broken');
      await leftAlone(ts, 'ON_DEMAND_ONLY');
      story.slack.react({ channel: 'C0EMOJI', ts, user: 'U0HANK', name: 'eyes' });
      await story.settled();
      expect(story.cardNow('The emoji room is broken')).toBeUndefined();
      await story.slack.react({ channel: 'C0EMOJI', ts, user: 'U0HANK', name: 'ticket' }).delivered;
      const card = await story.card('The emoji room is broken');
      expect((await story.ticket(card)).customer.name).toBe('Globex');
      await story.statusLine('C0EMOJI', ts);
    });

    it('SHORTCUT waits for an agent’s message shortcut', async () => {
      await setMode('C0SHORTCUT', 'shortcut');
      const ts = await story.say('C0SHORTCUT', 'U0HANK', 'The shortcut room is broken');
      await leftAlone(ts, 'ON_DEMAND_ONLY');
      await story.slack.react({ channel: 'C0SHORTCUT', ts, user: 'U0HANK', name: 'ticket' })
        .delivered;
      await story.settled();
      expect(story.cardNow('The shortcut room is broken')).toBeUndefined();
      await story.slack.messageShortcut({
        channel: 'C0SHORTCUT',
        ts,
        user: 'U0ADA',
        callbackId: 'make_ticket',
      });
      await story.card('The shortcut room is broken');
      await story.whispered('U0ADA', 'That is ticket #');
    });

    it('OFF still lets a member make a ticket of a message, nobody else', async () => {
      await setMode('C0OFF', 'off');
      const ts = await story.say('C0OFF', 'U0HANK', 'The room that is off is broken');
      await leftAlone(ts, 'INTAKE_OFF');
      await story.slack.react({ channel: 'C0OFF', ts, user: 'U0HANK', name: 'ticket' }).delivered;
      await story.settled();
      expect(story.cardNow('The room that is off is broken')).toBeUndefined();
      await story.slack.react({ channel: 'C0OFF', ts, user: 'U0ADA', name: 'ticket' }).delivered;
      await story.card('The room that is off is broken');
    });

    it('can be handed back to the default', async () => {
      await setMode('C0OFF', 'default');
      await story.say('C0OFF', 'U0MINDY', 'The room is on again');
      await story.card('The room is on again');
    });

    it('says what an unknown mode could have been', async () => {
      const [answer] = await story.command('U0GRACE', GLOBEX, 'intake sometimes');
      expect(wordsIn(answer ?? {})).toMatch(
        /“sometimes” is not an intake mode.*every_message, mention/,
      );
    });
  });

  describe('the grouping window', () => {
    it('joins what the same person says next, keeps another person’s words apart', async () => {
      await story.say('C0WINDOW', 'U0HANK', 'The dashboard is empty');
      const card = await story.card('The dashboard is empty');
      await story.say('C0WINDOW', 'U0HANK', 'And the reports too');
      await story.inThread(TRIAGE, card.ts, 'And the reports too');
      await story.say('C0WINDOW', 'U0MINDY', 'I cannot log in');
      const other = await story.card('I cannot log in');
      expect((await story.ticket(card)).messages.nodes.map(({ text }) => text)).toEqual([
        'The dashboard is empty',
        'And the reports too',
      ]);
      expect((await story.ticket(other)).messages.nodes).toHaveLength(1);
    });

    it('takes an answer in the follow-up’s own thread into the same ticket', async () => {
      const card = await story.card('The dashboard is empty');
      const followUp = story.slack
        .messages('C0WINDOW')
        .find(({ text }) => text === 'And the reports too');
      await story.say('C0WINDOW', 'U0HANK', 'Only since Monday', followUp?.ts);
      await story.inThread(TRIAGE, card.ts, 'Only since Monday');
    });
  });

  describe('chatter', () => {
    it.each([
      ['Good morning all', 'GREETING'],
      ['thanks!', 'THANKS'],
      [':tada: :tada:', 'EMOJI_ONLY'],
    ])('“%s” opens nothing and is recorded as %s', async (text, reason) => {
      const before = await countTickets();
      await leftAlone(await story.say('C0CHATTER', 'U0HANK', text), reason);
      expect(await countTickets()).toBe(before);
    });

    it('is shown by /desk skipped with the reason, and its button opens a ticket with the whole thread', async () => {
      const ts = await story.say('C0CHATTER', 'U0MINDY', 'Hello team');
      await leftAlone(ts, 'GREETING');
      await story.say('C0CHATTER', 'U0ADA', 'Hello Mindy, what can we do?', ts);
      const answers = await eventually('the skipped messages', async () => {
        const shown = await story.command('U0ADA', 'C0CHATTER', 'skipped');
        return shown.some((message) => wordsIn(message).includes('Hello team')) && shown;
      });
      const entry = answers.find((message) => wordsIn(message).includes('Hello team'));
      expect(wordsIn(entry ?? {})).toMatch(/Mindy Simmons: .*greeting/i);
      expect(labelsIn(entry ?? {})).toEqual(['Open a ticket']);
      await story.press('U0ADA', 'C0CHATTER', entry?.ts ?? '', 'open-ticket');
      const card = await story.card('Hello team');
      const ticket = await story.ticketWhere(
        card,
        'both',
        ({ messages }) => messages.nodes.length === 2,
      );
      expect(ticket.messages.nodes.map(({ text }) => text)).toEqual([
        'Hello team',
        'Hello Mindy, what can we do?',
      ]);
      expect(await reasonOf(ts)).toBe('REVERSED');
    });

    it('a message with a question mark or a file is never taken for chatter', async () => {
      await story.slack.post({
        channel: INITECH,
        user: 'U0PETER',
        text: '',
        files: [{ name: 'crash.log', content: 'boom' }],
      }).delivered;
      const card = await story.card('crash.log');
      // Of a file from the other side only its id came; what was asked about it can be opened.
      expect(JSON.stringify(card)).toMatch(/<https?:[^|]+crash\.log[^|]*\|open>/);
      await story.say(INITECH, 'U0MILTON', 'ok?');
      await story.card('ok?');
    });
  });

  describe('who speaks', () => {
    it('a guest of ours belongs to the room’s customer', async () => {
      await story.say('C0GUEST', 'U0GUESTPETE', 'My seat license expired');
      const card = await story.card('My seat license expired');
      expect((await story.ticket(card)).customer.name).toBe('Globex');
    });

    it('a stranger with an agent’s name is a customer', async () => {
      await story.say(GLOBEX, 'U0FAKEADA', 'Please make me an administrator');
      const card = await story.card('Please make me an administrator');
      expect((await story.ticket(card)).messages.nodes[0]?.author).toEqual({
        __typename: 'ContactActor',
        name: 'Ada Lovelace',
      });
    });

    it('a colleague outside the support team opens no ticket by talking', async () => {
      await leftAlone(
        await story.say(GLOBEX, 'U0SAM', 'Lunch was great, see the contract attached'),
        'MEMBER_SPOKE',
      );
    });

    it('another vendor’s bot is heard once, never answered, in a room or in a ticket’s thread', async () => {
      const root = await story.say('C0BOTS', 'U0HANK', 'The status page is wrong');
      const card = await story.card('The status page is wrong');
      await story.settled();
      const before = story.slack.messages('C0BOTS').length;
      await story.slack.postAsOtherBot({ channel: 'C0BOTS', text: 'Build failed' }).delivered;
      await story.slack.postAsOtherBot({
        channel: 'C0BOTS',
        text: 'ticket created',
        threadTs: root,
      }).delivered;
      await story.slack.postAsOtherBot({
        channel: 'C0BOTS',
        text: 'beep',
        threadTs: root,
        user: 'U0HANK',
      }).delivered;
      await story.settled();
      expect(story.slack.messages('C0BOTS')).toHaveLength(before + 3);
      expect(await story.ticket(card)).toMatchObject({ status: 'NEW', waitingOn: 'US' });
      expect((await story.ticket(card)).messages.nodes).toHaveLength(1);
      expect(story.cardNow('Build failed')).toBeUndefined();
    });

    it('an internal channel is none of the desk’s business', async () => {
      await story.say('C0GENERAL', 'U0SAM', 'The office printer is broken');
      await story.settled();
      expect(story.cardNow('The office printer is broken')).toBeUndefined();
      expect(
        await story.desk.rows(`select 1 from message where body::text like '%printer%'`),
      ).toEqual([]);
    });
  });

  describe('on demand', () => {
    it('/desk new posts the first words in the customer’s channel under the agent’s name and opens the ticket', async () => {
      const channels = story.slack.command({
        user: 'U0ADA',
        channel: 'C0LATE',
        command: '/desk',
        text: 'new',
      });
      await channels;
      const view = await eventually('the form', () => story.slack.views('U0ADA').at(-1));
      const [row] = await story.desk.rows(`select id from channel where external_id = 'C0LATE'`);
      await story.submit('U0ADA', view, {
        channel: String(row?.id),
        text: 'We will move your data on Sunday.',
      });
      const card = await story.card('We will move your data on Sunday.');
      const root = await eventually('the root message', () =>
        story.slack.messages('C0LATE').find((message) => wordsIn(message).includes('on Sunday')),
      );
      expect(root.username).toBe('Ada Lovelace');
      await story.statusLine('C0LATE', root.ts);
      await story.say('C0LATE', 'U0HANK', 'Which Sunday?', root.ts);
      await story.inThread(TRIAGE, card.ts, 'Which Sunday?');
      expect((await story.ticket(card)).messages.nodes).toHaveLength(2);
    });

    it('a ticket that is made late brings its whole thread along, answers included', async () => {
      const ts = await story.say('C0LATE', 'U0SAM', 'We changed the invoice layout yesterday');
      await story.say('C0LATE', 'U0MINDY', 'The totals are missing now', ts);
      await story.settled();
      await story.slack
        .messageShortcut({ channel: 'C0LATE', ts, user: 'U0ADA', callbackId: 'make_ticket' })
        .catch(() => undefined);
      const card = await eventually(
        'a card',
        () =>
          story.cardNow('We changed the invoice layout') ??
          story.cardNow('The totals are missing now'),
      );
      const ticket = await story.ticket(card);
      expect(ticket.messages.nodes.map(({ text }) => text)).toEqual([
        'We changed the invoice layout yesterday',
        'The totals are missing now',
      ]);
    });
  });
});

import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { ShownMessage } from '../../sandbox/handle';
import { defaultSeed, room } from '../../sandbox/seed';
import { BOT_TOKEN } from '../support/desk';
import { eventually } from '../support/eventually';
import { labelsIn, transcript, wordsIn } from '../support/screen';
import { GLOBEX, Story, TRIAGE } from '../support/story';

const ROOMS = [
  'ARCHIVED',
  'LOST',
  'LATELOST',
  'PARENT',
  'LONG',
  'HOSTILE',
  'EDITS',
  'DELETES',
  'OVERTAKEN',
  'BUSY',
  'CALM',
  'ERROR',
  'LOCKED',
  'RENEWED',
];

const seed = () => {
  const basis = defaultSeed();
  return {
    ...basis,
    channels: [
      ...basis.channels,
      ...ROOMS.map((name) =>
        room(
          `C0${name}`,
          `ext-${name.toLowerCase()}`,
          ['T0NORTHWIND', 'T0GLOBEX'],
          ['U0ADA', 'U0BEN', 'U0THREADKEEPER', 'U0HANK', 'U0MINDY'],
        ),
      ),
    ],
  };
};

describe('delivery', () => {
  let story: Story;

  /** A ticket in a room of its own, with its acknowledgement out. */
  const ticketIn = async (
    channel: string,
    words: string,
  ): Promise<{ root: string; card: ShownMessage }> => {
    const root = await story.say(channel, 'U0HANK', words);
    const card = await story.card(words);
    await story.statusLine(channel, root);
    await story.settled();
    return { root, card };
  };
  const reply = (card: ShownMessage, text: string): Promise<void> =>
    story.fill('U0ADA', TRIAGE, card.ts, 'reply', { text });
  const copies = (channel: string, root: string, words: string): number =>
    transcript(story.slack, channel, root).filter((said) => said.includes(words)).length;

  beforeAll(async () => {
    story = await Story.begin({ sandbox: { seed: seed() } });
  });
  afterAll(async () => {
    await story.end();
  });
  afterEach(() => {
    expect(story.desk.troubles()).toEqual([]);
    expect(story.slack.violations()).toEqual([]);
  });

  describe('limits', () => {
    it('a 429 holds back that channel for as long as Slack asks, and no other', async () => {
      const busy = await ticketIn('C0BUSY', 'The busy room has a question');
      const calm = await ticketIn('C0CALM', 'The calm room has a question');
      story.slack.fault({
        method: 'chat.postMessage',
        channel: 'C0BUSY',
        kind: '429',
        retryAfterS: 6,
      });
      await reply(busy.card, 'Answer for the busy room');
      await reply(calm.card, 'Answer for the calm room');
      await story.inThread('C0CALM', calm.root, 'Answer for the calm room');
      await story.inThread('C0BUSY', busy.root, 'Answer for the busy room');
      const refused = story.slack
        .requests()
        .find(({ method, fault }) => method === 'chat.postMessage' && fault === '429');
      const waitedIn = (channel: string): number => {
        const since = refused?.at ?? 0;
        const taken = story.slack
          .requests()
          .find(
            ({ method, args, at, ok }) =>
              method === 'chat.postMessage' && args.channel === channel && ok && at > since,
          );
        return (taken?.at ?? 0) - since;
      };
      expect(waitedIn('C0CALM')).toBeLessThan(6_000);
      expect(waitedIn('C0BUSY')).toBeGreaterThanOrEqual(6_000);
      // By the machine's other work at most as much again.
      expect(waitedIn('C0BUSY')).toBeLessThan(12_000);
      expect(copies('C0BUSY', busy.root, 'Answer for the busy room')).toBe(1);
    });

    it('a text of 50,000 characters is taken in whole; the card shows its beginning, all of it stands below', async () => {
      const long = `The log says: ${'abcdefghi '.repeat(5_000)}`;
      const root = await story.say('C0LONG', 'U0HANK', long);
      const card = await story.card('The log says: abcdefghi');
      await story.statusLine('C0LONG', root);
      expect(wordsIn(card).length).toBeLessThan(1_500);
      expect(wordsIn(card)).toContain('(shortened)');
      expect((await story.ticket(card)).messages.nodes[0]?.text.length).toBe(long.length);
      await eventually('the whole of it', () => {
        const below = story.slack.thread(TRIAGE, card.ts).filter(({ ts }) => ts !== card.ts);
        expect(
          below
            .map(wordsIn)
            .join('')
            .match(/abcdefghi/g),
        ).toHaveLength(5_000);
        return true;
      });
    });
  });

  describe('answers that are lost', () => {
    it('a reply that Slack stored without saying so is looked up, not repeated', async () => {
      const { root, card } = await ticketIn('C0LOST', 'Is the answer lost?');
      story.slack.fault({ method: 'chat.postMessage', channel: 'C0LOST', kind: 'store-then-drop' });
      await reply(card, 'It is not lost.');
      await story.ticketWhere(card, 'delivered', (ticket) =>
        ticket.messages.nodes.some(
          ({ text, deliveryState }) => text === 'It is not lost.' && deliveryState === 'DELIVERED',
        ),
      );
      await story.settled();
      expect(copies('C0LOST', root, 'It is not lost.')).toBe(1);
    });

    it('a reply that never arrived is sent once more', async () => {
      const { root, card } = await ticketIn('C0LATELOST', 'Is this answer lost?');
      story.slack.fault({ method: 'chat.postMessage', channel: 'C0LATELOST', kind: 'drop-before' });
      await reply(card, 'Second try.');
      await story.inThread('C0LATELOST', root, 'Second try.');
      await story.settled();
      expect(copies('C0LATELOST', root, 'Second try.')).toBe(1);
    });

    it('a server error is looked up before it is repeated', async () => {
      const { root, card } = await ticketIn('C0ERROR', 'Does a server error repeat?');
      story.slack.fault({
        method: 'chat.postMessage',
        channel: 'C0ERROR',
        kind: 'http500',
        times: 2,
      });
      await reply(card, 'No, it does not.');
      await story.inThread('C0ERROR', root, 'No, it does not.');
      await story.settled();
      expect(copies('C0ERROR', root, 'No, it does not.')).toBe(1);
    });
  });

  describe('a platform that refuses us', () => {
    it('a reply under a token that is not taken waits, says so on the card, and is shown once', async () => {
      const { root, card } = await ticketIn('C0LOCKED', 'Is your token good?');
      const accept = story.slack.fault({
        method: 'chat.postMessage',
        channel: 'C0LOCKED',
        kind: 'error',
        error: 'invalid_auth',
        times: 1_000,
      });
      await reply(card, 'It is again.');
      await story.seen(TRIAGE, card.ts, 'why it waits', (shown) =>
        /not delivered yet.*no longer accepts our token/.test(wordsIn(shown)),
      );
      accept();
      await story.inThread('C0LOCKED', root, 'It is again.');
      await story.seen(TRIAGE, card.ts, 'delivered', (shown) => /, delivered/.test(wordsIn(shown)));
      expect(copies('C0LOCKED', root, 'It is again.')).toBe(1);
    });

    it('started with another token, the desk sends nothing under the one it had', async () => {
      const { root, card } = await ticketIn('C0RENEWED', 'Do you change your token?');
      // Kept back until the desk is down.
      story.slack.fault({
        method: 'chat.postMessage',
        channel: 'C0RENEWED',
        kind: '429',
        retryAfterS: 1,
      });
      await reply(card, 'We just did.');
      await eventually('put off', () =>
        story.slack
          .requests()
          .some(({ args, fault }) => fault === '429' && args.channel === 'C0RENEWED'),
      );
      await story.desk.shut();
      const { tokens } = story.slack.world;
      const grant = tokens.get(BOT_TOKEN);
      if (grant === undefined) throw new Error('no grant');
      tokens.delete(BOT_TOKEN);
      tokens.set('xoxb-renewed', grant);
      // Due when the desk comes up, and Slack takes its time to say whose the token is.
      await pause(1_000);
      story.slack.fault({ method: 'auth.test', kind: 'late', delayMs: 300 });
      const before = story.slack.requests().length;
      await story.desk.boot({ SLACK_BOT_TOKEN: 'xoxb-renewed' });
      await story.inThread('C0RENEWED', root, 'We just did.');
      const refused = story.slack
        .requests()
        .slice(before)
        .filter(({ error }) => error === 'invalid_auth');
      expect(refused).toEqual([]);
    });
  });

  describe('rooms that cannot be written to', () => {
    it('an archived channel: the team is told under the card, and “Try again” works after it is back', async () => {
      const { root, card } = await ticketIn('C0ARCHIVED', 'Will you archive this?');
      await story.slack.archive({ channel: 'C0ARCHIVED', user: 'U0BEN' });
      await story.settled();
      await reply(card, 'We will not.');
      const told = await story.inThread(TRIAGE, card.ts, 'did not reach the customer');
      expect(wordsIn(told)).toMatch(
        /Ada Lovelace's reply did not reach the customer\. .*archived/i,
      );
      expect(wordsIn(told)).toContain('We will not.');
      expect(labelsIn(told)).toEqual(['Try again']);
      await story.ticketWhere(card, 'failed', (ticket) =>
        ticket.messages.nodes.some(({ deliveryState }) => deliveryState === 'FAILED'),
      );
      await story.seen(TRIAGE, card.ts, 'not delivered on the card', (shown) =>
        wordsIn(shown).includes('not delivered'),
      );
      await story.slack.unarchive({ channel: 'C0ARCHIVED', user: 'U0BEN' });
      await story.settled();
      await story.press('U0ADA', TRIAGE, told.ts, 'retry-delivery');
      await story.inThread('C0ARCHIVED', root, 'We will not.');
      await story.ticketWhere(card, 'delivered', (ticket) =>
        ticket.messages.nodes.some(({ deliveryState }) => deliveryState === 'DELIVERED'),
      );
      expect(copies('C0ARCHIVED', root, 'We will not.')).toBe(1);
    });

    it('a deleted parent: the answer is not thrown into the channel, and the team is told', async () => {
      const { root, card } = await ticketIn('C0PARENT', 'Forget that I asked');
      await story.slack.deleteParent({ channel: 'C0PARENT', ts: root });
      await story.settled();
      await reply(card, 'Forgotten.');
      await eventually('the team is told, or the answer stands in its thread', () =>
        transcript(story.slack, TRIAGE, card.ts).some((said) => said.includes('did not reach')),
      );
      const roots = story.slack
        .messages('C0PARENT')
        .filter(
          (message) => wordsIn(message).includes('Forgotten.') && message.thread_ts === undefined,
        );
      expect(roots).toEqual([]);
    });
  });

  describe('hostile words', () => {
    const HOSTILE = [
      '<!channel> <!everyone> <@U0ADA> @channel',
      '<https://evil.example|https://bank.example>',
      '*bold* _it_ ~no~ `code` ```block```',
      'Z̷̧̛a̸l̵g̶o̴ \u0000 nul \u202Eright to left\u202C',
      '&lt;!here&gt; &amp;amp;',
    ].join('\n');

    it('a customer’s words call nobody and hide no address in the triage channel', async () => {
      story.slack.post({
        channel: 'C0HOSTILE',
        user: 'U0HANK',
        text: `Help: ${HOSTILE}`,
        raw: true,
      });
      const card = await story.card('Help:');
      const drawn = JSON.stringify([card.blocks, card.attachments]);
      expect(drawn).not.toMatch(/"type":"(broadcast|user|usergroup)"/);
      expect(drawn).not.toContain('\\u0000');
      expect(wordsIn(card)).toContain('https://evil.example');
      expect(card.text).not.toMatch(/<[!@#]|<http/);
    });

    it('an agent’s words call nobody in the customer’s channel either', async () => {
      const card = await story.card('Help:');
      await reply(card, HOSTILE);
      const said = await eventually('the reply', () =>
        story.slack.messages('C0HOSTILE').find(({ username }) => username === 'Ada Lovelace'),
      );
      expect(JSON.stringify(said.blocks)).not.toMatch(/"type":"(broadcast|user|usergroup|link)"/);
      expect(said.text).not.toMatch(/<[!@#]|<http/);
      expect(wordsIn(said)).toContain('<!channel> <!everyone> <@U0ADA>');
      expect(wordsIn(said)).toContain('*bold* _it_');
    });
  });

  describe('what customers change afterwards', () => {
    it('an edit before the answer is told quietly; one after it is flagged with before and after', async () => {
      const { root, card } = await ticketIn('C0EDITS', 'It fails on Tuesday');
      await story.slack.edit({
        channel: 'C0EDITS',
        ts: root,
        user: 'U0HANK',
        text: 'It fails on Wednesday',
      }).delivered;
      const quiet = await story.inThread(TRIAGE, card.ts, 'It fails on Wednesday');
      expect(wordsIn(quiet)).toContain('edited a message');
      await story.seen(TRIAGE, card.ts, 'the card shows the new words', (shown) =>
        wordsIn(shown).includes('It fails on Wednesday'),
      );
      await reply(card, 'Wednesday is maintenance day.');
      await story.ticketWhere(card, 'answered', ({ waitingOn }) => waitingOn === 'CUSTOMER');
      await story.settled();
      await story.slack.edit({
        channel: 'C0EDITS',
        ts: root,
        user: 'U0HANK',
        text: 'It fails on Sunday',
      }).delivered;
      const flagged = await story.inThread(
        TRIAGE,
        card.ts,
        'changed the question after it was answered',
      );
      expect(wordsIn(flagged)).toMatch(/Before\s+It fails on Wednesday\s+Now\s+It fails on Sunday/);
      const ticket = await story.ticketWhere(
        card,
        'our turn',
        ({ waitingOn }) => waitingOn === 'US',
      );
      expect(ticket.messages.nodes[0]).toMatchObject({
        text: 'It fails on Sunday',
        editedAfterAnswer: true,
      });
    });

    it('a link preview is no edit', async () => {
      const before = await story.desk.rows('select count(*)::int as n from timeline_entry');
      const root = story.slack.messages('C0EDITS')[0]?.ts ?? '';
      await story.slack.unfurl({
        channel: 'C0EDITS',
        ts: root,
        attachments: [{ fallback: 'A page', id: 1 }],
      }).delivered;
      await story.settled();
      expect(await story.desk.rows('select count(*)::int as n from timeline_entry')).toEqual(
        before,
      );
    });

    it('a deletion leaves a tombstone and takes the words off the card', async () => {
      const { root, card } = await ticketIn('C0DELETES', 'My password is hunter2');
      await story.slack.delete({ channel: 'C0DELETES', ts: root, user: 'U0HANK' }).delivered;
      await story.inThread(TRIAGE, card.ts, 'Hank Scorpio deleted a message.');
      await story.seen(
        TRIAGE,
        card.ts,
        'gone from the card',
        (shown) => !wordsIn(shown).includes('hunter2'),
      );
      const ticket = await story.ticket(card);
      expect(ticket.messages.nodes[0]?.deletedAt).not.toBeNull();
      expect(ticket.messages.nodes[0]?.text).not.toContain('hunter2');
      expect(JSON.stringify(ticket)).not.toContain('hunter2');
      await story.settled();
      const shown = [
        ...transcript(story.slack, TRIAGE),
        ...story.slack.messages(TRIAGE).map(({ text }) => text),
      ].join('\n');
      expect(shown).not.toContain('hunter2');
    });
  });

  it('a follow-up that overtook its question is taken back without editing a mirror that never was', async () => {
    const withheld: string[] = [];
    story.slack.withhold((envelope) => {
      withheld.push(JSON.stringify(envelope));
      return true;
    });
    const at = { channel: 'C0OVERTAKEN', user: 'U0HANK' };
    const root = await story.say(at.channel, at.user, 'The invoice page is blank');
    story.slack.withhold(() => false);
    // Of one millisecond, the words that were stored first count as the first.
    await pause(5);
    const later = await story.say(at.channel, at.user, 'and it is blank for my colleague', root);
    await story.card('and it is blank for my colleague');
    for (const body of withheld) expect((await story.desk.post(body)).status).toBe(200);
    await story.card('The invoice page is blank');
    await story.settled();
    await story.slack.delete({ ...at, ts: later }).delivered;
    await story.settled();
    const refused =
      "select kind, surface from outbox where state = 'REFUSED' and reason like '%never posted%'";
    expect(await story.desk.rows(refused)).toEqual([]);
  });

  it('what a customer writes into a room of another company never shows there', () => {
    expect(transcript(story.slack, GLOBEX)).toEqual([]);
  });
});

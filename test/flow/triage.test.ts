import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { ShownMessage } from '../../sandbox/handle';
import { fields, objects, text } from '../../sandbox/json';
import { defaultSeed, room } from '../../sandbox/seed';
import type { Database } from '../../src/db/data-source';
import { tookTooLong } from '../../src/domain/errors';
import { eventually } from '../support/eventually';
import { controlsIn, labelsIn, transcript, wordsIn } from '../support/screen';
import { numberOn, Story, TRIAGE } from '../support/story';

const ROOMS = [
  'EARLY',
  'WORDS',
  'FILES',
  'CORRECTED',
  'STAYS',
  'NATIVE',
  'NAMED',
  'RACE',
  'STALE',
  'EXPIRED',
  'HOME',
  'LEASE',
  'PROMISE',
  'WAKE',
  'URGENT',
  'PERSON',
  'FIND',
  'SETUP',
  'ALONE',
  'SLOW',
  'WRONG',
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
          ['U0ADA', 'U0BEN', 'U0SAM', 'U0THREADKEEPER', 'U0HANK', 'U0MINDY'],
        ),
      ),
    ],
  };
};

describe('the team at work', () => {
  let story: Story;

  const ticketIn = async (
    name: string,
    words: string,
  ): Promise<{ root: string; card: ShownMessage; channel: string }> => {
    const channel = `C0${name}`;
    const root = await story.say(channel, 'U0HANK', words);
    const card = await story.card(words);
    await story.statusLine(channel, root);
    return { root, card, channel };
  };

  /** The next arrival is worked on for too long: the database takes all of it back at its end. */
  let isSlow = false;
  const slowed = ({ unitOfWork, ...rest }: Database): Database => ({
    ...rest,
    unitOfWork: {
      run: (tenantId, work) =>
        unitOfWork.run(tenantId, (tx) =>
          work({
            ...tx,
            finishInbox: (lease) => {
              if (!isSlow) return tx.finishInbox(lease);
              isSlow = false;
              throw tookTooLong();
            },
          }),
        ),
    },
  });

  beforeAll(async () => {
    story = await Story.begin({
      sandbox: { seed: seed() },
      overrides: { databases: (all) => ({ ...all, desk: slowed(all.desk) }) },
    });
  });
  afterAll(async () => {
    await story.end();
  });
  afterEach(() => {
    expect(story.desk.troubles()).toEqual([]);
    expect(story.slack.violations()).toEqual([]);
  });

  describe('under a card', () => {
    it('a reply in a thread of no ticket is refused aloud; other talk there is left alone', async () => {
      const root = await story.say(TRIAGE, 'U0BEN', 'Lunch at noon?');
      await story.say(TRIAGE, 'U0ADA', 'Yes', root);
      await story.say(TRIAGE, 'U0ADA', 'reply: On our way', root);
      const told = await story.inThread(TRIAGE, root, 'This thread belongs to no ticket');
      expect(wordsIn(told)).toContain('On our way');
    });

    it('a reply under a card that we do not know to be posted yet waits, and goes out', async () => {
      story.slack.fault({
        method: 'chat.postMessage',
        channel: TRIAGE,
        kind: 'store-then-drop',
      });
      const root = await story.say('C0EARLY', 'U0HANK', 'Is my card known?');
      const card = await story.card('Is my card known?');
      await story.say(TRIAGE, 'U0BEN', 'reply: It will be.', card.ts);
      const reply = await story.inThread('C0EARLY', root, 'It will be.');
      expect(reply.username).toBe('Ben Okafor');
    });

    it('plain words are a note; only “reply:” goes out, in the writer’s name', async () => {
      const { root, card, channel } = await ticketIn('WORDS', 'How do I rotate my key?');
      await story.say(TRIAGE, 'U0BEN', 'They always ask this', card.ts);
      await story.say(TRIAGE, 'U0BEN', 'reply: Under Settings, *Keys*, press Rotate.', card.ts);
      const reply = await story.inThread(channel, root, 'Under Settings');
      expect(reply.username).toBe('Ben Okafor');
      await story.inThread(TRIAGE, card.ts, 'On its way to the customer in the name of Ben Okafor');
      const ticket = await story.ticketWhere(card, 'Ben', ({ assignee }) => assignee !== null);
      expect(ticket.assignee?.name).toBe('Ben Okafor');
      expect(ticket.messages.nodes.map(({ visibility }) => visibility)).toEqual([
        'PUBLIC',
        'INTERNAL',
        'PUBLIC',
      ]);
      expect(transcript(story.slack, channel, root).join('\n')).not.toContain(
        'They always ask this',
      );
    });

    it('a corrected reply is corrected for the customer, and a deleted one is taken back', async () => {
      const { root, card, channel } = await ticketIn('CORRECTED', 'Which port do you use?');
      const said = await story.say(TRIAGE, 'U0BEN', 'reply: Port 433', card.ts);
      await story.inThread(channel, root, 'Port 433');
      await story.settled();
      const at = { channel: TRIAGE, ts: said, user: 'U0BEN' };
      await story.slack.edit({ ...at, text: 'Port 443' }).delivered;
      await story.inThread(TRIAGE, card.ts, 'The customer still sees the reply as it was');
      await story.slack.edit({ ...at, text: 'reply: Port 443' }).delivered;
      const corrected = await story.inThread(channel, root, 'Port 443');
      expect(corrected.username).toBe('Ben Okafor');
      expect(transcript(story.slack, channel, root).join('\n')).not.toContain('Port 433');
      await story.slack.delete(at).delivered;
      await story.ticketWhere(card, 'our turn again', ({ waitingOn }) => waitingOn === 'US');
      await story.settled();
      expect(transcript(story.slack, channel, root).join('\n')).not.toContain('Port 443');
    });

    it('a note that is given the verb afterwards stays inside', async () => {
      const { root, card, channel } = await ticketIn('STAYS', 'Where is the log kept?');
      const said = await story.say(TRIAGE, 'U0BEN', 'Ask the other team', card.ts);
      await story.settled();
      await story.slack.edit({ channel: TRIAGE, ts: said, user: 'U0BEN', text: 'reply: Ask them' })
        .delivered;
      await story.inThread(TRIAGE, card.ts, 'A note stays a note');
      await story.settled();
      expect(transcript(story.slack, channel, root).join('\n')).not.toContain('Ask them');
    });

    it('a file beside a reply is said not to go along; the words go', async () => {
      const { root, card, channel } = await ticketIn('FILES', 'Can you send me the form?');
      const files = [{ name: 'form.pdf', content: 'form' }];
      const at = { channel: TRIAGE, user: 'U0BEN', threadTs: card.ts, files };
      await story.slack.post({ ...at, text: 'reply: Here it is.' }).delivered;
      await story.inThread(channel, root, 'Here it is.');
      const told = await story.inThread(TRIAGE, card.ts, 'does not go to the customer');
      expect(wordsIn(told)).toContain('form.pdf');
      expect(JSON.stringify(story.slack.thread(channel, root))).not.toContain('form.pdf');
      await story.slack.post({ ...at, text: 'reply:' }).delivered;
      await story.whispered('U0BEN', 'A file under a card does not go to the customer.');
    });

    it('a bare “reply:” is refused to the writer alone', async () => {
      const card = await story.card('How do I rotate my key?');
      await story.say(TRIAGE, 'U0BEN', 'reply:', card.ts);
      await story.whispered('U0BEN', 'Write something first.');
    });
  });

  it('whoever is mentioned is called by name, though the desk never met them; an edit too', async () => {
    const { root, card, channel } = await ticketIn('NAMED', 'Sign-in loops');
    const ts = await story.say(channel, 'U0HANK', '<@U0THREADKEEPER> ask <@U0MINDY>', root);
    const at = { channel, ts, user: 'U0HANK' };
    await story.inThread(TRIAGE, card.ts, '@Threadkeeper ask @Mindy Simmons');
    await story.slack.edit({ ...at, text: 'ask <@U0ADA>, not <@U0MINDY> or <@U0NOBODY>' })
      .delivered;
    await story.inThread(TRIAGE, card.ts, 'ask @Ada Lovelace, not @Mindy Simmons or @U0NOBODY');
    expect((await story.ticket(card)).messages.nodes.map(({ text: said }) => said)).toContain(
      'ask @Ada Lovelace, not @Mindy Simmons or @U0NOBODY',
    );
    // Said again in the same words, it is no second edit.
    await story.slack.edit({ ...at, text: 'ask <@U0ADA>, not <@U0MINDY> or <@U0NOBODY>' })
      .delivered;
    await story.settled();
    expect(
      transcript(story.slack, TRIAGE, card.ts).filter((said) => said.includes('edited a message')),
    ).toHaveLength(1);
  });

  it('a native answer in the customer’s thread counts the same and makes the writer the owner', async () => {
    const { root, card, channel } = await ticketIn('NATIVE', 'Is the API down?');
    await story.say(channel, 'U0ADA', 'It is up again, sorry.', root);
    const ticket = await story.ticketWhere(
      card,
      'answered',
      ({ waitingOn }) => waitingOn === 'CUSTOMER',
    );
    expect(ticket).toMatchObject({ status: 'OPEN', assignee: { name: 'Ada Lovelace' } });
    expect(ticket.firstRespondedAt).not.toBeNull();
    await story.inThread(TRIAGE, card.ts, 'It is up again, sorry.');
  });

  describe('claiming', () => {
    it('tells the loser who won, and a double click that it is theirs', async () => {
      const { card } = await ticketIn('RACE', 'Who will take this?');
      const [claim] = controlsIn(card).filter(({ actionId }) => actionId === 'claim');
      const stale = {
        channel: TRIAGE,
        ts: card.ts,
        actionId: 'claim',
        stale: true,
        value: claim?.value ?? '',
      };
      await Promise.all([
        story.slack.press({ ...stale, user: 'U0ADA' }),
        story.slack.press({ ...stale, user: 'U0BEN' }),
      ]);
      const { assignee } = await story.ticketWhere(
        card,
        'claimed',
        (ticket) => ticket.assignee !== null,
      );
      const winner = assignee?.name === 'Ada Lovelace' ? 'U0ADA' : 'U0BEN';
      const loser = winner === 'U0ADA' ? 'U0BEN' : 'U0ADA';
      await story.whispered(loser, `${assignee?.name} has ticket #${numberOn(card)} already.`);
      await story.slack.press({ ...stale, user: winner });
      await story.whispered(winner, `Ticket #${numberOn(card)} is yours already.`);
      const claims = (await story.ticket(card)).timeline.nodes.filter(
        ({ kind }) => kind === 'CLAIMED',
      );
      expect(claims).toHaveLength(1);
    });

    it('that takes too long is taken back and told to whoever pressed; a message comes again', async () => {
      const { card, root, channel } = await ticketIn('SLOW', 'Is anybody quick?');
      isSlow = true;
      await story.press('U0ADA', TRIAGE, card.ts, 'claim');
      await story.whispered('U0ADA', 'That took too long and was stopped. Nothing was changed.');
      expect(await story.ticket(card)).toMatchObject({ assignee: null, version: 1 });
      await story.press('U0ADA', TRIAGE, card.ts, 'claim');
      await story.ticketWhere(card, 'claimed', ({ assignee }) => assignee !== null);
      isSlow = true;
      await story.say(channel, 'U0HANK', 'And this?', root);
      await story.ticketWhere(card, 'heard', ({ messages }) => messages.nodes.length === 2);
      // An operator hears of what had to be tried again.
      expect(story.desk.troubles()).toMatchObject([{ error: { code: 'TOOK_TOO_LONG' } }]);
      story.desk.lines.length = 0;
    });

    it('is a lease: without activity the ticket goes back to the queue, and the team is told', async () => {
      const { card } = await ticketIn('LEASE', 'Will somebody stay with me?');
      await story.press('U0ADA', TRIAGE, card.ts, 'claim');
      await story.ticketWhere(card, 'claimed', ({ assignee }) => assignee !== null);
      await story.desk.change(
        `update ticket set lease_until = now() - interval '1 minute' where number = $1`,
        [numberOn(card)],
      );
      await story.inThread(TRIAGE, card.ts, 'Back in the queue: no activity by Ada Lovelace');
      await story.seen(TRIAGE, card.ts, 'free again', (shown) => labelsIn(shown).includes('Claim'));
      expect(await story.ticket(card)).toMatchObject({ assignee: null, waitingOn: 'US' });
    });
  });

  describe('what is out of date', () => {
    it('a solve form that was open while the customer wrote is refused, and the typed words come back', async () => {
      const { root, card, channel } = await ticketIn('STALE', 'The import hangs');
      const view = await story.open('U0ADA', TRIAGE, card.ts, 'solve');
      await story.say(channel, 'U0HANK', 'And now it deleted my files!', root);
      await story.inThread(TRIAGE, card.ts, 'And now it deleted my files!');
      await story.submit('U0ADA', view, { solution: 'Restarted the importer.' });
      const told = await story.whispered('U0ADA', 'has changed since you looked at it');
      expect(wordsIn(told)).toContain('You had written: Restarted the importer.');
      expect(await story.ticket(card)).toMatchObject({
        status: 'NEW',
        waitingOn: 'US',
      });
      await story.settled();
      expect(transcript(story.slack, channel, root).join('\n')).not.toContain(
        'Restarted the importer.',
      );
    });

    it('a button of a state that is over is refused politely', async () => {
      const card = await story.card('The import hangs');
      const { version } = await story.ticket(card);
      const id = await story.idOf(card);
      await story.slack.press({
        user: 'U0ADA',
        channel: TRIAGE,
        ts: card.ts,
        actionId: 'wake',
        stale: true,
        value: JSON.stringify({ ticketId: id, version }),
      });
      await story.whispered('U0ADA', 'that cannot be done now');
    });

    it('a form that Slack no longer opens is said to the presser, and changes nothing', async () => {
      const { card } = await ticketIn('EXPIRED', 'Can you open a form?');
      const before = await story.ticket(card);
      story.slack.fault({ method: 'views.open', kind: 'error', error: 'expired_trigger_id' });
      await story.press('U0ADA', TRIAGE, card.ts, 'reply');
      const told = await story.whispered('U0ADA', 'form');
      expect(wordsIn(told)).toMatch(/again/i);
      expect((await story.ticket(card)).version).toBe(before.version);
    });
  });

  describe('the App Home', () => {
    const homeWords = (user: string): string => wordsIn(story.slack.home(user) ?? {});

    it('shows mine, my promises and the oldest in the queue; its buttons work', async () => {
      const { card } = await ticketIn('HOME', 'Where is my invoice?');
      await story.slack.openHome({ user: 'U0ADA' }).delivered;
      await eventually('the queue', () => homeWords('U0ADA').includes('Oldest in the queue'));
      const number = numberOn(card);
      const id = await story.idOf(card);
      // The queue shows the oldest five: this one must be among them to be claimed here.
      await story.desk.change(
        `update ticket set opened_at = opened_at - interval '2 days' where number = $1`,
        [number],
      );
      await story.slack.openHome({ user: 'U0ADA' }).delivered;
      const claim = await eventually('a claim button', () =>
        controlsIn(story.slack.home('U0ADA') ?? {}).find(
          ({ actionId, value }) => actionId.startsWith('claim') && (value ?? '').includes(id),
        ),
      );
      await story.slack.press({
        user: 'U0ADA',
        actionId: claim.actionId,
        ...(claim.value === undefined ? {} : { value: claim.value }),
        ...(claim.blockId === undefined ? {} : { blockId: claim.blockId }),
      });
      await eventually('mine', () => {
        const [mine = ''] = homeWords('U0ADA').split('My promises due next');
        return mine.includes(`#${number} Globex`);
      });
      expect(homeWords('U0ADA')).toMatch(
        /My promises due next\n[\s\S]*Where is my invoice\?[\s\S]*Oldest in the queue/,
      );
      expect((await story.ticket(card)).assignee?.name).toBe('Ada Lovelace');
    });

    it('a reply may be written from there', async () => {
      const home = story.slack.home('U0ADA') ?? {};
      const id = await story.idOf(await story.card('Where is my invoice?'));
      const reply = controlsIn(home).find(
        ({ actionId, value }) => actionId.startsWith('reply') && (value ?? '').includes(id),
      );
      const before = story.slack.views('U0ADA').length;
      await story.slack.press({
        user: 'U0ADA',
        actionId: reply?.actionId ?? '',
        ...(reply?.value === undefined ? {} : { value: reply.value }),
        ...(reply?.blockId === undefined ? {} : { blockId: reply.blockId }),
      });
      const view = await eventually('the form', () => {
        const open = story.slack.views('U0ADA');
        return open.length > before && open.at(-1);
      });
      expect(text(fields(view.title).text)).toMatch(/^Reply · #\d+$/);
      await story.submit('U0ADA', view, { text: 'It is in your inbox now.' });
      const root = story.slack.messages('C0HOME')[0]?.ts ?? '';
      await story.inThread('C0HOME', root, 'It is in your inbox now.');
    });

    it('tells a colleague outside the team how to get in', async () => {
      await story.slack.openHome({ user: 'U0SAM' }).delivered;
      await eventually('the way in', () => homeWords('U0SAM').includes('Join #support-triage'));
      expect(controlsIn(story.slack.home('U0SAM') ?? {})).toEqual([]);
    });

    it('has words for an empty desk', async () => {
      await story.slack.openHome({ user: 'U0GRACE' }).delivered;
      await eventually('empty', () => homeWords('U0GRACE').includes('Nothing on your desk.'));
      expect(homeWords('U0GRACE')).toContain('You owe nobody a word by a set time.');
    });
  });

  describe('/desk', () => {
    const answer = async (user: string, words: string): Promise<string> =>
      (await story.command(user, TRIAGE, words)).map(wordsIn).join('\n');

    it('explains itself, also when it is not understood', async () => {
      for (const words of ['', 'help', 'HELP'])
        expect(await answer('U0ADA', words)).toContain('/desk mine');
      const unknown = await answer('U0ADA', 'dance');
      expect(unknown).toContain('“dance”');
    });

    it('shows mine, the queue, one by number, and finds words', async () => {
      const { card } = await ticketIn('FIND', 'The xylophone exporter fails');
      const number = numberOn(card);
      expect(await answer('U0ADA', 'mine')).toContain('Your tickets');
      expect(await answer('U0ADA', 'queue')).toContain('Oldest in the queue');
      expect(await answer('U0ADA', String(number))).toContain('xylophone');
      expect(await answer('U0ADA', `#${number}`)).toContain('xylophone');
      expect(await answer('U0ADA', 'find xylophone')).toContain(`#${number}`);
      expect(await answer('U0ADA', 'find xylohpone EXPORT')).toContain(`#${number}`);
      expect(await answer('U0ADA', `find ${'x'.repeat(600)}`)).toContain('at most 500 characters');
      await story.say(TRIAGE, 'U0ADA', 'The marimba cable is loose', card.ts);
      await eventually('the note is found', async () =>
        (await answer('U0ADA', 'find marimba')).includes('marimba cable is loose'),
      );
      const shared = await story.command('U0ADA', 'C0FIND', 'find marimba');
      expect(shared.map(wordsIn).join()).toContain('No ticket has these words.');
      expect(await answer('U0ADA', 'find zzzznothing')).toContain('No ticket has these words.');
      expect(await answer('U0ADA', 'find')).toContain('Say what to look for');
      expect(await answer('U0ADA', '99999')).toContain('There is no ticket #99999.');
    });

    it('shows nothing to a colleague outside the team', async () => {
      const said = (await story.command('U0SAM', 'C0GENERAL', 'queue')).map(wordsIn).join('\n');
      expect(said).toContain('That is for the support team.');
      expect(said).not.toContain('Globex');
    });
  });

  describe('time', () => {
    it('a promise that is broken is said under the card, once', async () => {
      const { card } = await ticketIn('PROMISE', 'I was told an hour');
      await story.desk.change(
        `update promise set due_at = now() - interval '1 minute' where ticket_id = (select id from ticket where number = $1)`,
        [numberOn(card)],
      );
      const told = await story.inThread(TRIAGE, card.ts, 'Promise broken');
      expect(wordsIn(told)).toMatch(/by .*\d\d:\d\d/);
      await story.settled();
      expect(
        transcript(story.slack, TRIAGE, card.ts).filter((said) => said.includes('Promise broken')),
      ).toHaveLength(1);
      const [row] = await story.desk.rows(
        `select state from promise where ticket_id = (select id from ticket where number = $1)`,
        [numberOn(card)],
      );
      expect(row?.state).toBe('BROKEN');
    });

    it('a snooze ends at its time, and by the customer’s next word', async () => {
      const { root, card, channel } = await ticketIn('WAKE', 'Wake me up');
      await story.press('U0ADA', TRIAGE, card.ts, 'snooze', '1h');
      await story.ticketWhere(card, 'asleep', ({ status }) => status === 'SNOOZED');
      await story.desk.change(
        `update ticket set snoozed_until = now() - interval '1 second' where number = $1`,
        [numberOn(card)],
      );
      await story.inThread(TRIAGE, card.ts, 'Awake again');
      expect((await story.ticket(card)).status).toBe('OPEN');
      await story.settled();
      await story.press('U0ADA', TRIAGE, card.ts, 'snooze', '7d');
      await story.ticketWhere(card, 'asleep again', ({ status }) => status === 'SNOOZED');
      await story.say(channel, 'U0HANK', 'Are you asleep?', root);
      await story.ticketWhere(card, 'awake', ({ status }) => status === 'OPEN');
    });
  });

  describe('the customer’s own buttons', () => {
    it('“It is urgent” raises the priority and is told to the team; the button goes', async () => {
      const { root, card, channel } = await ticketIn('URGENT', 'All our shops are closed');
      const line = await story.statusLine(channel, root);
      await story.press('U0MINDY', channel, line.ts, 'mark-urgent');
      await story.ticketWhere(card, 'urgent', ({ priority }) => priority === 'URGENT');
      await story.seen(
        channel,
        line.ts,
        'one button',
        (shown) => labelsIn(shown).join() === 'Talk to a person',
      );
      await eventually('the team is told', () =>
        transcript(story.slack, TRIAGE, card.ts).some(
          (said) => /urgent/i.test(said) && said.includes('Mindy'),
        ),
      );
      await story.whispered('U0MINDY', 'The Northwind Cloud team knows that it is urgent.');
    });

    it('“Talk to a person” calls the team, in every state', async () => {
      const { root, card, channel } = await ticketIn('PERSON', 'Are you a machine?');
      const line = await story.statusLine(channel, root);
      await story.press('U0HANK', channel, line.ts, 'request-person');
      await eventually('the team is told', () =>
        transcript(story.slack, TRIAGE, card.ts).some((said) => /person/i.test(said)),
      );
      await story.whispered(
        'U0HANK',
        'The Northwind Cloud team knows that you would like to talk to a person, and answers here.',
      );
      await story.fill('U0ADA', TRIAGE, card.ts, 'solve', { solution: 'I am a person.' });
      await story.ticketWhere(card, 'solved', ({ status }) => status === 'SOLVED');
      await story.settled();
      await story.press('U0HANK', channel, line.ts, 'request-person');
      await story.ticketWhere(card, 'open again', ({ status }) => status === 'OPEN');
      expect(objects(story.message(channel, line.ts).blocks).length).toBeGreaterThan(0);
    });
  });

  describe('setting up who is asked', () => {
    it('a name that was typed and not chosen is asked for again, and a wrong word answered briefly', async () => {
      for (const typed of ['level 2 Specialists @ben', 'group Database @ben', 'off today @ben']) {
        const [answer, another] = await story.command('U0GRACE', TRIAGE, typed);
        expect(answer === undefined ? '' : wordsIn(answer)).toBe(
          'It is not clear who “@ben” is. Type @ and choose the person from the list that opens.',
        );
        expect(another).toBeUndefined();
      }
      await story.say(TRIAGE, 'U0GRACE', '<@U0THREADKEEPER> shitfs');
      await story.whispered('U0GRACE', 'I do not know “shitfs”. Did you mean /desk shifts?');
      const [unknown] = await story.command('U0GRACE', TRIAGE, 'qeue');
      expect(unknown === undefined ? '' : wordsIn(unknown)).toContain('Did you mean /desk queue?');
    });

    it('a wrong word is answered to them alone wherever they are; a customer’s is a question', async () => {
      const { root, channel } = await ticketIn('WRONG', 'Does anybody mistype here?');
      const answers = (user: string) =>
        story.slack.ephemerals(user).filter((one) => wordsIn(one).includes('I do not know “'));
      const before = answers('U0ADA').length;
      await story.say(channel, 'U0ADA', '<@U0THREADKEEPER> esclaations', root);
      await story.whispered('U0ADA', 'I do not know “esclaations”');
      await story.say('C0GENERAL', 'U0ADA', '<@U0THREADKEEPER> wrods');
      await story.whispered('U0ADA', 'I do not know “wrods”. Did you mean /desk words?');
      await story.say(channel, 'U0MINDY', '<@U0THREADKEEPER> refund');
      await story.card('refund');
      await story.settled();
      expect(answers('U0ADA')).toHaveLength(before + 2);
      expect(answers('U0MINDY')).toEqual([]);
      for (const room of [channel, 'C0GENERAL'])
        expect(transcript(story.slack, room).join('\n')).not.toContain('I do not know');
    });

    const memberId = async (name: string): Promise<string> => {
      const [row] = await story.desk.rows('select id from member where name = $1', [name]);
      return `member:${String(row?.id)}`;
    };
    const answer = async (user: string, text: string): Promise<ShownMessage> => {
      const [first] = await story.command(user, TRIAGE, text);
      if (first === undefined) throw new Error('no answer');
      return first;
    };

    it('an agent sees the paths, and only a supervisor has buttons to change them', async () => {
      // Whoever has not acted in the triage room yet is no member.
      await story.command('U0GRACE', TRIAGE, 'queue');
      await story.command('U0BEN', TRIAGE, 'queue');
      const seen = await answer('U0ADA', 'paths');
      expect(wordsIn(seen)).toContain('Level 1 · First line');
      expect(labelsIn(seen)).toEqual([]);
      const mine = await answer('U0GRACE', 'paths');
      expect(labelsIn(mine)).toEqual([
        'Change the rules',
        'Level 1',
        'Level 2',
        'Level 3',
        'Add a level',
      ]);
    });

    it('by forms: people and groups of a level, the fall-back, and who gets new tickets', async () => {
      const told = await answer('U0GRACE', 'group Database people <@U0BEN>');
      expect(wordsIn(told)).toContain('“Database people” is Ben Okafor.');
      const card = await answer('U0GRACE', 'paths');
      const level = await story.open('U0GRACE', TRIAGE, card.ts, 'edit-level');
      expect(JSON.stringify(level)).toContain('All of Database people');
      const [ada, ben] = [await memberId('Ada Lovelace'), await memberId('Ben Okafor')];
      await story.submit('U0GRACE', level, {
        name: 'First line',
        acceptMin: '20',
        'ask-1': ada,
        'ask-2': ben,
      });
      const kept = await eventually('the path with its people', () =>
        story.slack
          .ephemerals('U0GRACE')
          .find((one) => wordsIn(one).includes('Ada Lovelace, then Ben Okafor · 20 min to accept')),
      );
      const rules = await story.open('U0GRACE', TRIAGE, kept.ts, 'edit-path');
      await story.submit('U0GRACE', rules, {
        assignment: 'ROUND_ROBIN',
        escalateOn: 'BREACH',
        fallback: ben,
      });
      const whole = await eventually('the rules', () =>
        story.slack
          .ephemerals('U0GRACE')
          .find((one) => wordsIn(one).includes('In turn to level 1')),
      );
      expect(wordsIn(whole)).toContain('Fall-back  Ben Okafor');
      const logged = await story.desk.rows(
        "select action, via from audit_entry where action in ('setGroup', 'setEscalationPath')",
      );
      expect(logged).toEqual([
        { action: 'setGroup', via: 'CHAT' },
        { action: 'setEscalationPath', via: 'CHAT' },
        { action: 'setEscalationPath', via: 'CHAT' },
      ]);
      // A form that is open while somebody else changes the path shows what no longer stands.
      const stale = await story.open('U0GRACE', TRIAGE, whole.ts, 'edit-level');
      await story.desk.change('update queue_rule set version = version + 1');
      await story.submit('U0GRACE', stale, { name: 'Other', acceptMin: '9', 'ask-1': ada });
      await story.whispered('U0GRACE', 'Somebody has changed this escalation path');
    });

    it('and a new ticket is given to the next of them, in Ada’s own words of her shifts', async () => {
      const card = await answer('U0ADA', 'shift');
      const form = await story.open('U0ADA', TRIAGE, card.ts, 'edit-duty');
      await story.submit('U0ADA', form, {
        shifts: 'whenever',
        zone: 'Europe/Berlin',
        capacity: '3',
      });
      await story.whispered('U0ADA', '“whenever” is not understood as a shift');
      const again = await story.open('U0ADA', TRIAGE, card.ts, 'edit-duty');
      await story.submit('U0ADA', again, {
        shifts: 'mon-sun 00:00-24:00',
        zone: 'Europe/Berlin',
        capacity: '0',
      });
      const kept = await story.whispered('U0ADA', 'on shift · ');
      expect(wordsIn(kept)).toContain('at most 0 open');
      expect(wordsIn(await answer('U0BEN', 'shifts'))).toMatch(/Ada Lovelace {2}on shift.*full/);
      const others = await answer('U0BEN', 'shift <@U0ADA>');
      expect(labelsIn(others)).toEqual([]);
      // Days off by a word, in the form and in the roster.
      const far = '2096-12-24 to 2096-12-31';
      expect(wordsIn(await answer('U0ADA', 'off 24.12.'))).toContain('not understood as days off');
      await story.command('U0ADA', TRIAGE, `off ${far}`);
      await story.whispered('U0ADA', `Days off  ${far}`);
      const third = await story.open('U0ADA', TRIAGE, card.ts, 'edit-duty');
      expect(JSON.stringify(third)).toContain(far);
      await story.submit('U0ADA', third, {
        shifts: 'mon-sun 00:00-24:00',
        zone: 'Europe/Berlin',
        capacity: '0',
        daysOff: `${far}\ntoday`,
      });
      await story.whispered('U0ADA', 'day off, back after');
      expect(wordsIn(await answer('U0BEN', 'shifts'))).toMatch(
        /Ada Lovelace {2}day off, back after/,
      );
      expect(wordsIn(await answer('U0BEN', 'off <@U0ADA> today'))).toContain('supervisor');
      await story.command('U0GRACE', TRIAGE, 'off <@U0ADA> none');
      await story.whispered('U0GRACE', 'Days off  none');
      const { card: ticket } = await ticketIn('SETUP', 'Who will take this one?');
      await story.ticketWhere(ticket, 'Ben’s', (one) => one.assignee?.name === 'Ben Okafor');
      // By name Ada gets it although she is full, and whoever assigns sees it before and after.
      const assign = await story.open('U0BEN', TRIAGE, ticket.ts, 'assign');
      expect(JSON.stringify(assign)).toMatch(/Ada Lovelace · full: \d+ of 0/);
      const [, ada = ''] = (await memberId('Ada Lovelace')).split(':');
      await story.submit('U0BEN', assign, { member: ada });
      await story.whispered('U0BEN', 'open, 0 at most. Free now:');
      await story.ticketWhere(ticket, 'Ada’s', (one) => one.assignee?.name === 'Ada Lovelace');
    });

    it('where the queue has no room, whoever is asked answers in their own chat with the desk', async () => {
      const { card: ticket } = await ticketIn('ALONE', 'Is anybody there?');
      await story.desk.change('update queue set triage_channel_id = null');
      const [ada, ben] = [await memberId('Ada Lovelace'), await memberId('Ben Okafor')];
      await story.desk.change('update queue_level set owner_id = $1 where level = 2', [
        ben.split(':')[1],
      ]);
      await story.desk.change('update ticket set assignee_id = $1 where number = $2', [
        ada.split(':')[1],
        numberOn(ticket),
      ]);
      const { id } = await story.ticket(ticket);
      await story.desk.ask(
        `mutation ($id: ID!) { escalateTicket(input: { ticketId: $id, level: 2, reason: "Stuck" }) {
          errors { code } } }`,
        { id },
      );
      const own = await eventually('the question in Ben’s own chat', () => {
        const rooms = [...story.slack.world.channels.values()];
        const channel = rooms.find((one) => one.im_user === 'U0BEN')?.id ?? '';
        const asked = story.slack
          .messages(channel)
          .find((one) => wordsIn(one).includes('Will you take it?'));
        return asked !== undefined && { ...asked, channel };
      });
      expect(wordsIn(own).indexOf('Is anybody there?')).toBeLessThan(wordsIn(own).indexOf('Stuck'));
      await story.press('U0BEN', own.channel, own.ts, 'accept-escalation');
      await story.ticketWhere(ticket, 'Ben’s', (one) => one.assignee?.name === 'Ben Okafor');
      await story.seen(own.channel, own.ts, 'the question without its buttons', (shown) =>
        wordsIn(shown).includes('took it'),
      );
      expect(labelsIn(story.message(own.channel, own.ts))).toEqual([]);
    });
  });
});

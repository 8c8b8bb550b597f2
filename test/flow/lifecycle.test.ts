import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { defaultSeed, room } from '../../sandbox/seed';
import { eventually } from '../support/eventually';
import { transcript, wordsIn } from '../support/screen';
import { GLOBEX, INITECH, Story, TRIAGE } from '../support/story';

const PEOPLE = ['U0ADA', 'U0BEN', 'U0GRACE', 'U0HANK', 'U0MINDY'];

const seed = () => {
  const basis = defaultSeed();
  const shared = ['T0NORTHWIND', 'T0GLOBEX'];
  return {
    ...basis,
    channels: [
      ...basis.channels,
      room('C0INVITED', 'ext-invited', shared, PEOPLE),
      room('C0PRIVATE', 'ext-private', shared, [...PEOPLE, 'U0THREADKEEPER'], { is_private: true }),
      room('C0RENAMED', 'ext-before', shared, [...PEOPLE, 'U0THREADKEEPER']),
      room('C0REKEYED', 'ext-rekeyed', shared, [...PEOPLE, 'U0THREADKEEPER']),
      room('C0BECOMES', 'becomes-shared', ['T0NORTHWIND'], ['U0ADA', 'U0THREADKEEPER']),
      room('C0KICKED', 'ext-kicked', shared, [...PEOPLE, 'U0THREADKEEPER']),
      room('C0GAPS', 'ext-gaps', shared, [...PEOPLE, 'U0THREADKEEPER']),
    ],
  };
};

describe('what happens to rooms and installations', () => {
  let story: Story;

  const channelRow = async (externalId: string): Promise<Record<string, unknown> | undefined> => {
    const [row] = await story.desk.rows(
      'select name, kind, active, is_externally_shared as shared from channel where external_id = $1',
      [externalId],
    );
    return row;
  };

  beforeAll(async () => {
    story = await Story.begin({
      sandbox: { seed: seed() },
      settings: { RECONCILE_EVERY_MS: '400' },
    });
  });
  afterAll(async () => {
    await story.end();
  });
  afterEach(() => {
    expect(story.desk.troubles()).toEqual([]);
    expect(story.slack.violations()).toEqual([]);
  });

  it('a shared channel the desk is invited to needs no setup, and makes its customer known', async () => {
    await story.slack.invite({ channel: 'C0INVITED', inviter: 'U0ADA' });
    await eventually(
      'the channel',
      async () => (await channelRow('C0INVITED'))?.kind === 'CUSTOMER',
    );
    await story.say('C0INVITED', 'U0HANK', 'First words in a new room');
    const card = await story.card('First words in a new room');
    expect((await story.ticket(card)).customer.name).toBe('Globex');
  });

  it('what was said before the desk came is not taken for a request', () => {
    expect(story.cardNow('has joined the channel')).toBeUndefined();
  });

  it('a private shared channel works the same', async () => {
    await story.say('C0PRIVATE', 'U0HANK', 'Only between us');
    await story.card('Only between us');
  });

  it('a renamed channel has its new name everywhere', async () => {
    await story.slack.rename({ channel: 'C0RENAMED', name: 'ext-after' });
    await eventually('the name', async () => (await channelRow('C0RENAMED'))?.name === 'ext-after');
    const [answer] = await story.command('U0ADA', 'C0RENAMED', 'channel');
    expect(wordsIn(answer ?? {})).toContain('#ext-after');
  });

  it('an internal channel that becomes shared begins to be heard', async () => {
    await story.say('C0BECOMES', 'U0ADA', 'Internal words before');
    await story.slack.share({ channel: 'C0BECOMES', team: 'T0INITECH', users: ['U0PETER'] });
    await eventually(
      'a customer’s room',
      async () => (await channelRow('C0BECOMES'))?.kind === 'CUSTOMER',
    );
    await story.say('C0BECOMES', 'U0PETER', 'Hello from outside, our build fails');
    const card = await story.card('our build fails');
    expect((await story.ticket(card)).customer.name).toBe('Initech');
    const texts = (await story.ticket(card)).messages.nodes.map(({ text }) => text).join();
    expect(texts).not.toContain('Internal words before');
  });

  it('a room the desk is put out of is quiet, and is heard again after it is let back in', async () => {
    await story.slack.kick({ channel: 'C0KICKED' });
    await eventually('inactive', async () => (await channelRow('C0KICKED'))?.active === false);
    await story.slack.invite({ channel: 'C0KICKED' });
    await eventually('active', async () => (await channelRow('C0KICKED'))?.active === true);
    await story.say('C0KICKED', 'U0HANK', 'You are back');
    await story.card('You are back');
  });

  it('a channel that gets another id keeps its tickets, and late events with the old id still land', async () => {
    const root = await story.say('C0REKEYED', 'U0HANK', 'My id will change');
    const card = await story.card('My id will change');
    await story.settled();
    const { channel, delivered } = story.slack.changeChannelId({
      channel: 'C0REKEYED',
      to: 'C0NEWKEY',
    });
    await delivered;
    expect(channel).toBe('C0NEWKEY');
    await story.say('C0NEWKEY', 'U0HANK', 'Said under the new id', root);
    await story.inThread(TRIAGE, card.ts, 'Said under the new id');
    const late = `${Math.floor(Date.now() / 1000)}.000777`;
    const event = {
      type: 'message',
      channel: 'C0REKEYED',
      user: 'U0HANK',
      team: 'T0GLOBEX',
      user_team: 'T0GLOBEX',
      text: 'Late, under the old id',
      ts: late,
      thread_ts: root,
      event_ts: late,
    };
    await story.desk.post(
      JSON.stringify({
        type: 'event_callback',
        team_id: 'T0GLOBEX',
        api_app_id: 'A0THREADKEEPER',
        event_id: 'EvLateOldId',
        event_time: 1,
        event,
        authorizations: [
          {
            team_id: 'T0NORTHWIND',
            user_id: 'U0THREADKEEPER',
            is_bot: true,
            is_enterprise_install: false,
          },
        ],
      }),
    );
    await story.inThread(TRIAGE, card.ts, 'Late, under the old id');
    await story.fill('U0ADA', TRIAGE, card.ts, 'reply', { text: 'Answered under the new id' });
    await story.inThread('C0NEWKEY', root, 'Answered under the new id');
  });

  describe('messages that were never pushed', () => {
    it('come back from history: new ones, and replies in old threads', async () => {
      const root = await story.say('C0GAPS', 'U0HANK', 'An old thread');
      const card = await story.card('An old thread');
      await story.settled();
      story.slack.withhold(() => true);
      story.slack.post({
        channel: 'C0GAPS',
        user: 'U0HANK',
        text: 'Withheld reply',
        threadTs: root,
      });
      story.slack.post({ channel: 'C0GAPS', user: 'U0MINDY', text: 'Withheld question' });
      story.slack.withhold(() => false);
      await story.card('Withheld question');
      await story.inThread(TRIAGE, card.ts, 'Withheld reply');
      await story.settled();
      expect((await story.ticket(card)).messages.nodes.map(({ text }) => text)).toEqual([
        'An old thread',
        'Withheld reply',
      ]);
    });

    it('are brought back once, however often history is read', async () => {
      const [before] = await story.desk.rows('select count(*)::int as n from message');
      const reads = () =>
        story.slack.requests().filter(({ method }) => method === 'conversations.history').length;
      const seen = reads();
      await eventually('several more rounds', () => reads() >= seen + 30);
      await story.settled();
      expect(await story.desk.rows('select count(*)::int as n from message')).toEqual([before]);
    });

    it('while the desk was down come in when it is back, with what Slack repeats, each once', async () => {
      await story.settled();
      await story.desk.shut();
      story.slack.withhold(({ event }) => JSON.stringify(event ?? {}).includes('Never repeated'));
      story.slack.post({ channel: INITECH, user: 'U0PETER', text: 'Never repeated' });
      story.slack.post({ channel: INITECH, user: 'U0MILTON', text: 'Repeated by Slack' });
      story.slack.withhold(() => false);
      await story.desk.boot();
      await story.card('Never repeated');
      await story.card('Repeated by Slack');
      await story.settled();
      const cards = transcript(story.slack, TRIAGE).filter((words) =>
        /^#\d+ · Initech\nRepeated by Slack/.test(words),
      );
      expect(cards).toHaveLength(1);
    });
  });

  it('after an uninstall nothing is sent any more, and nothing fails', async () => {
    const root = await story.say(GLOBEX, 'U0HANK', 'Before you go');
    const card = await story.card('Before you go');
    await story.settled();
    await story.press('U0ADA', TRIAGE, card.ts, 'claim');
    const { id, assignee } = await story.ticketWhere(
      card,
      'claimed',
      (ticket) => ticket.assignee !== null,
    );
    await story.settled();
    await story.slack.uninstall();
    await eventually('the workspace is gone', async () => {
      const [row] = await story.desk.rows('select active from workspace');
      return row?.active === false;
    });
    await story.settled();
    const calls = story.slack.requests().filter(({ method }) => method.startsWith('chat.')).length;
    await story.desk.ask(
      'mutation ($id: ID!, $member: ID!) { replyToTicket(input: { ticketId: $id, text: "Too late", memberId: $member }) { errors { code message } } }',
      { id, member: assignee?.id },
    );
    await story.settled();
    expect(transcript(story.slack, GLOBEX, root).join()).not.toContain('Too late');
    expect(story.slack.requests().filter(({ method }) => method.startsWith('chat.'))).toHaveLength(
      calls,
    );
    const failed = (
      await story.desk.rows(
        `select delivery_state, delivery_error from message where plain = 'Too late'`,
      )
    )[0];
    expect(failed?.delivery_state).toBe('FAILED');
  });
});

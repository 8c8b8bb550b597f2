import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ShownMessage } from '../../sandbox/handle';
import { eventually } from '../support/eventually';
import { transcript, wordsIn } from '../support/screen';
import { GLOBEX, INITECH, Story, TRIAGE } from '../support/story';

describe('a triage channel that is suddenly shared with a customer', () => {
  let story: Story;
  let root: string;
  let card: ShownMessage;
  let said: number;

  beforeAll(async () => {
    story = await Story.begin();
    root = await story.say(GLOBEX, 'U0HANK', 'Our contract is confidential');
    card = await story.card('Our contract is confidential');
    await story.settled();
    await story.slack.share({ channel: TRIAGE, team: 'T0INITECH', users: ['U0PETER'] });
    await eventually('known as shared', async () => {
      const [row] = await story.desk.rows(
        'select is_externally_shared as shared from channel where external_id = $1',
        [TRIAGE],
      );
      return row?.shared === true;
    });
    await story.settled();
    said = story.slack.messages(TRIAGE).length;
  });
  afterAll(async () => {
    await story.end();
  });

  it('hears nothing any more: no mirror, no card, no edit', async () => {
    const before = wordsIn(story.message(TRIAGE, card.ts));
    await story.say(GLOBEX, 'U0HANK', 'The price is 12 per seat', root);
    await story.say(INITECH, 'U0MILTON', 'I want my stapler back');
    await story.statusLine(INITECH, story.slack.messages(INITECH)[0]?.ts ?? '');
    await story.settled();
    expect(story.slack.messages(TRIAGE)).toHaveLength(said);
    expect(wordsIn(story.message(TRIAGE, card.ts))).toBe(before);
    expect(transcript(story.slack, TRIAGE).join()).not.toMatch(/12 per seat|stapler/);
  });

  it('does not make its new guests agents, nor their words notes or replies', async () => {
    await story.say(TRIAGE, 'U0PETER', 'reply: You owe us a refund', card.ts);
    await story.settled();
    expect(transcript(story.slack, GLOBEX, root).join()).not.toContain('refund');
    expect((await story.ticket(1)).messages.nodes.map(({ text }) => text)).not.toContain(
      'You owe us a refund',
    );
    const members = await story.desk.rows(`select name from member where name like 'Peter%'`);
    expect(members).toEqual([]);
  });

  it('takes no reply that was meant for inside either', async () => {
    await story.say(TRIAGE, 'U0ADA', 'reply: Sent from a room that leaks', card.ts);
    await story.settled();
    expect(transcript(story.slack, GLOBEX, root).join()).not.toContain('room that leaks');
  });

  it('whispers no internal list into it: /desk answers elsewhere still work', async () => {
    const [answer] = await story.command('U0ADA', 'C0GENERAL', 'queue');
    expect(wordsIn(answer ?? {})).toContain('I want my stapler back');
  });

  it('loses nothing: every word is in the API', async () => {
    const texts = (await story.ticket(1)).messages.nodes.map(({ text }) => text);
    expect(texts).toEqual(['Our contract is confidential', 'The price is 12 per seat']);
    expect((await story.ticket(2)).subject).toBe('I want my stapler back');
  });

  it('becomes the triage room again once it is internal, when a supervisor says so', async () => {
    await story.slack.unshare({ channel: TRIAGE, team: 'T0INITECH' });
    await story.settled();
    await story.command('U0GRACE', TRIAGE, 'triage');
    await story.say(INITECH, 'U0MILTON', 'And a new cubicle');
    await eventually('heard again', () =>
      transcript(story.slack, TRIAGE).some((words) => words.includes('new cubicle')),
    );
    expect(story.desk.troubles()).toEqual([]);
    expect(story.slack.violations()).toEqual([]);
  });
});

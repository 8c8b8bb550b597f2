import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ShownMessage } from '../../sandbox/handle';
import { eventually } from '../support/eventually';
import { labelsIn, transcript, wordsIn } from '../support/screen';
import { GLOBEX, Story, TRIAGE } from '../support/story';

/** One ticket's whole life, each step standing on the one before. */
describe('a customer’s message, from the first word to “solved”', () => {
  let story: Story;
  let root: string;
  let card: ShownMessage;
  let lineTs: string;

  const cardNow = (what: string, condition: (words: string, labels: string[]) => boolean) =>
    story.seen(TRIAGE, card.ts, what, (shown) => condition(wordsIn(shown), labelsIn(shown)));
  const lineNow = (what: string, condition: (words: string, labels: string[]) => boolean) =>
    story.seen(GLOBEX, lineTs, what, (shown) => condition(wordsIn(shown), labelsIn(shown)));
  const customerSees = (): string => transcript(story.slack, GLOBEX, root).join('\n');

  beforeAll(async () => {
    story = await Story.begin();
  });
  afterAll(async () => {
    await story.end();
  });

  it('is acknowledged once in its thread, naming a time, with a way to a person', async () => {
    root = await story.say(GLOBEX, 'U0HANK', 'The export to CSV fails since this morning');
    card = await story.card('The export to CSV fails');
    const line = await story.statusLine(GLOBEX, root);
    lineTs = line.ts;
    // C1; the platform stamps both, in seconds.
    expect(Number(line.ts) - Number(root)).toBeLessThan(5);
    expect(wordsIn(line)).toMatch(
      /Northwind Cloud.*you will hear from a person\. At the latest: .*\d\d:\d\d/,
    );
    expect(labelsIn(line)).toEqual(['Talk to a person', 'It is urgent']);
    const ticket = await story.ticket(card);
    expect(ticket).toMatchObject({ status: 'NEW', waitingOn: 'US', customer: { name: 'Globex' } });
    expect(ticket.openedAt.getTime()).toBe(Math.round(Number(root) * 1000));
    expect(ticket.firstResponseDueAt?.getTime()).toBe(ticket.openedAt.getTime() + 3_600_000);
    await story.settled();
    expect(story.slack.thread(GLOBEX, root)).toHaveLength(2);
  });

  it('stands on a card that begins with the customer’s words and offers only what is possible', async () => {
    const words = wordsIn(card);
    expect(words).toMatch(/^#1 · Globex\nThe export to CSV fails since this morning\n/);
    expect(words).toContain('Hank Scorpio, Globex');
    expect(words).toContain('Nobody yet');
    expect(words).toContain('First answer due');
    expect(labelsIn(card)).toEqual([
      'Claim',
      'Reply',
      'Solve',
      'Assign',
      'Note',
      'Labels',
      'Escalate',
      'Priority',
      'Snooze',
      'Third party',
      'Not a request',
      'Work items',
      'More',
    ]);
  });

  it('is claimed, and the card is edited in place', async () => {
    await story.press('U0ADA', TRIAGE, card.ts, 'claim');
    const after = await cardNow('Ada owns it', (words) => /Owner\s+Ada Lovelace/.test(words));
    expect(labelsIn(after)).not.toContain('Claim');
    await lineNow('the customer is told who', (words) =>
      words.includes('Ada Lovelace looks after this'),
    );
    await story.settled();
    expect(story.slack.thread(GLOBEX, root)).toHaveLength(2);
    expect(await story.ticket(card)).toMatchObject({
      status: 'OPEN',
      assignee: { name: 'Ada Lovelace' },
    });
  });

  it('is answered by a form, under the agent’s own name and picture', async () => {
    await story.fill('U0ADA', TRIAGE, card.ts, 'reply', { text: 'Which file did you choose?' });
    const reply = await story.inThread(GLOBEX, root, 'Which file did you choose?');
    expect(reply.username).toBe('Ada Lovelace');
    expect(JSON.stringify(reply.icons)).toContain('U0ADA');
    const ticket = await story.ticketWhere(card, 'the customer’s turn', (seen) =>
      seen.messages.nodes.some(({ deliveryState }) => deliveryState === 'DELIVERED'),
    );
    expect(ticket).toMatchObject({ waitingOn: 'CUSTOMER', unansweredSince: null });
    expect(ticket.firstRespondedAt).not.toBeNull();
    await cardNow('delivered', (words) => /Last reply\s+Ada Lovelace, .*, delivered/.test(words));
    await story.inThread(TRIAGE, card.ts, 'Which file did you choose?');
    const promises = await story.desk.rows(
      `select kind, state from promise where kind = 'FIRST_RESPONSE'`,
    );
    expect(promises).toEqual([{ kind: 'FIRST_RESPONSE', state: 'KEPT' }]);
  });

  it('goes on: the customer’s answer is mirrored under the card and we are waited for again', async () => {
    await story.say(GLOBEX, 'U0HANK', 'orders-2026.csv, the big one', root);
    const mirror = await story.inThread(TRIAGE, card.ts, 'orders-2026.csv, the big one');
    expect(wordsIn(mirror)).toContain('Hank Scorpio');
    expect(await story.ticket(card)).toMatchObject({ waitingOn: 'US', status: 'OPEN' });
    await lineNow('still Ada', (words) => words.includes('Ada Lovelace looks after this'));
  });

  it('keeps a note among the team, whichever way it is written', async () => {
    await story.fill('U0ADA', TRIAGE, card.ts, 'note', { text: 'They are on the old plan' });
    await story.inThread(TRIAGE, card.ts, 'They are on the old plan');
    await story.say(TRIAGE, 'U0BEN', 'I saw this last week too', card.ts);
    await story.ticketWhere(card, 'two notes', (ticket) => {
      const notes = ticket.messages.nodes.filter(({ visibility }) => visibility === 'INTERNAL');
      return notes.length === 2;
    });
    await story.settled();
    expect(customerSees()).not.toMatch(/old plan|last week/);
    expect(await story.ticket(card)).toMatchObject({ waitingOn: 'US' });
  });

  it('cannot be escalated to nobody, and says how to name somebody', async () => {
    await story.press('U0ADA', TRIAGE, card.ts, 'escalate');
    const told = await story.whispered('U0ADA', 'no higher level has an owner');
    expect(wordsIn(told)).toContain('/desk level 2');
    const [answer] = await story.command('U0GRACE', TRIAGE, 'level 2 Specialists @Ben Okafor');
    expect(wordsIn(answer ?? {})).toMatch(/Level 2 of .* is Specialists, owned by Ben Okafor/);
  });

  it('is escalated with a reason: the level’s owner is called, and accepts; the customer knows', async () => {
    await story.fill('U0ADA', TRIAGE, card.ts, 'escalate', {
      level: '2',
      because: 'ACCESS',
      reason: 'Needs a look at the database',
    });
    const call = await story.inThread(TRIAGE, card.ts, '<@U0BEN>');
    expect(wordsIn(call)).toContain('Needs a look at the database');
    const ask = await story.inThread(TRIAGE, card.ts, 'Will you take it?');
    expect(labelsIn(ask)).toEqual(['Accept', 'Decline']);
    expect(await story.ticket(card)).toMatchObject({ assignee: { name: 'Ada Lovelace' } });
    // Only who was asked may answer.
    await story.press('U0ADA', TRIAGE, ask.ts, 'accept-escalation');
    await story.whispered('U0ADA', 'Ben Okafor was asked');
    await story.press('U0BEN', TRIAGE, ask.ts, 'accept-escalation');
    const news = await story.inThread(GLOBEX, root, 'Ben Okafor takes this over');
    expect(wordsIn(news)).toMatch(/At the latest: .*\d\d:\d\d/);
    await eventually('the question is answered', async () => {
      const now = story.message(TRIAGE, ask.ts);
      return labelsIn(now).length === 0 && wordsIn(now).includes('Ben Okafor took it');
    });
    await cardNow('Ben owns it', (words) => /Owner\s+Ben Okafor/.test(words));
    expect(await story.ticket(card)).toMatchObject({
      level: 2,
      assignee: { name: 'Ben Okafor' },
      escalationReason: 'Needs a look at the database',
    });
    await lineNow('Ben', (words) => words.includes('Ben Okafor looks after this'));
    await story.settled();
    expect(customerSees()).not.toContain('database');
    const escalated = await story.desk.rows(
      `select after ->> 'because' as because from timeline_entry where kind = 'ESCALATED'`,
    );
    expect(escalated).toEqual([{ because: 'ACCESS' }]);
  });

  it('is given labels by the form and by name, which the customer never sees', async () => {
    const made = await story.command('U0GRACE', TRIAGE, 'labels add Billing, sso');
    expect(made.map(wordsIn).join()).toContain('Labels: Billing, sso.');
    const [refused] = await story.command('U0BEN', TRIAGE, 'labels add mine');
    expect(wordsIn(refused ?? {})).toContain('supervisors');
    const [billing] = await story.desk.rows(`select id from label where name = 'Billing'`);
    await story.fill('U0BEN', TRIAGE, card.ts, 'label', { add: String(billing?.id) });
    await cardNow('labelled', (words) => /Labels\s+Billing/.test(words));
    const { number } = await story.ticket(card);
    const said = await story.command('U0BEN', TRIAGE, `label ${number} SSO, -billing`);
    expect(said.map(wordsIn).join()).toContain(`#${number}: sso.`);
    await cardNow('labelled anew', (words) => /Labels\s+sso/.test(words));
    const unknown = await story.command('U0BEN', TRIAGE, `label ${number} nonsense`);
    expect(unknown.map(wordsIn).join()).toContain('There are: Billing, sso.');
    const list = await story.command('U0BEN', TRIAGE, 'labels');
    expect(list.map(wordsIn).join()).toContain('Labels: Billing, sso.');
    await story.settled();
    expect(customerSees()).not.toContain('sso');
  });

  it('sleeps when snoozed, says until when, and wakes by hand', async () => {
    await story.press('U0BEN', TRIAGE, card.ts, 'snooze', '4h');
    const asleep = await cardNow('asleep', (words) => words.includes('Snoozed'));
    expect(wordsIn(asleep)).toMatch(/Wakes .*\d\d:\d\d/);
    expect(labelsIn(asleep)).toContain('Wake now');
    await lineNow('the customer knows', (words) =>
      /comes back to this\. At the latest: .*\d\d:\d\d/.test(words),
    );
    await story.press('U0BEN', TRIAGE, card.ts, 'wake');
    await cardNow('awake', (words) => /State\s+Open/.test(words));
    expect(await story.ticket(card)).toMatchObject({ status: 'OPEN', snoozedUntil: null });
  });

  it('is solved with what was done, and the customer is asked', async () => {
    await story.fill('U0BEN', TRIAGE, card.ts, 'solve', { solution: 'We raised the size limit.' });
    const solution = await story.inThread(GLOBEX, root, 'We raised the size limit.');
    expect(solution.username).toBe('Ben Okafor');
    expect(labelsIn(solution)).toEqual(['Solved', 'Not yet']);
    await lineNow('asked', (words) => words.includes('believes this is solved'));
    expect(await story.ticket(card)).toMatchObject({
      status: 'SOLVED',
      solution: 'We raised the size limit.',
    });
  });

  it('opens again by “Not yet”: the same ticket with the same owner', async () => {
    const solution = await story.inThread(GLOBEX, root, 'We raised the size limit.');
    await story.press('U0HANK', GLOBEX, solution.ts, 'not-yet');
    const ticket = await story.ticketWhere(card, 'reopened', ({ status }) => status === 'OPEN');
    expect(ticket).toMatchObject({
      waitingOn: 'US',
      reopenCount: 1,
      assignee: { name: 'Ben Okafor' },
    });
    await story.seen(GLOBEX, solution.ts, 'no buttons', (shown) => labelsIn(shown).length === 0);
    await eventually('the team hears of it', () =>
      transcript(story.slack, TRIAGE, card.ts).some((words) => /not (yet )?solved/i.test(words)),
    );
  });

  it('ends when the customer confirms, and thanks do not open it again', async () => {
    await story.fill('U0BEN', TRIAGE, card.ts, 'solve', { solution: 'Now for every account.' });
    const solution = await story.inThread(GLOBEX, root, 'Now for every account.');
    await story.press('U0HANK', GLOBEX, solution.ts, 'confirm');
    await story.ticketWhere(card, 'confirmed', ({ status }) => status === 'CONFIRMED');
    await lineNow('confirmed', (words) => words.includes('as you confirmed'));
    await story.say(GLOBEX, 'U0HANK', 'Thanks a lot, have a nice day!', root);
    await story.settled();
    expect(await story.ticket(card)).toMatchObject({ status: 'CONFIRMED', waitingOn: 'NOBODY' });
  });

  it('is told by the API in full: who said what, who changed what, before and after', async () => {
    const ticket = await story.ticket(card);
    const said = ticket.messages.nodes.map(({ author, visibility, text }) => [
      author.name,
      visibility,
      text,
    ]);
    expect(said).toEqual([
      ['Hank Scorpio', 'PUBLIC', 'The export to CSV fails since this morning'],
      ['Ada Lovelace', 'PUBLIC', 'Which file did you choose?'],
      ['Hank Scorpio', 'PUBLIC', 'orders-2026.csv, the big one'],
      ['Ada Lovelace', 'INTERNAL', 'They are on the old plan'],
      ['Ben Okafor', 'INTERNAL', 'I saw this last week too'],
      ['Northwind Cloud', 'PUBLIC', expect.stringContaining('Ben Okafor takes this over')],
      ['Ben Okafor', 'PUBLIC', 'We raised the size limit.'],
      ['Ben Okafor', 'PUBLIC', 'Now for every account.'],
      ['Hank Scorpio', 'PUBLIC', 'Thanks a lot, have a nice day!'],
    ]);
    const told = ticket.timeline.nodes.map(({ kind, actor }) => [kind, actor.name]);
    expect(told).toEqual([
      ['TICKET_OPENED', 'intake'],
      ['CLAIMED', 'Ada Lovelace'],
      ['REPLY_SENT', 'Ada Lovelace'],
      ['MESSAGE_RECEIVED', 'intake'],
      ['NOTE_ADDED', 'Ada Lovelace'],
      ['NOTE_ADDED', 'Ben Okafor'],
      ['ESCALATED', 'Ada Lovelace'],
      ['ESCALATION_ASKED', 'Ada Lovelace'],
      ['ESCALATION_ACCEPTED', 'Ben Okafor'],
      ['LABELS_CHANGED', 'Ben Okafor'],
      ['LABELS_CHANGED', 'Ben Okafor'],
      ['SNOOZED', 'Ben Okafor'],
      ['WOKEN', 'Ben Okafor'],
      ['SOLVED', 'Ben Okafor'],
      ['REOPENED', 'Hank Scorpio'],
      ['SIGNAL_RAISED', 'signals'],
      ['SOLVED', 'Ben Okafor'],
      ['CONFIRMED', 'Hank Scorpio'],
      ['MESSAGE_RECEIVED', 'intake'],
    ]);
    const claimed = ticket.timeline.nodes[1]?.changes ?? [];
    expect(claimed).toContainEqual({ field: 'status', before: 'NEW', after: 'OPEN' });
    expect(ticket.messages.nodes[0]?.author.__typename).toBe('ContactActor');
    expect(ticket.timeline.nodes[14]?.actor.__typename).toBe('ContactActor');
  });

  it('made neither the desk nor Slack complain', () => {
    expect(story.desk.troubles()).toEqual([]);
    expect(story.slack.violations()).toEqual([]);
  });
});

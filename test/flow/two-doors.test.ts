import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { ShownMessage } from '../../sandbox/handle';
import { ADMIN_TOKEN } from '../support/desk';
import { eventually } from '../support/eventually';
import { labelsIn, transcript, wordsIn } from '../support/screen';
import { GLOBEX, INITECH, Story, TRIAGE } from '../support/story';

const payload = z.object({
  ticket: z.object({ status: z.string(), version: z.number() }).nullable(),
  errors: z.array(z.object({ code: z.string(), message: z.string(), hint: z.string().nullable() })),
});

/** Chat and API change the same ticket by the same rules, and each sees what the other did. */
describe('one ticket through two doors', () => {
  let story: Story;
  let root: string;
  let card: ShownMessage;
  let ada: string;
  let ben: string;

  /** A mutation of the API; resolves with its payload. */
  const mutate = async (name: string, input: object): Promise<z.infer<typeof payload>> => {
    const type = `${name[0]?.toUpperCase() ?? ''}${name.slice(1)}Input`;
    const data = await story.desk.ask(
      `mutation ($input: ${type}!) { done: ${name}(input: $input) { ticket { status version } errors { code message hint } } }`,
      { input },
    );
    return z.object({ done: payload }).parse(data).done;
  };
  const ticketId = async (): Promise<string> => (await story.ticket(card)).id;
  const under = (): string[] => transcript(story.slack, TRIAGE, card.ts);

  beforeAll(async () => {
    story = await Story.begin();
    root = await story.say(GLOBEX, 'U0HANK', 'Two doors, one question');
    card = await story.card('Two doors, one question');
    await story.statusLine(GLOBEX, root);
    const data = await story.desk.ask('{ members(first: 20) { nodes { id name } } }');
    const { nodes } = z
      .object({
        members: z.object({ nodes: z.array(z.object({ id: z.string(), name: z.string() })) }),
      })
      .parse(data).members;
    const idOf = (name: string): string => nodes.find((member) => member.name === name)?.id ?? '';
    ada = idOf('Ada Lovelace');
    ben = idOf('Ben Okafor');
  });
  afterAll(async () => {
    await story.end();
  });
  afterEach(() => {
    expect(story.desk.troubles()).toEqual([]);
    expect(story.slack.violations()).toEqual([]);
  });

  it('stands in the file that the running desk exports', async () => {
    const response = await fetch(`${story.desk.url}/export/tickets.csv`, {
      headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    });
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await response.text()).toContain('Two doors, one question');
  });

  it('claimed by the API, the card is free no more, and a press in chat is told who won', async () => {
    expect(
      (await mutate('claimTicket', { ticketId: await ticketId(), memberId: ada })).errors,
    ).toEqual([]);
    await story.seen(TRIAGE, card.ts, 'Ada owns it', (shown) =>
      /Owner\s+Ada Lovelace/.test(wordsIn(shown)),
    );
    const again = await mutate('claimTicket', { ticketId: await ticketId(), memberId: ben });
    expect(again.errors).toMatchObject([{ code: 'ALREADY_CLAIMED' }]);
    expect(again.errors[0]?.message).toContain('Ada Lovelace');
  });

  it('answered by the API, the words stand in the customer’s thread in the member’s name', async () => {
    await mutate('replyToTicket', {
      ticketId: await ticketId(),
      memberId: ada,
      text: 'Through the other door',
    });
    const reply = await story.inThread(GLOBEX, root, 'Through the other door');
    expect(reply.username).toBe('Ada Lovelace');
    await eventually('the team sees it', () =>
      under().some((said) => said.includes('Through the other door')),
    );
  });

  it('a note by the API is shown to the team only', async () => {
    await mutate('addNote', {
      ticketId: await ticketId(),
      memberId: ben,
      text: 'Between us and the machine',
    });
    await eventually('the note', () =>
      under().some((said) => said.includes('Between us and the machine')),
    );
    await story.settled();
    expect(transcript(story.slack, GLOBEX, root).join()).not.toContain('Between us');
  });

  it('assigned in chat by a form, the new owner is called, and the API shows them', async () => {
    const view = await story.open('U0ADA', TRIAGE, card.ts, 'assign');
    const [row] = await story.desk.rows(`select id from member where name = 'Ben Okafor'`);
    await story.submit('U0ADA', view, { member: String(row?.id) });
    await story.ticketWhere(card, 'Ben', ({ assignee }) => assignee?.name === 'Ben Okafor');
    await eventually('the call', () => under().some((said) => said.includes('<@U0BEN>')));
  });

  it('given back to the queue in chat, it may be claimed again', async () => {
    await story.fill('U0ADA', TRIAGE, card.ts, 'assign', { member: 'queue' });
    await story.ticketWhere(card, 'nobody', ({ assignee }) => assignee === null);
    await story.seen(TRIAGE, card.ts, 'free', (shown) => labelsIn(shown).includes('Claim'));
  });

  it('the priority chosen in chat is the API’s, and the other way round', async () => {
    await story.press('U0ADA', TRIAGE, card.ts, 'set-priority', 'HIGH');
    await story.ticketWhere(card, 'high', ({ priority }) => priority === 'HIGH');
    await mutate('setTicketPriority', { ticketId: await ticketId(), priority: 'LOW' });
    await story.seen(TRIAGE, card.ts, 'low', (shown) => /Priority\s+Low/.test(wordsIn(shown)));
  });

  it('a stale version is refused by the API as data, with what to do', async () => {
    const { version } = await story.ticket(card);
    const { errors } = await mutate('setTicketPriority', {
      ticketId: await ticketId(),
      priority: 'URGENT',
      expectedVersion: version - 1,
    });
    expect(errors).toMatchObject([{ code: 'TICKET_CHANGED' }]);
    expect(errors[0]?.hint).not.toBeNull();
    expect((await story.ticket(card)).priority).toBe('LOW');
  });

  it('marked as no request in chat, the customer still has a way; brought back, nothing is lost', async () => {
    await story.press('U0ADA', TRIAGE, card.ts, 'not-a-request');
    await story.ticketWhere(card, 'none', ({ status }) => status === 'NOT_A_REQUEST');
    const line = await story.statusLine(GLOBEX, root);
    const told = await story.seen(GLOBEX, line.ts, 'told', (shown) =>
      wordsIn(shown).includes('as information'),
    );
    expect(labelsIn(told)).toContain('Talk to a person');
    const shown = await story.seen(TRIAGE, card.ts, 'the way back', (now) =>
      labelsIn(now).includes('It is a request'),
    );
    await story.press('U0ADA', TRIAGE, shown.ts, 'make-request');
    await story.ticketWhere(card, 'back', ({ status }) => status === 'NEW' || status === 'OPEN');
    expect((await story.ticket(card)).messages.nodes.length).toBeGreaterThanOrEqual(3);
  });

  it('solved and reopened by the API, chat follows', async () => {
    await mutate('solveTicket', {
      ticketId: await ticketId(),
      memberId: ada,
      solution: 'Closed both doors.',
    });
    const solution = await story.inThread(GLOBEX, root, 'Closed both doors.');
    expect(labelsIn(solution)).toEqual(['Solved', 'Not yet']);
    await mutate('reopenTicket', { ticketId: await ticketId(), reason: 'One is still open' });
    await story.seen(TRIAGE, card.ts, 'open', (shown) => /State\s+Open/.test(wordsIn(shown)));
    await story.seen(
      GLOBEX,
      solution.ts,
      'no question any more',
      (shown) => labelsIn(shown).length === 0,
    );
  });

  it('begun by the API, it has a thread of its own in the customer’s room', async () => {
    const data = await story.desk.ask('{ channels(first: 20) { nodes { id name } } }');
    const { nodes } = z
      .object({
        channels: z.object({ nodes: z.array(z.object({ id: z.string(), name: z.string() })) }),
      })
      .parse(data).channels;
    const channelId = nodes.find(({ name }) => name === 'ext-initech')?.id;
    const { errors } = await mutate('createTicket', {
      channelId,
      text: 'Maintenance on Sunday',
    });
    expect(errors).toEqual([]);
    const begun = await eventually('the root', () =>
      story.slack
        .messages(INITECH)
        .find((message) => wordsIn(message).includes('Maintenance on Sunday')),
    );
    await story.statusLine(INITECH, begun.ts);
    await story.card('Maintenance on Sunday');
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defaultSeed } from '../../sandbox/seed';
import { createLogger } from '../../src/lib/logger';
import { ADMIN_TOKEN, BOT_TOKEN, SIGNING_SECRET } from '../support/desk';
import { GLOBEX, Story, TRIAGE } from '../support/story';

/** A word that stands nowhere but in one field. */
const canary = (field: string): string => `canary${field}zq7x`;

const PERSONAL = [
  'CustomerName',
  'CustomerMail',
  'AgentName',
  'AgentMail',
  'CompanyName',
  'ChannelTopic',
  'Question',
  'Edited',
  'Reply',
  'Note',
  'NativeReply',
  'Reason',
  'Solution',
  'FileName',
  'Search',
  'NewTicket',
  'GraphqlReply',
  'SlackError',
  'WrongToken',
  'BadBody',
].map(canary);

const seed = () => {
  const basis = defaultSeed();
  const renamed: Readonly<Record<string, { real_name: string; email: string }>> = {
    U0HANK: {
      real_name: `Hank ${canary('CustomerName')}`,
      email: `${canary('CustomerMail')}@globex.example`,
    },
    U0ADA: {
      real_name: `Ada ${canary('AgentName')}`,
      email: `${canary('AgentMail')}@northwind.example`,
    },
  };
  return {
    ...basis,
    teams: basis.teams.map((team) =>
      team.id === 'T0GLOBEX' ? { ...team, name: `Globex ${canary('CompanyName')}` } : team,
    ),
    users: basis.users.map((user) => {
      const other = renamed[user.id];
      return other === undefined ? user : { ...user, ...other, display_name: other.real_name };
    }),
    channels: basis.channels.map((channel) => ({ ...channel, topic: canary('ChannelTopic') })),
  };
};

describe('what the desk logs at debug level over a whole round trip with everything that can go wrong', () => {
  let story: Story;
  const lines: string[] = [];
  const spoken: string[] = [];
  const stdout = process.stdout.write.bind(process.stdout);
  const stderr = process.stderr.write.bind(process.stderr);

  beforeAll(async () => {
    const overhear =
      (write: typeof process.stdout.write): typeof process.stdout.write =>
      (chunk: string | Uint8Array, ...rest: unknown[]) => {
        spoken.push(String(chunk));
        return rest.length === 0 ? write(chunk) : write(chunk);
      };
    process.stdout.write = overhear(stdout);
    process.stderr.write = overhear(stderr);
    story = await Story.begin({
      log: createLogger('debug', { write: (line: string) => lines.push(line) }),
      sandbox: { seed: seed() },
    });

    const root = await story.say(GLOBEX, 'U0HANK', canary('Question'));
    const card = await story.card(canary('Question'));
    await story.slack.edit({
      channel: GLOBEX,
      ts: root,
      user: 'U0HANK',
      text: `${canary('Question')} ${canary('Edited')}`,
    }).delivered;
    await story.slack.post({
      channel: GLOBEX,
      user: 'U0HANK',
      text: '',
      threadTs: root,
      files: [{ name: `${canary('FileName')}.txt`, content: 'x' }],
    }).delivered;
    await story.command('U0GRACE', TRIAGE, 'level 2 Specialists <@U0BEN>');
    await story.command('U0ADA', TRIAGE, `find ${canary('Search')}`);
    await story.press('U0ADA', TRIAGE, card.ts, 'claim');
    story.slack.fault({ method: 'chat.postMessage', channel: GLOBEX, kind: 'http500' });
    await story.fill('U0ADA', TRIAGE, card.ts, 'reply', { text: canary('Reply') });
    await story.inThread(GLOBEX, root, canary('Reply'));
    story.slack.fault({
      method: 'chat.postMessage',
      channel: GLOBEX,
      kind: 'error',
      error: canary('SlackError'),
    });
    await story.fill('U0ADA', TRIAGE, card.ts, 'note', { text: canary('Note') });
    await story.say(GLOBEX, 'U0ADA', canary('NativeReply'), root);
    await story.desk.ask(
      'mutation ($id: ID!, $text: String!, $member: ID!) { replyToTicket(input: { ticketId: $id, text: $text, memberId: $member }) { errors { code } } }',
      {
        id: (await story.ticket(1)).id,
        text: canary('GraphqlReply'),
        member: (await story.ticket(1)).assignee?.id,
      },
    );
    await story.fill('U0ADA', TRIAGE, card.ts, 'escalate', {
      level: '2',
      because: 'SKILL',
      reason: canary('Reason'),
    });
    await story.ticketWhere(1, 'escalated', ({ level }) => level === 2);
    await story.fill('U0BEN', TRIAGE, card.ts, 'solve', { solution: canary('Solution') });
    await story.ticketWhere(1, 'solved', ({ status }) => status === 'SOLVED');
    await expect(
      story.desk.ask('{ __typename }', {}, `tk_${canary('WrongToken')}`),
    ).rejects.toThrow();
    await expect(
      story.desk.ask(`{ ticketByNumber(number: "${canary('BadBody')}") { id } }`),
    ).rejects.toThrow();
    await story.desk.post(
      JSON.stringify({ type: canary('BadBody'), event: { text: canary('BadBody') } }),
    );
    await fetch(`${story.desk.url}/slack/events`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-slack-signature': `v0=${canary('BadBody')}`,
        'x-slack-request-timestamp': String(Math.floor(Date.now() / 1000)),
      },
      body: canary('BadBody'),
    });
    await fetch(`${story.desk.url}/${canary('BadBody')}?token=${canary('BadBody')}`);
    await story.settled();
    await story.slack.uninstall();
    await story.settled();
    await story.end();
  }, 60_000);
  afterAll(() => {
    process.stdout.write = stdout;
    process.stderr.write = stderr;
  });

  it('is a log at all: the doors, the loops and the refusals speak', () => {
    const events = new Set(
      lines.map((line) => {
        const parsed: unknown = JSON.parse(line);
        return typeof parsed === 'object' && parsed !== null && 'event' in parsed
          ? parsed.event
          : null;
      }),
    );
    expect(lines.length).toBeGreaterThan(5);
    expect([...events]).toEqual(expect.arrayContaining(['ready', 'slack_refused']));
  });

  it.each(PERSONAL)('never says %s', (word) => {
    expect(
      [...lines, ...spoken].filter((line) => line.toLowerCase().includes(word.toLowerCase())),
    ).toEqual([]);
  });

  it.each([
    ['bot token', BOT_TOKEN],
    ['signing secret', SIGNING_SECRET],
    ['admin token', ADMIN_TOKEN],
    ['encryption key', Buffer.alloc(32, 9).toString('base64')],
  ])('never says the %s', (_, secret) => {
    expect([...lines, ...spoken].filter((line) => line.includes(secret))).toEqual([]);
  });
});

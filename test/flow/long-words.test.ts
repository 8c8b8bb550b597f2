import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TeamsSandbox } from '../../sandbox/teams-handle';
import type { Post } from '../../sandbox/teams-model';
import { TEAMS } from '../../sandbox/teams-seed';
import { TestDesk } from '../support/desk';
import { eventually } from '../support/eventually';
import { wordsIn } from '../support/screen';
import { startTeams, teamsSettings } from '../support/teams-desk';

const TRIAGE = 'C0TRIAGE';

/** So many numbered lines: what is missing or out of order shows. */
const numbered = (from: number, to: number, word: string): string =>
  Array.from(
    { length: to - from },
    (_, at) => `${word} ${from + at} ${'of the very long story '.repeat(3)}`,
  ).join('\n');

const numbersIn = (text: string, word: string): number[] =>
  [...text.matchAll(new RegExp(`${word} (\\d+)`, 'g'))].map(([, number]) => Number(number));

/** The words of a card, without those that a notification would say. */
const bodyOf = (post: Post): string =>
  JSON.stringify(post.attachments, (key, value: unknown) =>
    key === 'fallbackText' ? undefined : value,
  );

const upTo = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, at) => from + at);

describe('words too long for one message, from Slack to Teams and back', () => {
  let teams: TeamsSandbox;
  let desk: TestDesk;
  let root: string;
  let cardTs: string;
  let said: { readonly ts: string };
  const { umbrellaSupport: room, alice: person } = TEAMS;
  const ours = (): Post[] =>
    teams.messages(room).filter((post) => post.from === null && !post.deleted);
  const withWords = (word: string): Post[] =>
    ours().filter((post) => numbersIn(bodyOf(post), word).length > 0);
  const inOrder = (word: string, wanted: readonly number[]): Promise<Post[]> =>
    eventually(`${word} ${wanted[0]} to ${wanted.at(-1)} in order`, () => {
      const posts = withWords(word);
      const seen = posts.flatMap((post) => numbersIn(bodyOf(post), word));
      expect(seen).toEqual(wanted);
      return posts;
    });
  /** The last of the parts is out: the whole is known to be delivered. */
  const told = (text: string): Promise<boolean> =>
    eventually('delivered', async () => {
      const sql = 'select delivery_state as state from message where plain like $1';
      expect(await desk.rows(sql, [`${text}%`])).toEqual([{ state: 'DELIVERED' }]);
      return true;
    });

  beforeAll(async () => {
    teams = await startTeams();
    desk = await TestDesk.start({ settings: teamsSettings(teams) });
    await teams.deliverTo(desk.url);
    const asked = teams.post({ room, person, text: 'How does the story go?' });
    root = asked.id;
    const card = await eventually('the card', () =>
      desk.slack.messages(TRIAGE).find((one) => wordsIn(one).includes('How does the story go?')),
    );
    cardTs = String(card.ts);
  }, 60_000);
  afterAll(async () => {
    await desk.stop();
    await teams.stop();
  });

  it('go out as several messages, in order and in the customer’s thread, each in the agent’s name', async () => {
    const text = `reply: ${numbered(0, 300, 'Line')}`;
    said = desk.slack.post({ channel: TRIAGE, user: 'U0ADA', text, threadTs: cardTs });
    const posts = await inOrder('Line', upTo(0, 300));
    expect(posts.length).toBeGreaterThanOrEqual(3);
    for (const post of posts) {
      expect(post.rootId).toBe(root);
      expect(JSON.stringify(post)).toContain('Ada Lovelace');
      expect(JSON.stringify(post)).not.toContain('(shortened)');
    }
    await told('Line 0');
  });

  it('are corrected in every part; what is left over goes', async () => {
    const before = withWords('Line').map(({ id }) => id);
    const text = `reply: ${numbered(0, 130, 'Line')}`;
    desk.slack.edit({ channel: TRIAGE, ts: said.ts, user: 'U0ADA', text });
    const posts = await inOrder('Line', upTo(0, 130));
    expect(posts.map(({ id }) => id)).toEqual(before.slice(0, posts.length));
    const gone = teams.messages(room).filter(({ id, deleted }) => before.includes(id) && deleted);
    expect(gone).toHaveLength(before.length - posts.length);
  });

  it('are corrected to more than they were; the more follows', async () => {
    const before = withWords('Line').map(({ id }) => id);
    const text = `reply: ${numbered(0, 250, 'Line')}`;
    desk.slack.edit({ channel: TRIAGE, ts: said.ts, user: 'U0ADA', text });
    const posts = await inOrder('Line', upTo(0, 250));
    expect(posts.slice(0, before.length).map(({ id }) => id)).toEqual(before);
    expect(posts.length).toBeGreaterThan(before.length);
    for (const post of posts) expect(post.rootId).toBe(root);
  });

  it('are taken back in every part', async () => {
    desk.slack.delete({ channel: TRIAGE, ts: said.ts, user: 'U0ADA' });
    await eventually('every part is gone', () => withWords('Line').length === 0);
  });

  it('are divided further where Teams finds them too large after all', async () => {
    const status = { operation: 'send', conversation: room, kind: 'status', status: 413 } as const;
    teams.fault({ ...status, code: 'MessageSizeTooBig', times: 2 });
    const text = `reply: ${numbered(0, 60, 'Verse')}`;
    desk.slack.post({ channel: TRIAGE, user: 'U0ADA', text, threadTs: cardTs });
    const posts = await inOrder('Verse', upTo(0, 60));
    expect(posts.length).toBeGreaterThan(1);
    await told('Verse 0');
  });

  it('do not lose their end when a part never arrives: the team is told, and sends the rest', async () => {
    const blocked = { operation: 'send', conversation: room, kind: 'status', status: 403 } as const;
    const text = `reply: ${numbered(0, 120, 'Chapter')}`;
    let parts = 0;
    // The first part goes through, the second does not.
    const add = teams.world.add.bind(teams.world);
    teams.world.add = (post) => {
      add(post);
      if (post.from !== null || !bodyOf(post).includes('Chapter 0 ')) return;
      parts += 1;
      teams.fault({ ...blocked, code: 'MessageWritesBlocked' });
    };
    desk.slack.post({ channel: TRIAGE, user: 'U0ADA', text, threadTs: cardTs });
    const notice = await eventually('the team is told', () =>
      desk.slack.messages(TRIAGE).find((one) => wordsIn(one).includes('its beginning is in')),
    );
    teams.world.add = add;
    expect(parts).toBe(1);
    const retry = { channel: TRIAGE, ts: String(notice.ts), user: 'U0ADA' };
    await desk.slack.press({ ...retry, actionId: 'retry-delivery' });
    await inOrder('Chapter', upTo(0, 120));
  });

  it('are shown to the team whole, part by part, and taken back in every one', async () => {
    const at = { room, person };
    const text = numbered(0, 140, 'Log');
    const { id } = teams.post({ ...at, text, replyTo: root });
    const mirrored = (): string =>
      desk.slack
        .thread(TRIAGE, cardTs)
        .map((one) => wordsIn(one))
        .join('\n');
    await eventually('the log, whole', () => {
      expect(numbersIn(mirrored(), 'Log')).toEqual(upTo(0, 140));
      return true;
    });
    teams.delete({ ...at, id });
    await eventually('the log is gone', () => numbersIn(mirrored(), 'Log').length === 0);
  });

  it('say what was done before the question whether it is solved', async () => {
    const opened = await desk.slack.press({
      channel: TRIAGE,
      ts: cardTs,
      user: 'U0ADA',
      actionId: 'solve',
    });
    expect(opened).toBeDefined();
    const view = await eventually('the form', () => desk.slack.views('U0ADA').at(-1));
    const solution = numbered(0, 30, 'Step');
    await desk.slack.submitForm({
      viewId: view.id,
      user: 'U0ADA',
      values: { solution: { value: solution } },
    });
    await inOrder('Step', upTo(0, 30));
    const question = await eventually('the question', () =>
      ours().find((post) => JSON.stringify(post).includes('in the message above')),
    );
    expect(Number(question.id)).toBeGreaterThan(Number(withWords('Step').at(-1)?.id));
  });

  it('leave nothing to complain about', () => {
    expect(desk.troubles()).toEqual([]);
    expect(teams.violations()).toEqual([]);
    expect(desk.slack.violations()).toEqual([]);
  });
});

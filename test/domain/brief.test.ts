import { describe, expect, it } from '@jest/globals';
import { type BriefFacts, briefOf, isHandOver } from '../../src/domain/brief';
import { plain, toPlain } from '../../src/domain/text';
import { member, minutes } from '../support/samples';

type Fact = BriefFacts['messages'][number];

const said = (
  kind: 'contact' | 'member' | 'bot',
  at: number,
  text: string,
  part: Partial<Fact> = {},
): Fact => ({
  author:
    kind === 'bot'
      ? { kind, id: null, name: 'Desk' }
      : {
          kind,
          id: kind === 'contact' ? 'hank' : 'ada',
          name: kind === 'contact' ? 'Hank' : 'Ada',
        },
  visibility: 'PUBLIC',
  body: plain(text),
  files: [],
  needsAnswer: kind === 'contact',
  occurredAt: minutes(at),
  deletedAt: null,
  ...part,
});

const facts = (messages: readonly Fact[], part: Partial<BriefFacts> = {}): BriefFacts => ({
  messages,
  timeline: [],
  promises: [],
  unansweredSince: null,
  workItems: [],
  ...part,
});

const TALK = [
  said('contact', 0, 'The export is empty'),
  said('bot', 0, 'We have your message.'),
  said('member', 5, 'Which version do you use?'),
  said('contact', 9, 'Version 7'),
  said('contact', 10, 'on Linux'),
  said('member', 12, 'Checked the cache, nothing there', { visibility: 'INTERNAL' }),
  said('member', 15, 'Please try again now.'),
  said('contact', 20, 'Still empty'),
  said('contact', 21, 'and now it is slow too'),
];

describe('a brief', () => {
  const brief = briefOf(facts(TALK, { unansweredSince: minutes(20) }));
  const exchange = ({ asked, answered }: (typeof brief.exchanges)[number]) => [
    toPlain(asked.body),
    toPlain(answered.body),
  ];

  it('begins with what was asked first, and knows what was said last', () => {
    expect(brief.firstQuestion).toMatchObject({ name: 'Hank', at: minutes(0) });
    expect(toPlain(brief.lastWords?.body ?? [])).toBe('and now it is slow too');
  });

  it('pairs each question with its answer, whoever asked; the desk itself says nothing', () => {
    expect(brief.exchanges.map(exchange)).toEqual([
      ['The export is empty', 'Which version do you use?'],
      ['Which version do you use?', 'Version 7\non Linux'],
      ['Version 7\non Linux', 'Please try again now.'],
    ]);
  });

  it('names the open question whole', () => {
    expect(toPlain(brief.openQuestion?.body ?? [])).toBe('Still empty\nand now it is slow too');
    expect(briefOf(facts(TALK)).openQuestion).toBeNull();
  });

  it('lists notes and solutions as tried, and promises as they ended', () => {
    const tried = briefOf(
      facts(TALK, {
        timeline: [
          {
            kind: 'SOLVED',
            at: minutes(2),
            actor: member('bob'),
            after: { solution: 'Restarted it.' },
          },
          { kind: 'NOTE_ADDED', at: minutes(12), actor: member('ada'), after: {} },
        ],
        promises: [
          {
            id: 'p',
            kind: 'FIRST_RESPONSE',
            dueAt: minutes(60),
            toldAt: minutes(0),
            toldIn: 'x',
            renewAt: null,
            state: 'KEPT',
            settledAt: minutes(5),
          },
        ],
      }),
    );
    expect(tried.tried.map(({ kind, text }) => [kind, text])).toEqual([
      ['SOLUTION', 'Restarted it.'],
      ['NOTE', 'Checked the cache, nothing there'],
    ]);
    expect(tried.promised).toEqual([{ kind: 'FIRST_RESPONSE', dueAt: minutes(60), state: 'KEPT' }]);
  });

  it('keeps links and files, each once, and none of what was taken back or is internal', () => {
    const url = 'https://example.com/log';
    const link = [{ kind: 'link', url, text: '' } as const];
    const file = { id: 'F1', name: 'trace.txt', mimeType: null, sizeBytes: null, url: null };
    const { links, firstQuestion } = briefOf(
      facts([
        said('contact', 0, 'secret', { deletedAt: minutes(1) }),
        said('contact', 2, '', { body: link, files: [file] }),
        said('member', 3, '', { body: link }),
        said('member', 4, '', {
          body: [{ kind: 'link', url: 'https://intern.example', text: '' }],
          visibility: 'INTERNAL',
        }),
      ]),
    );
    expect(links).toEqual([
      { label: url, url },
      { label: 'trace.txt', url: null },
    ]);
    expect(firstQuestion?.at).toEqual(minutes(2));
  });

  it('of a ticket without a word is empty rather than wrong', () => {
    expect(briefOf(facts([]))).toEqual({
      firstQuestion: null,
      lastWords: null,
      exchanges: [],
      tried: [],
      promised: [],
      openQuestion: null,
      links: [],
    });
  });
});

describe('a hand-over', () => {
  it('is one where somebody else of ours has worked on it or had it', () => {
    expect(isHandOver(facts(TALK), 'bob')).toBe(true);
    expect(isHandOver(facts(TALK), 'ada')).toBe(false);
    expect(isHandOver(facts([said('contact', 0, 'hello')]), 'bob')).toBe(false);
    const claimed = {
      kind: 'CLAIMED',
      at: minutes(1),
      actor: member('ada'),
      after: { assigneeId: 'ada' },
    } as const;
    expect(isHandOver(facts([], { timeline: [claimed] }), 'bob')).toBe(true);
    expect(isHandOver(facts([], { timeline: [claimed] }), 'ada')).toBe(false);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { publicWords } from '../../src/app/intake/triage-thread';
import { plain, toPlain } from '../../src/domain/text';

const behind = (text: string): string | null => {
  const open = publicWords(plain(text));
  return open === null ? null : toPlain(open);
};

describe('what an agent writes under a card goes to the customer', () => {
  it.each([
    ['reply: We are on it.', 'We are on it.'],
    ['reply:We are on it.', 'We are on it.'],
    ['Reply: We are on it.', 'We are on it.'],
    ['REPLY: We are on it.', 'We are on it.'],
    ['  reply:   We are on it.', 'We are on it.'],
    ['!reply We are on it.', 'We are on it.'],
    ['!Reply\nWe are on it.', 'We are on it.'],
    ['!reply: We are on it.', 'We are on it.'],
    ['public: We are on it.', 'We are on it.'],
    ['reply: see reply: below', 'see reply: below'],
    ['reply: first line\nsecond line', 'first line\nsecond line'],
  ])('%j', (text, said) => {
    expect(behind(text)).toBe(said);
  });

  it('with everything behind the verb as it was written', () => {
    const link = { kind: 'link', url: 'https://a.example', text: 'here' } as const;
    expect(publicWords([{ kind: 'plain', text: 'reply: look ' }, link])).toEqual([
      { kind: 'plain', text: 'look ' },
      link,
    ]);
    expect(publicWords([{ kind: 'plain', text: 'reply: ' }, link])).toEqual([link]);
  });
});

describe('it stays a note', () => {
  it.each([
    'I would reply: we are on it',
    'Should we reply: yes or no?',
    'replying now',
    'reply we are on it',
    'reply to them tomorrow',
    'no reply: they are gone',
    'publicly: no',
    'in public: never',
    'public holiday there today',
    '!replying to this is silly',
    '!replyall now',
    '!reply-all now',
    '!reply/me',
    'note: reply: is the verb',
    'first line\nreply: second line',
    '> reply: quoted',
    '"reply: quoted"',
    're-reply: no',
    'the word is :reply:',
    '',
    ' ',
  ])('%j', (text) => {
    expect(behind(text)).toBeNull();
  });

  it('when the verb is not plain words of the agent: code, bold, a link or a mention', () => {
    for (const kind of ['code', 'block', 'bold', 'italic'] as const)
      expect(publicWords([{ kind, text: 'reply: x' }])).toBeNull();
    expect(publicWords([{ kind: 'link', url: 'https://a.example', text: 'reply: x' }])).toBeNull();
    expect(
      publicWords([
        { kind: 'mention', userId: 'U1', label: 'bob' },
        { kind: 'plain', text: ' reply: x' },
      ]),
    ).toBeNull();
    expect(publicWords([])).toBeNull();
  });

  it('whatever stands in front of the verb', () => {
    const verbs = fc.constantFrom('reply: x', '!reply x', 'public: x');
    const before = fc
      .string({ minLength: 1, maxLength: 20 })
      .filter((text) => /\S$/.test(text) && behind(text) === null);
    fc.assert(fc.property(before, verbs, (word, verb) => behind(`${word} ${verb}`) === null));
  });
});

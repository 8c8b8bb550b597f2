import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Chatter, chatterOf, INTAKE_MODES, intakeVerdict } from '../../src/domain/chatter';

const SMALL_TALK: Readonly<Record<Chatter, readonly string[]>> = {
  GREETING: [
    'Hi',
    'hello!',
    'Hey team',
    'Good morning',
    'good morning everyone 👋',
    'Hi all,',
    'Hello there!',
    'hey guys :wave:',
    'Good afternoon, team!',
    'Hi! Good morning!',
    'howdy folks',
    'Morning all ☕',
  ],
  THANKS: [
    'thanks',
    'Thanks!',
    'THANKS!!!',
    'thank you',
    'Thank you so much!',
    'Thank you very much.',
    'thanks a lot 🙏',
    'Thanks a million!',
    'Thank you so much for your help!',
    'Thanks for the quick reply',
    'Thanks a lot, have a nice day!',
    'Thank you, have a great weekend, bye',
    'thanks for the update 👍',
    'Thanks again!',
    'thanks again for your help',
    'Thanks Ada!',
    'Thanks team',
    'thank you all so much',
    'many thanks',
    'Much appreciated.',
    'thx',
    'ty!',
    'tysm',
    'cheers',
    'Cheers mate',
    'ok',
    'OK!',
    'Okay, thanks',
    'ok thank you',
    'ok, got it, thanks!',
    'Great, thanks!',
    'Perfect, thank you very much',
    'awesome thanks',
    'Cool, thanks a lot',
    'Got it',
    'Got it, thank you 🙌',
    'noted',
    'Understood, thanks.',
    'Sounds good',
    'sounds good, thank you!',
    'Will do. Thanks!',
    'No problem',
    'np',
    'That works',
    'That works, thanks!',
    'it works now, thank you',
    'That fixed it, thanks!',
    'works now 🎉',
    'all good now, thanks',
    'Hi Ada, thanks!',
    'thanks :pray: :tada:',
    'Thanks — much appreciated!',
    'great job, thanks',
    'Perfect! 💯',
    'you rock 🤘',
  ],
  EMOJI_ONLY: [
    '👍',
    '🎉🎉🎉',
    ':+1:',
    ':thumbsup: :tada:',
    '❤️',
    '👍🏽',
    '...',
    '!!!',
    ':white_check_mark:',
  ],
  EMPTY: ['', '   ', '\n\t'],
};

const CALLED = 'Hi @desk';

/** Each of these may be somebody who needs us: none may be dropped. */
const REQUESTS: readonly string[] = [
  'The export is empty since this morning.',
  'Hi, our login page shows error 500',
  'Hello team, could someone look at our invoices?',
  'Good morning, the sync stopped again',
  'hi, it is broken',
  'Hey Ada, got a minute',
  'thanks, but it is still broken',
  'Thanks! One more thing: the PDF has the wrong logo.',
  'Thank you, when will it be live?',
  'thanks?',
  'ok?',
  'Thanks in advance for resetting my password',
  'Thanks for the quick reply, however the file cannot be opened',
  'Thank you for the update. Please also add Bob to the account',
  'thanks. still down',
  'Great, it is down again',
  'thanks for nothing',
  'Thanks broken',
  'thanks urgent',
  'ok but how',
  'Not fixed',
  'it does not work',
  'That did not work, thanks',
  'not all good',
  'no thanks, we want a refund',
  'Still nothing',
  'any update?',
  'any update',
  'hello???',
  'Hello? Anybody there?',
  'ping',
  'urgent',
  'URGENT!!!',
  'help',
  'Help please 🙏',
  'please call me',
  'yes',
  'no',
  'yes please',
  '12345',
  'INV-2031',
  'https://status.example.com/incident/7',
  'Error: ECONNREFUSED 10.0.0.1:5432',
  '?',
  '??',
  '？',
  'ok？',
  'متى؟',
  '❓',
  ':question:',
  'thanks ⁉️',
  'thank you for confirming that the data will be deleted by Friday',
  'cool, can we get that for the other workspace as well',
  'Perfect, and the second bug',
  'We solved it on our side but the alert keeps firing',
  'fixed price or hourly',
  'The feature is great, thanks to your team, but exports take an hour',
  'FYI we are moving offices on Friday',
  // A greeting of one name might call somebody: only beside thanks it is small talk.
  CALLED,
  'Bonjour, impossible de se connecter',
  'ありがとうございますが、まだ動きません',
  'спасибо, но не работает',
  'ok so the import failed',
  'Good morning broken',
  'works on staging, fails in production',
  'that works only in Chrome',
];

describe('small talk is recognised, with its kind', () => {
  const cases = (Object.entries(SMALL_TALK) as [Chatter, readonly string[]][]).flatMap(
    ([kind, texts]) => texts.map((text) => ({ kind, text })),
  );

  it.each(cases)('$text is $kind', ({ kind, text }) => {
    expect(chatterOf(text, false)).toBe(kind);
  });
});

describe('what may be a request is never small talk', () => {
  it.each(REQUESTS)('%s', (text) => {
    expect(chatterOf(text, false)).toBeNull();
  });
});

describe('whatever is written', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc
      .array(
        fc.constantFrom('thanks', 'ok', 'hi', '👍', ',', ' ', '!', 'so much', 'team', ':tada:'),
      )
      .map((parts) => parts.join(' ')),
  );

  it('a question mark, of any script, makes it a question', () => {
    fc.assert(
      fc.property(
        anything,
        anything,
        fc.constantFrom('?', '？', '؟', '❓'),
        (before, after, mark) => {
          expect(chatterOf(before + mark + after, false)).toBeNull();
        },
      ),
    );
  });

  it('a file makes it a request', () => {
    fc.assert(fc.property(anything, (text) => chatterOf(text, true) === null));
  });

  it('thanks stay thanks in any case, with any punctuation and any emoji', () => {
    const core = fc.constantFrom(
      'thanks',
      'thank you',
      'many thanks',
      'thx',
      'ok thanks',
      'got it',
    );
    const decoration = fc
      .array(fc.constantFrom('!', '.', ' ', '🙏', '👍🏽', ':tada:', '\n', '…', '~'), {
        maxLength: 6,
      })
      .map((parts) => parts.join(''));
    const cased = fc
      .tuple(core, fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }))
      .map(([word, upper]) =>
        [...word].map((letter, at) => (upper[at] ? letter.toUpperCase() : letter)).join(''),
      );
    fc.assert(
      fc.property(decoration, cased, decoration, (before, word, after) => {
        expect(chatterOf(`${before} ${word}${after}`, false)).toBe('THANKS');
      }),
    );
  });

  it('thanks in front of a request leave it a request', () => {
    const thanks = fc.constantFrom(
      ...SMALL_TALK.THANKS,
      ...SMALL_TALK.GREETING,
      'Thanks for the help',
    );
    const request = fc.constantFrom(
      ...REQUESTS.filter((text) => /\s/.test(text) && text !== CALLED),
    );
    const glue = fc.constantFrom(' ', ', ', '. ', '! ', '\n', ' - ', ' but ', ' 👍 ');
    fc.assert(
      fc.property(thanks, glue, request, (before, join, after) => {
        expect(chatterOf(before + join + after, false)).toBeNull();
      }),
      { numRuns: 500 },
    );
  });

  it('is decided the same each time and never throws', () => {
    fc.assert(
      fc.property(anything, fc.boolean(), (text, files) => {
        expect(chatterOf(text, files)).toBe(chatterOf(text, files));
      }),
    );
  });

  it('is decided in a blink, however long and repetitive', () => {
    for (const text of [
      'ok '.repeat(20_000),
      'thanks '.repeat(20_000),
      'thank you so much '.repeat(5_000),
      ', '.repeat(30_000),
      ':a'.repeat(30_000),
      ' '.repeat(60_000),
      `thanks${' '.repeat(50_000)}x`,
    ]) {
      const begun = performance.now();
      chatterOf(text, false);
      expect(performance.now() - begun).toBeLessThan(2_000);
    }
    expect(chatterOf('thanks '.repeat(50), false)).toBe('THANKS');
    expect(chatterOf('thanks '.repeat(60), false)).toBeNull();
  });
});

describe('does a root message open a ticket by itself', () => {
  const ask = (
    mode: (typeof INTAKE_MODES)[number],
    text = 'The export is empty',
    mentionsUs = false,
  ) => intakeVerdict({ mode, text, mentionsUs, hasFiles: false });

  it('in every mode, with the reason', () => {
    expect(ask('EVERY_MESSAGE')).toEqual({ opens: true, reason: 'NEW_REQUEST' });
    expect(ask('EVERY_MESSAGE', 'thanks')).toEqual({ opens: false, reason: 'THANKS' });
    expect(ask('EVERY_MESSAGE', 'Hi all')).toEqual({ opens: false, reason: 'GREETING' });
    expect(ask('MENTION')).toEqual({ opens: false, reason: 'NOT_MENTIONED' });
    expect(ask('MENTION', 'It is empty', true)).toEqual({ opens: true, reason: 'NEW_REQUEST' });
    expect(ask('MENTION', 'thanks', true)).toEqual({ opens: false, reason: 'THANKS' });
    expect(ask('EMOJI', 'x', true)).toEqual({ opens: false, reason: 'ON_DEMAND_ONLY' });
    expect(ask('SHORTCUT', 'x', true)).toEqual({ opens: false, reason: 'ON_DEMAND_ONLY' });
    expect(ask('OFF', 'x', true)).toEqual({ opens: false, reason: 'INTAKE_OFF' });
  });

  it('a file alone opens one', () => {
    const bare = { mode: 'EVERY_MESSAGE', text: '', mentionsUs: false, hasFiles: true } as const;
    expect(intakeVerdict(bare).opens).toBe(true);
  });
});

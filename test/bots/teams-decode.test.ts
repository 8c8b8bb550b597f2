import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decode } from '../../bots/teams/decode';
import { toPlain } from '../../src/domain/text';

const FIXTURES = join(__dirname, '..', 'fixtures', 'teams');
const files = readdirSync(FIXTURES).filter((name) => name.endsWith('.json'));
const read = (name: string): Buffer => {
  const file = files.find((one) => one.startsWith(name));
  if (file === undefined) throw new Error(`no recorded activity ${name}`);
  return readFileSync(join(FIXTURES, file));
};
const activity = (changes: object): Buffer =>
  Buffer.from(JSON.stringify({ ...JSON.parse(read('38').toString()), ...changes }));

const TENANT = '00000000-0000-0000-0000-0000000000001';
const ALEX = '00000000-0000-0000-0000-0000000000020';
const room = { platform: 'teams', workspace: TENANT, channel: 'team-id' };

describe('recorded Teams activities', () => {
  it.each(files)('%s is understood or ignored, never a failure', (name) => {
    expect(() => decode(readFileSync(join(FIXTURES, name)))).not.toThrow();
  });

  it('takes the mention of us out of the words, and knows that we were meant', () => {
    const [event] = decode(read('16'));
    expect(event).toMatchObject({
      kind: 'message',
      message: {
        channel: room,
        threadId: '1795290413083',
        author: { userId: ALEX, isBot: false },
        mentionsUs: true,
        body: [{ kind: 'plain', text: 'channel post one' }],
      },
    });
  });

  it('keeps what was said without a mention', () => {
    expect(decode(read('38'))).toMatchObject([
      { kind: 'message', message: { mentionsUs: false, threadId: '1795289987011' } },
    ]);
  });

  it('leaves the home of a person to the roster: a shared channel names its host for everybody', () => {
    const [event] = decode(read('16'));
    expect(event).toMatchObject({ message: { author: { home: null } } });
  });

  it('reads reactions, edits, deletions and what was brought back', () => {
    expect(decode(read('31'))).toMatchObject([
      { kind: 'reaction', name: 'like', added: true, id: '1795289987011' },
    ]);
    expect(decode(read('32'))).toMatchObject([{ kind: 'reaction', name: 'like', added: false }]);
    expect(decode(read('33'))).toMatchObject([
      { kind: 'message-edited', body: [{ text: 'edited text' }] },
    ]);
    expect(decode(read('34'))).toMatchObject([{ kind: 'message-deleted' }]);
    expect(decode(read('35'))).toMatchObject([{ kind: 'message-restored' }]);
  });

  it('reads what happens to channels and to our own place in them', () => {
    const change = (name: string) =>
      decode(read(name)).map((event) => (event.kind === 'channel' ? event.change.to : event.kind));
    expect(change('14')).toEqual(['joined']);
    expect(change('28')).toEqual(['left']);
    expect(change('22')).toEqual(['joined']);
    expect(change('23')).toEqual(['left']);
    expect(change('25')).toEqual(['renamed']);
    expect(change('26')).toEqual(['deleted']);
    expect(change('39')).toEqual(['unarchived']);
    expect(change('40')).toEqual(['shared']);
    expect(change('41')).toEqual(['archived']);
    expect(change('20')).toEqual([]);
    expect(decode(read('39'))).toMatchObject([{ channel: { channel: 'c2' } }]);
  });

  it('does not act on buttons and dialogs that are not ours', () => {
    for (const name of ['06', '08', '19', '36', '37', '42']) expect(decode(read(name))).toEqual([]);
  });
});

describe('words from Teams', () => {
  const us = {
    type: 'mention',
    mentioned: { id: '00000000-0000-0000-0000-00000000000011', name: 'Test Bot' },
    text: '<at>Test Bot</at>',
  };
  const words = (changes: object): string => {
    const [event] = decode(activity(changes));
    return event?.kind === 'message' ? toPlain(event.message.body) : (event?.kind ?? 'nothing');
  };

  it('strip mentions by entity only: a typed <at> stays what was typed', () => {
    expect(words({ text: '<at>Test Bot</at> hello <at>nobody</at>', entities: [us] })).toBe(
      'hello <at>nobody</at>',
    );
    expect(words({ text: '<at>Test Bot</at> hello', entities: [] })).toBe(
      '<at>Test Bot</at> hello',
    );
  });

  it('turn other people’s mentions into mentions', () => {
    const ben = {
      type: 'mention',
      mentioned: { id: '29:ben', aadObjectId: 'aad-ben', name: 'Ben' },
      text: '<at>Ben</at>',
    };
    const [event] = decode(activity({ text: 'ask <at>Ben</at> please', entities: [ben] }));
    expect(event).toMatchObject({
      message: {
        body: [
          { text: 'ask ' },
          { kind: 'mention', userId: 'aad-ben', label: 'Ben' },
          { text: ' please' },
        ],
        mentionsUs: false,
      },
    });
  });

  it('of a whole channel or team call everybody; of a person or us they do not', () => {
    const general = {
      type: 'mention',
      mentioned: { id: '19:general@thread.tacv2', name: 'General' },
      text: '<at>General</at>',
    };
    const said = { text: '<at>General</at> look', entities: [general] };
    expect(words(said)).toBe('@General look');
    expect(decode(activity(said))).toMatchObject([{ message: { callsEverybody: true } }]);
    const [event] = decode(activity({ text: '<at>Test Bot</at> see', entities: [us] }));
    expect(event?.kind === 'message' && event.message.callsEverybody).toBeFalsy();
  });

  it('are a command only as a whole, and only where we were addressed', () => {
    const command = (text: string) =>
      decode(activity({ text: `<at>Test Bot</at> ${text}`, entities: [us] }))[0];
    for (const text of [
      'labels',
      'labels add billing',
      'label 42 sso, -billing',
      'help',
      'mine',
      'find export fails',
      '42',
      '#42',
      'queue',
      'intake off',
      'cause sso',
    ])
      expect(command(text)).toMatchObject({ kind: 'command', text, said: { mentionsUs: true } });
    for (const text of [
      'help me please',
      'mine is broken',
      'find',
      'cause',
      '42 users cannot log in',
    ])
      expect(command(text)).toMatchObject({ kind: 'message' });
    expect(decode(activity({ text: 'help' }))).toMatchObject([{ kind: 'message' }]);
  });

  it('lose their markup where Teams sends markup, and nothing where it sends text', () => {
    expect(words({ text: '<p>a &lt;b&gt; &amp;amp; c</p><p>d</p>', textFormat: 'xml' })).toBe(
      'a <b> &amp; c\nd',
    );
    expect(words({ text: 'if (a < b && c > d)' })).toBe('if (a < b && c > d)');
  });

  it('keep files as links, and take no card or script for one', () => {
    const files = [
      {
        contentType: 'application/vnd.microsoft.teams.file.download.info',
        contentUrl: 'https://northwind.sharepoint.com/a.pdf',
        name: 'a.pdf',
        content: {},
      },
      { contentType: 'image/png', contentUrl: 'https://smba.trafficmanager.net/x', name: 'x.png' },
      { contentType: 'text/html', content: '<p>twin</p>' },
      { contentType: 'application/vnd.microsoft.card.adaptive', content: {} },
      { contentType: 'text/plain', contentUrl: 'javascript:alert(1)', name: 'bad' },
    ];
    // What only a bot may fetch is linked by the message that a person can open.
    expect(decode(activity({ text: 'see', attachments: files }))).toMatchObject([
      {
        message: {
          files: [
            { name: 'a.pdf', url: 'https://northwind.sharepoint.com/a.pdf' },
            {
              name: 'x.png',
              url: expect.stringMatching(/^https:\/\/teams\.microsoft\.com\/l\/message/),
            },
          ],
        },
      },
    ]);
  });

  it('that are nothing but a file are kept, though a channel shows us only its mark', () => {
    const twin = {
      contentType: 'text/html',
      content: '<p></p><attachment id="8a2f"></attachment>',
    };
    const alone = activity({ text: '', attachments: [twin] });
    const url = expect.stringMatching(/^https:\/\/teams\.microsoft\.com\/l\/message/);
    expect(decode(alone)).toMatchObject([
      { message: { body: [], files: [{ id: '8a2f', name: 'attachment', url }] } },
    ]);
    // Beside the file itself its mark is no second one.
    const info = 'application/vnd.microsoft.teams.file.download.info';
    const file = {
      contentType: info,
      name: 'b.pdf',
      content: { downloadUrl: 'https://a.example/b' },
    };
    expect(decode(activity({ text: '', attachments: [file, twin] }))).toMatchObject([
      { message: { files: [{ name: 'b.pdf', url: 'https://a.example/b' }] } },
    ]);
  });
});

describe('anything else', () => {
  it('with any field missing never crashes', () => {
    for (const name of files) {
      const whole: unknown = JSON.parse(readFileSync(join(FIXTURES, name), 'utf8'));
      const without = (value: unknown, path: readonly string[]): void => {
        if (typeof value !== 'object' || value === null) return;
        for (const key of Object.keys(value)) {
          const copy: unknown = structuredClone(whole);
          let at: unknown = copy;
          for (const step of path)
            at = typeof at === 'object' && at !== null ? Reflect.get(at, step) : null;
          if (typeof at === 'object' && at !== null) {
            Reflect.deleteProperty(at, key);
            decode(Buffer.from(JSON.stringify(copy)));
            for (const strange of [null, 7, 'x', [], {}, true]) {
              Reflect.set(at, key, strange);
              decode(Buffer.from(JSON.stringify(copy)));
            }
          }
          without(Reflect.get(value, key), [...path, key]);
        }
      };
      without(whole, []);
    }
  });

  it('that is JSON, or not even that, never crashes', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        decode(Buffer.from(text));
      }),
      { numRuns: 2_000 },
    );
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        decode(Buffer.from(bytes));
      }),
      { numRuns: 1_000 },
    );
  });
});

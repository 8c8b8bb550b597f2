import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createLogger } from '../../src/lib/logger';

type Logger = ReturnType<typeof createLogger>;

const linesOf = (act: (log: Logger) => void, level = 'debug'): string => {
  const written: string[] = [];
  act(createLogger(level, { write: (text: string) => void written.push(text) }));
  return written.join('');
};
const entryOf = (act: (log: Logger) => void): Record<string, unknown> => {
  const lines = linesOf(act).trimEnd().split('\n');
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] ?? '');
};

/** What a caller could pass against the types. */
const smuggled = (extra: Record<string, unknown>): object => ({ ticket: 't1', ...extra });

describe('a line carries allowed fields only', () => {
  it.each([
    'text',
    'body',
    'token',
    'email',
    'name',
    'password',
    'user',
    'headers',
    'error',
    'msg',
  ])('%s never appears', (field) => {
    const fields = smuggled({ [field]: 'canary-4711', nested: { [field]: 'canary-4711' } });
    for (const level of ['debug', 'info', 'warn'] as const)
      expect(linesOf((log) => log[level]('stored', fields))).not.toContain('canary');
    expect(linesOf((log) => log.error('failed', fields, new Error('x')))).not.toContain('canary');
  });

  it('whatever the field is called', () => {
    const allowed =
      /^(tenant|ticket|inbox|outbox|platform|workspace|channel|loop|reference|code|reason|count|attempt|tookMs|status|method|path|port|url|version)$/;
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }).filter((name) => !allowed.test(name)),
        (name) =>
          !linesOf((log) => log.info('x', smuggled({ [name]: 'canary-4711' }))).includes('canary'),
      ),
    );
  });

  it('an allowed field is text or a number: no object, no list, no function is looked into', () => {
    for (const value of [{ a: 'canary' }, ['canary'], () => 'canary', { toJSON: () => 'canary' }])
      expect(linesOf((log) => log.info('x', smuggled({ reason: value })))).not.toContain('canary');
  });

  it('and these as they are', () => {
    const entry = entryOf((log) => log.info('sent', { ticket: 't1', count: 3, tookMs: 12 }));
    expect(entry).toMatchObject({ event: 'sent', ticket: 't1', count: 3, tookMs: 12 });
    expect(Object.keys(entry).sort()).toEqual(
      ['count', 'event', 'level', 'ticket', 'time', 'tookMs'].sort(),
    );
  });
});

describe('a secret in an allowed field is not written', () => {
  const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl';
  const cases: [string, string][] = [
    ['bot token', 'xoxb-1234-5678-AbCdEf'],
    ['user token', 'xoxp-1234-5678-AbCdEf'],
    ['rotated token', 'xoxe.xoxb-1-AbCdEf'],
    ['refresh token', 'xoxe-1-AbCdEf'],
    ['app token', 'xapp-1-A1-2-deadbeef'],
    ['our own token', 'tk_0123456789abcdef0123456789abcdef_AbC-dEf_9'],
    ['JWT', JWT],
    ['bearer header', 'Bearer 0123456789abcdef'],
    ['bearer header in small letters', 'bearer 0123456789abcdef'],
    ['e-mail', 'ada.lovelace+desk@mail.acme.example'],
    ['e-mail in another script', 'ада@почта.рф'],
    ['password in an address', 'postgres://desk:hunter2@localhost/desk'],
    ['incoming webhook', 'https://hooks.slack.com/services/T0/B0/AbCdEf'],
  ];

  it.each(cases)('%s', (_, secret) => {
    for (const reason of [secret, `refused: "${secret}", tried again`, `${secret} ${secret}`]) {
      const line = linesOf((log) => log.warn('refused', { reason }));
      expect(line).toContain('[redacted]');
      expect(line).not.toContain(secret);
      expect(line).not.toMatch(/AbCdEf|hunter2|c2lnbmF0dXJl|lovelace|deadbeef|0123456789abcdef/);
    }
  });

  it('in any field that takes text', () => {
    for (const field of ['tenant', 'channel', 'reference', 'path', 'url', 'version', 'code'])
      expect(linesOf((log) => log.info('x', { [field]: 'see xoxb-1-2-AbCdEf' }))).not.toContain(
        'AbCdEf',
      );
  });

  it('not even a part of it at the end of a long text, and that in a blink', () => {
    for (let before = 280; before < 305; before += 1)
      expect(
        linesOf((log) => log.info('x', { reason: `${' '.repeat(before)}xoxb-1-2-AbCdEf` })),
      ).not.toContain('xoxb');
    const begun = performance.now();
    const line = linesOf((log) => log.info('x', { reason: 'a'.repeat(2_000_000) }));
    expect(performance.now() - begun).toBeLessThan(2_000);
    expect(line.length).toBeLessThan(600);
  });

  it('leaves what helps to find the fault', () => {
    const entry = entryOf((log) =>
      log.info('x', { reason: 'channel_not_found', url: 'https://slack.com/api/chat.postMessage' }),
    );
    expect(entry).toMatchObject({
      reason: 'channel_not_found',
      url: 'https://slack.com/api/chat.postMessage',
    });
  });
});

describe('one object a line', () => {
  it.each([
    'two\nlines',
    'carriage\r\nreturn',
    '\u001b[2J\u001b[31mred',
    '"}\n{"level":50,"event":"forged"}',
    '\u2028\u2029\u0085',
    '\u0000\u0007',
    '\ud800 lone',
  ])('%j stays in its place', (reason) => {
    const line = linesOf((log) => log.info('x', { reason }));
    expect(line.endsWith('\n')).toBe(true);
    expect([...line.slice(0, -1)].filter((sign) => sign < ' ')).toEqual([]);
    expect(JSON.parse(line)).toMatchObject({ event: 'x', level: 30 });
  });

  it('whatever is passed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 50 }), fc.boolean(), (text, failed) => {
        const written = linesOf((log) =>
          failed
            ? log.error('x', { reason: text }, Object.assign(new Error(text), { name: text }))
            : log.info('x', { reason: text }),
        );
        expect(written.split('\n')).toHaveLength(2);
        expect(() => JSON.parse(written)).not.toThrow();
      }),
    );
  });
});

describe('an error gives its class and where it came from', () => {
  const stackOf = (error: unknown): string => linesOf((log) => log.error('failed', {}, error));

  it('never its message, also over several lines that look like a stack', () => {
    const messages = [
      'duplicate key (email)=(canary)',
      'first\n    at canary (secret.ts:1:1)\n    at canary.example:2:2',
      'canary\ncanary',
    ];
    for (const message of messages) {
      expect(stackOf(new Error(message))).not.toContain('canary');
      expect(stackOf(new TypeError(message, { cause: new Error('canary') }))).not.toContain(
        'canary',
      );
      expect(stackOf(new AggregateError([new Error('canary')], message))).not.toContain('canary');
    }
  });

  it('nor what hangs on it: query, parameters, response', () => {
    const error = Object.assign(new Error('x'), {
      query: 'canary',
      parameters: ['canary'],
      response: { data: 'canary' },
      detail: 'canary',
    });
    expect(stackOf(error)).not.toContain('canary');
  });

  it('nor a message that was changed after it was thrown, nor a secret in its name', () => {
    const changed = new Error('canary was here');
    changed.message = 'other';
    expect(stackOf(changed)).not.toContain('canary');
    expect(stackOf(Object.assign(new Error('x'), { name: 'xoxb-1-2-AbCdEf' }))).not.toContain(
      'AbCdEf',
    );
  });

  it('but enough to find it', () => {
    const entry = entryOf((log) => log.error('failed', { reference: 'r1' }, new RangeError('x')));
    expect(entry).toMatchObject({ event: 'failed', reference: 'r1', level: 50 });
    expect(entry.error).toMatchObject({
      class: 'RangeError',
      stack: expect.stringMatching(/logger\.test/),
    });
  });

  it.each([null, undefined, 'canary', 4711, { message: 'canary' }, ['canary']])(
    'a thrown %j is named by its type only',
    (thrown) => {
      const entry = entryOf((log) => log.error('failed', {}, thrown));
      expect(entry.error).toEqual({ class: typeof thrown, stack: '' });
    },
  );
});

it('says nothing below its level', () => {
  const talk = (log: Logger) => {
    log.debug('a');
    log.info('b');
    log.warn('c');
    log.error('d', {}, new Error('x'));
  };
  expect(linesOf(talk, 'warn').trimEnd().split('\n')).toHaveLength(2);
  expect(linesOf(talk, 'silent')).toBe('');
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_WORDS } from '../../src/domain/care-words';
import {
  CAUSE_DAYS,
  type Heard,
  heed,
  type Occasion,
  PING_AFTER_MIN,
  SIGNAL_KINDS,
  type Signal,
  type SignalKind,
  signsIn,
  stillCounts,
  weightOf,
} from '../../src/domain/signal';
import { ACTIVE_STATUSES, PRIORITIES, STATUSES, type Ticket } from '../../src/domain/ticket';
import { aTicket, minutes, NOW } from '../support/samples';

const OPEN = aTicket({ status: 'OPEN', unansweredSince: null });

const heard = (text: string, part: Partial<Heard> = {}): Heard => ({
  text,
  at: NOW,
  needsAnswer: true,
  callsEverybody: false,
  ...part,
});

const kindsOf = (occasion: Partial<Occasion>): SignalKind[] =>
  signsIn({
    before: OPEN,
    after: OPEN,
    heard: null,
    words: DEFAULT_WORDS,
    ofThisCause: 0,
    ...occasion,
  }).map(({ kind }) => kind);
const said = (text: string, part: Partial<Heard> = {}): SignalKind[] =>
  kindsOf({ heard: heard(text, part) });

describe('signals in what a customer writes', () => {
  it.each<[string, SignalKind[]]>([
    ['Any update on this?', ['ASKS_FOR_NEWS']],
    ['ANY UPDATES?', ['ASKS_FOR_NEWS']],
    ['Hello, is anyone looking at this', ['ASKS_FOR_NEWS']],
    ['what’s the status?', ['ASKS_FOR_NEWS']],
    ['we gave many updates to the file', []],
    ['beta testers see it too', []],
    ['@here the shop is down', ['CALLS_EVERYBODY']],
    ['@channel any news', ['ASKS_FOR_NEWS', 'CALLS_EVERYBODY']],
    ['write to me@hereford.example', []],
    ['THIS IS STILL NOT WORKING', ['SHOUTING']],
    ['IT DOES NOT WORK AT ALL, please look', ['SHOUTING']],
    ['please fix it!!!', ['SHOUTING']],
    ['really?!?!?!', ['SHOUTING']],
    ['Great! Thanks! Works!', []],
    ['ERR_CONNECTION_REFUSED SSL_ERROR_0x80 HTTP_500', []],
    ['The API of SSO and the CRM fails', []],
    ['NO', []],
    ['ÜBERALL GEHT GAR NICHTS MEHR', ['SHOUTING']],
    ['何も動きません、お願いします', []],
    ['', []],
  ])('“%s”', (text, signs) => {
    expect(said(text)).toEqual(signs);
  });

  it('name the words they were seen by', () => {
    const [news, call] = signsIn({
      before: OPEN,
      after: OPEN,
      heard: heard('Any update? @here'),
      words: DEFAULT_WORDS,
      ofThisCause: 0,
    });
    expect(news?.reason).toBe('Asks for news: “any update”');
    expect(call?.reason).toBe('Calls everybody: “@here”');
  });

  it('go by the lists of the desk', () => {
    const words = { ...DEFAULT_WORDS, ASKS_FOR_NEWS: ['quid novi'], CALLS_EVERYBODY: [] };
    expect(kindsOf({ heard: heard('Quid novi?'), words })).toEqual(['ASKS_FOR_NEWS']);
    expect(kindsOf({ heard: heard('any update? @here'), words })).toEqual([]);
  });

  it('see a call to everybody that only the platform knows of', () => {
    expect(said('General, look', { callsEverybody: true })).toEqual(['CALLS_EVERYBODY']);
  });

  it('in the words that open a ticket are only how they are said', () => {
    const first = { before: null, after: OPEN };
    expect(kindsOf({ ...first, heard: heard('Any update planned for the app?') })).toEqual([]);
    expect(kindsOf({ ...first, heard: heard('@here IT IS ALL BROKEN AGAIN') })).toEqual([
      'CALLS_EVERYBODY',
      'SHOUTING',
    ]);
  });

  it('a repeat is a ping once the first word has waited unanswered, and is no thanks', () => {
    fc.assert(
      fc.property(fc.integer({ min: -60, max: 600 }), fc.boolean(), (waited, needsAnswer) => {
        const before = aTicket({ status: 'OPEN', unansweredSince: minutes(-waited) });
        const signs = kindsOf({ before, heard: heard('and the report too', { needsAnswer }) });
        return signs.includes('REPEAT_PING') === (needsAnswer && waited >= PING_AFTER_MIN);
      }),
    );
    expect(said('and the report too')).toEqual([]);
  });

  it('lower case without exclamation marks is never shouting, whatever is said', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const calm = text.toLowerCase().replaceAll(/[!！]/gu, '.');
        return !said(calm).includes('SHOUTING');
      }),
    );
  });

  it('are found in time linear in a long text', () => {
    const began = process.hrtime.bigint();
    for (const text of ['?!'.repeat(20_000), 'A '.repeat(20_000), '@'.repeat(40_000)]) said(text);
    expect(Number(process.hrtime.bigint() - began) / 1e6).toBeLessThan(2_000);
  });
});

describe('signals in what becomes of a ticket', () => {
  it('opened again by the customer, with how often', () => {
    const after = aTicket({ status: 'OPEN', reopenCount: 2 });
    const before = aTicket({ status: 'SOLVED', reopenCount: 1 });
    const [sign] = signsIn({
      before,
      after,
      heard: null,
      words: DEFAULT_WORDS,
      ofThisCause: 0,
    });
    expect(sign).toEqual({
      kind: 'REOPENED',
      reason: 'Opened again by the customer, 2 times by now',
    });
  });

  it.each([
    [2, 'sso', []],
    [3, 'sso', ['THIRD_OF_CAUSE']],
    [7, 'sso', ['THIRD_OF_CAUSE']],
    [3, null, []],
  ])('%i tickets of the cause %s', (ofThisCause, cause, signs) => {
    expect(kindsOf({ after: { ...OPEN, cause }, ofThisCause })).toEqual(signs);
  });

  it('a cause that stood already warns of nothing new', () => {
    const sso = { ...OPEN, cause: 'sso' };
    expect(kindsOf({ before: sso, after: sso, ofThisCause: 3 })).toEqual([]);
  });
});

const kind = fc.constantFrom(...SIGNAL_KINDS);
const signs = fc.array(
  kind.map((one) => ({ kind: one, reason: one })),
  { maxLength: 4 },
);

describe('heeding signals', () => {
  it('raises the priority by one step, once, and tells each sign in the history', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...STATUSES),
        fc.constantFrom(...PRIORITIES),
        fc.array(signs, { maxLength: 6 }),
        (status, priority, occasions) => {
          let ticket: Ticket = aTicket({ status, priority });
          let raised = false;
          let steps = 0;
          for (const seen of occasions) {
            const heeded = heed(ticket, seen, raised, NOW);
            expect(heeded.entries.map(({ after }) => after.signal)).toEqual(
              seen.map((one) => one.kind),
            );
            const signalledAt = seen.length > 0 ? NOW : ticket.signalledAt;
            expect({ ...heeded.ticket, priority }).toEqual({ ...ticket, priority, signalledAt });
            if (heeded.raised) steps += 1;
            raised ||= heeded.raised;
            ticket = heeded.ticket;
          }
          const could =
            ACTIVE_STATUSES.includes(status) &&
            priority !== 'URGENT' &&
            occasions.some((seen) => seen.length > 0);
          expect(steps).toBe(could ? 1 : 0);
          expect(PRIORITIES.indexOf(ticket.priority)).toBe(PRIORITIES.indexOf(priority) + steps);
        },
      ),
    );
  });

  it('weighs more what is seen again, and not for ever', () => {
    fc.assert(
      fc.property(kind, fc.integer({ min: 1, max: 100 }), (one, count) => {
        expect(weightOf(one, count)).toBeGreaterThan(0);
        expect(weightOf(one, count + 1)).toBeGreaterThanOrEqual(weightOf(one, count));
        expect(weightOf(one, count)).toBeLessThanOrEqual(9);
      }),
    );
  });

  it('counts no more once the ticket is over, but a cause for its thirty days', () => {
    const signal = (one: SignalKind): Signal => ({
      id: 's',
      ticketId: 't',
      kind: one,
      reason: '',
      messageId: null,
      count: 1,
      weight: 1,
      raisedAt: NOW,
      lastAt: NOW,
    });
    const over = aTicket({ status: 'CONFIRMED' });
    expect(stillCounts(signal('SHOUTING'), OPEN, NOW)).toBe(true);
    expect(stillCounts(signal('SHOUTING'), over, NOW)).toBe(false);
    expect(stillCounts(signal('THIRD_OF_CAUSE'), over, minutes(CAUSE_DAYS * 1440 - 1))).toBe(true);
    expect(stillCounts(signal('THIRD_OF_CAUSE'), over, minutes(CAUSE_DAYS * 1440))).toBe(false);
  });
});

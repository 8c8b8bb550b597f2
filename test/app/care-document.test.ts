import { describe, expect, test } from '@jest/globals';
import { readCareDocument } from '../../src/app/care/care-document';
import { failureOf } from '../support/samples';

const office = (part: object = {}) => ({
  name: 'Office',
  zone: 'Europe/Berlin',
  open: { mon: ['09:00-12:00', '13:00-17:30'], fri: ['22:00-06:00'], sun: ['00:00-24:00'] },
  ...part,
});

describe('a document of hours and service levels', () => {
  test('names opening intervals as people do; one that ends before it begins runs overnight', () => {
    const { calendars } = readCareDocument({ calendars: [office()] });
    expect(calendars[0]?.opening).toEqual([
      { weekday: 1, from: 540, to: 720 },
      { weekday: 1, from: 780, to: 1050 },
      { weekday: 5, from: 1320, to: 1800 },
      { weekday: 7, from: 0, to: 1440 },
    ]);
  });

  test('counts targets in minutes, in open hours unless it says otherwise', () => {
    const { policies } = readCareDocument({
      policies: [{ targets: [{ priority: 'URGENT', measure: 'FIRST_RESPONSE', minutes: 7.5 }] }],
    });
    expect(policies).toEqual([
      {
        tier: '',
        calendar: null,
        pauseWhile: ['CUSTOMER'],
        warnPercent: 80,
        targets: [
          { priority: 'URGENT', measure: 'FIRST_RESPONSE', seconds: 450, hours: 'BUSINESS' },
        ],
      },
    ]);
  });

  test.each([
    ['a time that is none', { calendars: [office({ open: { mon: ['9-17'] } })] }],
    ['a day that is none', { calendars: [office({ open: { montag: ['09:00-17:00'] } })] }],
    ['a calendar that never opens', { calendars: [office({ open: {} })] }],
    ['a date that is none', { calendars: [office({ holidays: [{ date: '1.5.', name: 'May' }] })] }],
    ['a word nobody knows', { calendar: [] }],
    [
      'a target of no time',
      { policies: [{ targets: [{ priority: 'LOW', measure: 'UPDATE', minutes: 0 }] }] },
    ],
    [
      'a customer and a queue at once',
      { use: [{ calendar: 'Office', customer: 'A', queue: 'B' }] },
    ],
    ['no document at all', null],
  ])('is refused with %s, in words', (_, given) => {
    const { code, message } = failureOf(() => readCareDocument(given));
    expect(code).toBe('CARE_DOCUMENT');
    expect(message).not.toBe('');
  });

  test('is refused with a zone nobody knows', () => {
    const given = { calendars: [office({ zone: 'Mars/Olympus' })] };
    expect(failureOf(() => readCareDocument(given)).code).toBe('UNKNOWN_ZONE');
  });
});

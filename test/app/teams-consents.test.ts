import { expect, test } from '@jest/globals';
import { consentLines } from '../../src/entry/teams-consents';

const consent = { workspace: 'aaaa', rooms: ['General', 'help'], heardAllAt: null };

test('doctor says which teams are proven to bring every message, and which are not', () => {
  const [proven = '', open = ''] = consentLines([
    { ...consent, heardAllAt: new Date('2026-03-02T09:00:00Z') },
    consent,
  ]);
  expect(proven).toContain('every message arrives, seen on 2026-03-02: General, help');
  expect(open).toContain('not proven, perhaps mentions only: General, help');
});

test('a long list of rooms is named in part', () => {
  const rooms = ['1', '2', '3', '4', '5', '6', '7'];
  expect(consentLines([{ ...consent, rooms }])[0]).toContain('1, 2, 3, 4, 5 and 2 more');
});

test('doctor says so where nothing was heard yet', () => {
  expect(consentLines([])[0]).toContain('no team or chat was heard yet');
});

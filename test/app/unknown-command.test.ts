import { expect, it } from '@jest/globals';
import { unknownCommand } from '../../src/app/intake/unknown-command';

const KNOWN = ['find', 'help', 'mine', 'queue', 'shifts'];

it.each([
  ['foo', 'slack', 'I do not know “foo”. /desk help lists what can be typed.'],
  [
    'Qeue',
    'slack',
    'I do not know “Qeue”. Did you mean /desk queue? /desk help lists all that can be typed.',
  ],
  [
    'Claim',
    'slack',
    '“claim” is done with the buttons of a ticket’s card. /desk help lists what can be typed.',
  ],
  ['foo', 'teams', 'I do not know “foo”. @Threadkeeper help lists what can be typed.'],
  ['Help', 'slack', '/desk help shows how “help” is typed.'],
  [
    'x'.repeat(3_000),
    'slack',
    `I do not know “${'x'.repeat(40)}…”. /desk help lists what can be typed.`,
  ],
] as const)('to %s in %s the answer is one sentence that helps on', (typed, platform, answer) => {
  expect(unknownCommand(typed, KNOWN, platform)).toBe(answer);
});

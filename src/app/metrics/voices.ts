import type { MeasureRule } from './measure-rule';

const SCORES = ['1', '2', '3', '4', '5'];

/** Figures of what customers say. */
export const VOICES = {
  CSAT: {
    kind: 'RATING',
    unit: 'SHARE',
    aggregate: { as: 'SHARE', good: ['4', '5'], bad: SCORES, overdue: 'UNDECIDED' },
    definition: {
      version: 1,
      text: 'Share of 4 and 5 among the ratings asked for in the window; stillWaiting counts those who did not answer.',
      startsAt: 'The customer is asked for a rating, once the solution is confirmed.',
      stopsAt: 'They tap 1 to 5.',
      excludes: 'Who did not answer: see RATING_RESPONSE.',
    },
    quality: ['RATING_RESPONSE'],
  },
  RATING_RESPONSE: {
    kind: 'RATING',
    unit: 'SHARE',
    aggregate: { as: 'SHARE', good: SCORES, bad: SCORES, overdue: 'BAD' },
    definition: {
      version: 1,
      text: 'Share of the ratings asked for in the window that were given.',
      startsAt: 'The customer is asked for a rating.',
      stopsAt: 'They tap 1 to 5.',
    },
    quality: [],
  },
  EFFORT: {
    kind: 'EFFORT',
    unit: 'SHARE',
    aggregate: { as: 'SHARE', good: ['YES'], bad: ['NO'], overdue: 'UNDECIDED' },
    definition: {
      version: 1,
      text: 'Share of "yes" to "Did you have to repeat yourself?", over ratings asked for in the window. Less is better.',
      startsAt: 'The customer is asked for a rating.',
      stopsAt: 'They answer the second question.',
      excludes: 'Who did not answer it.',
    },
    quality: ['RATING_RESPONSE'],
  },
  CONFIRMED: {
    kind: 'CONFIRMATION',
    unit: 'SHARE',
    aggregate: { as: 'SHARE', good: ['YES'], bad: ['NO', 'SILENT'], overdue: 'UNDECIDED' },
    definition: {
      version: 1,
      text: 'Share of the tickets last solved in the window that the customer confirmed.',
      startsAt: 'The ticket is last solved.',
      stopsAt:
        'The customer says so, opens it again, or stays silent until it is left unconfirmed.',
      excludes: 'Solutions that still wait for a word.',
    },
    quality: ['REOPEN_RATE'],
  },
  UNCONFIRMED: {
    kind: 'CONFIRMATION',
    unit: 'SHARE',
    aggregate: { as: 'SHARE', good: ['SILENT'], bad: ['YES', 'NO'], overdue: 'UNDECIDED' },
    definition: {
      version: 1,
      text: 'Share of the tickets last solved in the window to which the customer said nothing. Silence is not consent.',
      startsAt: 'The ticket is last solved.',
      stopsAt:
        'The customer says so, opens it again, or stays silent until it is left unconfirmed.',
      excludes: 'Solutions that still wait for a word.',
    },
    quality: [],
  },
  DEFLECTION: {
    kind: 'DEFLECTION',
    unit: 'SHARE',
    aggregate: { as: 'SHARE', good: ['YES'], bad: ['NO'], overdue: 'UNDECIDED' },
    definition: {
      version: 1,
      text: 'Share of the tickets opened in the window that the customer called solved before a person of our side wrote a word. Nothing but the word of the customer counts.',
      startsAt: "The customer's first message.",
      stopsAt: 'The customer says it is solved, or a person of our side writes.',
      excludes: 'Silence (stillWaiting counts it), and tickets that are not decided yet.',
    },
    quality: ['REOPEN_RATE', 'CSAT'],
  },
  EARLY_WARNINGS: {
    kind: 'EARLY_WARNING',
    unit: 'TIMES',
    aggregate: { as: 'COUNT' },
    definition: {
      version: 1,
      text: 'Signals raised in the window that a ticket may go wrong, such as a second ping or a third ticket of one cause; group by REASON for their kinds. A signal that is repeated counts once while it stands.',
      startsAt: 'The desk notices it.',
      stopsAt: 'The same instant; one that was dismissed still counts.',
    },
    quality: [],
  },
} as const satisfies Readonly<Record<string, MeasureRule>>;

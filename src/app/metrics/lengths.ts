import type { Measure, MeasureRule } from './measure-rule';

const DURATION = { as: 'DURATION' } as const;
/** Nobody may be proud of a short time that cost the customer a second question. */
const TWINS: readonly Measure[] = ['REOPEN_RATE', 'CSAT', 'EFFORT'];

/** Figures of how long something took. */
export const LENGTHS = {
  FIRST_RESPONSE: {
    kind: 'FIRST_RESPONSE',
    unit: 'CALENDAR_SECONDS',
    aggregate: DURATION,
    definition: {
      version: 1,
      text: 'How long customers waited for the first word of a person, over tickets opened in the window.',
      startsAt: "The customer's first public message; also where we began the thread.",
      stopsAt: 'The first public message written by a person of our side.',
      excludes:
        'Acknowledgements, bots, emoji, notes and forms never stop it. Threads of ours without a message of the customer are left out, as is what is no request or was merged.',
    },
    quality: TWINS,
  },
  NEXT_RESPONSE: {
    kind: 'NEXT_RESPONSE',
    unit: 'CALENDAR_SECONDS',
    aggregate: DURATION,
    definition: {
      version: 1,
      text: 'How long the oldest unanswered message waited for a person, after the first response. A ticket counts once per such wait.',
      startsAt: 'The oldest unanswered customer message; it does not move to a newer one.',
      stopsAt: 'The next public message written by a person of our side.',
      excludes: 'The first response; thanks and the like; what is no request or was merged.',
    },
    quality: TWINS,
  },
  FIRST_RESOLUTION: {
    kind: 'FIRST_RESOLUTION',
    unit: 'CALENDAR_SECONDS',
    aggregate: DURATION,
    definition: {
      version: 1,
      text: 'Time to the first proposed solution, over tickets opened in the window. Stands still while the policy of the customer pauses (by default: while we wait for the customer).',
      startsAt: "The customer's first message.",
      stopsAt: 'The first time the ticket is solved.',
    },
    quality: ['REOPEN_RATE', 'FIRST_CONTACT_RESOLUTION', 'CSAT', 'EFFORT'],
  },
  FINAL_RESOLUTION: {
    kind: 'FINAL_RESOLUTION',
    unit: 'CALENDAR_SECONDS',
    aggregate: DURATION,
    definition: {
      version: 1,
      text: 'Time to the last solution, over tickets opened in the window. A reopened ticket runs on. Stands still while the policy of the customer pauses.',
      startsAt: "The customer's first message.",
      stopsAt: 'The last time the ticket is solved.',
    },
    quality: ['REOPEN_RATE', 'FIRST_CONTACT_RESOLUTION', 'CSAT', 'EFFORT'],
  },
  REQUESTER_WAIT: {
    kind: 'REQUESTER_WAIT',
    unit: 'CALENDAR_SECONDS',
    aggregate: DURATION,
    definition: {
      version: 1,
      text: 'All time in which the next step was not the customer’s: waitingOn US or THIRD_PARTY while the ticket was active.',
      startsAt: "The customer's first message.",
      stopsAt: 'The ticket leaves our hands for the last time.',
    },
    quality: TWINS,
  },
  WORK_TIME: {
    kind: 'WORK_TIME',
    unit: 'CALENDAR_SECONDS',
    aggregate: DURATION,
    definition: {
      version: 1,
      text: 'All time in which the next step was ours: waitingOn US while the ticket was active.',
      startsAt: "The customer's first message.",
      stopsAt: 'The ticket leaves our hands for the last time.',
    },
    quality: TWINS,
  },
  ACCEPTANCE_TIME: {
    kind: 'ACCEPTANCE',
    unit: 'CALENDAR_SECONDS',
    aggregate: DURATION,
    definition: {
      version: 2,
      text: 'From an escalation in the window until somebody takes the ticket.',
      startsAt: 'The ticket is escalated.',
      stopsAt: 'Whoever was asked accepts, or a person becomes its owner.',
      excludes:
        'An escalation that goes back or is made anew, or a ticket that ends, counts as cut off.',
    },
    quality: TWINS,
  },
  RECOVERY_TIME: {
    kind: 'RECOVERY',
    unit: 'CALENDAR_SECONDS',
    aggregate: DURATION,
    definition: {
      version: 1,
      text: 'How long it took to make good what got a poor rating, over tasks opened in the window.',
      startsAt: 'A rating of 1 or 2 opens a recovery task.',
      stopsAt: 'The task is done.',
    },
    quality: ['CSAT'],
  },
} as const satisfies Readonly<Record<string, MeasureRule>>;

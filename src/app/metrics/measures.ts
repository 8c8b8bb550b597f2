import type { CountedHours } from '../../domain/sla-policy';
import { ACCOUNT_HEALTH } from './health-rule';
import { LENGTHS } from './lengths';
import type { Aggregation, Definition, Measure, MeasureRule, MeasureUnit } from './measure-rule';
import { VOICES } from './voices';

const COUNT = { as: 'COUNT' } as const;
const STOCK = { as: 'STOCK' } as const;
const promise = (word: string) =>
  ({
    as: 'SHARE',
    good: [word],
    bad: ['KEPT', 'RENEWED', 'BROKEN'],
    overdue: 'UNDECIDED',
  }) as const;
const told = (word: string): MeasureRule => ({
  kind: 'PROMISE',
  unit: 'SHARE',
  aggregate: promise(word),
  definition: {
    version: 1,
    text: `Share of the promises told in the window, and settled, that ended ${word}.`,
    startsAt: 'A time is told to the customer.',
    stopsAt: 'The promise is kept, renewed before it fell due, or broken.',
    excludes: 'Promises that are still open.',
  },
  quality: [],
});

/** Every figure there is. A new one is one entry here and, if need be, one fact in the domain. */
export const RULES: Readonly<Record<Measure, MeasureRule>> = {
  VOLUME: {
    kind: 'VOLUME',
    unit: 'TICKETS',
    aggregate: COUNT,
    definition: {
      version: 1,
      text: 'Tickets whose first message was written in the window.',
      startsAt: "The customer's first message, or ours if we began the thread.",
      stopsAt: 'The same instant.',
    },
    quality: [],
  },
  ...LENGTHS,
  SLA_ATTAINMENT: {
    kind: 'SLA',
    unit: 'SHARE',
    aggregate: { as: 'SHARE', good: ['ACHIEVED'], bad: ['BREACHED'], overdue: 'BAD' },
    definition: {
      version: 1,
      text: 'achieved / (achieved + breached + still running and already past due), over clocks started in the window.',
      startsAt: 'The clock of a target starts.',
      stopsAt: 'The clock stops.',
      excludes: 'Cancelled clocks; clocks that run in good time.',
    },
    quality: ['REOPEN_RATE', 'CSAT', 'EFFORT'],
  },
  PROMISES_KEPT: told('KEPT'),
  PROMISES_RENEWED: told('RENEWED'),
  PROMISES_BROKEN: told('BROKEN'),
  BACKLOG: {
    kind: 'BACKLOG',
    unit: 'TICKETS',
    aggregate: STOCK,
    definition: {
      version: 1,
      text: 'Tickets with status NEW or OPEN whose next step is ours, just before the end of the window, by age.',
      startsAt: 'The ticket comes into our hands.',
      stopsAt: 'It leaves them.',
    },
    quality: [],
  },
  REOPEN_RATE: {
    kind: 'REOPEN',
    unit: 'SHARE',
    aggregate: { as: 'SHARE', good: ['YES'], bad: ['NO'], overdue: 'UNDECIDED' },
    definition: {
      version: 1,
      text: 'Share of the tickets first solved in the window that a message or button of the customer opened again. A later reopening is a revision of that window.',
      startsAt: 'The ticket is first solved.',
      stopsAt: 'The customer opens it again.',
      excludes: 'A snooze that ends, thanks, and reopening by our side.',
    },
    quality: [],
  },
  FIRST_CONTACT_RESOLUTION: {
    kind: 'FIRST_CONTACT',
    unit: 'SHARE',
    aggregate: { as: 'SHARE', good: ['YES'], bad: ['NO'], overdue: 'GOOD' },
    definition: {
      version: 1,
      text: 'Share of the tickets first solved in the window, and decided, that one person solved with no question after their first answer, and that were confirmed or not reopened for five days of opening hours.',
      startsAt: 'The ticket is first solved.',
      stopsAt: 'The customer confirms it, contradicts it, or five days of opening hours pass.',
      excludes: 'Tickets that are not decided yet.',
    },
    quality: [],
  },
  ESCALATIONS: {
    kind: 'ESCALATION',
    unit: 'TIMES',
    aggregate: COUNT,
    definition: {
      version: 2,
      text: 'Escalations to another level in the window; group by REASON to see why: SKILL, ACCESS, SUPERVISOR, LATE or OTHER, as whoever escalated said.',
      startsAt: 'The ticket is escalated.',
      stopsAt: 'The same instant.',
    },
    quality: [],
  },
  TRANSFERS: {
    kind: 'TRANSFER',
    unit: 'TIMES',
    aggregate: COUNT,
    definition: {
      version: 1,
      text: 'Times a ticket went from one owner to another in the window, directly or through the queue.',
      startsAt: 'Another person becomes its owner.',
      stopsAt: 'The same instant.',
    },
    quality: [],
  },
  LOAD: {
    kind: 'LOAD',
    unit: 'TICKETS',
    aggregate: STOCK,
    definition: {
      version: 1,
      text: 'Active tickets that have an owner, just before the end of the window; group by AGENT for the load of each.',
      startsAt: 'A person becomes owner of an active ticket.',
      stopsAt: 'They are not any more, or it is not active any more.',
    },
    quality: [],
  },
  ...VOICES,
  ACCOUNT_HEALTH,
};

const AGGREGATIONS: Readonly<Record<Aggregation['as'], string>> = {
  COUNT: 'Exact count.',
  DURATION:
    'Kaplan-Meier: whoever still waits at asOf, or ended otherwise, counts as censored. Percentiles from a histogram; the mean is cut at the longest observed length, a lower bound while anyone waits.',
  SHARE: 'Exact share; n is all that are decided.',
  STOCK: 'Exact count just before an instant.',
  HEALTH:
    'Mean of the accounts that something can be said of, each counting once; done: GOOD, dropped: AT_RISK, stillWaiting: TOO_LITTLE_TO_SAY.',
};

/** What its figures are in. */
export const unitOf = (measure: Measure, hours: CountedHours): MeasureUnit => {
  const { unit, aggregate } = RULES[measure];
  return aggregate.as === 'DURATION' && hours === 'BUSINESS' ? 'BUSINESS_SECONDS' : unit;
};

const CALENDARS: Readonly<Partial<Record<MeasureUnit, string>>> = {
  CALENDAR_SECONDS: 'Calendar seconds: nights and weekends count.',
  BUSINESS_SECONDS:
    "Opening hours of the calendar by which the ticket's service level counts, as it stood when the length ended; every hour where there is no calendar.",
};

/** What a figure means, told wherever it is shown. */
export const definitionOf = (measure: Measure, hours: CountedHours): Definition => {
  const { definition, aggregate } = RULES[measure];
  return {
    id: measure,
    excludes: 'What is no request or was merged.',
    calendar: CALENDARS[unitOf(measure, hours)] ?? 'None: it is no length of time.',
    ...definition,
    aggregation: AGGREGATIONS[aggregate.as],
  };
};

/** Ages at which a waiting ticket enters the next band, in seconds. */
export const AGE_BANDS = [0, 3600, 4 * 3600, 86_400, 3 * 86_400, 7 * 86_400] as const;

import type { Part } from '../../src/app/metrics/drill-down';
import type { Measure, MeasureUnit } from '../../src/app/metrics/measure-rule';
import type { StretchSize } from '../../src/app/metrics/window';
import type { FactDimension } from '../../src/app/ports/facts';
import { describedEnum } from './enums';

export const MeasureEnum = describedEnum<Measure>(
  'MetricName',
  'The figures of the desk. Each answer brings its full definition.',
  {
    VOLUME: 'New tickets.',
    FIRST_RESPONSE: 'Time to the first word of a person.',
    NEXT_RESPONSE: 'Time the oldest unanswered message waited, after the first response.',
    FIRST_RESOLUTION: 'Time to the first proposed solution.',
    FINAL_RESOLUTION: 'Time to the last solution.',
    REQUESTER_WAIT: 'All time in which the customer waited for somebody.',
    WORK_TIME: 'All time in which the next step was ours.',
    SLA_ATTAINMENT: 'Share of targets that were met.',
    PROMISES_KEPT: 'Share of promises that were kept.',
    PROMISES_RENEWED: 'Share of promises that were renewed before they fell due.',
    PROMISES_BROKEN: 'Share of promises that were broken.',
    BACKLOG: 'Tickets that wait for us, by age.',
    REOPEN_RATE: 'Share of solved tickets that the customer opened again.',
    FIRST_CONTACT_RESOLUTION: 'Share of solved tickets that one person solved at once.',
    ESCALATIONS: 'Escalations to another level.',
    ACCEPTANCE_TIME: 'Time from an escalation to the first act of its new owner.',
    TRANSFERS: 'Changes of owner.',
    LOAD: 'Active tickets that have an owner.',
    CSAT: 'Share of ratings of 4 and 5.',
    RATING_RESPONSE: 'Share of those asked for a rating who gave one.',
    EFFORT: 'Share of customers who had to repeat themselves.',
    RECOVERY_TIME: 'Time to make good what got a poor rating.',
    CONFIRMED: 'Share of solutions the customer confirmed.',
    UNCONFIRMED: 'Share of solutions the customer said nothing to.',
    DEFLECTION: 'Share of tickets the customer called solved before a person wrote.',
    EARLY_WARNINGS: 'Signals that a ticket may go wrong.',
    ACCOUNT_HEALTH: 'How accounts fare, in points of 100; group by CUSTOMER for each of them.',
  },
);

export const MeasureUnitEnum = describedEnum<MeasureUnit>('MeasureUnit', 'What a figure is in.', {
  TICKETS: 'Tickets.',
  TIMES: 'Times that something happened.',
  CALENDAR_SECONDS: 'Seconds, nights and weekends included.',
  BUSINESS_SECONDS: 'Seconds of opening hours.',
  SHARE: 'A share, 0 to 1.',
  POINTS: 'Points of 100.',
});

export const StretchEnum = describedEnum<StretchSize>('Stretch', 'The length of a bucket.', {
  HOUR: 'An hour.',
  DAY: 'A day of the zone.',
  WEEK: 'A week, from Monday.',
  MONTH: 'A calendar month.',
});

export const MetricDimensionEnum = describedEnum<FactDimension>(
  'MetricDimension',
  'By what a figure can be parted.',
  {
    CUSTOMER: 'The customer.',
    TIER: 'The tier of the customer, as it is now.',
    QUEUE: 'The queue.',
    CHANNEL: 'The channel.',
    PLATFORM: 'The platform of the channel.',
    AGENT: 'Who answered or solved, else who owns it.',
    PRIORITY: 'The priority.',
    CAUSE: 'The cause of the ticket.',
    LABEL: 'Its labels: what has two is in both groups, so groups add up to more than the whole.',
    REASON:
      'Why it was escalated (see EscalationCause), the target of an SLA clock, the kind of a warning.',
  },
);

export const FigurePartEnum = describedEnum<Part>('FigurePart', 'Which of what stands behind it.', {
  ALL: 'All of it.',
  DONE: 'What ended as awaited; of a share: the good ones.',
  STILL_WAITING: 'What still runs; of a share: what is not decided.',
  DROPPED: 'What ended otherwise; of a share: the others.',
});

import type { FactKind } from '../../domain/fact';

export const MEASURES = [
  'VOLUME',
  'FIRST_RESPONSE',
  'NEXT_RESPONSE',
  'FIRST_RESOLUTION',
  'FINAL_RESOLUTION',
  'REQUESTER_WAIT',
  'WORK_TIME',
  'SLA_ATTAINMENT',
  'PROMISES_KEPT',
  'PROMISES_RENEWED',
  'PROMISES_BROKEN',
  'BACKLOG',
  'REOPEN_RATE',
  'FIRST_CONTACT_RESOLUTION',
  'ESCALATIONS',
  'ACCEPTANCE_TIME',
  'TRANSFERS',
  'LOAD',
  'CSAT',
  'RATING_RESPONSE',
  'EFFORT',
  'RECOVERY_TIME',
  'CONFIRMED',
  'UNCONFIRMED',
  'DEFLECTION',
  'EARLY_WARNINGS',
  'ACCOUNT_HEALTH',
] as const;
export type Measure = (typeof MEASURES)[number];

export type MeasureUnit =
  | 'TICKETS'
  | 'TIMES'
  | 'CALENDAR_SECONDS'
  | 'BUSINESS_SECONDS'
  | 'SHARE'
  | 'POINTS';

/** How facts become a figure. */
export type Aggregation =
  /** How many began in the window. */
  | { readonly as: 'COUNT' }
  /** Percentiles and mean of their lengths, whoever still waits included. */
  | { readonly as: 'DURATION' }
  /** Good ones of all that are decided; what is overdue counts as one of them. */
  | {
      readonly as: 'SHARE';
      readonly good: readonly string[];
      readonly bad: readonly string[];
      readonly overdue: 'GOOD' | 'BAD' | 'UNDECIDED';
    }
  /** How many there are at one instant. */
  | { readonly as: 'STOCK' }
  /** How accounts fare at one instant, see the domain's `healthOf`. */
  | { readonly as: 'HEALTH' };

export interface Definition {
  readonly id: string;
  /** Counts up whenever the same history would give another figure. */
  readonly version: number;
  readonly text: string;
  readonly startsAt: string;
  readonly stopsAt: string;
  readonly excludes: string;
  readonly calendar: string;
  readonly aggregation: string;
}

export interface MeasureRule {
  readonly kind: FactKind;
  readonly unit: MeasureUnit;
  readonly aggregate: Aggregation;
  readonly definition: Omit<Definition, 'id' | 'aggregation' | 'calendar' | 'excludes'> & {
    readonly excludes?: string;
  };
  /** What tells whether the figure was bought dearly: never shown without it. */
  readonly quality: readonly Measure[];
}

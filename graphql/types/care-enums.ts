import type { PromiseKind, PromiseState } from '../../src/domain/promise';
import type { ClockState } from '../../src/domain/sla-clock';
import type { CountedHours, Measure } from '../../src/domain/sla-policy';
import { describedEnum } from './enums';

export const MeasureEnum = describedEnum<Measure>('Measure', 'What a clock measures.', {
  FIRST_RESPONSE: 'First message of the customer to the first public message of a person of ours.',
  NEXT_RESPONSE: 'Oldest unanswered message of the customer to the next public human answer.',
  UPDATE: 'A human word at least so often, while the customer waits for us or for a third party.',
  FIRST_RESOLUTION: 'First message of the customer to the first proposed solution.',
  TOTAL_RESOLUTION: 'First message of the customer to the last proposed solution.',
});

export const CountedHoursEnum = describedEnum<CountedHours>('CountedHours', 'What counts.', {
  BUSINESS: 'Open time of the calendar.',
  CALENDAR: 'Every second, nights and weekends included.',
});

export const ClockStateEnum = describedEnum<ClockState>('ClockState', 'Where a clock stands.', {
  PENDING: 'It runs in good time, or stands still.',
  IMMINENT_BREACH: 'It runs, and is past its warning point.',
  BREACHING: 'It runs, and is past its due time.',
  BREACHED: 'It has stopped late.',
  ACHIEVED: 'It has stopped in time.',
  CANCELLED: 'It measures nothing any more.',
});

export const PromiseKindEnum = describedEnum<PromiseKind>(
  'PromiseKind',
  'What a customer was told to expect.',
  {
    FIRST_RESPONSE: 'The first word of a person.',
    NEXT_UPDATE: 'The next word of a person.',
    RESOLUTION: 'A solution.',
    CUSTOM: 'That somebody comes back to it.',
  },
);

export const PromiseStateEnum = describedEnum<PromiseState>(
  'PromiseState',
  'What became of a time that was told.',
  {
    OPEN: 'It counts.',
    KEPT: 'A person spoke in time, or nothing was owed any more.',
    RENEWED: 'The customer was told a new time before it had passed.',
    BROKEN: 'It passed in silence.',
  },
);

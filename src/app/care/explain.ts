import { roundTheClock } from '../../domain/business-calendar';
import { explainClock } from '../../domain/explain-clock';
import type { ClockPart } from '../../domain/sla-clock';
import { zoneClock } from '../calendar/zone-clock';
import type { ClockView } from '../ports/care-readers';
import { spelledOut } from './time-rules';

/** Every second of a clock's life, counted or skipped and why, by the calendar that measured it. */
export const explained = async (
  { clock, calendar }: ClockView,
  now: Date,
): Promise<readonly ClockPart[]> => {
  const words =
    calendar === null
      ? roundTheClock('UTC')
      : await spelledOut(calendar, clock.startedAt.getUTCFullYear());
  return explainClock(clock, { calendar: words, zones: zoneClock }, now);
};

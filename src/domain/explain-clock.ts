import {
  type BusinessCalendar,
  dateOf,
  openStretches,
  roundTheClock,
  type Stretch,
  weekdayOf,
} from './business-calendar';
import { type ClockPart, type Hours, runningStretches, type SlaClock } from './sla-clock';

const part = (stretch: Stretch, counted: boolean, reason: string): ClockPart => ({
  ...stretch,
  counted,
  reason,
  seconds: (stretch.to.getTime() - stretch.from.getTime()) / 1000,
});

const reasonOn = (calendar: BusinessCalendar, day: number): string => {
  const holiday = calendar.holidays.find(({ date }) => date === dateOf(day));
  if (holiday !== undefined) return `holiday: ${holiday.name}`;
  return calendar.opening.some(({ weekday }) => weekday === weekdayOf(day))
    ? 'out of hours'
    : 'not a working day';
};

/** Closed time, a reason for each day of it; days of one reason are told as one. */
const closedParts = ({ calendar, zones }: Hours, closed: Stretch): ClockPart[] => {
  const parts: ClockPart[] = [];
  let from = closed.from;
  while (from < closed.to) {
    const day = zones.dayAt(calendar.zone, from);
    const midnight = zones.reached(calendar.zone, { day: day + 1, minute: 0 });
    const to = midnight > from && midnight < closed.to ? midnight : closed.to;
    const reason = reasonOn(calendar, day);
    const last = parts.at(-1);
    if (last?.reason === reason) parts.splice(-1, 1, part({ from: last.from, to }, false, reason));
    else parts.push(part({ from, to }, false, reason));
    from = to;
  }
  return parts;
};

const openAndClosed = (hours: Hours, running: Stretch): ClockPart[] => {
  const parts: ClockPart[] = [];
  let from = running.from;
  for (const open of openStretches(hours.calendar, hours.zones, running.from)) {
    if (open.from >= running.to) break;
    if (open.from > from) {
      parts.push(...closedParts(hours, { from, to: open.from }));
      from = open.from;
    }
    const to = new Date(Math.min(open.to.getTime(), running.to.getTime()));
    const last = parts.at(-1);
    if (last?.counted === true) parts.splice(-1, 1, part({ from: last.from, to }, true, 'open'));
    else parts.push(part({ from, to }, true, 'open'));
    from = to;
  }
  if (from < running.to) parts.push(...closedParts(hours, { from, to: running.to }));
  return parts;
};

/** Every second of a clock's life up to an instant, in order: counted, or skipped and why. */
export const explainClock = (clock: SlaClock, hours: Hours, at: Date): readonly ClockPart[] => {
  const counting =
    clock.hours === 'BUSINESS' ? hours : { ...hours, calendar: roundTheClock(hours.calendar.zone) };
  const ended = clock.stoppedAt ?? clock.cancelledAt;
  const end = ended !== null && ended < at ? ended : at;
  const parts: ClockPart[] = [];
  let from = clock.startedAt;
  const pausedUntil = (to: Date): void => {
    if (to <= from) return;
    const reason =
      clock.pauses.find((pause) => pause.from <= from && (pause.to === null || pause.to > from))
        ?.reason ?? 'paused';
    parts.push(part({ from, to }, false, reason));
  };
  for (const running of runningStretches(clock, end)) {
    pausedUntil(running.from);
    parts.push(...openAndClosed(counting, running));
    from = running.to;
  }
  pausedUntil(end);
  return parts;
};

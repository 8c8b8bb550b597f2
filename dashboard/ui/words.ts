import type { Platform, Priority, TicketStatus, WaitingOn } from '../generated/graphql';

export const STATUS_WORDS: Readonly<Record<TicketStatus, string>> = {
  NEW: 'New',
  OPEN: 'Open',
  SNOOZED: 'Snoozed',
  SOLVED: 'Solved',
  CONFIRMED: 'Confirmed',
  UNCONFIRMED: 'Unconfirmed',
  CLOSED: 'Closed',
  NOT_A_REQUEST: 'Not a request',
  MERGED: 'Merged',
};

export const WAITING_WORDS: Readonly<Record<WaitingOn, string>> = {
  US: 'Us',
  CUSTOMER: 'Customer',
  THIRD_PARTY: 'Third party',
  NOBODY: 'Nobody',
};

export const PRIORITY_WORDS: Readonly<Record<Priority, string>> = {
  URGENT: 'Urgent',
  HIGH: 'High',
  NORMAL: 'Normal',
  LOW: 'Low',
};

export const platformWords = (platform: Platform): string =>
  platform === 'SLACK' ? 'Slack' : 'Teams';

/** `DELIVERY_FAILED` as a person would write it. */
export const inWords = (code: string): string => {
  const words = code.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
] as const;

/** The two largest parts: `2 d 4 h`, `35 min`, `12 s`. */
export const durationWords = (seconds: number): string => {
  let rest = Math.round(Math.abs(seconds));
  if (rest < 60) return `${rest} s`;
  const parts: string[] = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${unit}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.join(' ');
};

const INSTANT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const THIS_YEAR = new Intl.DateTimeFormat(undefined, {
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
});
const DAY = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' });

/** An instant; the year only where it is another one. */
export const instantWords = (instant: string): string => {
  const at = new Date(instant);
  return (at.getFullYear() === new Date().getFullYear() ? THIS_YEAR : INSTANT).format(at);
};
export const dayWords = (instant: string): string => DAY.format(new Date(instant));

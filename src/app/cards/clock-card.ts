import type { ClockPart, ClockState } from '../../domain/sla-clock';
import { bold, type Text, time, words } from '../../domain/text';
import type { Ticket } from '../../domain/ticket';
import type { MarkedClock } from '../ports/care';
import type { Block, Card } from './card';
import { CLOCK_WORDS } from './clock-words';

/** A clock with every second of its life. */
export interface ExplainedClock {
  readonly clock: MarkedClock;
  readonly parts: readonly ClockPart[];
}

const STATE_WORDS: Readonly<Record<ClockState, string>> = {
  PENDING: 'running in time',
  IMMINENT_BREACH: 'running, due soon',
  BREACHING: 'running, too late',
  BREACHED: 'ended too late',
  ACHIEVED: 'ended in time',
  CANCELLED: 'no longer counts',
};

/** As many stretches are told of one clock: the newest say what happens now. */
const MOST_PARTS = 8;

const lengthWords = (seconds: number): string => {
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest === 0 ? '' : ` ${rest} min`}`;
};

const counted = (parts: readonly ClockPart[]): number =>
  parts.reduce((sum, one) => sum + (one.counted ? one.seconds : 0), 0);

const partLine = (part: ClockPart, zone: string): Text =>
  words(
    part.counted ? '\n● ' : '\n○ ',
    time(part.from, zone),
    ' – ',
    time(part.to, zone),
    part.counted
      ? `: ${lengthWords(part.seconds)} counted`
      : `: ${lengthWords(part.seconds)} skipped, ${part.reason}`,
  );

const clockText = ({ clock, parts }: ExplainedClock, zone: string): Text => {
  const told = parts.slice(-MOST_PARTS);
  const due: Text = clock.dueAt === null ? [] : words(', due ', time(clock.dueAt, zone));
  const total = `${lengthWords(counted(parts))} of ${lengthWords(clock.targetSec)} counted`;
  const how = clock.hours === 'CALENDAR' ? ', day and night' : ', in open hours';
  const earlier = parts.length - told.length;
  return words(
    bold(`The ${CLOCK_WORDS[clock.measure]}: ${STATE_WORDS[clock.state]}`),
    due,
    `\n${total}${how}.`,
    earlier === 0 ? '' : `\n${earlier} earlier stretches.`,
    ...told.map((part) => partLine(part, zone)),
  );
};

/** What each clock of a ticket has counted and skipped, and why. For who asks alone. */
export const clockCard = (
  ticket: Ticket,
  clocks: readonly ExplainedClock[],
  zone: string,
): Card<'team'> => {
  const title = `The clocks of ticket #${ticket.number}`;
  const blocks: Block<'team'>[] = clocks.map((one) => ({
    kind: 'text',
    text: clockText(one, zone),
  }));
  return {
    audience: 'team',
    title: '',
    tone: 'neutral',
    blocks: [
      { kind: 'text', text: words(bold(title)) },
      ...(blocks.length === 0
        ? [{ kind: 'text', text: words('None runs: its policy promises nothing.') } as const]
        : blocks),
    ],
    fallback: title,
  };
};

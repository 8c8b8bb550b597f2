import { type CareWords, comparable } from './care-words';
import { ACTIVE_STATUSES, PRIORITIES, type Ticket, type TimelineDraft } from './ticket';

/** What in a customer's behaviour says that a ticket may go wrong. Told by rules, never guessed. */
export const SIGNAL_KINDS = [
  'REPEAT_PING',
  'ASKS_FOR_NEWS',
  'CALLS_EVERYBODY',
  'SHOUTING',
  'THIRD_OF_CAUSE',
  'REOPENED',
] as const;
export type SignalKind = (typeof SIGNAL_KINDS)[number];

/** A signal as it is seen, with the reason an agent reads. */
export interface Sign {
  readonly kind: SignalKind;
  readonly reason: string;
}

/** A signal that stands on a ticket until somebody dismisses it. Seen again, it counts up. */
export interface Signal extends Sign {
  readonly id: string;
  readonly ticketId: string;
  /** What the customer wrote when it was seen last; null where nothing was written. */
  readonly messageId: string | null;
  readonly count: number;
  readonly weight: number;
  readonly raisedAt: Date;
  readonly lastAt: Date;
}

/** What a customer wrote, as it is listened to. */
export interface Heard {
  readonly text: string;
  readonly at: Date;
  readonly needsAnswer: boolean;
  /** They addressed everybody in the room. */
  readonly callsEverybody: boolean;
}

/** What follows within minutes is the rest of the question. */
export const PING_AFTER_MIN = 10;
/** The third ticket of one cause counts those of so many days. */
export const CAUSE_DAYS = 30;
const OF_ONE_CAUSE = 3;

const LONGEST = 4_000;
const LEAST_WORDS = 3;
const LEAST_LETTERS = 12;
const LOUD_SHARE = 0.6;

const found = (text: string, phrases: readonly string[]): string | undefined => {
  const said = ` ${comparable(text)} `;
  return phrases.find((phrase) => said.includes(` ${comparable(phrase)} `));
};

/** Words of letters alone: an error code in capitals is nobody's voice. */
const isLoud = (text: string): boolean => {
  const said = text.split(/\s+/u).map((word) => word.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, ''));
  const plain = said.filter((word) => /^[\p{L}'’]+$/u.test(word) && word.length > 1);
  const letters = plain.join('').replace(/[^\p{Lu}\p{Ll}]/gu, '');
  const upper = letters.replace(/\p{Ll}/gu, '');
  return (
    plain.length >= LEAST_WORDS &&
    upper.length >= LEAST_LETTERS &&
    upper.length >= LOUD_SHARE * letters.length
  );
};

const shouting = (text: string): Sign[] => {
  if (isLoud(text)) return [{ kind: 'SHOUTING', reason: 'Writes in capitals' }];
  return /(?:[!！][?？]*){3}/u.test(text)
    ? [{ kind: 'SHOUTING', reason: 'Three exclamation marks' }]
    : [];
};

const minutesWords = (minutes: number): string => {
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`;
};

const pinged = (before: Ticket, heard: Heard): Sign[] => {
  if (!heard.needsAnswer || before.unansweredSince === null) return [];
  const minutes = Math.floor((heard.at.getTime() - before.unansweredSince.getTime()) / 60_000);
  return minutes < PING_AFTER_MIN
    ? []
    : [{ kind: 'REPEAT_PING', reason: `Wrote again after ${minutesWords(minutes)} unanswered` }];
};

/** What a customer's words alone say. `before` is null for the words that open a ticket. */
const inWords = (before: Ticket | null, heard: Heard, words: CareWords): Sign[] => {
  const text = heard.text.slice(0, LONGEST);
  const signs: Sign[] = before === null ? [] : pinged(before, heard);
  const asks = before === null ? undefined : found(text, words.ASKS_FOR_NEWS);
  if (asks !== undefined) signs.push({ kind: 'ASKS_FOR_NEWS', reason: `Asks for news: “${asks}”` });
  const calls = found(text, words.CALLS_EVERYBODY);
  if (calls !== undefined || heard.callsEverybody)
    signs.push({
      kind: 'CALLS_EVERYBODY',
      reason: calls === undefined ? 'Calls everybody' : `Calls everybody: “${calls}”`,
    });
  return [...signs, ...shouting(text)];
};

/** One change of a ticket, as it is looked at for signals. */
export interface Occasion {
  readonly before: Ticket | null;
  readonly after: Ticket;
  readonly heard: Heard | null;
  readonly words: CareWords;
  /** How many tickets of this customer have the cause that was set now, this one among them. */
  readonly ofThisCause: number;
}

/** Every signal in a change. */
export const signsIn = ({ before, after, heard, words, ofThisCause }: Occasion): Sign[] => {
  const signs = heard === null ? [] : inWords(before, heard, words);
  if (before !== null && after.reopenCount > before.reopenCount)
    signs.push({
      kind: 'REOPENED',
      reason:
        after.reopenCount === 1
          ? 'Opened again by the customer'
          : `Opened again by the customer, ${after.reopenCount} times by now`,
    });
  if (setsCause(before, after) && ofThisCause >= OF_ONE_CAUSE)
    signs.push({
      kind: 'THIRD_OF_CAUSE',
      reason: `${ofThisCause} tickets of the cause “${after.cause}” in ${CAUSE_DAYS} days`,
    });
  return signs;
};

/** Was a cause named that was not the ticket's before? */
export const setsCause = (before: Ticket | null, after: Ticket): boolean =>
  after.cause !== null && after.cause !== before?.cause;

const WEIGHTS: Readonly<Record<SignalKind, number>> = {
  REPEAT_PING: 1,
  ASKS_FOR_NEWS: 2,
  CALLS_EVERYBODY: 2,
  SHOUTING: 2,
  THIRD_OF_CAUSE: 3,
  REOPENED: 3,
};

/** How much a signal counts among early warnings: more when it is seen again, up to three times. */
export const weightOf = (kind: SignalKind, count: number): number =>
  WEIGHTS[kind] * Math.min(count, 3);

export interface Heeded {
  readonly ticket: Ticket;
  /** One for each sign, in their order. */
  readonly entries: readonly TimelineDraft[];
  readonly raised: boolean;
}

/** The first signals of an open ticket raise its priority by one step; no later ones do. */
export const heed = (
  ticket: Ticket,
  signs: readonly Sign[],
  raisedBefore: boolean,
  now: Date,
): Heeded => {
  const higher = PRIORITIES[PRIORITIES.indexOf(ticket.priority) + 1];
  const raised =
    signs.length > 0 &&
    !raisedBefore &&
    higher !== undefined &&
    ACTIVE_STATUSES.includes(ticket.status);
  const entries = signs.map(
    ({ kind, reason }, at): TimelineDraft => ({
      kind: 'SIGNAL_RAISED',
      before: raised && at === 0 ? { priority: ticket.priority } : {},
      after: {
        ...(raised && at === 0 ? { priority: higher } : {}),
        signal: kind,
        reason,
      },
    }),
  );
  if (signs.length === 0) return { ticket, entries, raised };
  const signalled = { ...ticket, signalledAt: ticket.signalledAt ?? now };
  return { ticket: raised ? { ...signalled, priority: higher } : signalled, entries, raised };
};

/** Signals of what is over count no more, except that its cause keeps coming back. */
export const stillCounts = (signal: Signal, ticket: Ticket, now: Date): boolean =>
  ACTIVE_STATUSES.includes(ticket.status) ||
  (signal.kind === 'THIRD_OF_CAUSE' &&
    now.getTime() - signal.lastAt.getTime() < CAUSE_DAYS * 86_400_000);

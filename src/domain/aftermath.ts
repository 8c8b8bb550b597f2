import type { Ticket } from './ticket';
import { length, type Told } from './told';

/** What a customer was asked after the solution, and said. */
export interface Rated {
  readonly askedAt: Date;
  readonly score: number | null;
  readonly ratedAt: Date | null;
  readonly repeated: boolean | null;
}

/** What somebody had to make good. */
export interface Recovery {
  readonly openedAt: Date;
  readonly dueAt: Date;
  readonly doneAt: Date | null;
  readonly ownerId: string | null;
}

/** The rating asked for, by its score; due at once, so who never answers is known. */
export const rated = ({ askedAt, score, ratedAt }: Rated): Told => ({
  beganAt: askedAt,
  dueAt: askedAt,
  endedAt: ratedAt,
  outcome: score === null ? null : String(score),
});

/** Whether they had to repeat themselves. */
export const effort = ({ askedAt, ratedAt, repeated }: Rated): Told =>
  repeated === null
    ? { beganAt: askedAt }
    : { beganAt: askedAt, endedAt: ratedAt, outcome: repeated ? 'YES' : 'NO' };

export const recovered = ({ openedAt, doneAt, dueAt, ownerId }: Recovery): Told => ({
  ...length(openedAt, doneAt, 'DONE'),
  dueAt,
  memberId: ownerId,
});

const ENDINGS: Readonly<Partial<Record<Ticket['status'], string>>> = {
  CONFIRMED: 'YES',
  UNCONFIRMED: 'SILENT',
  CLOSED: 'SILENT',
};

/** Whether the customer said that the last solution was one; silence is a word of its own. */
export const confirmation = ({ status }: Ticket, solvedAt: Date, end: Date | null): Told => {
  const outcome = status === 'SOLVED' ? null : (ENDINGS[status] ?? 'NO');
  return { beganAt: solvedAt, endedAt: outcome === null ? null : (end ?? solvedAt), outcome };
};

/** Whether the customer said it is solved before a person of our side wrote a word. */
export const deflection = (ticket: Ticket, firstWordAt: Date | null, end: Date | null): Told => {
  const { openedAt: beganAt, status } = ticket;
  if (firstWordAt !== null)
    return {
      beganAt,
      endedAt: new Date(Math.max(firstWordAt.getTime(), beganAt.getTime())),
      outcome: 'NO',
    };
  const outcome = ENDINGS[status] ?? null;
  return { beganAt, endedAt: outcome === null ? null : (end ?? beganAt), outcome };
};

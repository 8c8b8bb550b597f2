import type { CommandOf } from './command';
import { DeskError } from './errors';
import type { Ticket } from './ticket';

const refused = (code: string, message: string, hint: string | null = null): DeskError =>
  new DeskError('refused', code, message, hint);

/** The word is with the team again. */
const OURS_AGAIN = { status: 'OPEN', snoozedUntil: null, waitingOn: 'US' } as const;

const LONGEST_PARTY = 200;

/** Neither side can go on: somebody else has to, and our owner looks again. Throws DeskError. */
export const waitsFor = (
  ticket: Ticket,
  { party, until, memberId }: CommandOf<'wait-for'>,
  now: Date,
): Partial<Ticket> => {
  const thirdParty = party.trim();
  if (thirdParty.length < 2 || thirdParty.length > LONGEST_PARTY)
    throw new DeskError(
      'invalid',
      'PARTY_NEEDED',
      `Say whom this waits for, in 2 to ${LONGEST_PARTY} characters.`,
      null,
      ['party'],
    );
  if (until <= now)
    throw refused(
      'CHECK_IN_THE_PAST',
      'The next check has to lie in the future.',
      'Choose a later time.',
    );
  const assigneeId = ticket.assigneeId ?? memberId;
  if (assigneeId === null)
    throw refused(
      'OWNER_NEEDED',
      `Nobody has ticket #${ticket.number}, so nobody would look again.`,
      'Claim or assign it first.',
    );
  return {
    status: 'OPEN',
    snoozedUntil: null,
    waitingOn: 'THIRD_PARTY',
    assigneeId,
    thirdParty,
    nextCheckAt: until,
  };
};

/** The third party has done its part. Throws DeskError. */
export const stopsWaiting = (ticket: Ticket): Partial<Ticket> => {
  if (ticket.waitingOn !== 'THIRD_PARTY')
    throw refused('NOT_WAITING', `Ticket #${ticket.number} waits for no third party.`);
  return OURS_AGAIN;
};

/** The time to look again has come. Throws DeskError. */
export const checkIsDue = (ticket: Ticket, now: Date): Partial<Ticket> => {
  if (ticket.nextCheckAt === null || ticket.nextCheckAt > now)
    throw refused('CHECK_NOT_DUE', `The next check of ticket #${ticket.number} is not due.`);
  return OURS_AGAIN;
};

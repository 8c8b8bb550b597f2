import { useSignedIn } from '../api/session';
import type { OpenTicket } from './ticket-facts';

export interface TicketProps {
  readonly ticket: OpenTicket;
}

/** What an agent looks at: if it has changed since, the desk says so instead of acting. */
export const versionSeen = ({ id, version }: OpenTicket) => ({
  ticketId: id,
  expectedVersion: version,
});

/** In whose name, where the token is nobody's. */
export const useSpeaker = (): { readonly memberId?: string } => {
  const { memberId } = useSignedIn();
  return memberId === null ? {} : { memberId };
};

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** To the minute, so that a repeated press asks for the same thing. */
export const hoursFromNow = (hours: number): string =>
  new Date(Math.ceil(Date.now() / MINUTE_MS) * MINUTE_MS + hours * HOUR_MS).toISOString();

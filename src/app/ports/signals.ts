import type { Sign, Signal } from '../../domain/signal';
import type { Ticket } from '../../domain/ticket';

export interface RaisedSign extends Sign {
  readonly messageId: string | null;
  /** This one raised the ticket's priority. */
  readonly raisedPriority: boolean;
}

/** What the desk noticed about tickets, until somebody dismisses it. */
export interface SignalStore {
  /** A sign that stands already counts up, with the newest reason and message. */
  raise(ticket: Ticket, signs: readonly RaisedSign[], at: Date): Promise<void>;
  /** Whether any signal of this ticket, dismissed or not, has raised its priority. */
  hasRaised(ticketId: string): Promise<boolean>;
  /** Oldest first. */
  standingOf(ticketId: string): Promise<readonly Signal[]>;
  dismiss(signalId: string, memberId: string | null, at: Date): Promise<void>;
  /** How many tickets of a customer have this cause and were opened since. */
  ofCause(customerId: string, cause: string, since: Date): Promise<number>;
}

/** An open ticket, or a cause that keeps coming back, with what stands against it. */
export interface EarlyWarning {
  readonly ticketId: string;
  readonly score: number;
  readonly lastAt: Date;
}

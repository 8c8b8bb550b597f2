import type { Arrival } from './arrival';
import type { MessageRef, Platform, ThreadRef } from './chat-event';
import type { Outgoing } from './chat-platform';

export interface InboxRow extends Arrival {
  readonly id: string;
  readonly receivedAt: Date;
}

/** The door's side of the inbox. Resolves after the commit; throws `unavailable` otherwise. */
export interface Inbox {
  put(arrival: Arrival): Promise<'stored' | 'repeat'>;
}

/** For a door whose answer shows what became of a press. */
export interface InboxWatch {
  /** Whether the row was worked off; false also when there is none. */
  isSettled(platform: Platform, dedupKey: string): Promise<boolean>;
}

/** A leased row. Settling needs the token: whoever lost the lease cannot settle. */
export interface Leased<Row> {
  readonly row: Row;
  readonly token: string;
  /** Counting this one, from 1. */
  readonly attempt: number;
}

/** Whoever settles a row that is another's by now has done nothing. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

export interface InboxLease {
  claim(owner: string, limit: number): Promise<readonly Leased<InboxRow>[]>;
  /** Nothing to do for them: an unknown workspace, or not for us. Another's lease is left alone. */
  done(leases: readonly Leased<InboxRow>[]): Promise<void>;
  /** The platform is away, which is not the row's fault: it comes back later, as a fresh one. */
  postpone(lease: Leased<InboxRow>, afterMs: number, reason: string): Promise<boolean>;
  /** Back with jittered back-off, or parked after 8 tries or 5 minutes. Says which. */
  retry(lease: Leased<InboxRow>, reason: string): Promise<'retry' | 'parked' | 'lost'>;
}

export type OutboxKind = 'post' | 'edit' | 'remove' | 'whisper' | 'home';

/** What must go out. */
export interface Errand {
  readonly kind: OutboxKind;
  readonly to: ThreadRef;
  /**
   * Post in the thread of this surface, whose message may not be posted yet: `to` then names the
   * channel only and the outbox fills the thread in. Such rows share the surface's lane.
   */
  readonly inThreadOf: string | null;
  /** Null for remove. */
  readonly what: Outgoing | null;
  readonly ticketId: string | null;
  /** The ticket message this shows, if its delivery state is to follow. */
  readonly messageId: string | null;
  /**
   * A named place on a platform that is posted once and edited afterwards (`triage-card:<ticket>`).
   * A queued edit of the same surface that nobody has leased yet is replaced by the newer one.
   */
  readonly surface: string | null;
  /** For edit and remove without a surface: which message. */
  readonly at: MessageRef | null;
  /** For whisper and home. */
  readonly userId: string | null;
}

export interface OutboxRow extends Errand {
  readonly id: string;
  readonly tenantId: string;
  readonly createdAt: Date;
  /** When the last attempt whose outcome nobody recorded began: it must be looked up first. */
  readonly uncertainSince: Date | null;
  /** How many messages it has gone out as so far: `what` is what is left to be said. */
  readonly part: number;
}

/** Where the parts of a surface after the first stand. */
export const partOf = (surface: string, part: number): string =>
  part === 0 ? surface : `${surface}#${part}`;

/** What a row has still to do after one of its messages: say more, or take a part away. */
export interface Remainder {
  readonly kind: Exclude<OutboxKind, 'home'>;
  readonly what: Outgoing | null;
}

export interface OutboxLease {
  /** Due rows, paced per channel; an uncertain row only after the settle time. */
  claim(owner: string, limit: number): Promise<readonly Leased<OutboxRow>[]>;
  /** Where a surface stands now, for edits. */
  surface(tenantId: string, surface: string): Promise<MessageRef | null>;
  /** Records an outcome that needs no ticket to change. 'lost' when the lease is another's. */
  retry(lease: Leased<OutboxRow>, afterMs: number, reason: string): Promise<'kept' | 'lost'>;
  /**
   * The platform refuses us, which is not the row's fault: it comes back until a day has gone by.
   * 'over' when it has, or when the lease is another's.
   */
  hold(lease: Leased<OutboxRow>, reason: string): Promise<'kept' | 'over'>;
  /** Keeps the row uncertain; it comes back after the settle time to be looked up. */
  uncertain(lease: Leased<OutboxRow>, reason: string): Promise<'kept' | 'lost'>;
}

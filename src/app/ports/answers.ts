import type { DeskErrorKind } from '../../domain/errors';

/** What became of something that is brought in from elsewhere. */
export type Upserted = 'CREATED' | 'UPDATED' | 'NOOP';

/** What a request with an idempotency key was answered. JSON-safe. */
export interface StoredAnswer {
  readonly ticketId: string | null;
  readonly messageId: string | null;
  /** What was made or changed, if it is no ticket; absent in older answers. */
  readonly subjectId?: string | null;
  readonly result?: Upserted | null;
  /** What whoever asked should know although it was done; absent in older answers. */
  readonly warnings?: readonly {
    readonly code: string;
    readonly message: string;
    readonly hint: string | null;
  }[];
  readonly errors: readonly {
    /** Absent in older answers. */
    readonly kind?: DeskErrorKind;
    readonly code: string;
    readonly message: string;
    readonly hint: string | null;
    readonly path: readonly string[];
  }[];
}

export interface Reservation {
  readonly tokenId: string;
  readonly key: string;
  /** Of the arguments: the same key with other arguments is a mistake of the caller. */
  readonly fingerprint: string;
}

/** Lives in the transaction of the change it remembers, so that both stand or fall together. */
export interface AnswerStore {
  /**
   * Null: the key is now this request's own. Otherwise what stands under it. A second request with
   * the key waits here until the first has committed.
   */
  reserve(
    reservation: Reservation,
    now: Date,
    expiresAt: Date,
  ): Promise<{ readonly fingerprint: string; readonly answer: StoredAnswer | null } | null>;
  settle(reservation: Reservation, answer: StoredAnswer): Promise<void>;
}

import type { PromiseKind } from '../../domain/promise';

/** Where a follower stands: the transaction of the last change it has seen, and its ticket. */
export interface ChangePoint {
  /** A whole number too large for a number. */
  readonly changedIn: string;
  readonly ticketId: string;
}

export interface QueueLoad {
  readonly queueId: string;
  /** Nobody has them, and we are to act. */
  readonly waiting: number;
  readonly oldestOpenedAt: Date | null;
}

export interface DuePromise {
  readonly id: string;
  readonly ticketId: string;
  readonly kind: PromiseKind;
  readonly dueAt: Date;
}

/** What live clients follow: each method is one statement, bound to one tenant. */
export interface LiveReader {
  /** Behind everything that has been changed by now. */
  present(tenantId: string): Promise<ChangePoint>;
  /** The number of the newest finished change; null where nothing was ever changed. */
  newest(tenantId: string): Promise<string | null>;
  /** Tickets changed since, each once, in the order of their last change. */
  changesAfter(
    tenantId: string,
    point: ChangePoint,
    limit: number,
  ): Promise<readonly ChangePoint[]>;
  queueLoads(tenantId: string): Promise<readonly QueueLoad[]>;
  /** Open promises due by then, the most urgent first. */
  promisesDue(tenantId: string, by: Date, limit: number): Promise<readonly DuePromise[]>;
}

export const PROMISE_KINDS = ['FIRST_RESPONSE', 'NEXT_UPDATE', 'RESOLUTION', 'CUSTOM'] as const;
export type PromiseKind = (typeof PROMISE_KINDS)[number];

export const PROMISE_STATES = ['OPEN', 'KEPT', 'RENEWED', 'BROKEN'] as const;
export type PromiseState = (typeof PROMISE_STATES)[number];

/** A time told to a customer, pointing at the outbox surface that told it. */
export interface PromiseDraft {
  readonly id: string;
  readonly kind: PromiseKind;
  readonly dueAt: Date;
  readonly toldAt: Date;
  readonly toldIn: string;
  /** Without a human word until then the customer is told a new time; null: never again. */
  readonly renewAt: Date | null;
}

export interface MarkedPromise extends PromiseDraft {
  readonly state: PromiseState;
  readonly settledAt: Date | null;
}

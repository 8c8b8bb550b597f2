import type { Asking } from '../../domain/escalation-path';

/** How a queue gives out new tickets. */
export const ASSIGNMENTS = ['BY_HAND', 'ROUND_ROBIN', 'LEAST_LOADED'] as const;
export type Assignment = (typeof ASSIGNMENTS)[number];

/** Which turn of a service clock escalates by itself. */
export const ESCALATE_ON = ['NEVER', 'WARNING', 'BREACH'] as const;
export type EscalateOn = (typeof ESCALATE_ON)[number];

/** One person, or a group asked together. */
export type KeptStep =
  | { readonly kind: 'member'; readonly memberId: string }
  | { readonly kind: 'group'; readonly groupId: string; readonly memberIds: readonly string[] };

export interface KeptLevel {
  readonly level: number;
  readonly name: string;
  readonly acceptMin: number;
  readonly steps: readonly KeptStep[];
}

/** A queue's escalation path, and what else it does by itself. */
export interface KeptPath {
  readonly queueId: string;
  readonly levels: readonly KeptLevel[];
  readonly fallbackId: string | null;
  readonly assignment: Assignment;
  readonly escalateOn: EscalateOn;
  /** Whose turn the last ticket was. */
  readonly lastAssignedId: string | null;
  /** Counts every change. */
  readonly version: number;
}

/** Who is asked: exactly one of the two is given. */
export interface StepDraft {
  readonly memberId: string | null;
  readonly groupId: string | null;
}

export type LevelDraft = Omit<KeptLevel, 'steps'> & { readonly steps: readonly StepDraft[] };

export type PathDraft = Pick<KeptPath, 'fallbackId' | 'assignment' | 'escalateOn'> & {
  readonly levels: readonly LevelDraft[];
};

/** An escalation that nobody has accepted yet. */
export interface OpenEscalation extends Asking {
  readonly id: string;
  readonly ticketId: string;
  /** Where the search began, and where the ticket stood before. */
  readonly fromLevel: number;
  readonly levelBefore: number;
  readonly reason: string;
  readonly byName: string;
}

export type EscalationEnd = 'ACCEPTED' | 'RETURNED' | 'OVERTAKEN';

export interface EscalationStore {
  /** Null for a queue that is not there. */
  path(queueId: string): Promise<KeptPath | null>;
  /** False when it no longer has this version. A queue that gives out work looks at once. */
  savePath(queueId: string, path: PathDraft, version: number, now: Date): Promise<boolean>;
  /** When a queue that gives out work looks again for somebody who is free. */
  lookAgainAt(queueId: string, at: Date): Promise<void>;
  /** Whose turn the last ticket of a queue was. */
  rememberTurn(queueId: string, memberId: string): Promise<void>;
  /** True the first time only: a clock escalates its ticket once. */
  markEscalated(clockId: string, at: Date): Promise<boolean>;
  openOf(ticketId: string): Promise<OpenEscalation | null>;
  insert(escalation: OpenEscalation): Promise<void>;
  /** Others are asked now. */
  askOthers(escalationId: string, asking: Asking): Promise<void>;
  end(escalationId: string, end: EscalationEnd, memberId: string | null, at: Date): Promise<void>;
}

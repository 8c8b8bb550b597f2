import type { EscalationCause } from './escalation-reason';
import type { Relabelling } from './label';
import type { SignalKind } from './signal';
import type { Conversation, Priority } from './ticket';
import type { Standing, WorkItemAddress } from './work-item';

/** After a refusal: others of the same group are still asked, the next are, or nobody is left. */
export type EscalationNext =
  | { readonly to: 'WAIT' }
  | { readonly to: 'ASK'; readonly level: number; readonly asked: string }
  | { readonly to: 'QUEUE'; readonly level: number };

/** An issue or pull request, and where it stands. */
export type LinkedItem = Pick<WorkItemAddress, 'key' | 'url'> & Standing;

/** Everything that changes a ticket, from whichever door it comes. */
export type Command =
  | { readonly do: 'claim'; readonly memberId: string }
  | { readonly do: 'assign'; readonly memberId: string | null }
  /** A public message by a person of our side; `conversation` already contains it. */
  | {
      readonly do: 'reply';
      readonly memberId: string;
      /** A colleague who is no agent may answer without becoming the owner. */
      readonly takesOver: boolean;
      readonly conversation: Conversation;
    }
  | { readonly do: 'note'; readonly memberId: string }
  | { readonly do: 'set-priority'; readonly priority: Priority }
  /** Null: it is not known after all. */
  | { readonly do: 'set-cause'; readonly cause: string | null }
  | ({ readonly do: 'label' } & Relabelling)
  /** Somebody looked at it: it warns no more. */
  | { readonly do: 'dismiss-signal'; readonly signal: SignalKind }
  /** Developers work on it elsewhere, or not on that after all. */
  | { readonly do: 'link-work-item'; readonly item: LinkedItem }
  | { readonly do: 'unlink-work-item'; readonly item: LinkedItem }
  /** Its tracker told that it stands otherwise than the ticket shows. */
  | { readonly do: 'follow-work-item'; readonly item: LinkedItem; readonly shown: Standing }
  /** Two names were one item; `isDouble`: the ticket was linked to both. */
  | {
      readonly do: 'join-work-item';
      readonly item: LinkedItem;
      readonly former: Pick<LinkedItem, 'key' | 'url'>;
      readonly isDouble: boolean;
    }
  | { readonly do: 'snooze'; readonly until: Date }
  | { readonly do: 'wake' }
  /** Neither we nor the customer can go on: a supplier has to. `memberId` looks again at `until`. */
  | {
      readonly do: 'wait-for';
      readonly memberId: string | null;
      readonly party: string;
      readonly until: Date;
    }
  | { readonly do: 'stop-waiting' }
  /** The clock: the time of the next check has come. */
  | { readonly do: 'check-due' }
  /** Somebody of that level is asked; who has the ticket keeps it until they accept. */
  | {
      readonly do: 'escalate';
      readonly reason: string;
      readonly because: EscalationCause;
      /** Where it stands then: theirs, or where it goes back to. */
      readonly level: number;
      /** Their names; null: nobody is there. */
      readonly asked: string | null;
    }
  | { readonly do: 'accept-escalation'; readonly memberId: string }
  /** Whoever was asked does not take it, or whoever took it has left it. */
  | {
      readonly do: 'pass-escalation';
      readonly because: 'DECLINED' | 'TIMED_OUT' | 'LEFT';
      readonly names: string;
      readonly next: EscalationNext;
    }
  /** `conversation` already contains the message that says what was done. */
  | {
      readonly do: 'solve';
      readonly memberId: string;
      readonly solution: string;
      /** Absent: what stands is left. */
      readonly cause?: string | null;
      readonly conversation: Conversation;
    }
  | { readonly do: 'reopen'; readonly reason: string }
  | { readonly do: 'not-a-request'; readonly reason: string }
  | { readonly do: 'make-request' }
  /** A customer's message, or an edit or deletion of one; `conversation` already shows it. */
  | {
      readonly do: 'receive';
      readonly what: 'message' | 'edit' | 'deletion';
      readonly at: Date;
      readonly needsAnswer: boolean;
      readonly conversation: Conversation;
      /** For an edit or deletion: since when the customer's messages had waited before it. */
      readonly waitedSince?: Date | null;
      /** For an edit or deletion: the ticket's name, without the words that were taken back. */
      readonly subject?: string;
    }
  /** The clock: silence after a solution, first asked about once, then taken as unconfirmed. */
  | { readonly do: 'check-in' }
  | { readonly do: 'leave-unconfirmed' }
  | { readonly do: 'confirm' }
  | { readonly do: 'not-yet' }
  /** The customer's tap after it was confirmed; it moves nothing. */
  | { readonly do: 'rate'; readonly score: number }
  /** "Did you have to repeat yourself?" */
  | { readonly do: 'tell-effort'; readonly repeated: boolean }
  | { readonly do: 'request-person' }
  | { readonly do: 'mark-urgent' }
  | { readonly do: 'expire-claim' };

export type CommandName = Command['do'];
export type CommandOf<Name extends CommandName> = Extract<Command, { readonly do: Name }>;

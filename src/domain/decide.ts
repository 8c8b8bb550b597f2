import { type Actor, memberIdOf } from './actor';
import type { Command, CommandName, CommandOf } from './command';
import { difference } from './difference';
import { DeskError } from './errors';
import { notAllowed } from './not-allowed';
import { may } from './policy';
import { saidWith, stoodWith } from './said-with';
import { silence } from './silence';
import {
  type Facts,
  STATUSES,
  type Ticket,
  type TicketStatus,
  type TimelineDraft,
  type TimelineKind,
} from './ticket';
import { applied, type DecideContext } from './transitions';

const HEARD = {
  message: 'MESSAGE_RECEIVED',
  edit: 'MESSAGE_EDITED',
  deletion: 'MESSAGE_DELETED',
} as const;

/** Once confirmed, whatever became of it while the question stood. */
const RATED: readonly TicketStatus[] = [
  'OPEN',
  'SNOOZED',
  'SOLVED',
  'CONFIRMED',
  'UNCONFIRMED',
  'CLOSED',
];

const UNMERGED = STATUSES.filter((status) => status !== 'MERGED');

/** In which states a command makes sense. A missing row does not compile. */
const FROM: Readonly<Record<CommandName, readonly TicketStatus[]>> = {
  claim: ['NEW', 'OPEN', 'SNOOZED'],
  assign: ['NEW', 'OPEN', 'SNOOZED'],
  reply: UNMERGED,
  note: UNMERGED,
  'set-priority': ['NEW', 'OPEN', 'SNOOZED'],
  'set-cause': UNMERGED,
  label: UNMERGED,
  'dismiss-signal': UNMERGED,
  'link-work-item': UNMERGED,
  'unlink-work-item': UNMERGED,
  'follow-work-item': ['NEW', 'OPEN', 'SNOOZED'],
  'join-work-item': UNMERGED,
  snooze: ['NEW', 'OPEN'],
  wake: ['SNOOZED'],
  'wait-for': ['NEW', 'OPEN', 'SNOOZED'],
  'stop-waiting': ['OPEN', 'SNOOZED'],
  'check-due': ['OPEN', 'SNOOZED'],
  escalate: ['NEW', 'OPEN', 'SNOOZED'],
  'accept-escalation': ['NEW', 'OPEN', 'SNOOZED'],
  'pass-escalation': ['NEW', 'OPEN', 'SNOOZED'],
  solve: ['NEW', 'OPEN', 'SNOOZED'],
  reopen: ['SOLVED', 'CONFIRMED', 'UNCONFIRMED', 'CLOSED'],
  'not-a-request': ['NEW', 'OPEN', 'SNOOZED'],
  'make-request': ['NOT_A_REQUEST'],
  receive: UNMERGED,
  'check-in': ['SOLVED'],
  'leave-unconfirmed': ['SOLVED'],
  confirm: ['SOLVED', 'UNCONFIRMED'],
  'not-yet': ['SOLVED', 'CONFIRMED', 'UNCONFIRMED'],
  rate: RATED,
  'tell-effort': RATED,
  'request-person': UNMERGED,
  'mark-urgent': ['NEW', 'OPEN', 'SNOOZED'],
  'expire-claim': ['NEW', 'OPEN'],
};

/** May this command be given in this state? Cards ask it to draw only valid buttons. */
export const fits = (command: CommandName, status: TicketStatus): boolean =>
  FROM[command].includes(status);

export interface Change {
  readonly ticket: Ticket;
  readonly entries: readonly TimelineDraft[];
}

const SPOKEN: Readonly<Record<TicketStatus, string>> = {
  NEW: 'new',
  OPEN: 'open',
  SNOOZED: 'snoozed',
  SOLVED: 'solved',
  CONFIRMED: 'confirmed as solved',
  UNCONFIRMED: 'solved, unconfirmed',
  CLOSED: 'closed',
  NOT_A_REQUEST: 'marked as not a request',
  MERGED: 'merged into another',
};

const ENTRY: Readonly<Record<Exclude<CommandName, 'receive' | 'pass-escalation'>, TimelineKind>> = {
  claim: 'CLAIMED',
  assign: 'ASSIGNED',
  reply: 'REPLY_SENT',
  note: 'NOTE_ADDED',
  'set-priority': 'PRIORITY_CHANGED',
  'set-cause': 'CAUSE_SET',
  label: 'LABELS_CHANGED',
  'dismiss-signal': 'SIGNAL_DISMISSED',
  'link-work-item': 'WORK_ITEM_LINKED',
  'unlink-work-item': 'WORK_ITEM_UNLINKED',
  'follow-work-item': 'WORK_ITEM_MOVED',
  'join-work-item': 'WORK_ITEM_JOINED',
  snooze: 'SNOOZED',
  wake: 'WOKEN',
  'wait-for': 'THIRD_PARTY_AWAITED',
  'stop-waiting': 'THIRD_PARTY_DONE',
  'check-due': 'CHECK_DUE',
  escalate: 'ESCALATED',
  'accept-escalation': 'ESCALATION_ACCEPTED',
  solve: 'SOLVED',
  reopen: 'REOPENED',
  'not-a-request': 'MARKED_NOT_A_REQUEST',
  'make-request': 'MADE_A_REQUEST',
  'check-in': 'CHECKED_IN',
  'leave-unconfirmed': 'UNCONFIRMED',
  confirm: 'CONFIRMED',
  'not-yet': 'REOPENED',
  rate: 'RATED',
  'tell-effort': 'EFFORT_TOLD',
  'request-person': 'PERSON_REQUESTED',
  'mark-urgent': 'PRIORITY_CHANGED',
  'expire-claim': 'CLAIM_EXPIRED',
};

/** What others do: it may start a claim's clock, but is not the owner's activity. */
const ASKING: readonly CommandName[] = [
  'receive',
  'request-person',
  'mark-urgent',
  'rate',
  'tell-effort',
  'follow-work-item',
  'join-work-item',
];

/** A claim runs only while the ticket waits on us, and every act of our side renews it. */
const leased = (
  before: Ticket,
  after: Ticket,
  command: CommandName,
  context: DecideContext,
): Date | null => {
  if (after.assigneeId === null || after.waitingOn !== 'US' || after.status !== 'OPEN') return null;
  if (before.leaseUntil !== null && ASKING.includes(command)) return before.leaseUntil;
  return new Date(context.now.getTime() + context.claimLeaseMin * 60_000);
};

const speaksForSomebodyElse = (command: Command, actor: Actor): boolean =>
  actor.kind === 'member' &&
  (command.do === 'claim' ||
    command.do === 'reply' ||
    command.do === 'note' ||
    command.do === 'wait-for' ||
    command.do === 'accept-escalation' ||
    command.do === 'solve') &&
  command.memberId !== memberIdOf(actor);

/** What was asked, and what came of it, are lines of their own; `member` names people in words. */
const escalationEntries = (
  command: CommandOf<'escalate' | 'pass-escalation'>,
  before: Facts,
  changed: Facts,
): TimelineDraft[] => {
  const asked = (names: string): TimelineDraft => ({
    kind: 'ESCALATION_ASKED',
    before: {},
    after: { member: names },
  });
  const returned: TimelineDraft = { kind: 'ESCALATION_RETURNED', before: {}, after: {} };
  if (command.do === 'escalate')
    return [
      { kind: 'ESCALATED', before, after: { ...changed, because: command.because } },
      command.asked === null ? returned : asked(command.asked),
    ];
  const { because, names, next } = command;
  if (because === 'LEFT') {
    const line = next.to === 'ASK' ? asked(next.asked) : returned;
    return [{ ...line, before, after: { ...changed, ...line.after } }];
  }
  const passed: TimelineDraft = {
    kind: because === 'DECLINED' ? 'ESCALATION_DECLINED' : 'ESCALATION_TIMED_OUT',
    before,
    after: { ...changed, member: names },
  };
  if (next.to === 'WAIT') return [passed];
  return [passed, next.to === 'ASK' ? asked(next.asked) : returned];
};

/**
 * The one rule book: what a command by this actor makes of this ticket. Pure.
 * Throws DeskError: `forbidden` (not for this actor), `refused` (not in this state), `conflict`
 * (somebody was faster), `invalid` (something is missing).
 */
export const decide = (
  ticket: Ticket,
  command: Command,
  actor: Actor,
  context: DecideContext,
): Change => {
  if (!may(actor, command.do, ticket.customerId) || speaksForSomebodyElse(command, actor))
    throw notAllowed(actor, command.do);
  if (!fits(command.do, ticket.status))
    throw new DeskError(
      'refused',
      'NOT_IN_THIS_STATE',
      `Ticket #${ticket.number} is ${SPOKEN[ticket.status]}: that cannot be done now.`,
      'The card shows what can.',
    );
  const next: Ticket = { ...ticket, ...applied(ticket, command, context) };
  const awaits = next.waitingOn === 'THIRD_PARTY';
  const after: Ticket = {
    ...next,
    thirdParty: awaits ? next.thirdParty : null,
    nextCheckAt: awaits ? next.nextCheckAt : null,
    ...silence(next, command.do, context),
    leaseUntil: leased(ticket, next, command.do, context),
    version: ticket.version + 1,
    updatedAt: context.now,
  };
  const reopened = command.do === 'receive' && after.reopenCount > ticket.reopenCount;
  const { before, after: changed } = difference(ticket, after);
  if (command.do === 'escalate' || command.do === 'pass-escalation')
    return { ticket: after, entries: escalationEntries(command, before, changed) };
  const kind = command.do === 'receive' ? HEARD[command.what] : ENTRY[command.do];
  const entries: TimelineDraft[] = [
    {
      kind,
      before: { ...before, ...stoodWith(command) },
      after: { ...changed, ...saidWith(command) },
    },
  ];
  if (reopened)
    entries.push({
      kind: 'REOPENED',
      before: { status: ticket.status },
      after: { status: after.status },
    });
  return { ticket: after, entries };
};

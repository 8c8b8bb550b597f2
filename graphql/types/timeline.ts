import { GraphQLDateTime } from 'graphql-scalars';
import { type ClassType, createUnionType, Field, ID, ObjectType } from 'type-graphql';
import type { Facts, TimelineEntry, TimelineKind } from '../../src/domain/ticket';
import { globalId, globalIdOrNull } from '../global-id';
import { ActorUnion, type AnyActor, actorNode } from './actor';
import { connectionType } from './connection';
import * as escalations from './escalation-event';
import { Node } from './node';
import * as events from './timeline-event';
import { eventOf, type TimelineEvent } from './timeline-event';
import { TimelineKindEnum } from './timeline-kind';
import { WorkItemJoined, WorkItemLinked, WorkItemMoved, WorkItemUnlinked } from './work-item-event';

/** The type of each kind of entry. A new kind does not compile without one. */
const TYPES: Readonly<Record<TimelineKind, ClassType>> = {
  TICKET_OPENED: events.TicketOpened,
  MESSAGE_RECEIVED: events.MessageReceived,
  MESSAGE_EDITED: events.MessageEdited,
  MESSAGE_DELETED: events.MessageDeleted,
  REPLY_SENT: events.ReplySent,
  NOTE_ADDED: events.NoteAdded,
  CLAIMED: events.TicketClaimed,
  CLAIM_EXPIRED: events.ClaimExpired,
  ASSIGNED: events.TicketAssigned,
  PRIORITY_CHANGED: events.PriorityChanged,
  CAUSE_SET: events.CauseSet,
  LABELS_CHANGED: events.LabelsChanged,
  SNOOZED: events.TicketSnoozed,
  WOKEN: events.TicketWoken,
  THIRD_PARTY_AWAITED: events.ThirdPartyAwaited,
  THIRD_PARTY_DONE: events.ThirdPartyDone,
  CHECK_DUE: events.CheckDue,
  ESCALATED: escalations.TicketEscalated,
  ESCALATION_ASKED: escalations.EscalationAsked,
  ESCALATION_ACCEPTED: escalations.EscalationAccepted,
  ESCALATION_DECLINED: escalations.EscalationDeclined,
  ESCALATION_TIMED_OUT: escalations.EscalationTimedOut,
  ESCALATION_RETURNED: escalations.EscalationReturned,
  SOLVED: events.TicketSolved,
  CHECKED_IN: events.CheckedIn,
  CONFIRMED: events.SolutionConfirmed,
  UNCONFIRMED: events.SolutionUnconfirmed,
  RATED: events.TicketRated,
  EFFORT_TOLD: events.EffortTold,
  REOPENED: events.TicketReopened,
  MARKED_NOT_A_REQUEST: events.MarkedNotARequest,
  MADE_A_REQUEST: events.MadeARequest,
  PERSON_REQUESTED: events.PersonRequested,
  DELIVERY_FAILED: events.DeliveryFailed,
  REACTION_CHANGED: events.ReactionChanged,
  SIGNAL_RAISED: events.SignalRaised,
  SIGNAL_DISMISSED: events.SignalDismissed,
  WORK_ITEM_LINKED: WorkItemLinked,
  WORK_ITEM_UNLINKED: WorkItemUnlinked,
  WORK_ITEM_MOVED: WorkItemMoved,
  WORK_ITEM_JOINED: WorkItemJoined,
  PAGED: events.SupervisorsPaged,
  CLOCKS_RECOUNTED: events.ClocksRecounted,
};

/** Called by the class of its kind, as in the union. */
export const eventTypeOf = (kind: TimelineKind): ClassType => TYPES[kind];

const isKind = (kind: unknown): kind is TimelineKind => typeof kind === 'string' && kind in TYPES;

export const TimelineEventUnion = createUnionType({
  name: 'TimelineEvent',
  description:
    'What happened to a ticket, with what it changed: `previous…` before, `next…` after.',
  types: () => Object.values(TYPES),
  resolveType: (value) => ('kind' in value && isKind(value.kind) ? TYPES[value.kind] : undefined),
});

@ObjectType({ description: 'One field of a ticket that changed.', simpleResolvers: true })
export class FieldChange {
  @Field(() => String, { description: 'Name of the field.' })
  field: string;

  @Field(() => String, { nullable: true, description: 'What stood there before; null: nothing.' })
  before: string | null;

  @Field(() => String, { nullable: true, description: 'What stands there after; null: nothing.' })
  after: string | null;
}

@ObjectType('TimelineEntry', {
  description: 'One line of the history of a ticket. Never edited.',
  implements: Node,
  simpleResolvers: true,
})
export class TimelineEntryNode {
  @Field(() => ID, { description: 'Unique in the whole API.' })
  id: string;

  @Field(() => GraphQLDateTime, { description: 'When it happened.' })
  at: Date;

  @Field(() => TimelineKindEnum, { description: 'What happened, for a `switch`.' })
  kind: TimelineKind;

  @Field(() => ActorUnion, { description: 'Who did it.' })
  actor: AnyActor;

  @Field(() => TimelineEventUnion, { description: 'What happened, typed.' })
  event: TimelineEvent;

  @Field(() => [FieldChange], { description: 'Every field it changed, for a generic view.' })
  changes: readonly FieldChange[];

  @Field(() => ID, { nullable: true, description: 'The message it is about.' })
  messageId: string | null;
}

export const TimelineEntryConnection = connectionType('TimelineEntry', TimelineEntryNode);

const shown = (facts: Facts, field: string): string | null => {
  const value = facts[field];
  if (value === undefined || value === null) return null;
  return field === 'assigneeId' ? globalId('Member', String(value)) : String(value);
};

/** An entry of the history with its before and after side by side. */
export const timelineEntryNode = (entry: TimelineEntry): TimelineEntryNode => {
  const fields = [...new Set([...Object.keys(entry.before), ...Object.keys(entry.after)])];
  return {
    id: globalId('TimelineEntry', entry.id),
    at: entry.at,
    kind: entry.kind,
    actor: actorNode(entry.actor),
    event: eventOf(entry),
    changes: fields.map((field) => ({
      field,
      before: shown(entry.before, field),
      after: shown(entry.after, field),
    })),
    messageId: globalIdOrNull('Message', entry.messageId),
  };
};

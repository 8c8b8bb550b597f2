import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { TicketView } from '../../src/app/ports/readers';
import type { Priority, TicketStatus, WaitingOn } from '../../src/domain/ticket';
import { globalId } from '../global-id';
import { connectionType } from './connection';
import {
  ChannelNode,
  CustomerNode,
  channelNode,
  customerNode,
  MemberNode,
  memberNode,
} from './desk';
import { PriorityEnum, TicketStatusEnum, WaitingOnEnum } from './enums';
import { MessageNode, messageNode } from './message';
import { Node } from './node';

@ObjectType('Ticket', {
  description: 'One problem of one customer.',
  implements: Node,
  simpleResolvers: true,
})
export class TicketNode {
  @Field(() => ID, { description: 'Unique in the whole API.' })
  id: string;

  @Field(() => Int, { description: 'Counted per desk; what people say aloud.' })
  number: number;

  @Field(() => String, { description: 'The first words of the customer, shortened.' })
  subject: string;

  @Field(() => TicketStatusEnum, { description: 'Where it stands.' })
  status: TicketStatus;

  @Field(() => WaitingOnEnum, { description: 'Whose step is next.' })
  waitingOn: WaitingOn;

  @Field(() => PriorityEnum, { description: 'How urgent it is.' })
  priority: Priority;

  @Field(() => Int, { description: 'Step on the escalation path, from 1.' })
  level: number;

  @Field(() => CustomerNode, { description: 'Whose problem it is.' })
  customer: CustomerNode;

  @Field(() => ChannelNode, { description: 'Where it was asked.' })
  channel: ChannelNode;

  @Field(() => MemberNode, {
    nullable: true,
    description: 'Who looks after it; null while it waits in its queue.',
  })
  assignee: MemberNode | null;

  @Field(() => MessageNode, { nullable: true, description: 'The newest message, notes included.' })
  lastMessage: MessageNode | null;

  @Field(() => GraphQLDateTime, {
    description: 'When the customer first wrote, by the clock of the platform.',
  })
  openedAt: Date;

  @Field(() => GraphQLDateTime, { description: 'The last change.' })
  updatedAt: Date;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'When the customer was told to hear from a person.',
  })
  firstResponseDueAt: Date | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'First public message of a person of our side.',
  })
  firstRespondedAt: Date | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'Oldest customer message without a public human answer.',
  })
  unansweredSince: Date | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'Without activity until then it goes back to its queue.',
  })
  claimedUntil: Date | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it wakes.' })
  snoozedUntil: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'Whom everybody waits for; null unless it waits on a third party.',
  })
  thirdParty: string | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'When its owner looks again at the third party.',
  })
  nextCheckAt: Date | null;

  @Field(() => String, { nullable: true, description: 'Why it was escalated last.' })
  escalationReason: string | null;

  @Field(() => String, { nullable: true, description: 'What the customer was told was done.' })
  solution: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What it came from, a label in lower case; only the team reads it.',
  })
  cause: string | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'First time a solution was proposed.',
  })
  firstSolvedAt: Date | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'Last time a solution was proposed.',
  })
  lastSolvedAt: Date | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'When silence about the solution is asked about, or taken as unconfirmed.',
  })
  silenceDueAt: Date | null;

  @Field(() => Int, { description: 'How often the customer opened it again.' })
  reopenCount: number;

  @Field(() => Int, { description: 'Counts changes; give it back as `expectedVersion`.' })
  version: number;

  /** Not published: what messages, history and queue are read by when asked for. */
  uuid: string;
  queueUuid: string;
}

export const TicketConnection = connectionType('Ticket', TicketNode);

/**
 * A ticket as the API shows it. Every field is picked by hand: publishing one is a decision. What
 * stands beside it is made when asked for: a list may have been read without it.
 */
export const ticketNode = ({
  ticket,
  customer,
  channel,
  assignee,
  lastMessage,
}: TicketView): TicketNode => ({
  id: globalId('Ticket', ticket.id),
  number: ticket.number,
  subject: ticket.subject,
  status: ticket.status,
  waitingOn: ticket.waitingOn,
  priority: ticket.priority,
  level: ticket.level,
  get customer() {
    return customerNode(customer);
  },
  get channel() {
    return channelNode(channel);
  },
  get assignee() {
    return assignee === null ? null : memberNode(assignee);
  },
  get lastMessage() {
    return lastMessage === null ? null : messageNode(lastMessage);
  },
  openedAt: ticket.openedAt,
  updatedAt: ticket.updatedAt,
  firstResponseDueAt: ticket.firstResponseDueAt,
  firstRespondedAt: ticket.firstRespondedAt,
  unansweredSince: ticket.unansweredSince,
  claimedUntil: ticket.leaseUntil,
  snoozedUntil: ticket.snoozedUntil,
  thirdParty: ticket.thirdParty,
  nextCheckAt: ticket.nextCheckAt,
  escalationReason: ticket.escalationReason,
  solution: ticket.solution,
  cause: ticket.cause,
  firstSolvedAt: ticket.firstSolvedAt,
  lastSolvedAt: ticket.lastSolvedAt,
  silenceDueAt: ticket.silenceDueAt,
  reopenCount: ticket.reopenCount,
  version: ticket.version,
  uuid: ticket.id,
  queueUuid: ticket.queueId,
});

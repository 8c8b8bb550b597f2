import { IsIn, IsOptional } from 'class-validator';
import { GraphQLDateTime } from 'graphql-scalars';
import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { EarlyWarning } from '../../src/app/ports/signals';
import { SIGNAL_KINDS, type Signal, type SignalKind } from '../../src/domain/signal';
import { globalId, globalIdOrNull, IsIdOf } from '../global-id';
import { connectionType, PageArgs } from './connection';
import { Node } from './node';
import { SignalKindEnum } from './signal-kind';
import { TicketChangeInput } from './ticket-inputs';
import { TicketPayload } from './ticket-payloads';

@ObjectType('Signal', {
  description: 'What the desk noticed about a ticket. The customer never sees it.',
  implements: Node,
  simpleResolvers: true,
})
export class SignalNode {
  @Field(() => ID, { description: 'Unique in the whole API.' })
  id: string;

  @Field(() => ID, { description: 'The ticket it stands on.' })
  ticketId: string;

  @Field(() => SignalKindEnum, { description: 'What it is.' })
  kind: SignalKind;

  @Field(() => String, { description: 'Why, for people.' })
  reason: string;

  @Field(() => ID, {
    nullable: true,
    description: 'What the customer wrote when it was seen last; null: a button, nothing written.',
  })
  messageId: string | null;

  @Field(() => Int, { description: 'How often it was seen since it stands.' })
  count: number;

  @Field(() => Int, { description: 'How much it counts among early warnings.' })
  weight: number;

  @Field(() => GraphQLDateTime, { description: 'When it was seen first.' })
  raisedAt: Date;

  @Field(() => GraphQLDateTime, { description: 'When it was seen last.' })
  lastAt: Date;
}

/** A signal as the API shows it. */
export const signalNode = (signal: Signal): SignalNode => ({
  id: globalId('Signal', signal.id),
  ticketId: globalId('Ticket', signal.ticketId),
  kind: signal.kind,
  reason: signal.reason,
  messageId: globalIdOrNull('Message', signal.messageId),
  count: signal.count,
  weight: signal.weight,
  raisedAt: signal.raisedAt,
  lastAt: signal.lastAt,
});

@ObjectType('EarlyWarning', {
  description: 'A ticket with what stands against it; its reasons are its signals.',
  simpleResolvers: true,
})
export class EarlyWarningNode {
  @Field(() => ID, { description: 'The ticket.' })
  ticketId: string;

  @Field(() => Int, { description: 'The weights of its signals together: what it is ranked by.' })
  score: number;

  @Field(() => GraphQLDateTime, { description: 'When the newest of them was seen.' })
  lastAt: Date;

  /** Not published: what its ticket and signals are read by when asked for. */
  ticketUuid: string;
}

export const EarlyWarningConnection = connectionType('EarlyWarning', EarlyWarningNode);

/** An early warning as the API shows it. */
export const earlyWarningNode = ({ ticketId, score, lastAt }: EarlyWarning): EarlyWarningNode => ({
  ticketId: globalId('Ticket', ticketId),
  score,
  lastAt,
  ticketUuid: ticketId,
});

@ArgsType()
export class EarlyWarningArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: 'Only of this customer.' })
  @IsOptional()
  @IsIdOf('Customer')
  customerId?: string | null;
}

@InputType({ description: 'Say that a signal was looked at.' })
export class DismissSignalInput extends TicketChangeInput {
  @Field(() => SignalKindEnum, { description: 'Which; of each kind one stands on a ticket.' })
  @IsIn(SIGNAL_KINDS)
  kind: SignalKind;
}

@ObjectType({ description: 'What became of dismissSignal.', simpleResolvers: true })
export class DismissSignalPayload extends TicketPayload {}

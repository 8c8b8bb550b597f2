import { IsDate, IsOptional } from 'class-validator';
import { GraphQLDateTime } from 'graphql-scalars';
import { ArgsType, Field, ID, Int, ObjectType } from 'type-graphql';
import type { PromiseCount, PromiseView } from '../../src/app/ports/care-readers';
import type { PromiseKind, PromiseState } from '../../src/domain/promise';
import { globalId, IsIdOf } from '../global-id';
import { PromiseKindEnum, PromiseStateEnum } from './care-enums';
import { connectionType, PageArgs } from './connection';
import { Node } from './node';

@ObjectType('Promise', { description: 'A time told to a customer.', implements: Node })
export class PromiseNode {
  @Field(() => ID, { description: 'Unique in the whole API.' })
  id: string;

  @Field(() => PromiseKindEnum, { description: 'What they were told to expect.' })
  kind: PromiseKind;

  @Field(() => PromiseStateEnum, { description: 'What became of it.' })
  state: PromiseState;

  @Field(() => GraphQLDateTime, { description: 'The time they were told.' })
  dueAt: Date;

  @Field(() => GraphQLDateTime, { description: 'When they were told.' })
  toldAt: Date;

  @Field(() => ID, {
    nullable: true,
    description: 'The message that told them; null: the status line of the ticket.',
  })
  toldInMessageId: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'Null while it is open.' })
  settledAt: Date | null;

  /** Not published: what its ticket is read by when asked for. */
  ticketUuid: string;
}

export const PromiseConnection = connectionType('Promise', PromiseNode);

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A promise as the API shows it. */
export const promiseNode = (promise: PromiseView): PromiseNode => ({
  id: globalId('Promise', promise.id),
  kind: promise.kind,
  state: promise.state,
  dueAt: promise.dueAt,
  toldAt: promise.toldAt,
  // A surface is named by more than an id.
  toldInMessageId: UUID.test(promise.toldIn) ? globalId('Message', promise.toldIn) : null,
  settledAt: promise.settledAt,
  ticketUuid: promise.ticketId,
});

@ArgsType()
export class PromisesDueArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: 'Only of this customer.' })
  @IsOptional()
  @IsIdOf('Customer')
  customerId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only of tickets this member looks after.' })
  @IsOptional()
  @IsIdOf('Member')
  assigneeId?: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'Only what is due before.' })
  @IsOptional()
  @IsDate()
  dueBefore?: Date | null;
}

@ObjectType({
  description: 'What became of the times a customer was told, counted by when they were settled.',
  simpleResolvers: true,
})
export class PromiseStatistics {
  @Field(() => GraphQLDateTime, { description: 'The window, from.' })
  from: Date;

  @Field(() => GraphQLDateTime, { description: 'The window, to (not included).' })
  to: Date;

  @Field(() => Int, { description: 'A person spoke in time, or nothing was owed any more.' })
  kept: number;

  @Field(() => Int, { description: 'A new time was told before the old one had passed.' })
  renewed: number;

  @Field(() => Int, { description: 'Passed in silence.' })
  broken: number;

  @Field(() => Int, { description: 'Kept, renewed and broken together.' })
  n: number;
}

export const promiseStatistics = (
  { kept, renewed, broken }: PromiseCount,
  from: Date,
  to: Date,
): PromiseStatistics => ({ from, to, kept, renewed, broken, n: kept + renewed + broken });

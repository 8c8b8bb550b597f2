import { IsOptional, IsString, MaxLength } from 'class-validator';
import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { Rating, RecoveryTask } from '../../src/app/ports/feedback';
import { globalId, globalIdOrNull, IsIdOf } from '../global-id';
import { Payload } from './admin-payloads';
import { connectionType } from './connection';
import { Node } from './node';
import { OnceInput } from './ticket-inputs';

@ObjectType('Rating', {
  description: 'What a customer said of what we did, asked once after they confirmed.',
  implements: Node,
  simpleResolvers: true,
})
export class RatingNode {
  @Field(() => ID, { description: 'Unique in the whole API.' })
  id: string;

  @Field(() => ID, { description: 'The ticket it is about.' })
  ticketId: string;

  @Field(() => ID, { description: 'Whose ticket that is.' })
  customerId: string;

  @Field(() => ID, { description: 'The contact who was asked.' })
  contactId: string;

  @Field(() => GraphQLDateTime, { description: 'When they were asked.' })
  askedAt: Date;

  @Field(() => Int, { nullable: true, description: '1 to 5; null while they have not answered.' })
  score: number | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When they answered.' })
  ratedAt: Date | null;

  @Field(() => ID, { nullable: true, description: 'The contact who answered.' })
  ratedById: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether they had to repeat themselves; null: they have not said.',
  })
  repeated: boolean | null;
}

@ObjectType('RecoveryTask', {
  description: 'What a rating of 1 or 2 asks of somebody, by when.',
  implements: Node,
  simpleResolvers: true,
})
export class RecoveryTaskNode {
  @Field(() => ID, { description: 'Unique in the whole API.' })
  id: string;

  @Field(() => ID, { description: 'The ticket it is about.' })
  ticketId: string;

  @Field(() => ID, { description: 'The rating that opened it.' })
  ratingId: string;

  @Field(() => ID, { nullable: true, description: 'The member who has to make it good.' })
  ownerId: string | null;

  @Field(() => GraphQLDateTime, { description: 'When it was opened.' })
  openedAt: Date;

  @Field(() => GraphQLDateTime, { description: 'By when it is to be made good, in open hours.' })
  dueAt: Date;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'When the team was told that it is late.',
  })
  lateAt: Date | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it was made good.' })
  doneAt: Date | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The member who made it good; null for a token of nobody.',
  })
  doneById: string | null;

  @Field(() => String, { nullable: true, description: 'What was done.' })
  outcome: string | null;
}

export const RatingConnection = connectionType('Rating', RatingNode);
export const RecoveryTaskConnection = connectionType('RecoveryTask', RecoveryTaskNode);

/** A rating as the API shows it. */
export const ratingNode = (rating: Rating): RatingNode => ({
  id: globalId('Rating', rating.id),
  ticketId: globalId('Ticket', rating.ticketId),
  customerId: globalId('Customer', rating.customerId),
  contactId: globalId('Contact', rating.contactId),
  askedAt: rating.askedAt,
  score: rating.score,
  ratedAt: rating.ratedAt,
  ratedById: globalIdOrNull('Contact', rating.ratedById),
  repeated: rating.repeated,
});

/** A recovery task as the API shows it. */
export const recoveryTaskNode = (task: RecoveryTask): RecoveryTaskNode => ({
  id: globalId('RecoveryTask', task.id),
  ticketId: globalId('Ticket', task.ticketId),
  ratingId: globalId('Rating', task.ratingId),
  ownerId: globalIdOrNull('Member', task.ownerId),
  openedAt: task.openedAt,
  dueAt: task.dueAt,
  lateAt: task.lateAt,
  doneAt: task.doneAt,
  doneById: globalIdOrNull('Member', task.doneById),
  outcome: task.outcome,
});

@InputType({ description: 'Say that a bad rating was made good.' })
export class CompleteRecoveryTaskInput extends OnceInput {
  @Field(() => ID, { description: 'The task.' })
  @IsIdOf('RecoveryTask')
  taskId: string;

  @Field(() => String, {
    nullable: true,
    description: 'What was done; the team reads it. At most 2,000 characters.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  outcome?: string | null;
}

@ObjectType({ description: 'What became of completeRecoveryTask.', simpleResolvers: true })
export class CompleteRecoveryTaskPayload extends Payload {
  @Field(() => RecoveryTaskNode, {
    nullable: true,
    description: 'As it stands now; null if it was not found.',
  })
  task: RecoveryTaskNode | null;
}

import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { OpenEscalation } from '../../src/app/ports/escalations';
import { globalId } from '../global-id';

@ObjectType({
  description: 'A question that runs: will one of these take the ticket?',
  simpleResolvers: true,
})
export class RunningEscalation {
  @Field(() => Int, { description: 'The level that is asked.' })
  level: number;

  @Field(() => [ID], { description: 'Who is asked; whoever accepts first has it.' })
  memberIds: readonly string[];

  @Field(() => Boolean, {
    description: 'They are the fall-back: nobody else was left or on shift.',
  })
  isFallback: boolean;

  @Field(() => String, { description: 'Why it was escalated.' })
  reason: string;

  @Field(() => String, { description: 'Who escalated it.' })
  byName: string;

  @Field(() => GraphQLDateTime, { description: 'When they were asked.' })
  askedAt: Date;

  @Field(() => GraphQLDateTime, { description: 'Without an answer by then the next are asked.' })
  dueAt: Date;
}

/** A running escalation as the API shows it. */
export const runningEscalation = (open: OpenEscalation): RunningEscalation => {
  const { level, memberIds, isFallback, reason, byName, askedAt, dueAt } = open;
  const ids = memberIds.map((id) => globalId('Member', id));
  return { level, memberIds: ids, isFallback, reason, byName, askedAt, dueAt };
};

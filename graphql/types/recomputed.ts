import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { Foreseen } from '../../src/app/care/change-hours';
import type { ClockState } from '../../src/domain/sla-clock';
import type { Measure } from '../../src/domain/sla-policy';
import { globalId } from '../global-id';
import { PAGE_CAP } from '../page-size';
import { ClockStateEnum, MeasureEnum } from './care-enums';

@ObjectType({
  description: 'A running clock that gets another due time or target.',
  simpleResolvers: true,
})
export class ClockChange {
  @Field(() => ID, { description: 'The ticket.' })
  ticketId: string;

  @Field(() => Int, { description: 'Its number, as people say it.' })
  ticketNumber: number;

  @Field(() => MeasureEnum, { description: 'Which of its clocks.' })
  measure: Measure;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'Null: it stood still.' })
  dueBefore: Date | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'Null: it stands still.' })
  dueAfter: Date | null;

  @Field(() => Int, { description: 'The target it had.' })
  targetSecondsBefore: number;

  @Field(() => Int, { description: 'The target it gets.' })
  targetSecondsAfter: number;

  @Field(() => ClockStateEnum, { description: 'Where it stood.' })
  stateBefore: ClockState;

  @Field(() => ClockStateEnum, { description: 'Where it stands then.' })
  stateAfter: ClockState;
}

@ObjectType({
  description:
    'What a change of hours or service levels means for the tickets that are open now. Clocks that have stopped keep what they were measured by.',
  simpleResolvers: true,
})
export class RecomputedTickets {
  @Field(() => Int, { description: 'Open tickets that are reckoned again.' })
  tickets: number;

  @Field(() => [ClockChange], {
    description: `Clocks that change, oldest ticket first; at most ${PAGE_CAP}.`,
  })
  changes: readonly ClockChange[];

  @Field(() => Boolean, { description: 'There may be more changes than are shown.' })
  truncated: boolean;
}

/** What was foreseen, as the API shows it. */
export const recomputedTickets = (foreseen: Foreseen): RecomputedTickets => ({
  tickets: foreseen.tickets,
  changes: foreseen.moves.slice(0, PAGE_CAP).map(({ before, after, ticketId, ticketNumber }) => ({
    ticketId: globalId('Ticket', ticketId),
    ticketNumber,
    measure: after.measure,
    dueBefore: before.dueAt,
    dueAfter: after.dueAt,
    targetSecondsBefore: before.targetSec,
    targetSecondsAfter: after.targetSec,
    stateBefore: before.state,
    stateAfter: after.state,
  })),
  truncated: foreseen.truncated || foreseen.moves.length > PAGE_CAP,
});

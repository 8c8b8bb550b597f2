import { Field, ID, ObjectType } from 'type-graphql';
import type { TicketStatus, WaitingOn } from '../../src/domain/ticket';
import { TicketStatusEnum, WaitingOnEnum } from './enums';

/** Whatever happens to a ticket may move it. */
@ObjectType({ simpleResolvers: true })
export abstract class TicketEvent {
  @Field(() => TicketStatusEnum, { nullable: true, description: 'Null: it did not change.' })
  previousStatus: TicketStatus | null;

  @Field(() => TicketStatusEnum, { nullable: true, description: 'Null: it did not change.' })
  nextStatus: TicketStatus | null;

  @Field(() => WaitingOnEnum, { nullable: true, description: 'Null: it did not change.' })
  previousWaitingOn: WaitingOn | null;

  @Field(() => WaitingOnEnum, { nullable: true, description: 'Null: it did not change.' })
  nextWaitingOn: WaitingOn | null;

  @Field(() => ID, { nullable: true, description: 'Who had it; both null: it did not change.' })
  previousAssigneeId: string | null;

  @Field(() => ID, { nullable: true, description: 'Who has it; both null: it did not change.' })
  nextAssigneeId: string | null;
}

/** How an event is described. */
export const past = (description: string) => ({ description, simpleResolvers: true });

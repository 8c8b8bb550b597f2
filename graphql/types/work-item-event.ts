import { Field, ObjectType } from 'type-graphql';
import type { WorkItemState } from '../../src/domain/work-item';
import { past, TicketEvent } from './ticket-event';
import { WorkItemStateEnum } from './work-item-enums';

@ObjectType(past('An issue or pull request was linked.'))
export class WorkItemLinked extends TicketEvent {
  @Field(() => String, { nullable: true, description: 'What people call it.' })
  workItemKey: string | null;

  @Field(() => String, { nullable: true, description: 'Its address.' })
  workItemUrl: string | null;
}
@ObjectType(past('An issue or pull request is no longer linked.'))
export class WorkItemUnlinked extends WorkItemLinked {}
@ObjectType(past('A tracker told that a linked issue or pull request stands otherwise.'))
export class WorkItemMoved extends WorkItemLinked {
  @Field(() => WorkItemStateEnum, { nullable: true, description: 'Where it stood.' })
  previousWorkItemState: WorkItemState | null;

  @Field(() => WorkItemStateEnum, { nullable: true, description: 'Where it stands.' })
  nextWorkItemState: WorkItemState | null;

  @Field(() => String, { nullable: true, description: 'What its tracker calls that.' })
  nextWorkItemStateName: string | null;
}
@ObjectType(past('Two names of a linked issue or pull request turned out to be one.'))
export class WorkItemJoined extends WorkItemLinked {
  @Field(() => String, { nullable: true, description: 'The older name; it still leads there.' })
  previousWorkItemKey: string | null;
}

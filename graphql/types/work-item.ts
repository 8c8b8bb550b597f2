import { IsString, MaxLength } from 'class-validator';
import { GraphQLDateTime } from 'graphql-scalars';
import { ArgsType, Field, ID, InputType, ObjectType } from 'type-graphql';
import type { WorkItem } from '../../src/app/ports/work-items';
import type { TrackerKind, WorkItemState } from '../../src/domain/work-item';
import { globalId, IsIdOf } from '../global-id';
import { Node } from './node';
import { TicketChangeInput } from './ticket-inputs';
import { TicketPayload } from './ticket-payloads';
import { TrackerKindEnum, WorkItemStateEnum } from './work-item-enums';

const URL_LIMIT = 2_000;

@ObjectType('WorkItem', {
  description:
    'An issue or pull request that developers work on. The customer never sees it, and nothing is fetched from its tracker: what is known of it the tracker told.',
  implements: Node,
  simpleResolvers: true,
})
export class WorkItemNode {
  @Field(() => ID, { description: 'Unique in the whole API.' })
  id: string;

  @Field(() => TrackerKindEnum, { description: 'Where it is kept.' })
  tracker: TrackerKind;

  @Field(() => String, { description: 'What people call it, for example acme/app#7 or ENG-12.' })
  key: string;

  @Field(() => String, { description: 'Its address, always https.' })
  url: string;

  @Field(() => String, { nullable: true, description: 'Its title; null: not told yet.' })
  title: string | null;

  @Field(() => WorkItemStateEnum, { description: 'Where it stands.' })
  state: WorkItemState;

  @Field(() => String, {
    nullable: true,
    description: 'What its tracker calls that; null: not told yet.',
  })
  stateName: string | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'Its last change that was told, by the clock of its tracker.',
  })
  changedAt: Date | null;
}

/** A work item as the API shows it. */
export const workItemNode = (item: WorkItem): WorkItemNode => ({
  id: globalId('WorkItem', item.id),
  tracker: item.kind,
  key: item.key,
  url: item.url,
  title: item.title,
  state: item.state,
  stateName: item.stateName,
  changedAt: item.changedAt,
});

@ArgsType()
export class WorkItemArgs {
  @Field(() => String, { description: 'Its address. At most 2,000 characters.' })
  @IsString()
  @MaxLength(URL_LIMIT)
  url: string;
}

@InputType({ description: 'Link an issue or pull request to a ticket.' })
export class LinkWorkItemInput extends TicketChangeInput {
  @Field(() => String, {
    description:
      'Its https address in GitHub, Linear or Jira. Hosts of your own are connected first.',
  })
  @IsString()
  @MaxLength(URL_LIMIT)
  url: string;
}

@InputType({ description: 'Take an issue or pull request away from a ticket.' })
export class UnlinkWorkItemInput extends TicketChangeInput {
  @Field(() => ID, { description: 'The work item.' })
  @IsIdOf('WorkItem')
  workItemId: string;
}

@ObjectType({ description: 'What became of linkWorkItem.', simpleResolvers: true })
export class LinkWorkItemPayload extends TicketPayload {}

@ObjectType({ description: 'What became of unlinkWorkItem.', simpleResolvers: true })
export class UnlinkWorkItemPayload extends TicketPayload {}

import {
  ArrayMaxSize,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { GraphQLDateTime } from 'graphql-scalars';
import { ArgsType, Field, ID, InputType, ObjectType } from 'type-graphql';
import type { SearchHit, SearchKind } from '../../src/app/ports/search';
import type { TicketStatus } from '../../src/domain/ticket';
import { globalId, IsIdOf } from '../global-id';
import { connectionType, PageArgs } from './connection';
import { describedEnum, TicketStatusEnum } from './enums';
import { MessageNode, messageNode } from './message';

const LIST_CAP = 100;

const SearchKindEnum = describedEnum<SearchKind>('SearchKind', 'What a search found.', {
  TICKET: 'A ticket, by its subject.',
  MESSAGE: 'A message of a ticket, by its text.',
});

@ObjectType({ description: 'A stretch of an excerpt.', simpleResolvers: true })
export class ExcerptPart {
  @Field(() => String, { description: 'Plain text, as somebody wrote it: escape it.' })
  text: string;

  @Field(() => Boolean, { description: 'It is what was looked for, or near to it.' })
  isMatch: boolean;
}

@ObjectType('SearchHit', {
  description: 'A ticket or message that holds what was looked for.',
  simpleResolvers: true,
})
export class SearchHitNode {
  @Field(() => ID, { description: 'The id of the Ticket or the Message that was found.' })
  id: string;

  @Field(() => SearchKindEnum, { description: 'Which of the two it is.' })
  kind: SearchKind;

  @Field(() => GraphQLDateTime, {
    description: 'When the ticket was opened or the message was said.',
  })
  at: Date;

  @Field(() => [ExcerptPart], {
    description: 'Where the words stand, with the matches told apart. Put the texts together.',
  })
  excerpt: readonly ExcerptPart[];

  @Field(() => MessageNode, {
    nullable: true,
    description: 'The message; null where the subject of a ticket was found.',
  })
  message: MessageNode | null;

  /** Not published: what the ticket is read by when asked for. */
  ticketUuid: string;
}

export const SearchHitConnection = connectionType('SearchHit', SearchHitNode);

@InputType({ description: 'Where to look; null or absent asks nothing.' })
export class SearchFilterInput {
  @Field(() => SearchKindEnum, { nullable: true, description: 'Only subjects, or only messages.' })
  @IsOptional()
  @IsIn(['TICKET', 'MESSAGE'])
  kind?: SearchKind | null;

  @Field(() => ID, { nullable: true, description: 'Only in the tickets of this customer.' })
  @IsOptional()
  @IsIdOf('Customer')
  customerId?: string | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Only in tickets that wait in one of these queues.',
  })
  @IsOptional()
  @ArrayMaxSize(LIST_CAP)
  @IsIdOf('Queue', true)
  queueIds?: string[] | null;

  @Field(() => [TicketStatusEnum], {
    nullable: true,
    description: 'Only in tickets that stand so.',
  })
  @IsOptional()
  @ArrayMaxSize(LIST_CAP)
  statuses?: TicketStatus[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Only in tickets that have at least one of these labels.',
  })
  @IsOptional()
  @ArrayMaxSize(LIST_CAP)
  @IsIdOf('Label', true)
  labelIds?: string[] | null;

  @Field(() => Boolean, { nullable: true, description: 'True leaves internal notes out.' })
  @IsOptional()
  @IsBoolean()
  onlyPublic?: boolean | null;
}

@ArgsType()
export class SearchArgs extends PageArgs {
  @Field(() => String, {
    description:
      'The words, at most 500 characters and 12 words. All of them must occur, in any order; none of their marks means anything.',
  })
  @IsString()
  @MaxLength(500)
  query: string;

  @Field(() => SearchFilterInput, { nullable: true, description: 'Where to look.' })
  @IsOptional()
  @ValidateNested()
  filter?: SearchFilterInput | null;
}

/** A hit as the API shows it. */
export const searchHitNode = (hit: SearchHit): SearchHitNode => ({
  id: globalId(hit.kind === 'TICKET' ? 'Ticket' : 'Message', hit.id),
  kind: hit.kind,
  at: hit.at,
  excerpt: hit.excerpt,
  message: hit.message === null ? null : messageNode(hit.message),
  ticketUuid: hit.ticketId,
});

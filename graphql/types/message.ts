import { GraphQLDateTime } from 'graphql-scalars';
import { Field, Float, ID, ObjectType } from 'type-graphql';
import type { MessageView } from '../../src/app/ports/readers';
import type { DeliveryState, Visibility } from '../../src/domain/ticket';
import { globalId } from '../global-id';
import { ActorUnion, type AnyActor, authorNode } from './actor';
import { connectionType } from './connection';
import { DeliveryStateEnum, VisibilityEnum } from './enums';
import { Node } from './node';

@ObjectType({ description: 'A file that came with a message.', simpleResolvers: true })
export class FileLink {
  @Field(() => ID, { description: 'Its id on the platform.' })
  id: string;

  @Field(() => String, { description: 'File name.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'Media type, if known.' })
  mimeType: string | null;

  @Field(() => Float, { nullable: true, description: 'Size in bytes, if known.' })
  sizeBytes: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Where the platform shows it to its own users.',
  })
  url: string | null;
}

@ObjectType('Message', { description: 'One utterance.', implements: Node, simpleResolvers: true })
export class MessageNode {
  @Field(() => ID, { description: 'Unique in the whole API.' })
  id: string;

  @Field(() => ActorUnion, { description: 'Who said it.' })
  author: AnyActor;

  @Field(() => VisibilityEnum, { description: 'Who can see it.' })
  visibility: Visibility;

  @Field(() => String, { description: 'What was said, without formatting. Empty once deleted.' })
  text: string;

  @Field(() => [FileLink], { description: 'What came with it. Empty once deleted.' })
  files: readonly FileLink[];

  @Field(() => GraphQLDateTime, { description: 'When it was said, by the clock of the platform.' })
  occurredAt: Date;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'Its last edit.' })
  editedAt: Date | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'When it was deleted; the tombstone stays.',
  })
  deletedAt: Date | null;

  @Field(() => Boolean, { description: 'The customer changed the question after we had answered.' })
  editedAfterAnswer: boolean;

  @Field(() => DeliveryStateEnum, { description: 'What became of it on its way to the platform.' })
  deliveryState: DeliveryState;

  @Field(() => String, { nullable: true, description: 'Why the platform refused it.' })
  deliveryError: string | null;
}

export const MessageConnection = connectionType('Message', MessageNode);

/** A message as the API shows it: a deleted one keeps its place and loses its words. */
export const messageNode = (message: MessageView): MessageNode => ({
  id: globalId('Message', message.id),
  author: authorNode(message.author),
  visibility: message.visibility,
  text: message.deletedAt === null ? message.plain : '',
  files: message.deletedAt === null ? message.files : [],
  occurredAt: message.occurredAt,
  editedAt: message.editedAt,
  deletedAt: message.deletedAt,
  editedAfterAnswer: message.editedAfterAnswer,
  deliveryState: message.deliveryState,
  deliveryError: message.deliveryError,
});

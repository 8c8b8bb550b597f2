import { GraphQLDateTime } from 'graphql-scalars';
import { Field, Float, ID, ObjectType } from 'type-graphql';
import type { MessageView } from '../../src/app/ports/readers';
import { toPlain } from '../../src/domain/text';
import type {
  DeliveryState,
  Facts,
  TimelineEntry,
  TimelineKind,
  Visibility,
} from '../../src/domain/ticket';
import { globalId, globalIdOrNull } from '../global-id';
import { ActorUnion, type AnyActor, actorNode, authorNode } from './actor';
import { connectionType } from './connection';
import { DeliveryStateEnum, TimelineKindEnum, VisibilityEnum } from './enums';
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

@ObjectType({ description: 'One field of a ticket that changed.', simpleResolvers: true })
export class FieldChange {
  @Field(() => String, { description: 'Name of the field.' })
  field: string;

  @Field(() => String, { nullable: true, description: 'What stood there before; null: nothing.' })
  before: string | null;

  @Field(() => String, { nullable: true, description: 'What stands there after; null: nothing.' })
  after: string | null;
}

@ObjectType('TimelineEntry', {
  description: 'One line of the history of a ticket. Never edited.',
  implements: Node,
  simpleResolvers: true,
})
export class TimelineEntryNode {
  @Field(() => ID, { description: 'Unique in the whole API.' })
  id: string;

  @Field(() => GraphQLDateTime, { description: 'When it happened.' })
  at: Date;

  @Field(() => TimelineKindEnum, { description: 'What happened.' })
  kind: TimelineKind;

  @Field(() => ActorUnion, { description: 'Who did it.' })
  actor: AnyActor;

  @Field(() => [FieldChange], { description: 'What it changed.' })
  changes: readonly FieldChange[];

  @Field(() => ID, { nullable: true, description: 'The message it is about.' })
  messageId: string | null;
}

export const MessageConnection = connectionType('Message', MessageNode);
export const TimelineEntryConnection = connectionType('TimelineEntry', TimelineEntryNode);

/** A message as the API shows it: a deleted one keeps its place and loses its words. */
export const messageNode = (message: MessageView): MessageNode => ({
  id: globalId('Message', message.id),
  author: authorNode(message.author),
  visibility: message.visibility,
  text: message.deletedAt === null ? toPlain(message.body) : '',
  files: message.deletedAt === null ? message.files : [],
  occurredAt: message.occurredAt,
  editedAt: message.editedAt,
  deletedAt: message.deletedAt,
  editedAfterAnswer: message.editedAfterAnswer,
  deliveryState: message.deliveryState,
  deliveryError: message.deliveryError,
});

const shown = (facts: Facts, field: string): string | null => {
  const value = facts[field];
  return value === undefined || value === null ? null : String(value);
};

/** An entry of the history with its before and after side by side. */
export const timelineEntryNode = (entry: TimelineEntry): TimelineEntryNode => {
  const fields = [...new Set([...Object.keys(entry.before), ...Object.keys(entry.after)])];
  return {
    id: globalId('TimelineEntry', entry.id),
    at: entry.at,
    kind: entry.kind,
    actor: actorNode(entry.actor),
    changes: fields.map((field) => ({
      field,
      before: shown(entry.before, field),
      after: shown(entry.after, field),
    })),
    messageId: globalIdOrNull('Message', entry.messageId),
  };
};

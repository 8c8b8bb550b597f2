import { ArrayMaxSize, IsOptional, IsString, MaxLength } from 'class-validator';
import { GraphQLDateTime } from 'graphql-scalars';
import { ArgsType, Field, ID, Int, ObjectType } from 'type-graphql';
import type { AuditDoor, AuditEntry, Snapshot } from '../../src/app/ports/audit';
import { globalId, globalIdOrNull, ID_TYPES, type IdType, IsIdOfAny } from '../global-id';
import { ActorUnion, type AnyActor, actorNode } from './actor';
import { connectionType, PageArgs } from './connection';
import { describedEnum } from './enums';
import { Node } from './node';

const AuditDoorEnum = describedEnum<AuditDoor>('AuditDoor', 'Which way somebody came in.', {
  API: 'A mutation of this API, the dashboard included.',
  CHAT: 'A command in chat.',
  COMMAND_LINE: 'The command line of whoever runs the desk.',
  SIGN_IN: 'Somebody signed in or out.',
  DESK: 'The desk itself, from its settings.',
});

@ObjectType({ description: 'One field that was changed.', simpleResolvers: true })
export class AuditChange {
  @Field(() => String, { description: 'The kind of thing it belongs to.' })
  subject: string;

  @Field(() => ID, { nullable: true, description: 'Which of them, where it has an id.' })
  subjectId: string | null;

  @Field(() => String, { description: 'Name of the field.' })
  field: string;

  @Field(() => String, {
    nullable: true,
    description: 'What stood there before, JSON if it is no text; null: nothing.',
  })
  before: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What stands there after, JSON if it is no text; null: nothing.',
  })
  after: string | null;
}

@ObjectType('AuditEntry', {
  description: 'Something that somebody changed of the desk itself. Never edited, never deleted.',
  implements: Node,
  simpleResolvers: true,
})
export class AuditEntryNode {
  @Field(() => ID, { description: 'Unique in the whole API.' })
  id: string;

  @Field(() => Int, { description: 'Its place in the log, from 1, without a gap.' })
  sequence: number;

  @Field(() => GraphQLDateTime, { description: 'When it was done.' })
  at: Date;

  @Field(() => String, { description: 'What was done, by the name of the mutation that does it.' })
  action: string;

  @Field(() => AuditDoorEnum, { description: 'Which way they came in.' })
  via: AuditDoor;

  @Field(() => ActorUnion, { description: 'Who did it.' })
  actor: AnyActor;

  @Field(() => ID, { nullable: true, description: 'What it is about; null: the whole desk.' })
  subjectId: string | null;

  @Field(() => [AuditChange], { description: 'What it changed. Nothing in it opens a door.' })
  changes: readonly AuditChange[];

  @Field(() => String, { description: 'Seals this entry and all before it: SHA-256, hexadecimal.' })
  seal: string;
}

export const AuditEntryConnection = connectionType('AuditEntry', AuditEntryNode);

const idTypeOf = (kind: string | null): IdType | null =>
  ID_TYPES.find((one) => one === kind) ?? null;

const shown = (value: unknown): string | null => {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
};

const changesOf = (before: Snapshot, after: Snapshot): AuditChange[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => {
    const [subject = key, id = null] = key.split(/:(.*)/s);
    const type = idTypeOf(subject);
    const [stood, stands] = [before[key] ?? {}, after[key] ?? {}];
    return [...new Set([...Object.keys(stood), ...Object.keys(stands)])].map((field) => ({
      subject,
      subjectId: type === null ? null : globalIdOrNull(type, id),
      field,
      before: shown(stood[field]),
      after: shown(stands[field]),
    }));
  });

/** An entry of the audit log as the API shows it. */
export const auditEntryNode = (entry: AuditEntry): AuditEntryNode => {
  const type = idTypeOf(entry.subject);
  return {
    id: globalId('AuditEntry', entry.id),
    sequence: entry.seq,
    at: entry.at,
    action: entry.action,
    via: entry.via,
    actor: actorNode(entry.actor),
    subjectId: type === null ? null : globalIdOrNull(type, entry.subjectId),
    changes: changesOf(entry.before, entry.after),
    seal: entry.hash,
  };
};

@ArgsType()
export class AuditLogArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: 'Only what this member or API token did.' })
  @IsOptional()
  @IsIdOfAny(['Member', 'ApiToken'])
  actorId?: string | null;

  @Field(() => [String], { nullable: true, description: 'Only these acts.' })
  @IsOptional()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  actions?: string[] | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'Only from this instant on.' })
  from?: Date | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'Only before this instant.' })
  to?: Date | null;
}

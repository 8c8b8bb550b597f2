import { Field, Int, ObjectType } from 'type-graphql';
import type { Tenant } from '../../src/app/ports/records';
import type { IntakeMode } from '../../src/domain/chatter';
import { ChannelNode, MemberNode, QueueNode } from './desk';
import { IntakeModeEnum } from './enums';
import { type Refused, UserError } from './user-error';

@ObjectType('Settings', { description: 'What holds for the whole desk.', simpleResolvers: true })
export class SettingsNode {
  @Field(() => String, { description: 'What the desk is called.' })
  name: string;

  @Field(() => String, { description: 'IANA time zone.' })
  zone: string;

  @Field(() => IntakeModeEnum, { description: 'What makes tickets in channels of customers.' })
  defaultIntakeMode: IntakeMode;

  @Field(() => Int, {
    description: 'Within it a further message of the same person joins their open ticket.',
  })
  groupingWindowSeconds: number;

  @Field(() => Int, {
    description: 'What an acknowledgement promises where no policy says otherwise.',
  })
  firstResponseTargetMinutes: number;

  @Field(() => Int, {
    description: 'Without activity for so long a claimed ticket goes back to its queue.',
  })
  claimLeaseMinutes: number;
}

/** The desk's settings as the API shows them. */
export const settingsNode = (tenant: Tenant): SettingsNode => ({
  name: tenant.name,
  zone: tenant.zone,
  defaultIntakeMode: tenant.defaultIntakeMode,
  groupingWindowSeconds: tenant.groupingWindowSec,
  firstResponseTargetMinutes: tenant.firstResponseTargetMin,
  claimLeaseMinutes: tenant.claimLeaseMin,
});

@ObjectType({ simpleResolvers: true })
export abstract class Payload {
  @Field(() => [UserError], { description: 'Empty when the change was made.' })
  errors: readonly Refused[];

  @Field(() => Boolean, {
    description: 'This answer was first given to an earlier request with the same key.',
  })
  replayed: boolean;
}

const described = (of: string) => ({ description: `What became of ${of}.`, simpleResolvers: true });
const NOW = 'As it stands now; null if it was not found.';

@ObjectType(described('updateMember'))
export class UpdateMemberPayload extends Payload {
  @Field(() => MemberNode, { nullable: true, description: NOW })
  member: MemberNode | null;
}
@ObjectType(described('setMemberLogin'))
export class SetMemberLoginPayload extends UpdateMemberPayload {}
@ObjectType(described('updateChannel'))
export class UpdateChannelPayload extends Payload {
  @Field(() => ChannelNode, { nullable: true, description: NOW })
  channel: ChannelNode | null;
}
@ObjectType({ simpleResolvers: true })
export abstract class QueuePayload extends Payload {
  @Field(() => QueueNode, { nullable: true, description: NOW })
  queue: QueueNode | null;
}
@ObjectType(described('createQueue'))
export class CreateQueuePayload extends QueuePayload {}
@ObjectType(described('updateQueue'))
export class UpdateQueuePayload extends QueuePayload {}
@ObjectType(described('updateSettings'))
export class UpdateSettingsPayload extends Payload {
  @Field(() => SettingsNode, { description: 'As they stand now.' })
  settings: SettingsNode;
}

import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { Platform } from '../../src/app/ports/chat-event';
import type { MemberView } from '../../src/app/ports/readers';
import type { Channel, ChannelKind, Customer, Queue } from '../../src/app/ports/records';
import type { Role } from '../../src/domain/actor';
import type { IntakeMode } from '../../src/domain/chatter';
import { globalId, globalIdOrNull } from '../global-id';
import { connectionType } from './connection';
import { ChannelKindEnum, IntakeModeEnum, PlatformEnum, RoleEnum } from './enums';
import { Node } from './node';

@ObjectType('Customer', {
  description: 'A company we support.',
  implements: Node,
  simpleResolvers: true,
})
export class CustomerNode {
  @Field(() => ID, { description: 'Unique in the whole API.' })
  id: string;

  @Field(() => String, { description: 'What it is called.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'Its internet domain, if known.' })
  domain: string | null;

  @Field(() => String, {
    description: 'Its segment, which carries the service targets. Not a support level.',
  })
  tier: string;

  @Field(() => String, { nullable: true, description: 'IANA time zone; null: the desk’s own.' })
  zone: string | null;

  @Field(() => ID, { nullable: true, description: 'The member who looks after it.' })
  ownerId: string | null;

  @Field(() => GraphQLDateTime, { description: 'When the desk first saw it.' })
  createdAt: Date;
}

@ObjectType('Channel', { description: 'One chat room.', implements: Node, simpleResolvers: true })
export class ChannelNode {
  @Field(() => ID, { description: 'Unique in the whole API.' })
  id: string;

  @Field(() => String, { description: 'Its name on the platform.' })
  name: string;

  @Field(() => ChannelKindEnum, { description: 'What it is for.' })
  kind: ChannelKind;

  @Field(() => PlatformEnum, { description: 'Where it is.' })
  platform: Platform;

  @Field(() => String, { description: 'Its newest id on the platform.' })
  externalId: string;

  @Field(() => IntakeModeEnum, {
    nullable: true,
    description: 'What makes tickets here; null: the default of the desk.',
  })
  intakeMode: IntakeMode | null;

  @Field(() => ID, { nullable: true, description: 'The customer it is shared with.' })
  customerId: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Where its tickets wait; null: the default queue.',
  })
  queueId: string | null;

  @Field(() => Boolean, { description: 'Another organisation can read it.' })
  isExternallyShared: boolean;

  @Field(() => Boolean, { description: 'The desk is in it and listens.' })
  active: boolean;

  @Field(() => GraphQLDateTime, { description: 'When the desk joined it.' })
  joinedAt: Date;
}

@ObjectType('Member', {
  description: 'A person on our side.',
  implements: Node,
  simpleResolvers: true,
})
export class MemberNode {
  @Field(() => ID, { description: 'Unique in the whole API.' })
  id: string;

  @Field(() => String, { description: 'Display name.' })
  name: string;

  @Field(() => RoleEnum, { description: 'What they may do.' })
  role: Role;

  @Field(() => Boolean, { description: 'False once they left.' })
  active: boolean;

  @Field(() => [ID], {
    description:
      'The queues a partner is limited to; none: to what is assigned to them. Says nothing of other roles.',
  })
  queueIds: readonly string[];

  @Field(() => String, { nullable: true, description: 'Their picture, shown beside replies.' })
  avatarUrl: string | null;

  @Field(() => String, { nullable: true, description: 'IANA time zone, if known.' })
  zone: string | null;
}

@ObjectType({ description: 'One step of an escalation path.', simpleResolvers: true })
export class QueueLevel {
  @Field(() => Int, { description: 'From 1.' })
  level: number;

  @Field(() => String, { description: 'What the step is called.' })
  name: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The member who is told of an escalation to it.',
  })
  ownerId: string | null;
}

@ObjectType('Queue', {
  description: 'Where unowned work waits.',
  implements: Node,
  simpleResolvers: true,
})
export class QueueNode {
  @Field(() => ID, { description: 'Unique in the whole API.' })
  id: string;

  @Field(() => String, { description: 'What it is called.' })
  name: string;

  @Field(() => ID, { nullable: true, description: 'The channel that shows it.' })
  triageChannelId: string | null;

  @Field(() => [QueueLevel], { description: 'Its escalation path, level 1 first.' })
  levels: readonly QueueLevel[];
}

export const CustomerConnection = connectionType('Customer', CustomerNode);
export const ChannelConnection = connectionType('Channel', ChannelNode);
export const MemberConnection = connectionType('Member', MemberNode);
export const QueueConnection = connectionType('Queue', QueueNode);

/** A customer as the API shows it. */
export const customerNode = (customer: Customer): CustomerNode => ({
  id: globalId('Customer', customer.id),
  name: customer.name,
  domain: customer.domain,
  tier: customer.tier,
  zone: customer.zone,
  ownerId: globalIdOrNull('Member', customer.ownerId),
  createdAt: customer.createdAt,
});

/** A channel as the API shows it. */
export const channelNode = (channel: Channel): ChannelNode => ({
  id: globalId('Channel', channel.id),
  name: channel.name,
  kind: channel.kind,
  platform: channel.platform,
  externalId: channel.externalId,
  intakeMode: channel.intakeMode,
  customerId: globalIdOrNull('Customer', channel.customerId),
  queueId: globalIdOrNull('Queue', channel.queueId),
  isExternallyShared: channel.isExternallyShared,
  active: channel.active,
  joinedAt: channel.joinedAt,
});

/** A member as the API shows them. */
export const memberNode = (member: MemberView): MemberNode => ({
  id: globalId('Member', member.id),
  name: member.name,
  role: member.role,
  active: member.active,
  // A list that was not asked for it has not read it.
  get queueIds() {
    return member.queueIds.map((id) => globalId('Queue', id));
  },
  avatarUrl: member.avatarUrl,
  zone: member.zone,
});

/** A queue as the API shows it. */
export const queueNode = (queue: Queue): QueueNode => ({
  id: globalId('Queue', queue.id),
  name: queue.name,
  triageChannelId: globalIdOrNull('Channel', queue.triageChannelId),
  levels: queue.levels.map(({ level, name, ownerId }) => ({
    level,
    name,
    ownerId: globalIdOrNull('Member', ownerId),
  })),
});

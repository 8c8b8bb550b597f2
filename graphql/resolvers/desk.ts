import { ArrayMaxSize, IsIn, IsOptional } from 'class-validator';
import { Args, ArgsType, Authorized, Ctx, Field, ID, Query, Resolver } from 'type-graphql';
import type { Readers } from '../../src/app/ports/readers';
import { ROLES, type Role } from '../../src/domain/actor';
import type { DeskContext } from '../context';
import { IsIdOf, uuidOf, uuidOrNull } from '../global-id';
import { connectionOf, sliceOf } from '../paging';
import { type Connection, NamedPageArgs, namedOf, PageArgs } from '../types/connection';
import { CustomerListArgs, customersAsked } from '../types/customer-list';
import {
  ChannelConnection,
  type ChannelNode,
  CustomerConnection,
  type CustomerNode,
  channelNode,
  customerNode,
  MemberConnection,
  type MemberNode,
  memberNode,
  QueueConnection,
  type QueueNode,
  queueNode,
} from '../types/desk';
import { RoleEnum, STAFF } from '../types/enums';
import {
  IntakeDecisionConnection,
  type IntakeDecisionNode,
  intakeDecisionNode,
} from '../types/intake';

@ArgsType()
class ChannelListArgs extends NamedPageArgs {
  @Field(() => ID, { nullable: true, description: 'Only those shared with this customer.' })
  @IsOptional()
  @IsIdOf('Customer')
  customerId?: string | null;
}

@ArgsType()
class MemberListArgs extends NamedPageArgs {
  @Field(() => [RoleEnum], { nullable: true, description: 'Only these roles.' })
  @IsOptional()
  @ArrayMaxSize(10)
  @IsIn(ROLES, { each: true })
  roles?: Role[] | null;
}

@ArgsType()
class DecisionListArgs extends PageArgs {
  @Field(() => ID, { description: 'Decisions about messages of this channel.' })
  @IsIdOf('Channel')
  channelId: string;
}

/** What the desk is made of. */
@Resolver()
export class DeskResolver {
  constructor(private readonly readers: Readers) {}

  @Authorized(STAFF)
  @Query(() => CustomerConnection, {
    description: 'Customers by name, or by how they fare.',
  })
  async customers(
    @Args(() => CustomerListArgs) args: CustomerListArgs,
    @Ctx() context: DeskContext,
  ): Promise<Connection<CustomerNode>> {
    const asked = customersAsked(args);
    const list = asked.by === 'HEALTH' ? 'customer:HEALTH' : 'customer';
    const page = await this.readers.customers(
      context.principal.tenantId,
      asked,
      sliceOf(list, args),
    );
    return connectionOf(list, page, customerNode);
  }

  @Authorized(STAFF)
  @Query(() => ChannelConnection, { description: 'Channels by name.' })
  async channels(
    @Args(() => ChannelListArgs) args: ChannelListArgs,
    @Ctx() context: DeskContext,
  ): Promise<Connection<ChannelNode>> {
    const { tenantId } = context.principal;
    const slice = sliceOf('channel', args);
    const customerId = uuidOrNull('Customer', args.customerId);
    const asked = { customerId, named: namedOf(args) };
    const page = await this.readers.channels(tenantId, asked, slice);
    return connectionOf('channel', page, channelNode);
  }

  @Authorized(STAFF)
  @Query(() => MemberConnection, { description: 'Members by name.' })
  async members(
    @Args(() => MemberListArgs) args: MemberListArgs,
    @Ctx() context: DeskContext,
  ): Promise<Connection<MemberNode>> {
    const { tenantId } = context.principal;
    const slice = sliceOf('member', args);
    const asked = { roles: args.roles ?? null, named: namedOf(args) };
    const page = await this.readers.members(tenantId, asked, slice);
    return connectionOf('member', page, memberNode);
  }

  @Authorized(STAFF)
  @Query(() => QueueConnection, { description: 'Queues by name.' })
  async queues(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: DeskContext,
  ): Promise<Connection<QueueNode>> {
    const slice = sliceOf('queue', args);
    const page = await this.readers.queues(context.principal.tenantId, slice);
    return connectionOf('queue', page, queueNode);
  }

  @Authorized(STAFF)
  @Query(() => IntakeDecisionConnection, {
    description: 'Why messages of a channel did or did not become tickets, newest first.',
  })
  async intakeDecisions(
    @Args(() => DecisionListArgs) args: DecisionListArgs,
    @Ctx() context: DeskContext,
  ): Promise<Connection<IntakeDecisionNode>> {
    const { tenantId } = context.principal;
    const slice = sliceOf('decision', args);
    const page = await this.readers.decisions(tenantId, uuidOf('Channel', args.channelId), slice);
    return connectionOf('decision', page, intakeDecisionNode);
  }
}

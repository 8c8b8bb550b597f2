import { Max, Min } from 'class-validator';
import {
  Args,
  ArgsType,
  Authorized,
  Ctx,
  Field,
  FieldResolver,
  Int,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import type { Readers } from '../../src/app/ports/readers';
import { sightOf } from '../../src/app/tickets/find-tickets';
import type { DeskContext } from '../context';
import { uuidOf, uuidOrNull } from '../global-id';
import { connectionOf, sliceOf } from '../paging';
import type { Connection } from '../types/connection';
import { CustomerNode } from '../types/desk';
import { STAFF, TEAM } from '../types/enums';
import {
  PromiseConnection,
  PromiseNode,
  PromiseStatistics,
  PromisesDueArgs,
  promiseNode,
  promiseStatistics,
} from '../types/promise';
import { TicketNode, ticketNode } from '../types/ticket';

const DAY_MS = 86_400_000;

@ArgsType()
class WindowArgs {
  @Field(() => Int, { defaultValue: 90, description: 'How many days back, 1 to 366.' })
  @Min(1)
  @Max(366)
  days: number;
}

/** What customers were told, over all tickets. */
@Resolver(() => PromiseNode)
export class PromisesResolver {
  constructor(private readonly readers: Readers) {}

  @Authorized(TEAM)
  @Query(() => PromiseConnection, {
    description: 'Open promises, the next due first. A partner sees those in their sight.',
  })
  async promisesDue(
    @Args(() => PromisesDueArgs) args: PromisesDueArgs,
    @Ctx() { principal }: DeskContext,
  ): Promise<Connection<PromiseNode>> {
    const filter = {
      customerId: uuidOrNull('Customer', args.customerId),
      assigneeId: uuidOrNull('Member', args.assigneeId),
      dueBefore: args.dueBefore ?? null,
    };
    const slice = sliceOf('promise:DUE', args);
    const page = await this.readers.promisesDue(sightOf(principal), filter, slice);
    return connectionOf('promise:DUE', page, promiseNode);
  }

  @Authorized(TEAM)
  @FieldResolver(() => TicketNode, { nullable: true, description: 'The ticket it was told in.' })
  async ticket(
    @Root() promise: PromiseNode,
    @Ctx() { loaders }: DeskContext,
  ): Promise<TicketNode | null> {
    const view = await loaders.ticket(promise.ticketUuid);
    return view === null ? null : ticketNode(view);
  }
}

/** How well a customer’s promises were kept. */
@Resolver(() => CustomerNode)
export class CustomerPromisesResolver {
  @Authorized(STAFF)
  @FieldResolver(() => PromiseStatistics, {
    description: 'What became of the times they were told.',
  })
  async promiseStatistics(
    @Root() customer: CustomerNode,
    @Args(() => WindowArgs) { days }: WindowArgs,
    @Ctx() { loaders, now }: DeskContext,
  ): Promise<PromiseStatistics> {
    const from = new Date(now.getTime() - days * DAY_MS);
    const counts = await loaders.promiseCount(uuidOf('Customer', customer.id), from, now);
    return promiseStatistics(counts, from, now);
  }
}

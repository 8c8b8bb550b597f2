import { Args, Authorized, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { explained } from '../../src/app/care/explain';
import type { DeskContext } from '../context';
import { connectionOf, sliceOf } from '../paging';
import { ClockExplanation, clockExplanation, TicketClock, ticketClock } from '../types/clock';
import { type Connection, PageArgs } from '../types/connection';
import { TEAM } from '../types/enums';
import { PromiseConnection, type PromiseNode, promiseNode } from '../types/promise';
import { TicketNode } from '../types/ticket';

/** What a ticket is measured by, and what its customer was told. */
@Resolver(() => TicketNode)
export class TicketCareResolver {
  @Authorized(TEAM)
  @FieldResolver(() => [TicketClock], { description: 'Its SLA clocks, oldest first.' })
  async clocks(@Root() ticket: TicketNode, @Ctx() context: DeskContext): Promise<TicketClock[]> {
    return (await context.loaders.clocks(ticket.uuid)).map(ticketClock);
  }

  @Authorized(TEAM)
  @FieldResolver(() => PromiseConnection, {
    description: 'Every time its customer was told, oldest first.',
  })
  async promises(
    @Root() ticket: TicketNode,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: DeskContext,
  ): Promise<Connection<PromiseNode>> {
    const page = await context.loaders.promises(ticket.uuid, sliceOf('promise', args));
    return connectionOf('promise', page, promiseNode);
  }
}

/** A clock that can account for every second. */
@Resolver(() => TicketClock)
export class ClockResolver {
  @Authorized(TEAM)
  @FieldResolver(() => ClockExplanation, {
    description: 'What it has counted and skipped, and why.',
  })
  async explain(
    @Root() clock: TicketClock,
    @Ctx() { now }: DeskContext,
  ): Promise<ClockExplanation> {
    return clockExplanation(await explained(clock.view, now));
  }
}

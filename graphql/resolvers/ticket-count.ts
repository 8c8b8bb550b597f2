import { IsOptional, ValidateNested } from 'class-validator';
import { Args, ArgsType, Authorized, Ctx, Field, Int, Query, Resolver } from 'type-graphql';
import type { Readers } from '../../src/app/ports/readers';
import { sightOf } from '../../src/app/tickets/find-tickets';
import type { DeskContext } from '../context';
import { filterOf } from '../ticket-filter';
import { TEAM } from '../types/enums';
import { TicketFilterInput } from '../types/ticket-filter';

@ArgsType()
class TicketCountArgs {
  @Field(() => TicketFilterInput, { nullable: true, description: 'Which tickets. Default all.' })
  @IsOptional()
  @ValidateNested()
  filter?: TicketFilterInput | null;
}

/** How many tickets a list has. */
@Resolver()
export class TicketCountResolver {
  constructor(private readonly readers: Readers) {}

  @Authorized(TEAM)
  @Query(() => Int, {
    description: 'Exactly how many tickets a list has. A partner counts those in their sight.',
  })
  ticketCount(
    @Args(() => TicketCountArgs) args: TicketCountArgs,
    @Ctx() context: DeskContext,
  ): Promise<number> {
    return this.readers.countTickets(sightOf(context.principal), filterOf(args.filter));
  }
}

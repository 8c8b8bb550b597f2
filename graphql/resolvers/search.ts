import { Args, Authorized, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Readers } from '../../src/app/ports/readers';
import { sightOf } from '../../src/app/tickets/find-tickets';
import { askedFor } from '../../src/domain/search';
import type { DeskContext } from '../context';
import { uuidOf, uuidOrNull } from '../global-id';
import { connectionOf, sliceOf } from '../paging';
import type { Connection } from '../types/connection';
import { TEAM } from '../types/enums';
import { SearchArgs, SearchHitConnection, SearchHitNode, searchHitNode } from '../types/search';
import { TicketNode, ticketNode } from '../types/ticket';

/** Words in tickets and messages. */
@Resolver(() => SearchHitNode)
export class SearchResolver {
  constructor(private readonly readers: Readers) {}

  @Authorized(TEAM)
  @Query(() => SearchHitConnection, {
    description:
      'Tickets and messages that hold these words, best first: capitals, accents and single typos are forgiven, beginnings count. A partner sees those in their sight.',
  })
  async search(
    @Args(() => SearchArgs) args: SearchArgs,
    @Ctx() { principal }: DeskContext,
  ): Promise<Connection<SearchHitNode>> {
    const asked = args.filter;
    const filter = {
      kind: asked?.kind ?? null,
      customerId: uuidOrNull('Customer', asked?.customerId),
      queueIds: asked?.queueIds?.map((id) => uuidOf('Queue', id)) ?? null,
      statuses: asked?.statuses ?? null,
      labelIds: asked?.labelIds?.map((id) => uuidOf('Label', id)) ?? null,
      onlyPublic: asked?.onlyPublic ?? false,
    };
    const slice = sliceOf('search', args);
    const page = await this.readers.search(sightOf(principal), askedFor(args.query), filter, slice);
    return connectionOf('search', page, searchHitNode);
  }

  @Authorized(TEAM)
  @FieldResolver(() => TicketNode, {
    nullable: true,
    description: 'The ticket that was found, or that the message belongs to.',
  })
  async ticket(
    @Root() hit: SearchHitNode,
    @Ctx() { loaders }: DeskContext,
  ): Promise<TicketNode | null> {
    const view = await loaders.ticket(hit.ticketUuid);
    return view === null ? null : ticketNode(view);
  }
}

import {
  Arg,
  Args,
  Authorized,
  Ctx,
  FieldResolver,
  Mutation,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import type { Readers } from '../../src/app/ports/readers';
import { sightOf } from '../../src/app/tickets/find-tickets';
import { linkWorkItemIn, unlinkWorkItemIn } from '../../src/app/work-items/link-work-item';
import { requireWorkItem } from '../../src/domain/work-item-url';
import type { DeskContext } from '../context';
import { uuidOf } from '../global-id';
import type { MutationRunner } from '../mutation';
import { TEAM } from '../types/enums';
import { TicketNode } from '../types/ticket';
import {
  LinkWorkItemInput,
  LinkWorkItemPayload,
  UnlinkWorkItemInput,
  UnlinkWorkItemPayload,
  WorkItemArgs,
  WorkItemNode,
  workItemNode,
} from '../types/work-item';

const INPUT = { description: 'Which.' } as const;

/** Issues and pull requests that tickets are linked to. */
@Resolver()
export class WorkItemsResolver {
  constructor(
    private readonly run: MutationRunner,
    private readonly readers: Readers,
  ) {}

  @Authorized(TEAM)
  @Query(() => WorkItemNode, {
    nullable: true,
    description:
      'An issue or pull request by its address; null when no ticket was linked to it. Its tickets: `tickets(filter: { workItem: … })`.',
  })
  async workItem(
    @Args(() => WorkItemArgs) { url }: WorkItemArgs,
    @Ctx() { principal }: DeskContext,
  ): Promise<WorkItemNode | null> {
    const address = requireWorkItem(url, await this.readers.trackerSites(principal.tenantId));
    const item = await this.readers.workItem(sightOf(principal), address);
    return item === null ? null : workItemNode(item);
  }

  @Authorized(TEAM)
  @Mutation(() => LinkWorkItemPayload, {
    description: 'Links an issue or pull request by its address; at most 20 to a ticket.',
  })
  linkWorkItem(
    @Arg('input', () => LinkWorkItemInput, INPUT) input: LinkWorkItemInput,
    @Ctx() context: DeskContext,
  ): Promise<LinkWorkItemPayload> {
    return this.run.change(
      context,
      'linkWorkItem',
      input,
      async (tx, request, now) => (await linkWorkItemIn(tx, request, input.url, now)).ticket,
    );
  }

  @Authorized(TEAM)
  @Mutation(() => UnlinkWorkItemPayload, {
    description: 'Takes an issue or pull request away from a ticket.',
  })
  unlinkWorkItem(
    @Arg('input', () => UnlinkWorkItemInput, INPUT) input: UnlinkWorkItemInput,
    @Ctx() context: DeskContext,
  ): Promise<UnlinkWorkItemPayload> {
    const id = uuidOf('WorkItem', input.workItemId);
    return this.run.change(
      context,
      'unlinkWorkItem',
      input,
      async (tx, request, now) => (await unlinkWorkItemIn(tx, request, { id }, now)).ticket,
    );
  }
}

/** What developers work on for a ticket. */
@Resolver(() => TicketNode)
export class TicketWorkItemsResolver {
  @Authorized(TEAM)
  @FieldResolver(() => [WorkItemNode], {
    description:
      'Issues and pull requests it is linked to, in the order they were linked: at most 20.',
  })
  async workItems(
    @Root() ticket: TicketNode,
    @Ctx() { loaders }: DeskContext,
  ): Promise<readonly WorkItemNode[]> {
    return (await loaders.workItems(ticket.uuid)).map(workItemNode);
  }
}

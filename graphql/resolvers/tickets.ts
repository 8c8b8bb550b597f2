import { MaxLength } from 'class-validator';
import type { GraphQLResolveInfo } from 'graphql';
import {
  Arg,
  Args,
  ArgsType,
  Authorized,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Info,
  Int,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import type { Readers } from '../../src/app/ports/readers';
import { findTicket, findTickets, writeTickets } from '../../src/app/tickets/find-tickets';
import { placeOfLink } from '../../src/app/tickets/message-link';
import { DeskError } from '../../src/domain/errors';
import type { DeskContext } from '../context';
import { uuidOf } from '../global-id';
import { connectionOf, sliceOf } from '../paging';
import { filterOf } from '../ticket-filter';
import { type Connection, PageArgs } from '../types/connection';
import { QueueNode, queueNode } from '../types/desk';
import { TEAM } from '../types/enums';
import { MessageConnection, type MessageNode, messageNode } from '../types/message';
import { TicketConnection, TicketNode, ticketNode } from '../types/ticket';
import { TicketListArgs } from '../types/ticket-filter';
import {
  TimelineEntryConnection,
  type TimelineEntryNode,
  timelineEntryNode,
} from '../types/timeline';
import { wantedOfTickets } from '../wanted';

@ArgsType()
class MessageLinkArgs {
  @Field(() => String, { description: 'The link. At most 2,000 characters.' })
  @MaxLength(2_000)
  link: string;
}

/** Stands where a page is written instead of read. */
const EMPTY_PAGE = { rows: [], hasNext: false, hasPrevious: false };
const LARGEST_INT = 2_147_483_647;

/** Tickets, and what one may ask about each of them. */
@Resolver(() => TicketNode)
export class TicketsResolver {
  constructor(private readonly readers: Readers) {}

  @Authorized(TEAM)
  @Query(() => TicketConnection, { description: 'Tickets. A partner sees those in their sight.' })
  async tickets(
    @Args(() => TicketListArgs) args: TicketListArgs,
    @Ctx() context: DeskContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<TicketNode>> {
    const by = args.sort?.field ?? 'OPENED_AT';
    const order = { by, descending: args.sort?.direction !== 'ASC' };
    const list = `ticket:${by}` as const;
    const slice = sliceOf(list, args, context.pageSize);
    const filter = filterOf(args.filter);
    const { principal, written } = context;
    if (written !== null) {
      const unread = await writeTickets(
        this.readers,
        principal,
        filter,
        order,
        slice,
        written.fields,
      );
      written.connection = connectionOf(list, unread, (row) => row);
      return connectionOf(list, EMPTY_PAGE, ticketNode);
    }
    const wanted = wantedOfTickets(info);
    const page = await findTickets(this.readers, principal, filter, order, slice, wanted);
    return connectionOf(list, page, ticketNode);
  }

  @Authorized(TEAM)
  @Query(() => TicketNode, {
    nullable: true,
    description: 'One ticket; null when there is no such ticket.',
  })
  async ticket(
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Ctx() context: DeskContext,
  ): Promise<TicketNode | null> {
    const view = await findTicket(this.readers, context.principal, { id: uuidOf('Ticket', id) });
    return view === null ? null : ticketNode(view);
  }

  @Authorized(TEAM)
  @Query(() => TicketNode, {
    nullable: true,
    description: 'One ticket by the number people say; null when there is none.',
  })
  async ticketByNumber(
    @Arg('number', () => Int, { description: 'Its number.' }) number: number,
    @Ctx() context: DeskContext,
  ): Promise<TicketNode | null> {
    if (number < 1 || number > LARGEST_INT) return null;
    const view = await findTicket(this.readers, context.principal, { number });
    return view === null ? null : ticketNode(view);
  }

  @Authorized(TEAM)
  @Query(() => TicketNode, {
    nullable: true,
    description:
      'The ticket of a message, by the link one copies from Slack or Teams; null when there is none.',
  })
  async ticketByMessageLink(
    @Args(() => MessageLinkArgs) { link }: MessageLinkArgs,
    @Ctx() context: DeskContext,
  ): Promise<TicketNode | null> {
    const message = placeOfLink(link);
    if (message === null)
      throw new DeskError(
        'invalid',
        'NOT_A_MESSAGE_LINK',
        'This is no link to a message of Slack or Teams.',
        'Use “Copy link” in the menu of the message.',
        ['link'],
      );
    const view = await findTicket(this.readers, context.principal, { message });
    return view === null ? null : ticketNode(view);
  }

  @Authorized(TEAM)
  @FieldResolver(() => MessageConnection, {
    description: 'What was said in it, oldest first, notes included.',
  })
  async messages(
    @Root() ticket: TicketNode,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: DeskContext,
  ): Promise<Connection<MessageNode>> {
    const page = await context.loaders.messages(ticket.uuid, sliceOf('message', args));
    return connectionOf('message', page, messageNode);
  }

  @Authorized(TEAM)
  @FieldResolver(() => TimelineEntryConnection, { description: 'Its history, oldest first.' })
  async timeline(
    @Root() ticket: TicketNode,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: DeskContext,
  ): Promise<Connection<TimelineEntryNode>> {
    const page = await context.loaders.timeline(ticket.uuid, sliceOf('timeline', args));
    return connectionOf('timeline', page, timelineEntryNode);
  }

  @Authorized(TEAM)
  @FieldResolver(() => QueueNode, {
    nullable: true,
    description: 'Where it waits when nobody has it.',
  })
  async queue(@Root() ticket: TicketNode, @Ctx() context: DeskContext): Promise<QueueNode | null> {
    const queue = await context.loaders.queue(ticket.queueUuid);
    return queue === null ? null : queueNode(queue);
  }
}

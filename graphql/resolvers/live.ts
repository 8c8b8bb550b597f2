import { Arg, Args, Authorized, Ctx, ID, Int, Resolver, Root, Subscription } from 'type-graphql';
import type { DuePromise, QueueLoad } from '../../src/app/ports/live';
import type { Readers } from '../../src/app/ports/readers';
import { findTicket } from '../../src/app/tickets/find-tickets';
import { DeskError } from '../../src/domain/errors';
import { decodeChange, encodeChange } from '../change-cursor';
import type { DeskContext } from '../context';
import { globalId, uuidOf, uuidOrNull } from '../global-id';
import type { ChangedTicket, LiveStreams } from '../live-streams';
import { filterOf } from '../ticket-filter';
import { queueNode } from '../types/desk';
import { LEADS, STAFF, TEAM } from '../types/enums';
import {
  AfterArgs,
  MetricsTick,
  PromiseDue,
  QueueChange,
  TicketChange,
  TicketsChangedArgs,
} from '../types/live';
import { ticketNode } from '../types/ticket';

const LONGEST_FILTER = 10_000;
const MINUTE_MS = 60_000;

interface Asked<Args> {
  readonly args: Args;
  readonly context: DeskContext;
}

/** Subscriptions are for sockets: over HTTP there is nobody to tell later. */
const streamsOf = ({ streams }: DeskContext): LiveStreams => {
  if (streams !== null) return streams;
  throw new DeskError(
    'invalid',
    'NOT_A_SOCKET',
    'Subscriptions are answered over a WebSocket.',
    'Use the protocol graphql-transport-ws on the same address.',
  );
};

const pointOf = (after: string | null | undefined) =>
  typeof after === 'string' ? decodeChange(after) : null;

const within = (value: number, least: number, most: number, name: string): number => {
  if (value >= least && value <= most) return value;
  throw new DeskError('invalid', 'OUT_OF_RANGE', `That takes ${least} to ${most}.`, null, [name]);
};

const followTickets = ({ args, context }: Asked<TicketsChangedArgs>) => {
  if (JSON.stringify(args.filter ?? null).length > LONGEST_FILTER)
    throw new DeskError('invalid', 'FILTER_TOO_LARGE', 'The filter is too long.', null, ['filter']);
  const filter = filterOf(args.filter);
  return streamsOf(context).tickets(context, pointOf(args.after), filter, null);
};

const followTicket = ({ args, context }: Asked<AfterArgs & { ticketId: string }>) =>
  streamsOf(context).tickets(context, pointOf(args.after), {}, uuidOf('Ticket', args.ticketId));

const followQueues = ({ args, context }: Asked<{ queueId?: string | null }>) =>
  streamsOf(context).queues(context, uuidOrNull('Queue', args.queueId));

const followPromises = ({ args, context }: Asked<{ withinMinutes: number }>) =>
  streamsOf(context).promises(
    context,
    within(args.withinMinutes, 0, 1_440, 'withinMinutes') * MINUTE_MS,
  );

const followMetrics = ({ args, context }: Asked<{ everySeconds: number }>) =>
  streamsOf(context).ticks(context, within(args.everySeconds, 5, 3_600, 'everySeconds') * 1_000);

const changeOf = ({ point, ticketId, view }: ChangedTicket): TicketChange => ({
  ticketId: globalId('Ticket', ticketId),
  ticket: view === null ? null : ticketNode(view),
  cursor: encodeChange(point),
});

/** What happens while somebody looks on. */
@Resolver()
export class LiveResolver {
  constructor(private readonly readers: Readers) {}

  @Authorized(TEAM)
  @Subscription(() => TicketChange, {
    subscribe: followTickets,
    description:
      'Tickets as they change. A partner hears of those in their sight, and once of each that leaves it.',
  })
  ticketsChanged(
    @Root() changed: ChangedTicket,
    @Args(() => TicketsChangedArgs) _args: TicketsChangedArgs,
  ): TicketChange {
    return changeOf(changed);
  }

  @Authorized(TEAM)
  @Subscription(() => TicketChange, {
    subscribe: followTicket,
    description: 'One ticket as it changes.',
  })
  ticketChanged(
    @Root() changed: ChangedTicket,
    @Arg('ticketId', () => ID, { description: 'Which ticket.' }) _ticketId: string,
    @Args(() => AfterArgs) _args: AfterArgs,
  ): TicketChange {
    return changeOf(changed);
  }

  @Authorized(STAFF)
  @Subscription(() => QueueChange, {
    subscribe: followQueues,
    description: 'How much waits in each queue: first as it is, then whenever it changes.',
  })
  async queueChanged(
    @Root() load: QueueLoad,
    @Arg('queueId', () => ID, { nullable: true, description: 'Only this queue.' })
    _queueId: string | null,
    @Ctx() context: DeskContext,
  ): Promise<QueueChange> {
    const queue = await context.loaders.queue(load.queueId);
    const { waiting, oldestOpenedAt } = load;
    return {
      queueId: globalId('Queue', load.queueId),
      queue: queue === null ? null : queueNode(queue),
      waiting,
      oldestOpenedAt,
    };
  }

  @Authorized(STAFF)
  @Subscription(() => PromiseDue, {
    subscribe: followPromises,
    description: 'Each open promise, once, as soon as it is due within so many minutes.',
  })
  async promisesDue(
    @Root() promise: DuePromise,
    @Arg('withinMinutes', () => Int, { defaultValue: 15, description: '0 to 1440.' })
    _withinMinutes: number,
    @Ctx() context: DeskContext,
  ): Promise<PromiseDue> {
    const view = await findTicket(this.readers, context.principal, { id: promise.ticketId });
    return {
      ticketId: globalId('Ticket', promise.ticketId),
      ticket: view === null ? null : ticketNode(view),
      kind: promise.kind,
      dueAt: promise.dueAt,
    };
  }

  @Authorized(LEADS)
  @Subscription(() => MetricsTick, {
    subscribe: followMetrics,
    description: 'The figures of the moment, again and again.',
  })
  async metricsTick(
    @Arg('everySeconds', () => Int, { defaultValue: 10, description: '5 to 3600.' })
    _everySeconds: number,
    @Ctx() context: DeskContext,
  ): Promise<MetricsTick> {
    const { open, waitingOnUs } = await this.readers.backlog(context.principal.tenantId);
    return { open, waitingOnUs, asOf: context.now };
  }
}

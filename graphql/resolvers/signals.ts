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
import { dismissSignalIn } from '../../src/app/signals/dismiss-signal';
import type { DeskContext } from '../context';
import { uuidOrNull } from '../global-id';
import type { MutationRunner } from '../mutation';
import { connectionOf, sliceOf } from '../paging';
import type { Connection } from '../types/connection';
import { STAFF, TEAM } from '../types/enums';
import {
  DismissSignalInput,
  DismissSignalPayload,
  EarlyWarningArgs,
  EarlyWarningConnection,
  EarlyWarningNode,
  earlyWarningNode,
  SignalNode,
  signalNode,
} from '../types/signal';
import { TicketNode, ticketNode } from '../types/ticket';

const signalsOf = async (uuid: string, { loaders, now }: DeskContext): Promise<SignalNode[]> =>
  (await loaders.signals(uuid, now)).map(signalNode);

/** What the desk noticed, and that somebody looked at it. */
@Resolver(() => EarlyWarningNode)
export class SignalsResolver {
  constructor(
    private readonly run: MutationRunner,
    private readonly readers: Readers,
  ) {}

  @Authorized(STAFF)
  @Query(() => EarlyWarningConnection, {
    description:
      'Tickets that may go wrong, the heaviest first: open ones with signals, and those whose cause came at least three times within 30 days.',
  })
  async earlyWarnings(
    @Args(() => EarlyWarningArgs) args: EarlyWarningArgs,
    @Ctx() { principal, now }: DeskContext,
  ): Promise<Connection<EarlyWarningNode>> {
    const customerId = uuidOrNull('Customer', args.customerId);
    const slice = sliceOf('warning', args);
    const page = await this.readers.earlyWarnings(principal.tenantId, customerId, now, slice);
    return connectionOf('warning', page, earlyWarningNode);
  }

  @Authorized(STAFF)
  @FieldResolver(() => TicketNode, { nullable: true, description: 'The ticket it is about.' })
  async ticket(
    @Root() warning: EarlyWarningNode,
    @Ctx() { loaders }: DeskContext,
  ): Promise<TicketNode | null> {
    const view = await loaders.ticket(warning.ticketUuid);
    return view === null ? null : ticketNode(view);
  }

  @Authorized(STAFF)
  @FieldResolver(() => [SignalNode], { description: 'Why, oldest first.' })
  signals(
    @Root() warning: EarlyWarningNode,
    @Ctx() context: DeskContext,
  ): Promise<readonly SignalNode[]> {
    return signalsOf(warning.ticketUuid, context);
  }

  @Authorized(TEAM)
  @Mutation(() => DismissSignalPayload, {
    description: 'Says that a signal was looked at. It comes back if it is seen again.',
  })
  dismissSignal(
    @Arg('input', () => DismissSignalInput, { description: 'Which.' }) input: DismissSignalInput,
    @Ctx() context: DeskContext,
  ): Promise<DismissSignalPayload> {
    return this.run.change(context, 'dismissSignal', input, (tx, request, now) =>
      dismissSignalIn(tx, request, { kind: input.kind }, now),
    );
  }
}

/** What stands on a ticket. */
@Resolver(() => TicketNode)
export class TicketSignalsResolver {
  @Authorized(TEAM)
  @FieldResolver(() => [SignalNode], {
    description: 'What the desk noticed about it and nobody has dismissed, oldest first.',
  })
  signals(@Root() ticket: TicketNode, @Ctx() context: DeskContext): Promise<readonly SignalNode[]> {
    return signalsOf(ticket.uuid, context);
  }
}

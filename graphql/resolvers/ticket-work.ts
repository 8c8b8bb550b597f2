import { Arg, Authorized, Ctx, Mutation, Resolver } from 'type-graphql';
import { speakerOf } from '../../src/app/tickets/requirements';
import { assignIn, claimIn, setPriorityIn } from '../../src/app/tickets/team-commands';
import { waitForIn } from '../../src/app/tickets/third-party';
import { memberIdOf } from '../../src/domain/actor';
import type { DeskContext } from '../context';
import { uuidOrNull } from '../global-id';
import { type MutationRunner, plainly } from '../mutation';
import { STAFF, TEAM } from '../types/enums';
import {
  AssignTicketInput,
  ClaimTicketInput,
  MakeRequestInput,
  MarkNotARequestInput,
  ReopenTicketInput,
  SetTicketCauseInput,
  SetTicketPriorityInput,
  SnoozeTicketInput,
  StopWaitingInput,
  WaitForThirdPartyInput,
  WakeTicketInput,
} from '../types/ticket-inputs';
import {
  AssignTicketPayload,
  ClaimTicketPayload,
  MakeRequestPayload,
  MarkNotARequestPayload,
  ReopenTicketPayload,
  SetTicketCausePayload,
  SetTicketPriorityPayload,
  SnoozeTicketPayload,
  StopWaitingPayload,
  WaitForThirdPartyPayload,
  WakeTicketPayload,
} from '../types/ticket-payloads';

const INPUT = { description: 'What to do.' } as const;

/** Mutations that move a ticket. */
@Resolver()
export class TicketWorkResolver {
  constructor(private readonly run: MutationRunner) {}

  @Authorized(TEAM)
  @Mutation(() => ClaimTicketPayload, { description: 'Takes a ticket; of many at once one wins.' })
  claimTicket(
    @Arg('input', () => ClaimTicketInput, INPUT) input: ClaimTicketInput,
    @Ctx() context: DeskContext,
  ): Promise<ClaimTicketPayload> {
    return this.run.change(context, 'claimTicket', input, (tx, request, now) =>
      claimIn(tx, request, speakerOf(request.actor, uuidOrNull('Member', input.memberId)), now),
    );
  }

  @Authorized(STAFF)
  @Mutation(() => AssignTicketPayload, {
    description: 'Gives a ticket to a member or back to its queue.',
  })
  assignTicket(
    @Arg('input', () => AssignTicketInput, INPUT) input: AssignTicketInput,
    @Ctx() context: DeskContext,
  ): Promise<AssignTicketPayload> {
    return this.run.change(context, 'assignTicket', input, (tx, request, now) =>
      assignIn(tx, request, uuidOrNull('Member', input.memberId), now),
    );
  }

  @Authorized(STAFF)
  @Mutation(() => SetTicketPriorityPayload, { description: 'Changes how urgent a ticket is.' })
  setTicketPriority(
    @Arg('input', () => SetTicketPriorityInput, INPUT) input: SetTicketPriorityInput,
    @Ctx() context: DeskContext,
  ): Promise<SetTicketPriorityPayload> {
    return this.run.change(context, 'setTicketPriority', input, (tx, request, now) =>
      setPriorityIn(tx, request, input.priority, now),
    );
  }

  @Authorized(TEAM)
  @Mutation(() => SetTicketCausePayload, { description: 'Says what a ticket came from.' })
  setTicketCause(
    @Arg('input', () => SetTicketCauseInput, INPUT) input: SetTicketCauseInput,
    @Ctx() context: DeskContext,
  ): Promise<SetTicketCausePayload> {
    const change = plainly({ do: 'set-cause', cause: input.cause ?? null });
    return this.run.change(context, 'setTicketCause', input, change);
  }

  @Authorized(TEAM)
  @Mutation(() => SnoozeTicketPayload, { description: 'Puts a ticket to sleep.' })
  snoozeTicket(
    @Arg('input', () => SnoozeTicketInput, INPUT) input: SnoozeTicketInput,
    @Ctx() context: DeskContext,
  ): Promise<SnoozeTicketPayload> {
    const change = plainly({ do: 'snooze', until: input.until });
    return this.run.change(context, 'snoozeTicket', input, change);
  }

  @Authorized(TEAM)
  @Mutation(() => WakeTicketPayload, { description: 'Wakes a sleeping ticket.' })
  wakeTicket(
    @Arg('input', () => WakeTicketInput, INPUT) input: WakeTicketInput,
    @Ctx() context: DeskContext,
  ): Promise<WakeTicketPayload> {
    return this.run.change(context, 'wakeTicket', input, plainly({ do: 'wake' }));
  }

  @Authorized(TEAM)
  @Mutation(() => WaitForThirdPartyPayload, {
    description: 'Says whom a ticket waits for and when its owner looks again.',
  })
  waitForThirdParty(
    @Arg('input', () => WaitForThirdPartyInput, INPUT) input: WaitForThirdPartyInput,
    @Ctx() context: DeskContext,
  ): Promise<WaitForThirdPartyPayload> {
    const { party, nextCheckAt: until } = input;
    return this.run.change(context, 'waitForThirdParty', input, (tx, request, now) => {
      const named = uuidOrNull('Member', input.memberId);
      const memberId = named ?? memberIdOf(request.actor);
      return waitForIn(tx, request, { memberId, party, until }, now);
    });
  }

  @Authorized(TEAM)
  @Mutation(() => StopWaitingPayload, { description: 'The third party is no longer waited for.' })
  stopWaiting(
    @Arg('input', () => StopWaitingInput, INPUT) input: StopWaitingInput,
    @Ctx() context: DeskContext,
  ): Promise<StopWaitingPayload> {
    return this.run.change(context, 'stopWaiting', input, plainly({ do: 'stop-waiting' }));
  }

  @Authorized(TEAM)
  @Mutation(() => ReopenTicketPayload, { description: 'Opens a ticket again.' })
  reopenTicket(
    @Arg('input', () => ReopenTicketInput, INPUT) input: ReopenTicketInput,
    @Ctx() context: DeskContext,
  ): Promise<ReopenTicketPayload> {
    const change = plainly({ do: 'reopen', reason: input.reason ?? '' });
    return this.run.change(context, 'reopenTicket', input, change);
  }

  @Authorized(STAFF)
  @Mutation(() => MarkNotARequestPayload, { description: 'Says that a ticket asks for nothing.' })
  markNotARequest(
    @Arg('input', () => MarkNotARequestInput, INPUT) input: MarkNotARequestInput,
    @Ctx() context: DeskContext,
  ): Promise<MarkNotARequestPayload> {
    const change = plainly({ do: 'not-a-request', reason: input.reason ?? '' });
    return this.run.change(context, 'markNotARequest', input, change);
  }

  @Authorized(STAFF)
  @Mutation(() => MakeRequestPayload, { description: 'Undoes markNotARequest.' })
  makeRequest(
    @Arg('input', () => MakeRequestInput, INPUT) input: MakeRequestInput,
    @Ctx() context: DeskContext,
  ): Promise<MakeRequestPayload> {
    return this.run.change(context, 'makeRequest', input, plainly({ do: 'make-request' }));
  }
}

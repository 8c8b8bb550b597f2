import { Arg, Authorized, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import {
  acceptEscalationIn,
  declineEscalationIn,
} from '../../src/app/escalation/answer-escalation';
import { escalateIn } from '../../src/app/escalation/escalate';
import { speakerOf } from '../../src/app/tickets/requirements';
import type { DeskContext } from '../context';
import { uuidOrNull } from '../global-id';
import type { MutationRunner } from '../mutation';
import { BriefNode, briefNode } from '../types/brief';
import { TEAM } from '../types/enums';
import { RunningEscalation, runningEscalation } from '../types/escalation';
import { TicketNode } from '../types/ticket';
import {
  AcceptEscalationInput,
  DeclineEscalationInput,
  EscalateTicketInput,
} from '../types/ticket-inputs';
import {
  AcceptEscalationPayload,
  DeclineEscalationPayload,
  EscalateTicketPayload,
} from '../types/ticket-payloads';

const INPUT = { description: 'What to do.' } as const;

/** Handing a ticket to somebody who can help, with what they have to know. */
@Resolver(() => TicketNode)
export class EscalationsResolver {
  constructor(private readonly run: MutationRunner) {}

  @Authorized(TEAM)
  @FieldResolver(() => BriefNode, {
    description:
      'What whoever takes over has to know, from facts only: asked, answered, tried, promised, still open.',
  })
  async brief(@Root() ticket: TicketNode, @Ctx() context: DeskContext): Promise<BriefNode> {
    return briefNode(await context.loaders.brief(ticket.uuid));
  }

  @Authorized(TEAM)
  @FieldResolver(() => RunningEscalation, {
    nullable: true,
    description: 'Who is asked to take it over just now; null: nobody.',
  })
  async escalation(
    @Root() ticket: TicketNode,
    @Ctx() context: DeskContext,
  ): Promise<RunningEscalation | null> {
    const open = await context.loaders.escalation(ticket.uuid);
    return open === null ? null : runningEscalation(open);
  }

  @Authorized(TEAM)
  @Mutation(() => EscalateTicketPayload, {
    description:
      'Asks the people of the next level to take a ticket. Who has it keeps it until somebody accepts.',
  })
  escalateTicket(
    @Arg('input', () => EscalateTicketInput, INPUT) input: EscalateTicketInput,
    @Ctx() context: DeskContext,
  ): Promise<EscalateTicketPayload> {
    const because = input.because ?? 'OTHER';
    const asked = { reason: input.reason, because, level: input.level ?? null };
    return this.run.change(context, 'escalateTicket', input, (tx, request, now) =>
      escalateIn(tx, request, asked, now),
    );
  }

  @Authorized(TEAM)
  @Mutation(() => AcceptEscalationPayload, {
    description: 'Takes an escalated ticket; the customer hears the new name and time.',
  })
  acceptEscalation(
    @Arg('input', () => AcceptEscalationInput, INPUT) input: AcceptEscalationInput,
    @Ctx() context: DeskContext,
  ): Promise<AcceptEscalationPayload> {
    return this.run.change(context, 'acceptEscalation', input, (tx, request, now) =>
      acceptEscalationIn(
        tx,
        request,
        speakerOf(request.actor, uuidOrNull('Member', input.memberId)),
        now,
      ),
    );
  }

  @Authorized(TEAM)
  @Mutation(() => DeclineEscalationPayload, {
    description: 'Says that one cannot take it: the next are asked at once.',
  })
  declineEscalation(
    @Arg('input', () => DeclineEscalationInput, INPUT) input: DeclineEscalationInput,
    @Ctx() context: DeskContext,
  ): Promise<DeclineEscalationPayload> {
    return this.run.change(context, 'declineEscalation', input, (tx, request, now) =>
      declineEscalationIn(
        tx,
        request,
        speakerOf(request.actor, uuidOrNull('Member', input.memberId)),
        now,
      ),
    );
  }
}

import { Arg, Authorized, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Desk } from '../../src/app/desk';
import { makeTicketFrom } from '../../src/app/intake/make-ticket';
import type { ChangeRequest } from '../../src/app/tickets/change-ticket';
import { createTicketIn } from '../../src/app/tickets/create-ticket';
import { requirePermission, speakerOf } from '../../src/app/tickets/requirements';
import { noteIn, replyIn, solveIn, type Utterance } from '../../src/app/tickets/speak';
import { plain } from '../../src/domain/text';
import type { DeskContext } from '../context';
import { uuidOf, uuidOrNull } from '../global-id';
import type { MutationRunner } from '../mutation';
import { STAFF, TEAM } from '../types/enums';
import {
  AddNoteInput,
  CreateTicketInput,
  MakeTicketFromMessageInput,
  ReplyToTicketInput,
  SolveTicketInput,
} from '../types/ticket-inputs';
import {
  AddNotePayload,
  CreateTicketPayload,
  MakeTicketFromMessagePayload,
  ReplyToTicketPayload,
  SolveTicketPayload,
} from '../types/ticket-payloads';

type Said = Utterance & { readonly spokenInTriage: boolean };

const INPUT = { description: 'What to say.' } as const;

/** Mutations that say something, and those that begin a ticket. */
@Resolver()
export class TicketWordsResolver {
  constructor(
    private readonly run: MutationRunner,
    private readonly desk: Pick<Desk, 'newId'>,
  ) {}

  @Authorized(TEAM)
  @Mutation(() => ReplyToTicketPayload, {
    description: 'Answers in the thread of the customer, under the name of the member.',
  })
  replyToTicket(
    @Arg('input', () => ReplyToTicketInput, INPUT) input: ReplyToTicketInput,
    @Ctx() context: DeskContext,
  ): Promise<ReplyToTicketPayload> {
    return this.run.change(context, 'replyToTicket', input, (tx, request, now) =>
      replyIn(tx, this.said(request, input.memberId, input.text), now),
    );
  }

  @Authorized(TEAM)
  @Mutation(() => AddNotePayload, {
    description: 'Writes an internal note. It never reaches the customer.',
  })
  addNote(
    @Arg('input', () => AddNoteInput, INPUT) input: AddNoteInput,
    @Ctx() context: DeskContext,
  ): Promise<AddNotePayload> {
    return this.run.change(context, 'addNote', input, (tx, request, now) =>
      noteIn(tx, this.said(request, input.memberId, input.text), now),
    );
  }

  @Authorized(TEAM)
  @Mutation(() => SolveTicketPayload, {
    description: 'Proposes a solution; the customer is asked whether it helped.',
  })
  solveTicket(
    @Arg('input', () => SolveTicketInput, INPUT) input: SolveTicketInput,
    @Ctx() context: DeskContext,
  ): Promise<SolveTicketPayload> {
    const cause = typeof input.cause === 'string' ? { cause: input.cause } : {};
    return this.run.change(context, 'solveTicket', input, (tx, request, now) =>
      solveIn(tx, { ...this.said(request, input.memberId, input.solution), ...cause }, now),
    );
  }

  @Authorized(STAFF)
  @Mutation(() => CreateTicketPayload, {
    description: 'Begins a ticket: its first words are posted in the channel of the customer.',
  })
  createTicket(
    @Arg('input', () => CreateTicketInput, INPUT) input: CreateTicketInput,
    @Ctx() context: DeskContext,
  ): Promise<CreateTicketPayload> {
    const { actor } = context.principal;
    const channelId = uuidOf('Channel', input.channelId);
    const { newId } = this.desk;
    return this.run.create(context, 'createTicket', input, (tx, now) =>
      createTicketIn(tx, { actor, channelId, body: plain(input.text), newId }, now),
    );
  }

  @Authorized(STAFF)
  @Mutation(() => MakeTicketFromMessagePayload, {
    description: 'Makes a ticket from a recorded message; its whole thread comes along.',
  })
  makeTicketFromMessage(
    @Arg('input', () => MakeTicketFromMessageInput, INPUT) input: MakeTicketFromMessageInput,
    @Ctx() context: DeskContext,
  ): Promise<MakeTicketFromMessagePayload> {
    const { actor } = context.principal;
    return this.run.create(context, 'makeTicketFromMessage', input, async (tx, now) => {
      requirePermission(actor, 'make-request');
      return makeTicketFrom(
        tx,
        { now, newId: this.desk.newId },
        actor,
        uuidOf('Message', input.messageId),
      );
    });
  }

  private said(request: ChangeRequest, memberId: string | null | undefined, text: string): Said {
    return {
      ...request,
      memberId: speakerOf(request.actor, uuidOrNull('Member', memberId)),
      body: plain(text),
      newId: this.desk.newId,
      spokenInTriage: false,
    };
  }
}

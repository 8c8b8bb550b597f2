import { rehearse } from '../src/app/care/rehearse';
import type { StoredAnswer } from '../src/app/ports/answers';
import type { Readers } from '../src/app/ports/readers';
import type { Tx } from '../src/app/ports/store';
import { type ChangeRequest, changeTicket } from '../src/app/tickets/change-ticket';
import { findTicket, requireSight } from '../src/app/tickets/find-tickets';
import { inSightOf } from '../src/app/tickets/in-sight';
import { type ChangingDesk, type Outcome, once, refusal, type Work } from '../src/app/tickets/once';
import type { Command } from '../src/domain/command';
import { DeskError } from '../src/domain/errors';
import type { Ticket } from '../src/domain/ticket';
import type { DeskContext } from './context';
import { globalIdOrNull, uuidOf } from './global-id';
import { ticketNode } from './types/ticket';
import type { TicketChangeInput } from './types/ticket-inputs';
import type { AssignTicketPayload, SpokenPayload, Warning } from './types/ticket-payloads';

type Keyed = { readonly idempotencyKey?: string | null };
type Changed =
  | Ticket
  | { readonly ticket: Ticket; readonly messageId: string }
  | { readonly ticket: Ticket; readonly warnings: readonly Warning[] };
export type Change = (tx: Tx, request: ChangeRequest, now: Date) => Promise<Changed>;

/** A change that is one command and nothing else. */
export const plainly =
  (command: Command): Change =>
  (tx, request, now) =>
    changeTicket(tx, request, { command }, now);

const outcomeOf = (changed: Changed): Outcome =>
  'ticket' in changed
    ? {
        ticketId: changed.ticket.id,
        ...('messageId' in changed ? { messageId: changed.messageId } : {}),
        ...('warnings' in changed ? { warnings: changed.warnings } : {}),
      }
    : { ticketId: changed.id };

/** What became of a change; each payload shows its own part of it. */
export type Performed = SpokenPayload & Pick<AssignTicketPayload, 'warnings'>;

/** The work of a change, for whoever may see the ticket. */
const changing = ({ principal }: DeskContext, input: TicketChangeInput, change: Change) => {
  const { expectedVersion = null } = input;
  const ticketId = uuidOf('Ticket', input.ticketId);
  const request = { ticketId, expectedVersion, actor: principal.actor };
  const work: Work = async (tx, now) => {
    await requireSight(tx, principal, ticketId);
    return outcomeOf(await change(inSightOf(tx, principal.actor), request, now));
  };
  return { ticketId, work };
};

const answered = async (work: () => Promise<Outcome>): Promise<StoredAnswer> => {
  try {
    const { ticketId = null, messageId = null, warnings = [] } = await work();
    return { ticketId, messageId, warnings, errors: [] };
  } catch (error) {
    if (!(error instanceof DeskError) || error.kind === 'unavailable') throw error;
    return refusal(error);
  }
};

/** What every mutation does around its one use case: sight, once per key, refusals as data. */
export class MutationRunner {
  constructor(
    private readonly desk: ChangingDesk,
    private readonly readers: Readers,
  ) {}

  /** Changes a ticket the principal may see. */
  change(
    context: DeskContext,
    name: string,
    input: TicketChangeInput,
    change: Change,
  ): Promise<Performed> {
    const { ticketId, work } = changing(context, input, change);
    return this.perform(context, name, input, ticketId, work);
  }

  /** Does the same with each, one after the other, and takes all of it back. */
  async rehearse(
    context: DeskContext,
    inputs: readonly TicketChangeInput[],
    change: Change,
  ): Promise<readonly (readonly [TicketChangeInput, Performed])[]> {
    context.signal.throwIfAborted();
    const { tenantId } = context.principal;
    const answers = await rehearse(this.desk, tenantId, async (tx, now) => {
      const each: (readonly [TicketChangeInput, string, StoredAnswer])[] = [];
      for (const input of inputs) {
        const { ticketId, work } = changing(context, input, change);
        each.push([input, ticketId, await answered(() => work(tx, now))]);
      }
      return each;
    });
    const performed: (readonly [TicketChangeInput, Performed])[] = [];
    for (const [input, ticketId, answer] of answers)
      performed.push([input, await this.shown(context, ticketId, answer, false)]);
    return performed;
  }

  /** Makes a ticket where none was. */
  create(
    context: DeskContext,
    name: string,
    input: Keyed,
    make: (tx: Tx, now: Date) => Promise<Ticket>,
  ): Promise<Performed> {
    return this.perform(context, name, input, null, async (tx, now) =>
      outcomeOf(await make(tx, now)),
    );
  }

  private async perform(
    context: DeskContext,
    name: string,
    input: Keyed,
    ticketId: string | null,
    work: Work,
  ): Promise<Performed> {
    context.signal.throwIfAborted();
    const request = { name, input, key: input.idempotencyKey ?? null };
    const { answer, replayed } = await once(this.desk, context.principal, request, work);
    return this.shown(context, ticketId, answer, replayed);
  }

  /** A refusal shows the ticket too: the caller sees how things stand. */
  private async shown(
    context: DeskContext,
    ticketId: string | null,
    answer: StoredAnswer,
    replayed: boolean,
  ): Promise<Performed> {
    const id = answer.ticketId ?? ticketId;
    const view = id === null ? null : await findTicket(this.readers, context.principal, { id });
    const ticket = view === null ? null : ticketNode(view);
    return {
      ticket,
      errors: answer.errors.map((error) =>
        error.code === 'TICKET_CHANGED' && ticket !== null ? { ...error, ticket } : error,
      ),
      messageId: globalIdOrNull('Message', answer.messageId),
      warnings: answer.warnings ?? [],
      replayed,
    };
  }
}

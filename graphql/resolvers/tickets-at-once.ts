import { Arg, Authorized, Ctx, Mutation, Resolver } from 'type-graphql';
import { labelIn } from '../../src/app/tickets/label-ticket';
import { refusal } from '../../src/app/tickets/once';
import { assignIn, setPriorityIn } from '../../src/app/tickets/team-commands';
import { DeskError } from '../../src/domain/errors';
import type { AdminRunner } from '../admin-mutation';
import type { DeskContext } from '../context';
import { uuidOf } from '../global-id';
import { type Change, type MutationRunner, type Performed, plainly } from '../mutation';
import { STAFF } from '../types/enums';
import {
  type SeenTicketInput,
  type TicketBulkChangeInput,
  type TicketBulkResult,
  UpdateTicketsInput,
  UpdateTicketsPayload,
} from '../types/ticket-bulk';

/** The schema lets exactly one through. */
const changeOf = (asked: TicketBulkChangeInput): Change => {
  const { assignTo, priority, snoozeUntil, notARequest } = asked;
  if (typeof assignTo === 'string') {
    const memberId = uuidOf('Member', assignTo);
    return (tx, request, now) => assignIn(tx, request, memberId, now);
  }
  if (asked.unassign === true) return (tx, request, now) => assignIn(tx, request, null, now);
  if (priority !== undefined && priority !== null)
    return (tx, request, now) => setPriorityIn(tx, request, priority, now);
  if (snoozeUntil !== undefined && snoozeUntil !== null)
    return plainly({ do: 'snooze', until: snoozeUntil });
  const labels = (ids: readonly string[] | null | undefined) =>
    ids?.map((id) => uuidOf('Label', id)) ?? [];
  const relabelling = { add: labels(asked.addLabels), remove: labels(asked.removeLabels) };
  if (relabelling.add.length + relabelling.remove.length > 0)
    return (tx, request, now) => labelIn(tx, request, relabelling, now);
  if (asked.wake === true) return plainly({ do: 'wake' });
  return plainly({ do: 'not-a-request', reason: notARequest ?? '' });
};

const refused = (code: string, message: string, hint: string, path: string): DeskError =>
  new DeskError('invalid', code, message, hint, [path]);

const seenAt = ({ expectedVersion }: SeenTicketInput): number | null => expectedVersion ?? null;

/** Each ticket once, in the order given. Throws DeskError. */
const ticketsOf = ({ ticketIds, tickets }: UpdateTicketsInput): readonly SeenTicketInput[] => {
  const byIds = ticketIds ?? [];
  const bySight = tickets ?? [];
  if (byIds.length > 0 === bySight.length > 0)
    throw refused(
      'TICKETS_NEEDED',
      'Name the tickets either by ticketIds or by tickets.',
      'Use tickets to say which version of each you saw.',
      'tickets',
    );
  const named = new Map<string, SeenTicketInput>(byIds.map((ticketId) => [ticketId, { ticketId }]));
  for (const one of bySight) {
    const before = named.get(one.ticketId);
    if (before !== undefined && seenAt(before) !== seenAt(one))
      throw refused(
        'SEEN_TWICE',
        'One ticket is named with two versions.',
        'Name each ticket once.',
        'tickets',
      );
    named.set(one.ticketId, one);
  }
  return [...named.values()];
};

const resultOf = (
  { ticketId }: SeenTicketInput,
  { ticket, errors, warnings }: Performed,
): TicketBulkResult => ({ ticketId, ticket, errors, warnings });

/** The same change for many tickets, each by itself. */
@Resolver()
export class TicketsAtOnceResolver {
  constructor(
    private readonly run: MutationRunner,
    private readonly whole: AdminRunner,
  ) {}

  @Authorized(STAFF)
  @Mutation(() => UpdateTicketsPayload, {
    description:
      'Does the same with many tickets. Each is changed or refused by itself, also because it is no longer as it was seen; repeated with its key, it goes on where it was cut off.',
  })
  async updateTickets(
    @Arg('input', () => UpdateTicketsInput, { description: 'What to do.' })
    input: UpdateTicketsInput,
    @Ctx() context: DeskContext,
  ): Promise<UpdateTicketsPayload> {
    if (input.dryRun === true) return this.rehearsed(input, context);
    const key = input.idempotencyKey ?? null;
    // The whole request under its key first: other tickets under the same key are a mistake.
    const { errors, replayed } = await this.whole.once(
      context,
      'updateTickets',
      input,
      null,
      async () => {
        ticketsOf(input);
        return {};
      },
    );
    if (errors.length > 0) return { results: [], errors, replayed };
    const change = changeOf(input.change);
    const results: TicketBulkResult[] = [];
    for (const seen of ticketsOf(input)) {
      const one = {
        ...seen,
        change: input.change,
        idempotencyKey: key === null ? null : `${key} ${seen.ticketId}`,
      };
      results.push(resultOf(seen, await this.run.change(context, 'updateTickets', one, change)));
    }
    return { results, errors, replayed };
  }

  private async rehearsed(
    input: UpdateTicketsInput,
    context: DeskContext,
  ): Promise<UpdateTicketsPayload> {
    try {
      const done = await this.run.rehearse(context, ticketsOf(input), changeOf(input.change));
      const results = done.map(([seen, one]) => resultOf(seen, one));
      return { results, errors: [], replayed: false };
    } catch (error) {
      if (!(error instanceof DeskError) || error.kind !== 'invalid') throw error;
      return { results: [], errors: refusal(error).errors, replayed: false };
    }
  }
}

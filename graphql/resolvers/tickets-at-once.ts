import { Arg, Authorized, Ctx, Mutation, Resolver } from 'type-graphql';
import { labelIn } from '../../src/app/tickets/label-ticket';
import { assignIn, setPriorityIn } from '../../src/app/tickets/team-commands';
import type { AdminRunner } from '../admin-mutation';
import type { DeskContext } from '../context';
import { uuidOf } from '../global-id';
import { type Change, type MutationRunner, plainly } from '../mutation';
import { STAFF } from '../types/enums';
import {
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
      'Does the same with many tickets. Each is changed or refused by itself; repeated with its key, it goes on where it was cut off.',
  })
  async updateTickets(
    @Arg('input', () => UpdateTicketsInput, { description: 'What to do.' })
    input: UpdateTicketsInput,
    @Ctx() context: DeskContext,
  ): Promise<UpdateTicketsPayload> {
    const key = input.idempotencyKey ?? null;
    // The whole request under its key first: other tickets under the same key are a mistake.
    const { errors, replayed } = await this.whole.once(
      context,
      'updateTickets',
      input,
      null,
      async () => ({}),
    );
    if (errors.length > 0) return { results: [], errors, replayed };
    const change = changeOf(input.change);
    const results: TicketBulkResult[] = [];
    for (const ticketId of new Set(input.ticketIds)) {
      const one = {
        ticketId,
        change: input.change,
        idempotencyKey: key === null ? null : `${key} ${ticketId}`,
      };
      const done = await this.run.change(context, 'updateTickets', one, change);
      const { ticket, errors: refused, warnings } = done;
      results.push({ ticketId, ticket, errors: refused, warnings });
    }
    return { results, errors, replayed };
  }
}

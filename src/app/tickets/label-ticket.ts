import { DeskError, notFound } from '../../domain/errors';
import type { Label } from '../../domain/label';
import type { Ticket } from '../../domain/ticket';
import type { Tx } from '../ports/store';
import { type ChangeRequest, changeTicket } from './change-ticket';
import { isUuid } from './find-tickets';
import { requirePermission } from './requirements';

interface Asked {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

const requireUsable = (labels: readonly Label[]): void => {
  const archived = labels.find(({ archivedAt }) => archivedAt !== null);
  if (archived !== undefined)
    throw new DeskError(
      'refused',
      'LABEL_ARCHIVED',
      `The label “${archived.name}” is archived: it is given to no ticket any more.`,
      'A supervisor can bring it back.',
      ['labelIds'],
    );
};

/** Gives labels to a ticket and takes others away; those that stand, or do not, already are left. */
export const labelIn = (
  tx: Tx,
  request: ChangeRequest,
  { add, remove }: Asked,
  now: Date,
): Promise<Ticket> => {
  // Before anything is said about labels: whoever may not give them learns nothing of them.
  requirePermission(request.actor, 'label');
  const prepare = async (inner: Tx, ticket: Ticket) => {
    const asked = [...new Set([...add, ...remove])];
    // A form brings whatever its sender put into it.
    if (!asked.every(isUuid)) throw notFound('label');
    const known = await inner.labels.byIds(asked);
    if (known.length < asked.length) throw notFound('label');
    const standing = new Set((await inner.labels.ofTicket(ticket.id)).map(({ id }) => id));
    const fresh = known.filter(({ id }) => add.includes(id) && !standing.has(id));
    requireUsable(fresh);
    const gone = known.filter(({ id }) => remove.includes(id) && standing.has(id));
    return {
      command: { do: 'label', add: fresh, remove: gone, standing: standing.size },
    } as const;
  };
  return changeTicket(tx, request, prepare, now);
};

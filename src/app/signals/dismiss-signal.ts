import { memberIdOf } from '../../domain/actor';
import { DeskError } from '../../domain/errors';
import type { SignalKind } from '../../domain/signal';
import type { Ticket } from '../../domain/ticket';
import type { Tx } from '../ports/store';
import { type ChangeRequest, changeTicket } from '../tickets/change-ticket';

/** By its kind, or by the id a button carries. */
export type WhichSignal = { readonly kind: SignalKind } | { readonly id: string };

/** Somebody looked at a signal: it warns no more, until it is seen again. Throws DeskError. */
export const dismissSignalIn = (
  tx: Tx,
  request: ChangeRequest,
  which: WhichSignal,
  now: Date,
): Promise<Ticket> =>
  changeTicket(
    tx,
    request,
    async (_, { id, number }) => {
      const standing = await tx.signals.standingOf(id);
      const signal = standing.find((one) =>
        'kind' in which ? one.kind === which.kind : one.id === which.id,
      );
      if (signal === undefined)
        throw new DeskError(
          'refused',
          'NO_SUCH_SIGNAL',
          `That signal does not stand on ticket #${number} any more.`,
          'The card shows those that do.',
        );
      await tx.signals.dismiss(signal.id, memberIdOf(request.actor), now);
      return { command: { do: 'dismiss-signal', signal: signal.kind } };
    },
    now,
  );

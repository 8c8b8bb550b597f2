import type { Desk } from '../desk';
import type { MessageRef } from '../ports/chat-event';
import type { Outgoing } from '../ports/chat-platform';
import { cardOf, lineOf, viewOf } from './ticket-view';

const SURFACE = /^(triage-card|status-line):(.+)$/;

/**
 * What a message of ours should show now, for a platform that redraws a pressed card in its answer.
 * Reads only; null where nothing of the pressed ticket stands.
 */
export const currentCard = async (
  desk: Desk,
  at: MessageRef,
  pressedId: string | null,
): Promise<Outgoing | null> => {
  const tenantId = await desk.directory.tenantOf(at.platform, at.workspace);
  if (tenantId === null) return null;
  return desk.unitOfWork.run(tenantId, async (tx) => {
    const standing = await tx.surfaceAt(at);
    if (standing === null) return null;
    const [, surface, ticketId] = SURFACE.exec(standing) ?? [];
    if (ticketId === undefined)
      return pressedId === null ? null : tx.lastShown(pressedId, standing);
    const ticket = await tx.tickets.find(ticketId);
    if (ticket === null) return null;
    const tenant = await tx.desk.tenant();
    const view = await viewOf(tx, ticket, tenant);
    if (view === null) return null;
    return surface === 'triage-card' ? cardOf(view, desk.clock.now()) : lineOf(view, tenant);
  });
};

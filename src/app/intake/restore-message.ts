import { bold, words } from '../../domain/text';
import { mirrored } from '../cards/notices';
import type { Channel } from '../ports/records';
import type { Tx } from '../ports/store';
import { tellTeam } from '../tickets/surfaces';
import { type EventOf, recount } from './change-message';
import type { IntakeRules } from './places';

/** A customer brought deleted words back: they count again, and the team sees them again. */
export const restoreMessage = async (
  tx: Tx,
  rules: IntakeRules,
  channel: Channel,
  event: EventOf<'message-restored'>,
): Promise<void> => {
  await tx.intake.serialiseMessage(channel.id, event.id);
  const message = await tx.messages.findByPlatformId(channel.id, event.id);
  if (message === null) {
    await tx.messages.rememberEarly(channel.id, event.id, {
      kind: 'edited',
      at: event.restoredAt,
      body: event.body,
      files: event.files,
    });
    return;
  }
  const { ticketId } = message;
  const before = ticketId === null ? null : await tx.messages.conversation(ticketId);
  const { body, files, restoredAt } = event;
  if (!(await tx.messages.restore(message.id, body, files, restoredAt)) || ticketId === null)
    return;
  const waitedSince = before?.unansweredSince ?? null;
  const ticket = await recount(tx, rules, ticketId, message, 'edit', restoredAt, waitedSince);
  await tellTeam(
    tx,
    ticket,
    mirrored(words(bold(message.author.name), ' brought a deleted message back'), { body, files }),
  );
};

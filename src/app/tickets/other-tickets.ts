import { bold, shorten, words } from '../../domain/text';
import type { Ticket } from '../../domain/ticket';
import { say } from '../cards/notices';
import type { Contact } from '../ports/records';
import type { Tx } from '../ports/store';
import { tellTeam } from './surfaces';

const MOST_NAMED = 3;

/**
 * The same person waits in another room too, on whichever platform: the team is told under the new
 * card, and the customer is asked nothing.
 */
export const tellOfOthers = async (tx: Tx, opened: Ticket, contact: Contact): Promise<void> => {
  const open = await tx.tickets.openOf(contact.id, MOST_NAMED * 2);
  const elsewhere = open.filter(({ channelId }) => channelId !== opened.channelId);
  for (const other of elsewhere.slice(0, MOST_NAMED)) {
    const room = await tx.desk.channelById(other.channelId);
    const where =
      room === null ? '' : ` in ${room.platform === 'slack' ? 'Slack' : 'Teams'}, #${room.name}`;
    await tellTeam(
      tx,
      opened,
      say(
        words(
          bold(contact.name),
          ` also has an open ticket${where}: `,
          bold(`#${other.number}`),
          ` “${shorten(other.subject, 80)}”`,
        ),
      ),
    );
  }
};

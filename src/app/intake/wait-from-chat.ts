import { DeskError, notFound } from '../../domain/errors';
import type { Text } from '../../domain/text';
import { words } from '../../domain/text';
import type { Ticket } from '../../domain/ticket';
import { isLaterTime, laterTime } from '../tickets/later-time';
import { speakerOf } from '../tickets/requirements';
import { ticketOfCard } from '../tickets/surfaces';
import { waitForIn } from '../tickets/third-party';
import type { Asked } from './asked';

/** `42 Hosting Ltd 2d`; without a number it is the ticket of the thread. */
const SPOKEN = /^(?:#?(\d{1,9})\s+)?(\S.*?)\s+(\S+)$/;

const notUnderstood = (): DeskError =>
  new DeskError(
    'invalid',
    'WAIT_NOT_UNDERSTOOD',
    'Say which ticket, whom it waits for, and when to look again.',
    'For example: /desk waiting 42 Hosting Ltd 2d',
  );

const ticketHere = async ({ tx, place }: Asked): Promise<Ticket | null> => {
  if (place.threadId === null) return null;
  const surface = await tx.surfaceAt({ ...place, id: place.threadId });
  const ticketId = surface === null ? null : ticketOfCard(surface);
  return ticketId === null ? null : tx.tickets.find(ticketId);
};

/** `/desk waiting …`: the ticket waits for somebody else. Throws DeskError. */
export const waitFromChat = async (asked: Asked): Promise<Text> => {
  const [, number, party, when] = SPOKEN.exec(asked.words) ?? [];
  if (party === undefined || when === undefined || !isLaterTime(when)) throw notUnderstood();
  const { tx, actor, rules } = asked;
  const ticket =
    number === undefined ? await ticketHere(asked) : await tx.tickets.findByNumber(Number(number));
  if (ticket === null) throw number === undefined ? notUnderstood() : notFound('ticket');
  const { zone } = await tx.desk.tenant();
  const until = laterTime(when, rules.now, zone);
  const request = { ticketId: ticket.id, expectedVersion: null, actor };
  await waitForIn(tx, request, { memberId: speakerOf(actor, null), party, until }, rules.now);
  return words(`Ticket #${ticket.number} waits for ${party}. You are reminded to look again.`);
};

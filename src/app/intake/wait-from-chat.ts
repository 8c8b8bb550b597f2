import { DeskError } from '../../domain/errors';
import type { Text } from '../../domain/text';
import { words } from '../../domain/text';
import { isLaterTime, laterTime } from '../tickets/later-time';
import { speakerOf } from '../tickets/requirements';
import { waitForIn } from '../tickets/third-party';
import type { Asked } from './asked';
import { ticketNamed } from './ticket-here';

/** `42 Hosting Ltd 2d`; without a number it is the ticket of the thread. */
const SPOKEN = /^(?:#?(\d{1,9})\s+)?(\S.*?)\s+(\S+)$/;

const notUnderstood = (): DeskError =>
  new DeskError(
    'invalid',
    'WAIT_NOT_UNDERSTOOD',
    'Say which ticket, whom it waits for, and when to look again.',
    'For example: /desk waiting 42 Hosting Ltd 2d',
  );

/** `/desk waiting …`: the ticket waits for somebody else. Throws DeskError. */
export const waitFromChat = async (asked: Asked): Promise<Text> => {
  const [, number, party, when] = SPOKEN.exec(asked.words) ?? [];
  if (party === undefined || when === undefined || !isLaterTime(when)) throw notUnderstood();
  const { tx, actor, rules } = asked;
  const ticket = await ticketNamed(asked, number);
  if (ticket === null) throw notUnderstood();
  const { zone } = await tx.desk.tenant();
  const until = laterTime(when, rules.now, zone);
  const request = { ticketId: ticket.id, expectedVersion: null, actor };
  await waitForIn(tx, request, { memberId: speakerOf(actor, null), party, until }, rules.now);
  return words(`Ticket #${ticket.number} waits for ${party}. You are reminded to look again.`);
};

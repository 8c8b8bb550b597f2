import { DeskError } from '../../domain/errors';
import { type Text, words } from '../../domain/text';
import type { Tx } from '../ports/store';
import type { ChangeRequest } from '../tickets/change-ticket';
import { type LinkedWork, linkWorkItemIn, unlinkWorkItemIn } from '../work-items/link-work-item';
import type { Asked } from './asked';
import { ticketNamed } from './ticket-here';

/** `42 https://github.com/acme/app/issues/7`; without a number it is the ticket of the thread. */
const SPOKEN = /^(?:#?(\d{1,9})\s+)?(\S+)$/;

const linked = ({ ticket, item: { key, url } }: LinkedWork): Text =>
  words(`Ticket #${ticket.number} is linked to `, { kind: 'link', url, text: key }, '.');

const unlinked = ({ ticket, item }: LinkedWork): Text =>
  words(`Ticket #${ticket.number} is no longer linked to ${item.key}.`);

const asked = async (
  given: Asked,
  example: string,
): Promise<{ readonly request: ChangeRequest; readonly named: string }> => {
  const [, number, named] = SPOKEN.exec(given.words) ?? [];
  const ticket = named === undefined ? null : await ticketNamed(given, number);
  if (ticket === null || named === undefined)
    throw new DeskError(
      'invalid',
      'LINK_NOT_UNDERSTOOD',
      'Say which ticket, and which issue or pull request.',
      `For example: ${example}`,
    );
  const { actor } = given;
  return { request: { ticketId: ticket.id, expectedVersion: null, actor }, named };
};

/** `/desk link …`: developers work on it there. Throws DeskError. */
export const linkFromChat = async (given: Asked): Promise<Text> => {
  const example = '/desk link 42 https://github.com/acme/app/issues/7';
  const { request, named } = await asked(given, example);
  return linked(await linkWorkItemIn(given.tx, request, named, given.rules.now));
};

/** `/desk unlink …`, by its address or by what it is called. Throws DeskError. */
export const unlinkFromChat = async (given: Asked): Promise<Text> => {
  const { request, named } = await asked(given, '/desk unlink 42 acme/app#7');
  return unlinked(await unlinkWorkItemIn(given.tx, request, { named }, given.rules.now));
};

/** What the form of a card asks: one to link, one to take away, or both. Throws DeskError. */
export const workItemsFromForm = async (
  tx: Tx,
  request: ChangeRequest,
  values: Readonly<Record<string, string>>,
  now: Date,
): Promise<readonly Text[]> => {
  const { url = '', unlink = '' } = values;
  const done: Text[] = [];
  if (unlink !== '') done.push(unlinked(await unlinkWorkItemIn(tx, request, { id: unlink }, now)));
  if (url.trim() !== '') done.push(linked(await linkWorkItemIn(tx, request, url, now)));
  return done;
};

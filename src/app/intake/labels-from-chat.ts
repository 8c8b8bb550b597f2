import { DeskError } from '../../domain/errors';
import { type Label, sameName } from '../../domain/label';
import { type Text, words } from '../../domain/text';
import { createLabelIn } from '../admin/change-label';
import { labelIn } from '../tickets/label-ticket';
import type { Asked } from './asked';
import { settled } from './settled';
import { ticketNamed } from './ticket-here';

/** `42 sso, -billing`; without a number it is the ticket of the thread. */
const SPOKEN = /^(?:#?(\d{1,9})\s+)?(\S.*)$/s;

const MAKE_SOME = 'A supervisor can make some with /desk labels add billing.';

const parted = (said: string): readonly string[] =>
  said
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');

const namesOf = (labels: readonly Label[]): string => labels.map(({ name }) => name).join(', ');

const named = (labels: readonly Label[], name: string): Label => {
  const found = labels.find((one) => sameName(one.name, name));
  if (found === undefined)
    throw new DeskError(
      'not_found',
      'UNKNOWN_LABEL',
      `There is no label “${name.slice(0, 40)}”.`,
      labels.length === 0 ? MAKE_SOME : `There are: ${namesOf(labels)}.`,
    );
  return found;
};

/** `/desk labels`: what a ticket can be given; `/desk labels add …` makes new ones. Throws DeskError. */
export const labelsInChat = async (asked: Asked): Promise<Text> => {
  const { tx, actor } = asked;
  const [, said] = /^add\s+(\S.*)$/is.exec(asked.words) ?? [];
  if (said !== undefined)
    for (const name of parted(said))
      await settled(asked, 'createLabel', [], async () => {
        const id = tx.newId();
        await createLabelIn(tx, actor, { id, name, colour: 'GREY' });
        return id;
      });
  const usable = await tx.labels.usable();
  return words(
    usable.length === 0 ? `There are no labels yet. ${MAKE_SOME}` : `Labels: ${namesOf(usable)}.`,
  );
};

/** `/desk label …`: gives a ticket labels by name, and takes those with a hyphen away. Throws DeskError. */
export const labelFromChat = async (asked: Asked): Promise<Text> => {
  const { tx, actor, rules } = asked;
  const [, number, said] = SPOKEN.exec(asked.words) ?? [];
  const ticket = said === undefined ? null : await ticketNamed(asked, number);
  if (ticket === null || said === undefined)
    throw new DeskError(
      'invalid',
      'LABEL_NOT_UNDERSTOOD',
      'Say which ticket, and which label.',
      'For example: /desk label 42 sso, and to take it away: /desk label 42 -sso',
    );
  const wanted = parted(said);
  const usable = await tx.labels.usable();
  const standing = await tx.labels.ofTicket(ticket.id);
  const add = wanted.filter((one) => !one.startsWith('-')).map((one) => named(usable, one).id);
  const remove = wanted
    .filter((one) => one.startsWith('-'))
    .map((one) => named(standing, one.slice(1)).id);
  const request = { ticketId: ticket.id, expectedVersion: null, actor };
  await labelIn(tx, request, { add, remove }, rules.now);
  const now = await tx.labels.ofTicket(ticket.id);
  return words(
    now.length === 0
      ? `Ticket #${ticket.number} has no label any more.`
      : `Ticket #${ticket.number}: ${namesOf(now)}.`,
  );
};

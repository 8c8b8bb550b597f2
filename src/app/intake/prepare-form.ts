import type { Actor } from '../../domain/actor';
import { fits } from '../../domain/decide';
import { DeskError, isToBeTold, notFound } from '../../domain/errors';
import { shorten, type Text, toPlain, words } from '../../domain/text';
import type { Ticket } from '../../domain/ticket';
import { causeField } from '../cards/cause-field';
import { escalationField } from '../cards/escalation-field';
import { type Field, type Form, isCare, isSetUp, type TicketForm } from '../cards/form';
import { labelFields } from '../cards/label-fields';
import { WAIT_FIELDS } from '../cards/wait-fields';
import { workItemFields } from '../cards/work-item-fields';
import type { Desk } from '../desk';
import type { FormRequest } from '../ports/chat-event';
import type { ChatPlatform } from '../ports/chat-platform';
import type { Tx } from '../ports/store';
import { inSightOf } from '../tickets/in-sight';
import { refusal, whisperErrand } from './answer';
import { assigneeField } from './assignee-field';
import { requireLook } from './home';
import { careForm } from './hours-forms';
import { Learned, NeedsLookup } from './lookup';
import { actorOf } from './people';
import { setUpForm } from './set-up-forms';

const FIELD_LENGTH = 3000;

const text = (name: string, label: string, hint?: string): Field => ({
  kind: 'text',
  name,
  label,
  multiline: true,
  required: true,
  maxLength: FIELD_LENGTH,
  ...(hint === undefined ? {} : { hint }),
});

const ago = (at: Date, now: Date): string => {
  const seconds = Math.max(0, Math.round((now.getTime() - at.getTime()) / 1000));
  if (seconds < 90) return `${seconds} s ago`;
  return seconds < 5400
    ? `${Math.round(seconds / 60)} min ago`
    : `${Math.round(seconds / 3600)} h ago`;
};

/** Whoever opens a reply sees that somebody was faster (A3). */
const lastWord = async (tx: Tx, ticket: Ticket, now: Date): Promise<Text[]> => {
  const reply = await tx.messages.lastReply(ticket.id);
  if (reply === null) return [];
  return [
    words(
      `${reply.author.name} replied ${ago(reply.occurredAt, now)}: “${shorten(toPlain(reply.body), 150)}”`,
    ),
  ];
};

const titles: Readonly<Record<TicketForm, { title: string; submit: string }>> = {
  reply: { title: 'Reply', submit: 'Send' },
  note: { title: 'Internal note', submit: 'Add note' },
  label: { title: 'Labels', submit: 'Save' },
  assign: { title: 'Assign', submit: 'Assign' },
  'wait-for': { title: 'Third party', submit: 'Wait' },
  'work-items': { title: 'Work items', submit: 'Save' },
  escalate: { title: 'Escalate', submit: 'Escalate' },
  solve: { title: 'Solve', submit: 'Tell the customer' },
};

const fieldsOf = async (tx: Tx, ticket: Ticket, form: TicketForm, now: Date): Promise<Field[]> => {
  switch (form) {
    case 'reply':
      return [text('text', 'To the customer', 'Sent in your name, in the thread of the customer.')];
    case 'note':
      return [text('text', 'Note', 'Only your team sees it.')];
    case 'solve':
      return [
        text('solution', 'What was done', 'The customer reads this and says whether it helped.'),
        causeField(ticket, await tx.tickets.usualCauses(5)),
      ];
    case 'label':
      return labelFields(await tx.labels.usable(), await tx.labels.ofTicket(ticket.id));
    case 'assign':
      return [await assigneeField(tx, now)];
    case 'wait-for':
      return [...WAIT_FIELDS];
    case 'work-items':
      return workItemFields(await tx.workItems.ofTicket(ticket.id));
    case 'escalate': {
      const path = await tx.escalations.path(ticket.queueId);
      const levels = (path?.levels ?? []).filter(
        ({ level, steps }) =>
          level > ticket.level && (steps.length > 0 || path?.fallbackId != null),
      );
      if (levels.length === 0)
        throw new DeskError(
          'refused',
          'NO_NEXT_LEVEL',
          'There is nobody to escalate to: no higher level has an owner.',
          'A supervisor can name one with /desk level 2 Specialists @name, or with /desk paths.',
        );
      const options = levels.map((level) => ({
        label: `${level.level} · ${level.name}`,
        value: String(level.level),
      }));
      return [
        {
          kind: 'choice',
          name: 'level',
          label: 'To which level',
          required: true,
          options,
          ...(options[0] === undefined ? {} : { initial: options[0].value }),
        },
        escalationField,
        text('reason', 'Why', 'What was tried, and what is needed from the next level.'),
      ];
    }
    default:
      return form satisfies never;
  }
};

const newTicketForm = async (tx: Tx, request: FormRequest): Promise<Form> => {
  const channels = (await tx.desk.channels('CUSTOMER', 100)).filter((channel) => channel.active);
  const options: { label: string; value: string }[] = [];
  for (const { id, name, customerId } of channels) {
    // Two customers may each have a #General.
    const customer = customerId === null ? null : await tx.desk.customer(customerId);
    options.push({ label: `#${name}${customer === null ? '' : ` · ${customer.name}`}`, value: id });
  }
  if (options.length === 0)
    throw new DeskError(
      'refused',
      'NO_CUSTOMER_CHANNELS',
      'The desk is in no channel that is shared with a customer.',
      'Invite it to one first.',
    );
  const here = request.place === null ? null : await tx.desk.channel(request.place);
  const initial = options.find((option) => option.value === here?.id)?.value;
  return {
    name: 'new-ticket',
    title: 'New ticket',
    submit: 'Post and open',
    intro: [words('Your words are posted in the channel of the customer and begin the ticket.')],
    fields: [
      {
        kind: 'choice',
        name: 'channel',
        label: 'Where',
        required: true,
        options,
        ...(initial === undefined ? {} : { initial }),
      },
      text('text', 'First words'),
    ],
    subject: request.subject,
  };
};

/** The form for a press, filled with what stands now. Throws DeskError where it makes no sense. */
const formOf = async (tx: Tx, actor: Actor, request: FormRequest, now: Date): Promise<Form> => {
  if (actor.kind === 'contact')
    throw new DeskError(
      'forbidden',
      'NOT_ALLOWED',
      'That button is for the support team.',
      'Just write in this thread: the team reads every message.',
    );
  requireLook(actor);
  if (request.form === 'new-ticket') return newTicketForm(tx, request);
  if (isSetUp(request.form)) return setUpForm(tx, actor, request.form, request, now);
  if (isCare(request.form)) return careForm(tx, actor, request.form, request);
  const ticket =
    request.subject.ticketId === null ? null : await tx.tickets.find(request.subject.ticketId);
  if (ticket === null) throw notFound('ticket');
  const asks = request.form === 'work-items' ? 'link-work-item' : request.form;
  if (!fits(asks, ticket.status))
    throw new DeskError(
      'refused',
      'NOT_IN_THIS_STATE',
      `Ticket #${ticket.number} has moved on: that cannot be done now.`,
      'The card shows what can.',
    );
  return {
    name: request.form,
    ...titles[request.form],
    title: `${titles[request.form].title} · #${ticket.number}`,
    intro: [words(`“${shorten(ticket.subject, 150)}”`), ...(await lastWord(tx, ticket, now))],
    fields: await fieldsOf(tx, ticket, request.form, now),
    subject: { ...request.subject, version: ticket.version },
  };
};

/**
 * Opens the form a person is waiting for. Changes nothing. A refusal is whispered to them; throws
 * only when the desk could not be asked.
 */
export const openForm = async (
  desk: Desk,
  platform: ChatPlatform,
  request: FormRequest,
  newId: () => string,
  triageChannelName: string,
): Promise<void> => {
  const tenantId = await desk.directory.tenantOf(request.platform, request.workspace);
  if (tenantId === null) return;
  const asker = { user: request.user, workspace: request.workspace, place: request.place };
  const learned = new Learned();
  for (let lookups = 0; ; lookups += 1) {
    try {
      const now = desk.clock.now();
      const form = await desk.unitOfWork.run(tenantId, async (tx) => {
        const met = {
          tx,
          learned,
          rules: { triageChannelName, newId, now },
          user: request.user,
          workspace: request.workspace,
        };
        const actor = await actorOf(met);
        return formOf(inSightOf(tx, actor), actor, request, now);
      });
      const delivery = await platform.openForm(request, form);
      if (delivery.outcome !== 'sent')
        throw new DeskError(
          'refused',
          'FORM_DID_NOT_OPEN',
          'The form did not open in time.',
          'Press the button again.',
        );
      return;
    } catch (error) {
      if (error instanceof NeedsLookup && lookups < 4)
        await learned.learn(platform, error.question);
      else if (error instanceof DeskError && isToBeTold(error)) {
        await desk.unitOfWork.run(tenantId, (tx) =>
          tx.send([whisperErrand(asker, refusal(error, null, platform.name))]),
        );
        desk.nudge();
        return;
      } else throw error;
    }
  }
};

import type { Actor } from '../../domain/actor';
import { DeskError, notFound } from '../../domain/errors';
import { opensForm } from '../cards/form';
import { say } from '../cards/notices';
import { acceptEscalationIn, declineEscalationIn } from '../escalation/answer-escalation';
import { rateIn, tellEffortIn } from '../feedback/rate';
import { completeRecoveryIn } from '../feedback/recovery';
import type { ChatEvent } from '../ports/chat-event';
import type { Outgoing } from '../ports/chat-platform';
import type { Tx } from '../ports/store';
import { dismissSignalIn } from '../signals/dismiss-signal';
import { changeTicket } from '../tickets/change-ticket';
import { laterTime } from '../tickets/later-time';
import { requirePermission, speakerOf } from '../tickets/requirements';
import {
  claimIn,
  confirmIn,
  markUrgentIn,
  notYetIn,
  requestPersonIn,
  retryDeliveryIn,
  setPriorityIn,
} from '../tickets/team-commands';
import { chosenId } from './chosen-id';
import { requireLook } from './home';
import { clocksExplained } from './hours-commands';
import { makeTicketFrom } from './make-ticket';
import type { IntakeRules } from './places';

type Press = Extract<ChatEvent, { readonly kind: 'button' }>;

const formDidNotOpen = (): DeskError =>
  new DeskError(
    'refused',
    'FORM_DID_NOT_OPEN',
    'The form did not open in time.',
    'Press the button again.',
  );

const IS_CALLED = ' knows that you would like to talk to a person, and answers here.';
const IS_URGENT = ' knows that it is urgent.';

/** A press that changes nothing the customer sees is answered: somebody has heard of it. */
const passedOn = async (tx: Tx, { subject }: Press, what: string): Promise<Outgoing> => {
  const ticket = subject.ticketId === null ? null : await tx.tickets.find(subject.ticketId);
  const owner = ticket?.assigneeId == null ? null : await tx.people.member(ticket.assigneeId);
  return say(`${owner?.name ?? `The ${(await tx.desk.tenant()).name} team`}${what}`);
};

/** What is only read, told to whoever asks. Throws DeskError. */
const answerTo = async (
  tx: Tx,
  rules: IntakeRules,
  actor: Actor,
  { subject }: Press,
): Promise<readonly Outgoing[]> => {
  requireLook(actor);
  const ticket = subject.ticketId === null ? null : await tx.tickets.find(subject.ticketId);
  if (ticket === null) throw notFound('ticket');
  return [await clocksExplained(tx, ticket, rules.now)];
};

const change = async (
  tx: Tx,
  rules: IntakeRules,
  actor: Actor,
  press: Press,
  action: Exclude<Press['action'], 'more'>,
): Promise<void> => {
  const { ticketId, version, about } = press.subject;
  const { now } = rules;
  if (action === 'open-ticket') {
    requirePermission(actor, 'make-request');
    await makeTicketFrom(tx, rules, actor, chosenId(about, 'message'));
    return;
  }
  if (opensForm(action)) throw formDidNotOpen();
  if (ticketId === null) throw notFound('ticket');
  const request = { ticketId, expectedVersion: null, actor };
  const seen = { ...request, expectedVersion: version };
  switch (action) {
    case 'claim':
      await claimIn(tx, request, speakerOf(actor, null), now);
      return;
    case 'set-priority':
      await setPriorityIn(tx, request, press.choice, now);
      return;
    case 'snooze': {
      const { zone } = await tx.desk.tenant();
      await changeTicket(
        tx,
        seen,
        { command: { do: 'snooze', until: laterTime(press.choice ?? '', now, zone) } },
        now,
      );
      return;
    }
    case 'wake':
      await changeTicket(tx, request, { command: { do: 'wake' } }, now);
      return;
    case 'stop-waiting':
      await changeTicket(tx, request, { command: { do: 'stop-waiting' } }, now);
      return;
    case 'reopen':
      await changeTicket(tx, request, { command: { do: 'reopen', reason: '' } }, now);
      return;
    case 'not-a-request':
      await changeTicket(tx, seen, { command: { do: 'not-a-request', reason: '' } }, now);
      return;
    case 'make-request':
      await changeTicket(tx, request, { command: { do: 'make-request' } }, now);
      return;
    case 'confirm':
      await confirmIn(tx, request, now);
      return;
    case 'not-yet':
      await notYetIn(tx, request, now);
      return;
    case 'rate-1':
    case 'rate-2':
    case 'rate-3':
    case 'rate-4':
    case 'rate-5':
      await rateIn(tx, request, Number(action.slice(-1)), now);
      return;
    case 'effort-yes':
    case 'effort-no':
      await tellEffortIn(tx, request, action === 'effort-yes', now);
      return;
    case 'complete-recovery':
      await completeRecoveryIn(
        tx,
        { actor, taskId: chosenId(about, 'recovery task'), outcome: '' },
        now,
      );
      return;
    case 'dismiss-signal':
      await dismissSignalIn(tx, request, { id: chosenId(about, 'signal') }, now);
      return;
    case 'request-person':
      await requestPersonIn(tx, request, now);
      return;
    case 'mark-urgent':
      await markUrgentIn(tx, request, now);
      return;
    case 'accept-escalation':
      await acceptEscalationIn(tx, request, speakerOf(actor, null), now);
      return;
    case 'decline-escalation':
      await declineEscalationIn(tx, request, speakerOf(actor, null), now);
      return;
    case 'retry-delivery':
      await retryDeliveryIn(tx, actor, ticketId, chosenId(about, 'message'));
      return;
    default:
      action satisfies never;
  }
};

/**
 * Does what a pressed button asks. Who pressed is checked again here: the card may stand in a room
 * that customers see. Throws DeskError; nothing has happened then. Returns what the presser alone
 * is told.
 */
export const pressButton = async (
  tx: Tx,
  rules: IntakeRules,
  actor: Actor,
  press: Press,
): Promise<readonly Outgoing[]> => {
  if (press.action === 'more') return answerTo(tx, rules, actor, press);
  await change(tx, rules, actor, press, press.action);
  if (press.action === 'request-person') return [await passedOn(tx, press, IS_CALLED)];
  if (press.action === 'mark-urgent') return [await passedOn(tx, press, IS_URGENT)];
  return [];
};

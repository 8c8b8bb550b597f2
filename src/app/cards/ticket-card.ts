import { fits } from '../../domain/decide';
import type { Label } from '../../domain/label';
import type { MarkedPromise } from '../../domain/promise';
import type { Signal } from '../../domain/signal';
import {
  bold,
  plain,
  shorten,
  shortenText,
  type Text,
  time,
  toPlain,
  words,
} from '../../domain/text';
import type { Message, Ticket } from '../../domain/ticket';
import type { Customer, Queue } from '../ports/records';
import type { WorkItem } from '../ports/work-items';
import type { Block, Button, ButtonSubject, Card, Menu, Tone } from './card';
import { filesIn } from './files';
import { labelFacts } from './label-fields';
import { signalBlocks } from './signal-blocks';
import { SNOOZE_CHOICES } from './snooze-choices';
import { deliveryWords, PRIORITY_WORDS, PROMISE_WORDS, STATUS_WORDS } from './ticket-words';
import { workItemBlocks } from './work-item-blocks';

/** Everything the triage card shows of one ticket. */
export interface TicketView {
  readonly ticket: Ticket;
  readonly customer: Customer;
  readonly contactName: string | null;
  readonly assigneeName: string | null;
  readonly firstMessage: Message | null;
  readonly lastReply: Message | null;
  readonly promises: readonly MarkedPromise[];
  /** What warns of it now. */
  readonly signals: readonly Signal[];
  /** What developers work on for it. */
  readonly workItems: readonly WorkItem[];
  readonly labels: readonly Label[];
  readonly recent: readonly Ticket[];
  readonly queue: Queue;
  readonly zone: string;
}

const toneOf = (ticket: Ticket, now: Date): Tone => {
  if (
    ticket.status === 'NOT_A_REQUEST' ||
    ticket.status === 'MERGED' ||
    ticket.status === 'SNOOZED'
  )
    return 'muted';
  if (!(ticket.status === 'NEW' || ticket.status === 'OPEN')) return 'good';
  if (ticket.priority === 'URGENT') return 'urgent';
  if (
    ticket.firstRespondedAt === null &&
    ticket.firstResponseDueAt !== null &&
    ticket.firstResponseDueAt <= now
  )
    return 'urgent';
  return ticket.waitingOn === 'US' ? 'warning' : 'neutral';
};

const clockOf = ({ ticket, zone }: TicketView): Text => {
  if (ticket.status === 'SNOOZED' && ticket.snoozedUntil !== null)
    return words('Wakes ', time(ticket.snoozedUntil, zone));
  if (
    ticket.unansweredSince !== null &&
    ticket.firstRespondedAt === null &&
    ticket.firstResponseDueAt !== null
  )
    return words('First answer due ', time(ticket.firstResponseDueAt, zone));
  if (ticket.unansweredSince !== null)
    return words('Waiting for us since ', time(ticket.unansweredSince, zone));
  if (ticket.waitingOn === 'CUSTOMER') return plain('Waiting for the customer');
  if (ticket.waitingOn === 'THIRD_PARTY') return plain('Waiting for a third party');
  return plain(ticket.waitingOn === 'US' ? 'Waiting for us' : 'Nobody waits');
};

const stateOf = ({ ticket }: TicketView): Text => {
  const level = ticket.level > 1 ? ` · level ${ticket.level}` : '';
  const reason =
    ticket.escalationReason === null || ticket.level === 1
      ? ''
      : `: ${shorten(ticket.escalationReason, 200)}`;
  return plain(`${STATUS_WORDS[ticket.status]}${level}${reason}`);
};

const lastReplyOf = (message: Message, zone: string): Text =>
  words(`${message.author.name}, `, time(message.occurredAt, zone), `, ${deliveryWords(message)}`);

const subjectOf = (ticket: Ticket): ButtonSubject => ({
  ticketId: ticket.id,
  version: ticket.version,
});

const button = (
  ticket: Ticket,
  action: Button<'team'>['action'],
  label: string,
  style: Button<'team'>['style'] = 'plain',
): Button<'team'> => ({ kind: 'button', label, style, action, subject: subjectOf(ticket) });

/** The buttons that are valid in this state, and only those. */
const buttonsOf = (ticket: Ticket): readonly (Button<'team'> | Menu<'team'>)[] => {
  const subject = subjectOf(ticket);
  const { status } = ticket;
  const all: (Button<'team'> | Menu<'team'> | false)[] = [
    ticket.assigneeId === null &&
      fits('claim', status) &&
      button(ticket, 'claim', 'Claim', 'primary'),
    fits('reply', status) &&
      status !== 'NOT_A_REQUEST' &&
      button(ticket, 'reply', 'Reply', ticket.assigneeId === null ? 'plain' : 'primary'),
    fits('solve', status) && button(ticket, 'solve', 'Solve'),
    fits('assign', status) && button(ticket, 'assign', 'Assign'),
    fits('note', status) && button(ticket, 'note', 'Note'),
    fits('label', status) && button(ticket, 'label', 'Labels'),
    fits('escalate', status) && button(ticket, 'escalate', 'Escalate'),
    fits('set-priority', status) && {
      kind: 'menu' as const,
      label: 'Priority',
      action: 'set-priority' as const,
      subject,
      options: (['LOW', 'NORMAL', 'HIGH', 'URGENT'] as const)
        .filter((priority) => priority !== ticket.priority)
        .map((priority) => ({ label: PRIORITY_WORDS[priority], value: priority })),
    },
    fits('snooze', status) && {
      kind: 'menu' as const,
      label: 'Snooze',
      action: 'snooze' as const,
      subject,
      options: SNOOZE_CHOICES,
    },
    fits('wait-for', status) &&
      ticket.waitingOn !== 'THIRD_PARTY' &&
      button(ticket, 'wait-for', 'Third party'),
    fits('stop-waiting', status) &&
      ticket.waitingOn === 'THIRD_PARTY' &&
      button(ticket, 'stop-waiting', 'No longer waiting'),
    fits('wake', status) && button(ticket, 'wake', 'Wake now', 'primary'),
    fits('reopen', status) && button(ticket, 'reopen', 'Reopen'),
    fits('make-request', status) && button(ticket, 'make-request', 'It is a request', 'primary'),
    fits('not-a-request', status) && {
      ...button(ticket, 'not-a-request', 'Not a request'),
      confirm: {
        title: 'Not a request?',
        text: 'Nothing is lost: the card keeps a button to bring it back.',
        yes: 'Not a request',
      },
    },
    fits('link-work-item', status) && button(ticket, 'work-items', 'Work items'),
    status !== 'MERGED' && {
      kind: 'menu' as const,
      label: 'More',
      action: 'more' as const,
      subject,
      options: [{ label: 'Explain the clock', value: 'clock' }],
    },
  ];
  return all.filter((one) => one !== false);
};

/** The customer's first words; taken back, they are nowhere on the card, nor in its notification. */
const saidIn = ({ ticket, firstMessage }: TicketView): Text => {
  if (firstMessage === null) return plain(ticket.subject);
  if (firstMessage.deletedAt !== null) return plain('(deleted by the customer)');
  if (firstMessage.body.length > 0) return firstMessage.body;
  return words(firstMessage.files.map(({ name }) => `📎 ${name}`).join('  '));
};

/** Where what came with the first words can be opened. */
const filesOf = ({ firstMessage }: TicketView): Block<'team'>[] =>
  firstMessage === null || firstMessage.deletedAt !== null || firstMessage.files.length === 0
    ? []
    : [{ kind: 'text', text: filesIn(firstMessage.files), muted: true }];

/** Of a pasted log the card shows the beginning, so that its buttons stay in sight. */
const CARD_WORDS = 700;
export const isLongForCard = (said: Text): boolean => [...toPlain(said)].length > CARD_WORDS;

/** The card in the triage channel: the customer's words first. */
export const ticketCard = (view: TicketView, now: Date): Card<'team'> => {
  const { ticket, customer, zone } = view;
  const contact = view.contactName === null ? '' : `${view.contactName}, `;
  const said = saidIn(view);
  const facts: { label: string; value: Text }[] = [
    { label: 'From', value: plain(`${contact}${customer.name} (${customer.tier})`) },
    { label: 'Owner', value: plain(view.assigneeName ?? 'Nobody yet') },
    { label: 'State', value: stateOf(view) },
    { label: 'Clock', value: clockOf(view) },
    { label: 'Priority', value: plain(PRIORITY_WORDS[ticket.priority]) },
    ...labelFacts(view.labels),
  ];
  if (ticket.cause !== null) facts.push({ label: 'Cause', value: plain(ticket.cause) });
  if (ticket.thirdParty !== null && ticket.nextCheckAt !== null)
    facts.push({
      label: 'Waits for',
      value: words(`${ticket.thirdParty}, next check `, time(ticket.nextCheckAt, zone)),
    });
  for (const promise of view.promises) {
    if (promise.dueAt.getTime() === ticket.firstResponseDueAt?.getTime()) continue;
    facts.push({
      label: 'Promised',
      value: words(`${PROMISE_WORDS[promise.kind]} by `, time(promise.dueAt, zone)),
    });
  }
  if (view.lastReply !== null)
    facts.push({ label: 'Last reply', value: lastReplyOf(view.lastReply, zone) });
  const blocks: Block<'team'>[] = [
    { kind: 'quote', text: shortenText(said, CARD_WORDS) },
    ...filesOf(view),
    { kind: 'facts', facts },
    ...workItemBlocks(view.workItems),
    ...signalBlocks(ticket, view.signals, zone),
  ];
  if (ticket.solution !== null && !(ticket.status === 'NEW' || ticket.status === 'OPEN'))
    blocks.push({
      kind: 'text',
      text: words(bold('What was done: '), shorten(ticket.solution, 500)),
      muted: true,
    });
  if (view.recent.length > 0)
    blocks.push({
      kind: 'text',
      muted: true,
      text: words(
        'Earlier: ',
        ...view.recent.map(
          (other, at) =>
            `${at === 0 ? '' : ' · '}#${other.number} ${shorten(other.subject, 40)} (${STATUS_WORDS[other.status].toLowerCase()})`,
        ),
      ),
    });
  blocks.push({ kind: 'buttons', buttons: buttonsOf(ticket) });
  const title = `#${ticket.number} · ${customer.name}`;
  return {
    audience: 'team',
    title,
    tone: toneOf(ticket, now),
    blocks,
    fallback: `${title}: ${shorten(toPlain(said), 150)}`,
  };
};

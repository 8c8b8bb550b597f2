import { type Text, time, toPlain, words } from '../../domain/text';
import type { Ticket } from '../../domain/ticket';
import type { Block, Button, Card, CustomerAction, Tone } from './card';

/** What the customer may know of the ticket. */
export interface StatusView {
  readonly ticket: Ticket;
  readonly assigneeName: string | null;
  readonly teamName: string;
  /** The next time we promised a word; null when nobody owes one. */
  readonly nextWordBy: Date | null;
  /** Nobody is there now: when somebody will be. Null while the desk is open. */
  readonly opensAt: Date | null;
  readonly zone: string;
}

const button = (
  ticket: Ticket,
  action: CustomerAction,
  label: string,
  style: 'plain' | 'primary' = 'plain',
): Button<'customer'> => ({
  kind: 'button',
  label,
  style,
  action,
  subject: { ticketId: ticket.id, version: ticket.version },
});

const by = (view: StatusView): Text =>
  view.nextWordBy === null
    ? words('.')
    : words('. At the latest: ', time(view.nextWordBy, view.zone), '.');

const sayingOf = (view: StatusView): { text: Text; tone: Tone } => {
  const { ticket, assigneeName, teamName } = view;
  const who = assigneeName ?? `The ${teamName} team`;
  switch (ticket.status) {
    case 'NEW':
      if (view.opensAt !== null)
        return {
          tone: 'neutral',
          text: words(
            `We have your message. The ${teamName} team looks after it when it is back: `,
            time(view.opensAt, view.zone),
            '. You will hear from a person',
            by(view),
            ticket.priority === 'URGENT' ? '' : ' If it cannot wait, say that it is urgent.',
          ),
        };
      return {
        tone: 'neutral',
        text: words(
          `We have your message. The ${teamName} team looks after it; you will hear from a person`,
          by(view),
        ),
      };
    case 'OPEN':
      if (ticket.waitingOn === 'CUSTOMER')
        return {
          tone: 'neutral',
          // Whoever of the team answered: it need not have been the owner.
          text: words(`${who} looks after this. We have answered, and wait for your reply.`),
        };
      if (ticket.waitingOn === 'THIRD_PARTY')
        return {
          tone: 'neutral',
          text: words(
            `${who} looks after this and waits for somebody outside the team. You will hear from us`,
            by(view),
          ),
        };
      return {
        tone: 'neutral',
        text:
          assigneeName === null
            ? words(`The ${teamName} team looks after this; you will hear from a person`, by(view))
            : words(`${assigneeName} looks after this. You will hear from them`, by(view)),
      };
    case 'SNOOZED':
      return {
        tone: 'neutral',
        text:
          ticket.snoozedUntil === null
            ? words(`${who} comes back to this.`)
            : words(
                `${who} comes back to this. At the latest: `,
                time(ticket.snoozedUntil, view.zone),
                '. Write here and it is picked up at once.',
              ),
      };
    case 'SOLVED':
      return {
        tone: 'good',
        text: words(
          `${who} believes this is solved. Their last message says what was done, and asks whether it works.`,
        ),
      };
    case 'CONFIRMED':
      return {
        tone: 'good',
        text: words('Solved, as you confirmed. Write here if it comes back.'),
      };
    case 'UNCONFIRMED':
    case 'CLOSED':
      return {
        tone: 'muted',
        text: words('Closed. Write here if it comes back: it opens again with its whole history.'),
      };
    case 'NOT_A_REQUEST':
      return {
        tone: 'muted',
        text: words(
          'We took this as information, not as a question. If you need something, tell us.',
        ),
      };
    case 'MERGED':
      return { tone: 'muted', text: words('We follow this up in your other thread.') };
    default:
      return ticket.status satisfies never;
  }
};

const buttonsOf = (ticket: Ticket): Button<'customer'>[] => {
  const person = button(ticket, 'request-person', 'Talk to a person');
  switch (ticket.status) {
    case 'NEW':
    case 'OPEN':
    case 'SNOOZED':
      return ticket.priority === 'URGENT'
        ? [person]
        : [person, button(ticket, 'mark-urgent', 'It is urgent')];
    // While it is asked under the solution, or once more after silence, it is asked there alone.
    case 'SOLVED':
      return [person];
    case 'UNCONFIRMED':
      return [
        button(ticket, 'confirm', 'Solved', 'primary'),
        button(ticket, 'not-yet', 'Not yet'),
        person,
      ];
    case 'CONFIRMED':
      return [button(ticket, 'not-yet', 'Not solved after all'), person];
    default:
      return [person];
  }
};

/**
 * The one message the desk keeps in the customer's thread: first the acknowledgement, afterwards
 * edited in place. A person is one button away in every state.
 */
export const statusLine = (view: StatusView): Card<'customer'> => {
  const { text, tone } = sayingOf(view);
  const blocks: Block<'customer'>[] = [
    { kind: 'text', text },
    { kind: 'buttons', buttons: buttonsOf(view.ticket) },
  ];
  return { audience: 'customer', title: '', tone, blocks, fallback: toPlain(text) };
};

/** Only while the question stands. */
const answersTo = (ticket: Ticket): Block<'customer'>[] =>
  ticket.status === 'SOLVED'
    ? [
        {
          kind: 'buttons',
          buttons: [
            button(ticket, 'confirm', 'Solved', 'primary'),
            button(ticket, 'not-yet', 'Not yet'),
          ],
        },
      ]
    : [];

const LONG_SOLUTION = 2_000;

/** Too long for the card with the question: it is said as a message of its own, before it. */
export const isLongSolution = (solution: string): boolean => solution.length > LONG_SOLUTION;

/** What was done, in the customer's words, and the question whether it helped. */
export const solutionCard = (ticket: Ticket): Card<'customer'> => {
  const whole = ticket.solution ?? '';
  const solution = isLongSolution(whole) ? 'What was done is in the message above.' : whole;
  const blocks: Block<'customer'>[] = [
    { kind: 'text', text: words(solution) },
    ...(ticket.checkedInAt === null ? answersTo(ticket) : []),
  ];
  return { audience: 'customer', title: '', tone: 'good', blocks, fallback: solution };
};

/** The one question after silence. */
export const checkInCard = (ticket: Ticket, asked: Text): Card<'customer'> => ({
  audience: 'customer',
  title: '',
  tone: 'neutral',
  blocks: [{ kind: 'text', text: asked }, ...answersTo(ticket)],
  fallback: toPlain(asked),
});

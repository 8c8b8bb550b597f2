import type { Brief, Said } from '../../domain/brief';
import type { PromiseState } from '../../domain/promise';
import { bold, type Span, shorten, type Text, time, toPlain, words } from '../../domain/text';
import type { Ticket } from '../../domain/ticket';
import type { Outgoing } from '../ports/chat-platform';
import type { Block, Button } from './card';
import { PROMISE_WORDS } from './ticket-words';

/** An escalation that is being asked about, or was. */
export interface Question {
  readonly escalationId: string;
  readonly headline: Text;
  /** False once it is answered: an old question must not be pressed. */
  readonly isOpen: boolean;
}

export interface BriefView {
  readonly ticket: Ticket;
  readonly brief: Brief;
  readonly zone: string;
  /** Null where the ticket was handed over without asking. */
  readonly question: Question | null;
}

const LONG = 1000;
const SHORT = 200;

const ENDED: Readonly<Record<PromiseState, string>> = {
  OPEN: 'still open',
  KEPT: 'kept',
  RENEWED: 'told anew',
  BROKEN: 'broken',
};

const heading = (text: string): Block<'team'> => ({
  kind: 'text',
  text: words(bold(text)),
});

const who = ({ name, at }: Pick<Said, 'name' | 'at'>, zone: string): (string | Span)[] => [
  `${name}, `,
  time(at, zone),
];

const quoted = (label: string, one: Said, zone: string): Block<'team'>[] => [
  { kind: 'text', text: words(bold(label), ' · ', ...who(one, zone)) },
  { kind: 'quote', text: words(shorten(toPlain(one.body), LONG)) },
];

const listed = (title: string, lines: readonly Text[]): Block<'team'>[] =>
  lines.length === 0
    ? []
    : [heading(title), ...lines.map((text): Block<'team'> => ({ kind: 'text', text }))];

const buttonsOf = (ticket: Ticket, { escalationId, isOpen }: Question): Block<'team'>[] => {
  if (!isOpen) return [];
  const subject = { ticketId: ticket.id, version: ticket.version, about: escalationId };
  const button = (
    action: Button<'team'>['action'],
    label: string,
    style: Button<'team'>['style'],
  ): Button<'team'> => ({ kind: 'button', label, style, action, subject });
  return [
    {
      kind: 'buttons',
      buttons: [
        button('accept-escalation', 'Accept', 'primary'),
        button('decline-escalation', 'Decline', 'plain'),
      ],
    },
  ];
};

const sayingOf = (brief: Brief, zone: string): Block<'team'>[] => {
  const { firstQuestion, openQuestion, lastWords } = brief;
  const same = (one: Said | null, other: Said | null): boolean =>
    one !== null && one.at.getTime() === other?.at.getTime();
  return [
    // The customer speaks first, in their own words.
    ...(lastWords === null ? [] : quoted('Their last words', lastWords, zone)),
    ...(firstQuestion === null || same(firstQuestion, lastWords)
      ? []
      : quoted('It began with', firstQuestion, zone)),
    ...(openQuestion === null || same(openQuestion, lastWords) || same(openQuestion, firstQuestion)
      ? []
      : quoted('Waits for an answer', openQuestion, zone)),
    ...(openQuestion === null && lastWords !== null
      ? [{ kind: 'text', text: words('Every question was answered.'), muted: true } as const]
      : []),
  ];
};

/** What whoever takes over has to know, from facts, with *Accept* and *Decline* where it is asked. */
export const briefCard = ({ ticket, brief, zone, question }: BriefView): Outgoing => {
  const headline = question?.headline ?? words(bold('What is known so far'));
  const line = (one: Said): string => shorten(toPlain(one.body).replace(/\s+/gu, ' '), SHORT);
  const said = sayingOf(brief, zone);
  // Their own last words are the first of them.
  const opening = question === null || brief.lastWords === null ? 0 : 2;
  const blocks: Block<'team'>[] = [
    ...said.slice(0, opening),
    { kind: 'text', text: headline },
    ...said.slice(opening),
    ...listed(
      'Asked and answered',
      brief.exchanges.map(({ asked, answered }) =>
        words(bold(asked.name), ` ${line(asked)}\n`, bold(answered.name), ` ${line(answered)}`),
      ),
    ),
    ...listed(
      'Tried',
      brief.tried.map((one) =>
        words(
          ...who(one, zone),
          one.kind === 'SOLUTION' ? ', offered as solution: ' : ', note: ',
          shorten(one.text.replace(/\s+/gu, ' '), SHORT),
        ),
      ),
    ),
    ...listed(
      'Promised',
      brief.promised.map(({ kind, dueAt, state }) =>
        words(`${PROMISE_WORDS[kind]} by `, time(dueAt, zone), ` (${ENDED[state]})`),
      ),
    ),
    ...listed(
      'Links and files',
      brief.links.map(({ label, url }) =>
        words(url === null ? label : { kind: 'link', url, text: label }),
      ),
    ),
    ...(question === null ? [] : buttonsOf(ticket, question)),
  ];
  return {
    kind: 'card',
    as: null,
    card: {
      audience: 'team',
      title: '',
      tone: question?.isOpen === true ? 'warning' : 'neutral',
      blocks,
      fallback: `Ticket #${ticket.number}: what is known so far`,
    },
  };
};

import type { MarkedPromise } from '../../domain/promise';
import { bold, shorten, type Text, time, words } from '../../domain/text';
import type { Ticket } from '../../domain/ticket';
import type { Platform } from '../ports/chat-event';
import type { Block, Button, Card } from './card';
import { PRIORITY_WORDS, STATUS_WORDS } from './ticket-words';
import { asTypedOn } from './way-to-ask';

export interface Line {
  readonly ticket: Ticket;
  readonly customerName: string;
}

const since = (ticket: Ticket, zone: string): Text =>
  ticket.unansweredSince === null
    ? words(STATUS_WORDS[ticket.status].toLowerCase())
    : words('waiting for us since ', time(ticket.unansweredSince, zone));

/** A ticket in one line of a list. */
export const lineText = ({ ticket, customerName }: Line, zone: string): Text =>
  words(
    bold(`#${ticket.number} ${customerName}`),
    ticket.priority === 'NORMAL' ? ' ' : ` [${PRIORITY_WORDS[ticket.priority]}] `,
    shorten(ticket.subject, 80),
    ' · ',
    since(ticket, zone),
  );

const button = (
  ticket: Ticket,
  action: Button<'team'>['action'],
  label: string,
): Button<'team'> => ({
  kind: 'button',
  label,
  style: 'plain',
  action,
  subject: { ticketId: ticket.id, version: ticket.version },
});

const section = (
  title: string,
  lines: readonly Line[],
  empty: string,
  zone: string,
  buttonsOf: (ticket: Ticket) => Button<'team'>[],
): Block<'team'>[] => {
  const blocks: Block<'team'>[] = [{ kind: 'text', text: words(bold(title)) }];
  if (lines.length === 0) blocks.push({ kind: 'text', text: words(empty), muted: true });
  for (const one of lines) {
    blocks.push({ kind: 'text', text: lineText(one, zone) });
    const buttons = buttonsOf(one.ticket);
    if (buttons.length > 0) blocks.push({ kind: 'buttons', buttons });
  }
  return blocks;
};

/** An agent's own page: mine, what I promised next, the oldest nobody has. */
export const homeCard = (
  mine: readonly Line[],
  promises: readonly (MarkedPromise & { readonly line: Line })[],
  oldest: readonly Line[],
  zone: string,
): Card<'team'> => ({
  audience: 'team',
  title: 'Your desk',
  tone: 'neutral',
  blocks: [
    ...section(
      'My tickets',
      mine,
      'Nothing on your desk. The queue below is a good place to look.',
      zone,
      (ticket) => [button(ticket, 'reply', 'Reply'), button(ticket, 'solve', 'Solve')],
    ),
    { kind: 'divider' },
    { kind: 'text', text: words(bold('My promises due next')) },
    ...(promises.length === 0
      ? [
          {
            kind: 'text',
            text: words('You owe nobody a word by a set time.'),
            muted: true,
          } as const,
        ]
      : promises.map(
          (promise) =>
            ({
              kind: 'text',
              text: words(time(promise.dueAt, zone), ' · ', lineText(promise.line, zone)),
            }) as const,
        )),
    { kind: 'divider' },
    ...section(
      'Oldest in the queue',
      oldest,
      'The queue is empty: everybody is looked after.',
      zone,
      (ticket) => [button(ticket, 'claim', 'Claim')],
    ),
  ],
  fallback: 'Your desk',
});

/** For whoever opens the home page without being an agent. */
export const strangerHomeCard = (triageName: string | null, platform: Platform): Card<'team'> => ({
  audience: 'team',
  title: 'Threadkeeper',
  tone: 'neutral',
  blocks: [
    { kind: 'text', text: words('You are not in the support team yet.') },
    {
      kind: 'text',
      muted: true,
      text: words(
        triageName === null
          ? asTypedOn(
              platform,
              'The desk has no triage channel. Type /desk triage in the channel where the team should see new tickets.',
            )
          : `Join #${triageName}: whoever is in that channel can claim and answer tickets.`,
      ),
    },
  ],
  fallback: 'You are not in the support team yet.',
});

/** The answer to a question in chat: a short list. */
export const listCard = (
  title: string,
  lines: readonly Line[],
  empty: string,
  zone: string,
  claimable: boolean,
): Card<'team'> => ({
  audience: 'team',
  title: '',
  tone: 'neutral',
  blocks: section(title, lines, empty, zone, (ticket) =>
    claimable && ticket.assigneeId === null ? [button(ticket, 'claim', 'Claim')] : [],
  ),
  fallback: title,
});

const COMMANDS = [
  ['/desk mine', 'your tickets'],
  ['/desk queue', 'the oldest tickets nobody has'],
  ['/desk find words', 'search tickets and what was said in them; typos are forgiven'],
  ['/desk 42', 'show ticket #42'],
  ['/desk waiting 42 Hosting Ltd 2d', 'ticket #42 waits for somebody else; look again in 2 days'],
  ['/desk cause 42 sso login', 'what ticket #42 came from; none takes it away'],
  ['/desk link 42 https://…', 'link an issue or pull request to ticket #42; unlink takes it away'],
  ['/desk label 42 billing', 'gives ticket #42 a label; -billing takes it away, labels lists them'],
  ['/desk clock 42', 'what the clocks of ticket #42 have counted, and why'],
  ['/desk new', 'begin a ticket in a customer channel'],
  ['/desk skipped', 'messages of this channel that did not become tickets, and why'],
  ['/desk channel', "this channel's intake mode and where it comes from"],
  [
    '/desk intake every_message | mention | emoji | shortcut | off | default',
    'change it (supervisors)',
  ],
  ['/desk triage', 'show the queue in this channel (supervisors)'],
  ['/desk hours', 'when the desk is open (supervisors change it)'],
  ['/desk policy', 'what customers may expect (supervisors change it)'],
  ['/desk words', 'words of customers that the desk acts on (supervisors change it)'],
  ['/desk paths', 'whom each queue asks, and what it does by itself (supervisors change it)'],
  ['/desk level 2 Specialists @name', 'name an escalation level and its owner (supervisors)'],
  ['/desk shifts', 'who is there, and what they have'],
  ['/desk shift', 'your shifts and how much you carry; with @name, of somebody else (supervisors)'],
  [
    '/desk off 2026-12-24 to 2026-12-31',
    'days on which you are not there; today, tomorrow, none; with @name, of somebody else (supervisors)',
  ],
  ['/desk groups', 'people who are asked together'],
  ['/desk group Database @name @name', 'say who is in a group (supervisors)'],
  [
    '/desk digest daily 9 mon-fri | weekly mon 9 | daily off | now',
    'tell the figures in this room (supervisors)',
  ],
  ['/desk help', 'this list'],
] as const;

const HOME = ['/desk home', 'your desk: tickets, promises, queue'] as const;

/** What can be asked, as it is typed there. */
export const helpCard = (platform: Platform): Card<'team'> => ({
  audience: 'team',
  title: '',
  tone: 'neutral',
  blocks: [
    { kind: 'text', text: words(bold('What the desk can do from here')) },
    {
      kind: 'facts',
      // Slack has a tab of its own for it.
      facts: (platform === 'teams' ? [HOME, ...COMMANDS] : COMMANDS).map(([command, what]) => ({
        label: asTypedOn(platform, command),
        value: words(what),
      })),
    },
    {
      kind: 'text',
      muted: true,
      text: words(
        'Under a triage card, whatever you write is an internal note. Begin with ',
        { kind: 'code', text: 'reply:' },
        ' to send it to the customer in your name.',
      ),
    },
  ],
  fallback: 'What the desk can do from here',
});

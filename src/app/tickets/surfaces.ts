import { plain, type Text } from '../../domain/text';
import type { Ticket } from '../../domain/ticket';
import { checkInCard, isLongSolution, solutionCard } from '../cards/status-line';
import type { Outgoing, Speaker } from '../ports/chat-platform';
import type { Errand } from '../ports/queues';
import type { Channel } from '../ports/records';
import type { Tx } from '../ports/store';
import { errand, triageChannel } from './team-room';
import { cardOf, lineOf, viewOf } from './ticket-view';

export const cardSurface = (ticketId: string): string => `triage-card:${ticketId}`;
export const lineSurface = (ticketId: string): string => `status-line:${ticketId}`;

/** The root message of a thread that we begin ourselves. */
export const rootSurface = (ticketId: string): string => `thread-root:${ticketId}`;

/** A reply in the customer's thread, so that it can be corrected or taken back. */
export const replySurface = (messageId: string): string => `reply:${messageId}`;
export const isReply = (surface: string): boolean => surface.startsWith('reply:');

/** The ticket whose thread begins with this surface. */
export const ticketOfRoot = (surface: string): string | null =>
  surface.startsWith('thread-root:') ? surface.slice('thread-root:'.length) : null;

/** What stays of a question that was answered, or was left. */
const ASKED = 'We asked whether it works now.';

const PENDING_THREAD = 'pending:';

/** Stands for the thread of a ticket whose root message is still on its way out. */
export const pendingThread = (ticketId: string): string => `${PENDING_THREAD}${ticketId}`;

/** One for each time the ticket was solved. */
const solutionSurface = (ticket: Ticket): string =>
  `solution:${ticket.id}:${ticket.lastSolvedAt?.getTime() ?? 0}`;

/** The one question after silence, for each time the ticket was solved. */
const checkInSurface = (ticket: Ticket): string =>
  `check-in:${ticket.id}:${ticket.lastSolvedAt?.getTime() ?? 0}`;

/** The ticket whose surface this is, if it is a triage card. */
export const ticketOfCard = (surface: string): string | null =>
  surface.startsWith('triage-card:') ? surface.slice('triage-card:'.length) : null;

/** An errand into the ticket's own thread, wherever its root stands. */
export const homeErrand = (home: Channel, ticket: Ticket, part: Partial<Errand>): Errand =>
  ticket.threadId.startsWith(PENDING_THREAD)
    ? errand(home, null, { inThreadOf: rootSurface(ticket.id), ticketId: ticket.id, ...part })
    : errand(home, ticket.threadId, { ticketId: ticket.id, ...part });

/** First showing: the acknowledgement in the customer's thread and the card in the triage room. */
export const showNewTicket = async (
  tx: Tx,
  ticket: Ticket,
  home: Channel,
  now: Date,
): Promise<void> => {
  const tenant = await tx.desk.tenant();
  const view = await viewOf(tx, ticket, tenant);
  if (view === null) return;
  const triage = await triageChannel(tx, ticket);
  const errands: Errand[] = [
    homeErrand(home, ticket, {
      what: lineOf(view, tenant),
      surface: lineSurface(ticket.id),
    }),
  ];
  if (triage !== null)
    errands.push(
      errand(triage, null, {
        what: cardOf(view, now),
        ticketId: ticket.id,
        surface: cardSurface(ticket.id),
      }),
    );
  await tx.send(errands);
};

/** The card alone, for a triage room that was chosen after the ticket came. */
export const showCard = async (
  tx: Tx,
  ticket: Ticket,
  triage: Channel,
  now: Date,
): Promise<void> => {
  const view = await viewOf(tx, ticket, await tx.desk.tenant());
  if (view === null) return;
  await tx.send([
    errand(triage, null, {
      what: cardOf(view, now),
      ticketId: ticket.id,
      surface: cardSurface(ticket.id),
    }),
  ]);
};

/** After a change: both surfaces are edited in place. */
export const refresh = async (tx: Tx, ticket: Ticket, now: Date): Promise<void> => {
  const tenant = await tx.desk.tenant();
  const view = await viewOf(tx, ticket, tenant);
  const home = await tx.desk.channelById(ticket.channelId);
  if (view === null || home === null) return;
  const triage = await triageChannel(tx, ticket);
  const errands: Errand[] = [
    homeErrand(home, ticket, {
      kind: 'edit',
      what: lineOf(view, tenant),
      surface: lineSurface(ticket.id),
    }),
  ];
  if (triage !== null)
    errands.push(
      errand(triage, null, {
        kind: 'edit',
        what: cardOf(view, now),
        ticketId: ticket.id,
        surface: cardSurface(ticket.id),
      }),
    );
  await tx.send(errands);
};

/** What was done, in the solver's name, with *Solved* and *Not yet*. */
export const tellSolution = async (
  tx: Tx,
  ticket: Ticket,
  solver: Speaker,
  messageId: string,
): Promise<void> => {
  const home = await tx.desk.channelById(ticket.channelId);
  if (home === null) return;
  const what: Outgoing = { kind: 'card', as: solver, card: solutionCard(ticket) };
  const surface = solutionSurface(ticket);
  const { solution } = ticket;
  if (solution === null || !isLongSolution(solution))
    return void (await tx.send([homeErrand(home, ticket, { what, messageId, surface })]));
  const said: Outgoing = { kind: 'text', text: plain(solution), as: solver };
  await tx.send([
    homeErrand(home, ticket, { what: said, messageId, surface: replySurface(messageId) }),
    homeErrand(home, ticket, { what, surface }),
  ]);
};

/** Asks once, after silence, whether it is solved. */
export const askWhetherSolved = async (
  tx: Tx,
  ticket: Ticket,
  words: Text,
  messageId: string,
): Promise<void> => {
  const home = await tx.desk.channelById(ticket.channelId);
  if (home === null) return;
  const what: Outgoing = { kind: 'card', as: null, card: checkInCard(ticket, words) };
  await tx.send([homeErrand(home, ticket, { what, messageId, surface: checkInSurface(ticket) })]);
};

/** Once the customer has answered, the question's buttons go. */
export const retireSolution = async (
  tx: Tx,
  ticket: Ticket,
  solver: Speaker | null,
): Promise<void> => {
  const home = await tx.desk.channelById(ticket.channelId);
  if (home === null || ticket.lastSolvedAt === null) return;
  const what: Outgoing = { kind: 'card', as: solver, card: solutionCard(ticket) };
  await tx.send([
    homeErrand(home, ticket, {
      kind: 'edit',
      what,
      surface: solutionSurface(ticket),
    }),
  ]);
  const surface = checkInSurface(ticket);
  if (!(await tx.isShown(surface))) return;
  const asked: Outgoing = { kind: 'card', as: null, card: checkInCard(ticket, plain(ASKED)) };
  await tx.send([homeErrand(home, ticket, { kind: 'edit', what: asked, surface })]);
};

/** Says something under the ticket's card, to the team only. */
export const tellTeam = async (
  tx: Tx,
  ticket: Ticket,
  what: Outgoing,
  part: Partial<Errand> = {},
): Promise<void> => {
  const to = await triageChannel(tx, ticket);
  const under = { what, ticketId: ticket.id, inThreadOf: cardSurface(ticket.id), ...part };
  if (to !== null) await tx.send([errand(to, null, under)]);
};

/** Says something in the customer's own thread. `messageId` follows its delivery. */
export const tellCustomer = async (
  tx: Tx,
  ticket: Ticket,
  what: Outgoing,
  messageId: string,
): Promise<void> => {
  const home = await tx.desk.channelById(ticket.channelId);
  if (home === null) return;
  await tx.send([homeErrand(home, ticket, { what, messageId, surface: replySurface(messageId) })]);
};

/** Corrects a reply that the customer sees, or takes it back. */
export const changeReply = async (
  tx: Tx,
  ticket: Ticket,
  messageId: string,
  change: { readonly kind: 'edit'; readonly what: Outgoing } | { readonly kind: 'remove' },
): Promise<void> => {
  const home = await tx.desk.channelById(ticket.channelId);
  if (home === null) return;
  await tx.send([homeErrand(home, ticket, { ...change, surface: replySurface(messageId) })]);
};

/** Begins a thread in the customer's room; its id becomes the ticket's once it is posted. */
export const beginThread = async (
  tx: Tx,
  ticket: Ticket,
  home: Channel,
  what: Outgoing,
  messageId: string,
): Promise<void> => {
  await tx.send([
    errand(home, null, { what, ticketId: ticket.id, messageId, surface: rootSurface(ticket.id) }),
  ]);
};

/** Says something to one person alone, by the installation that hears this room. */
export const tellPerson = async (
  tx: Tx,
  room: Channel,
  userId: string,
  what: Outgoing,
  part: Partial<Errand> = {},
): Promise<void> => {
  await tx.send([errand({ ...room, externalId: userId }, null, { what, ...part })]);
};

import { describe, expect, it } from '@jest/globals';
import { type Block, type Card, CUSTOMER_ACTIONS, TEAM_ACTIONS } from '../../src/app/cards/card';
import { homeCard, listCard } from '../../src/app/cards/lists';
import { changedAfterAnswer, mirrored, notDelivered, notTaken } from '../../src/app/cards/notices';
import { solutionCard, statusLine } from '../../src/app/cards/status-line';
import { type TicketView, ticketCard } from '../../src/app/cards/ticket-card';
import type { Customer, Queue } from '../../src/app/ports/records';
import type { WorkItem } from '../../src/app/ports/work-items';
import type { CommandName } from '../../src/domain/command';
import { fits } from '../../src/domain/decide';
import { plain, toPlain, words } from '../../src/domain/text';
import {
  PRIORITIES,
  STATUSES,
  type Ticket,
  type TicketStatus,
  WAITING_ON,
} from '../../src/domain/ticket';
import { aMessage, aTicket, minutes, NOW } from '../support/samples';

const customer: Customer = {
  id: 'acme',
  tenantId: 'tenant-1',
  name: 'Acme',
  domain: 'acme.example',
  tier: 'standard',
  zone: 'Europe/Berlin',
  ownerId: null,
  createdAt: minutes(-9999),
};
const queue: Queue = {
  id: 'queue-1',
  tenantId: 'tenant-1',
  name: 'Support',
  triageChannelId: 'triage',
  assignment: 'BY_HAND',
  levels: [],
};

const viewOf = (ticket: Ticket, part: Partial<TicketView> = {}): TicketView => ({
  ticket,
  customer,
  queue,
  contactName: 'Kim',
  assigneeName: ticket.assigneeId === null ? null : 'Ada Lovelace',
  firstMessage: aMessage({ body: plain('The <!channel> export & more is empty') }),
  lastReply: null,
  promises: [],
  recent: [],
  signals: [],
  workItems: [],
  labels: [],
  zone: 'Europe/Berlin',
  ...part,
});

const buttonsOf = (card: Card) =>
  card.blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));
const actionsOf = (card: Card): string[] => buttonsOf(card).map((one) => one.action);

/** Everything a reader of the card could see, and everything a machine could read in it. */
const visible = (block: Block<'customer' | 'team'>): string => {
  switch (block.kind) {
    case 'text':
    case 'quote':
      return toPlain(block.text);
    case 'facts':
      return block.facts.map(({ label, value }) => `${label}: ${toPlain(value)}`).join('\n');
    case 'buttons':
      return block.buttons.map((one) => one.label).join(' ');
    case 'divider':
      return '';
    default:
      return block satisfies never;
  }
};
const textOf = (card: Card): string => card.blocks.map(visible).join('\n');

const factOf = (card: Card, label: string): string | null => {
  for (const block of card.blocks)
    if (block.kind === 'facts')
      for (const fact of block.facts) if (fact.label === label) return toPlain(fact.value);
  return null;
};

const WORK = ['reply', 'solve', 'assign', 'note', 'label', 'escalate', 'set-priority'] as const;
const MORE = ['work-items', 'more'] as const;
const TEAM_BUTTONS: Readonly<Record<TicketStatus, readonly string[]>> = {
  NEW: [...WORK, 'snooze', 'wait-for', 'not-a-request', ...MORE],
  OPEN: [...WORK, 'snooze', 'wait-for', 'not-a-request', ...MORE],
  SNOOZED: [...WORK, 'wait-for', 'wake', 'not-a-request', ...MORE],
  SOLVED: ['reply', 'note', 'label', 'reopen', ...MORE],
  CONFIRMED: ['reply', 'note', 'label', 'reopen', ...MORE],
  UNCONFIRMED: ['reply', 'note', 'label', 'reopen', ...MORE],
  CLOSED: ['reply', 'note', 'label', 'reopen', ...MORE],
  // Answering what is no request would confuse: it is made a request first.
  NOT_A_REQUEST: ['note', 'label', 'make-request', ...MORE],
  MERGED: [],
};

describe('the triage card', () => {
  it.each(STATUSES)('of a %s ticket has exactly the buttons that fit it', (status) => {
    const unowned = actionsOf(ticketCard(viewOf(aTicket({ status })), NOW));
    const owned = actionsOf(ticketCard(viewOf(aTicket({ status, assigneeId: 'ada' })), NOW));
    const claimable = status === 'NEW' || status === 'OPEN' || status === 'SNOOZED';
    expect(owned).toEqual(TEAM_BUTTONS[status]);
    expect(unowned).toEqual([...(claimable ? ['claim'] : []), ...TEAM_BUTTONS[status]]);
    for (const action of unowned)
      if (action !== 'more' && action !== 'work-items')
        expect(fits(action as CommandName, status)).toBe(true);
  });

  it('shows what developers work on in a short line each, and of many the first five', () => {
    const item = (number: number, part: Partial<WorkItem> = {}): WorkItem => ({
      id: `item-${number}`,
      kind: 'GITHUB',
      site: 'github.com',
      key: `acme/app#${number}`,
      url: `https://github.com/acme/app/issues/${number}`,
      title: null,
      state: 'UNKNOWN',
      stateName: null,
      changedAt: null,
      ...part,
    });
    const told = { title: 'Export <b>', state: 'IN_PROGRESS', stateName: 'In Review' } as const;
    const shown = (workItems: readonly WorkItem[]) =>
      textOf(ticketCard(viewOf(aTicket(), { workItems }), NOW));
    expect(shown([item(1, told), item(2)])).toContain('Export <b> · in progress (In Review)');
    expect(shown([item(2)])).toContain('acme/app#2 (https://github.com/acme/app/issues/2)');
    expect(shown([item(2, { state: 'DONE', stateName: 'Done' })])).toMatch(/ · done(?! \()/);
    const many = shown([1, 2, 3, 4, 5, 6, 7].map((number) => item(number)));
    expect(many).toContain('acme/app#5');
    expect(many).not.toContain('acme/app#6');
    expect(many).toContain('and 2 more');
  });

  it('names the cause, once somebody said it', () => {
    const labels = (ticket: Ticket) => JSON.stringify(ticketCard(viewOf(ticket), NOW));
    expect(labels(aTicket({ cause: 'sso login' }))).toContain('sso login');
    expect(labels(aTicket())).not.toContain('Cause');
    const billing = { id: 'l', name: 'billing', colour: 'RED', archivedAt: null } as const;
    const labelled = ticketCard({ ...viewOf(aTicket()), labels: [billing] }, NOW);
    expect(JSON.stringify(labelled)).toContain('billing');
  });

  it('names the third party to the team, the way out of the wait, and nobody to the customer', () => {
    const waits = {
      status: 'OPEN',
      waitingOn: 'THIRD_PARTY',
      thirdParty: 'Hosting Ltd',
      nextCheckAt: minutes(60),
    } as const;
    const shown = ticketCard(viewOf(aTicket(waits)), NOW);
    expect(JSON.stringify(shown)).toContain('Hosting Ltd');
    expect(actionsOf(shown)).toContain('stop-waiting');
    expect(actionsOf(shown)).not.toContain('wait-for');
    const line = statusLine({
      ticket: aTicket(waits),
      assigneeName: 'Ada Lovelace',
      teamName: 'Northwind',
      nextWordBy: null,
      opensAt: null,
      zone: 'Europe/Berlin',
    });
    expect(JSON.stringify(line)).toContain('somebody outside the team');
    expect(JSON.stringify(line)).not.toContain('Hosting Ltd');
  });

  it('carries ticket and version in every button, so that a stale one is noticed', () => {
    for (const status of STATUSES)
      for (const one of buttonsOf(ticketCard(viewOf(aTicket({ status })), NOW)))
        expect(one.subject).toEqual({ ticketId: 'ticket-1', version: 7 });
  });

  it("begins with the customer's words, word for word, as a quote", () => {
    for (const status of STATUSES) {
      const [first] = ticketCard(viewOf(aTicket({ status })), NOW).blocks;
      expect(first).toEqual({
        kind: 'quote',
        text: [{ kind: 'plain', text: 'The <!channel> export & more is empty' }],
      });
    }
  });

  it('shows a deleted first message as deleted, never its words', () => {
    const firstMessage = aMessage({ body: plain('my password is x'), deletedAt: NOW });
    const card = ticketCard(viewOf(aTicket({ subject: 'redacted' }), { firstMessage }), NOW);
    expect(textOf(card)).toContain('(deleted by the customer)');
    expect(JSON.stringify(card)).not.toContain('password');
  });

  it('names the files of a request that has no words', () => {
    const file = { id: 'F1', name: 'log.txt', mimeType: null, sizeBytes: null, url: null };
    const bare = viewOf(aTicket(), { firstMessage: aMessage({ body: [], files: [file] }) });
    const [first] = ticketCard(bare, NOW).blocks;
    expect(first?.kind === 'quote' && toPlain(first.text)).toContain('log.txt');
    const gone = { ...bare, firstMessage: aMessage({ body: [], files: [file], deletedAt: NOW }) };
    expect(JSON.stringify(ticketCard(gone, NOW))).not.toContain('log.txt');
  });

  it('names who asks, who has it, the state, the clock and the priority', () => {
    const card = ticketCard(viewOf(aTicket({ priority: 'HIGH' })), NOW);
    expect(card.title).toBe('#42 · Acme');
    expect(factOf(card, 'From')).toBe('Kim, Acme (standard)');
    expect(factOf(card, 'Owner')).toBe('Nobody yet');
    expect(factOf(card, 'State')).toBe('New');
    expect(factOf(card, 'Clock')).toMatch(/^First answer due .*11:50/);
    expect(factOf(card, 'Priority')).toBe('High');
    const owned = ticketCard(viewOf(aTicket({ status: 'OPEN', assigneeId: 'ada' })), NOW);
    expect(factOf(owned, 'Owner')).toBe('Ada Lovelace');
  });

  it.each([
    [{ firstRespondedAt: minutes(-5) }, /^Waiting for us since /],
    [{ unansweredSince: null, waitingOn: 'CUSTOMER' }, /^Waiting for the customer$/],
    [{ unansweredSince: null, waitingOn: 'THIRD_PARTY' }, /^Waiting for a third party$/],
    [{ unansweredSince: null, waitingOn: 'NOBODY' }, /^Nobody waits$/],
    [{ unansweredSince: null, waitingOn: 'US' }, /^Waiting for us$/],
    [{ status: 'SNOOZED', snoozedUntil: minutes(60) }, /^Wakes /],
  ] as const)('its clock follows %j', (part, clock) => {
    expect(factOf(ticketCard(viewOf(aTicket({ status: 'OPEN', ...part })), NOW), 'Clock')).toMatch(
      clock,
    );
  });

  it('turns urgent when the first answer is overdue or the ticket is urgent', () => {
    const overdue = { ...aTicket(), firstResponseDueAt: NOW };
    expect(ticketCard(viewOf(overdue), NOW).tone).toBe('urgent');
    expect(ticketCard(viewOf(overdue), minutes(-1)).tone).toBe('warning');
    expect(ticketCard(viewOf(aTicket({ priority: 'URGENT' })), NOW).tone).toBe('urgent');
  });

  it('offers every priority but the present one', () => {
    for (const priority of PRIORITIES) {
      const menus = buttonsOf(ticketCard(viewOf(aTicket({ priority })), NOW)).filter(
        (one) => one.action === 'set-priority',
      );
      const [menu] = menus;
      expect(menu?.kind === 'menu' && menu.options.map((option) => option.value)).toEqual(
        PRIORITIES.filter((one) => one !== priority),
      );
    }
  });

  it('names a promise only where the clock does not say it already', () => {
    const told = {
      id: 'p',
      kind: 'FIRST_RESPONSE',
      toldAt: NOW,
      toldIn: 'x',
      renewAt: null,
      state: 'OPEN',
    } as const;
    const promised = { ...told, dueAt: minutes(50), settledAt: null };
    const card = ticketCard(viewOf(aTicket(), { promises: [promised] }), NOW);
    expect(factOf(card, 'Clock')).toMatch(/11:50/);
    expect(factOf(card, 'Promised')).toBeNull();
  });

  it('tells the team why it was escalated, what was promised and how the reply fared', () => {
    const ticket = aTicket({ status: 'OPEN', level: 2, escalationReason: 'needs a DBA' });
    const promise = {
      id: 'p',
      kind: 'FIRST_RESPONSE',
      dueAt: minutes(70),
      toldAt: NOW,
      toldIn: 'x',
      renewAt: null,
      state: 'OPEN',
      settledAt: null,
    } as const;
    const lastReply = aMessage({
      author: { kind: 'member', id: 'ada', name: 'Ada Lovelace' },
      deliveryState: 'UNKNOWN',
    });
    const view = viewOf(ticket, {
      promises: [promise],
      lastReply,
      recent: [aTicket({ number: 7 })],
    });
    const card = ticketCard(view, NOW);
    expect(factOf(card, 'State')).toBe('Open · level 2: needs a DBA');
    expect(factOf(card, 'Promised')).toMatch(/a first answer by .*12:10/);
    expect(factOf(card, 'Last reply')).toMatch(/Ada Lovelace.*delivery unknown, checking/);
    expect(textOf(card)).toContain('Earlier: #7 The export is empty (new)');
  });
});

describe("the customer's surfaces", () => {
  const CANARY = 'internal-canary';
  const everyTicket = STATUSES.flatMap((status) =>
    WAITING_ON.flatMap((waitingOn) =>
      PRIORITIES.flatMap((priority) =>
        ['ada', null].map((assigneeId) =>
          aTicket({
            status,
            waitingOn,
            priority,
            assigneeId: assigneeId === null ? null : `${CANARY}@vendor.example`,
            escalationReason: `${CANARY} the customer is difficult`,
            queueId: `${CANARY}-queue`,
            level: 3,
            leaseUntil: minutes(5),
            cause: `${CANARY} cause`,
            thirdParty: `${CANARY} Hosting Ltd`,
            nextCheckAt: minutes(30),
            snoozedUntil: minutes(60),
            solution: 'We restarted the export.',
            firstResponderId: `${CANARY}-member`,
          }),
        ),
      ),
    ),
  );
  const cardsOf = (ticket: Ticket): Card<'customer'>[] => [
    solutionCard(ticket),
    ...[null, minutes(50)].map((nextWordBy) =>
      statusLine({
        ticket,
        assigneeName: ticket.assigneeId === null ? null : 'Ada Lovelace',
        teamName: 'Globex',
        nextWordBy,
        opensAt: null,
        zone: 'Europe/Berlin',
      }),
    ),
  ];
  const all = everyTicket.flatMap(cardsOf);

  it('are looked at in every state there is', () => {
    expect(all).toHaveLength(9 * 4 * 4 * 2 * 3);
  });

  it('carry no action of the team, in any state', () => {
    const team: readonly string[] = TEAM_ACTIONS;
    const ours: readonly string[] = CUSTOMER_ACTIONS;
    expect(team.filter((action) => ours.includes(action))).toEqual([]);
    for (const card of all)
      for (const action of actionsOf(card)) {
        expect(ours).toContain(action);
        expect(team).not.toContain(action);
      }
  });

  it('say nothing of the internal world: address, queue, level, reason, lease', () => {
    for (const card of all) {
      const text = JSON.stringify(card);
      expect(text).not.toContain(CANARY);
      expect(text).not.toMatch(/escalat|level|lease|queue|priority|tier|[\w.]+@[\w.]+/i);
    }
  });

  it('are cards for the customer', () => {
    for (const card of all) expect(card.audience).toBe('customer');
  });

  it('offer only what the rules will accept', () => {
    for (const ticket of everyTicket.filter(({ status }) => status !== 'MERGED'))
      for (const card of cardsOf(ticket))
        for (const action of actionsOf(card))
          expect([action, ticket.status, fits(action as CommandName, ticket.status)]).toEqual([
            action,
            ticket.status,
            true,
          ]);
  });

  const lineIn = (part: Partial<Ticket>, assigneeName: string | null = null) =>
    statusLine({
      ticket: aTicket(part),
      assigneeName,
      teamName: 'Globex',
      nextWordBy: minutes(50),
      opensAt: null,
      zone: 'Europe/Berlin',
    });

  it('out of hours names the opening time and the way for what cannot wait', () => {
    const closed = {
      ticket: aTicket(),
      assigneeName: null,
      teamName: 'Globex',
      nextWordBy: minutes(50),
      opensAt: minutes(30),
      zone: 'UTC',
    };
    const [said] = statusLine(closed).blocks;
    expect(said?.kind === 'text' && said.text.filter(({ kind }) => kind === 'time')).toEqual([
      { kind: 'time', at: minutes(30).toISOString(), zone: 'UTC' },
      { kind: 'time', at: minutes(50).toISOString(), zone: 'UTC' },
    ]);
    expect(statusLine(closed).fallback).toContain('If it cannot wait, say that it is urgent.');
    const urgent = { ...closed, ticket: aTicket({ priority: 'URGENT' }) };
    expect(statusLine(urgent).fallback).not.toContain('cannot wait');
  });

  it('names no time where none was promised', () => {
    const promised = {
      ticket: aTicket(),
      assigneeName: null,
      teamName: 'Globex',
      opensAt: null,
      zone: 'UTC',
    };
    const [said] = statusLine({ ...promised, nextWordBy: null }).blocks;
    expect(said?.kind === 'text' && said.text.filter(({ kind }) => kind === 'time')).toEqual([]);
    const [told] = statusLine({ ...promised, nextWordBy: minutes(50) }).blocks;
    expect(told?.kind === 'text' && told.text.filter(({ kind }) => kind === 'time')).toEqual([
      { kind: 'time', at: minutes(50).toISOString(), zone: 'UTC' },
    ]);
  });

  it.each(STATUSES)('the status line of a %s ticket always offers a person', (status) => {
    expect(actionsOf(lineIn({ status }))).toContain('request-person');
  });

  it('the status line has exactly these buttons', () => {
    const table: Readonly<Record<TicketStatus, readonly string[]>> = {
      NEW: ['request-person', 'mark-urgent'],
      OPEN: ['request-person', 'mark-urgent'],
      SNOOZED: ['request-person', 'mark-urgent'],
      SOLVED: ['request-person'],
      CONFIRMED: ['not-yet', 'request-person'],
      UNCONFIRMED: ['confirm', 'not-yet', 'request-person'],
      CLOSED: ['request-person'],
      NOT_A_REQUEST: ['request-person'],
      MERGED: ['request-person'],
    };
    for (const status of STATUSES) expect(actionsOf(lineIn({ status }))).toEqual(table[status]);
    expect(actionsOf(lineIn({ priority: 'URGENT' }))).toEqual(['request-person']);
  });

  it('the acknowledgement names the team and the promised time in the zone of the customer', () => {
    const text = textOf(lineIn({}));
    expect(text).toContain('The Globex team looks after it');
    expect(text).toMatch(/you will hear from a person\. At the latest: .*11:50 CET\./);
  });

  it('once somebody has it, the line names them', () => {
    expect(textOf(lineIn({ status: 'OPEN' }, 'Ada Lovelace'))).toMatch(
      /^Ada Lovelace looks after this\. You will hear from them\. At the latest: .*11:50 CET\./,
    );
    expect(textOf(lineIn({ status: 'OPEN', waitingOn: 'CUSTOMER' }, 'Ada Lovelace'))).toMatch(
      /^Ada Lovelace looks after this\. We have answered, and wait for your reply\./,
    );
  });

  it('every line reads the same aloud as on the screen', () => {
    for (const status of STATUSES) {
      const card = lineIn({ status });
      expect(card.fallback).not.toBe('');
      expect(textOf(card).startsWith(card.fallback)).toBe(true);
    }
  });

  it('the solution asks whether it helped, once: the buttons go with the answer', () => {
    const solved = aTicket({ status: 'SOLVED', solution: 'We restarted the export.' });
    expect(actionsOf(solutionCard(solved))).toEqual(['confirm', 'not-yet']);
    expect(textOf(solutionCard(solved))).toContain('We restarted the export.');
    // Asked once more after silence, the answer is given there.
    expect(actionsOf(solutionCard({ ...solved, checkedInAt: minutes(5) }))).toEqual([]);
    for (const status of STATUSES.filter((one) => one !== 'SOLVED'))
      expect(actionsOf(solutionCard({ ...solved, status }))).toEqual([]);
  });
});

describe('what the team is told', () => {
  const cardIn = (outgoing: ReturnType<typeof mirrored>): Card => {
    if (outgoing.kind !== 'card') throw new Error('not a card');
    return outgoing.card;
  };

  it("repeats the customer's words as a quote, with its files by name", () => {
    const file = { id: 'F1', name: 'log.txt', mimeType: null, sizeBytes: null, url: null };
    const card = cardIn(mirrored(words('Kim'), { body: plain('<!here> hi'), files: [file] }));
    expect(card.blocks[1]).toEqual({ kind: 'quote', text: plain('<!here> hi') });
    expect(textOf(card)).toContain('log.txt');
  });

  it('shows an edit after the answer before and after', () => {
    const card = cardIn(changedAfterAnswer('Kim', plain('10 seats'), plain('100 seats')));
    expect(textOf(card)).toMatch(/answered\.\nBefore\n10 seats\nNow\n100 seats/);
  });

  it('a reply that did not arrive comes with the reason and a way out', () => {
    const message = aMessage({ author: { kind: 'member', id: 'ada', name: 'Ada' } });
    const card = cardIn(notDelivered(aTicket(), message, 'The channel is archived.'));
    expect(textOf(card)).toContain('The channel is archived.');
    expect(buttonsOf(card).map(({ action, subject }) => [action, subject.about])).toEqual([
      ['retry-delivery', 'message-1'],
    ]);
  });

  it('what was taken for small talk can be made a ticket', () => {
    const card = notTaken('Kim', plain('ok'), 'THANKS', 'message-1');
    expect(buttonsOf(card).map(({ action, subject }) => [action, subject.about])).toEqual([
      ['open-ticket', 'message-1'],
    ]);
  });

  it('the home page says so where there is nothing, and offers only what fits', () => {
    expect(textOf(homeCard([], [], [], 'UTC'))).toMatch(
      /Nothing on your desk.*The queue is empty/s,
    );
    const line = { ticket: aTicket(), customerName: 'Acme' };
    expect(actionsOf(homeCard([line], [], [line], 'UTC'))).toEqual(['reply', 'solve', 'claim']);
    expect(actionsOf(listCard('Found', [line], 'nothing', 'UTC', true))).toEqual(['claim']);
    const owned = { ...line, ticket: aTicket({ assigneeId: 'ada' }) };
    expect(actionsOf(listCard('Found', [owned], 'nothing', 'UTC', true))).toEqual([]);
  });
});

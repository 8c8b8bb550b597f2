import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { globalId } from '../../graphql/global-id';
import { TestApi } from './api';
import { missing, withIds } from './ids';
import { minutes, World } from './world';

let api: TestApi;
let world: World;
let number = 0;

interface UserError {
  readonly __typename: string;
  readonly code: string;
  readonly path: readonly string[];
  readonly message: string;
  readonly hint: string | null;
}
interface Payload {
  readonly ticket: {
    readonly id: string;
    readonly number: number;
    readonly status: string;
    readonly waitingOn: string;
    readonly priority: string;
    readonly version: number;
    readonly level: number;
    readonly solution: string | null;
    readonly cause: string | null;
    readonly assignee: { readonly name: string } | null;
    readonly lastMessage: {
      readonly text: string;
      readonly visibility: string;
      readonly deliveryState: string;
    } | null;
  } | null;
  readonly errors: readonly UserError[];
  readonly replayed: boolean;
}

const TICKET =
  'id number status waitingOn priority version level solution cause assignee { name } lastMessage { text visibility deliveryState }';

const mutate = async (
  token: string,
  name: string,
  type: string,
  input: object,
): Promise<Payload> => {
  const query = `mutation ($input: ${type}!) { ${name}(input: $input) { ticket { ${TICKET} } errors { __typename code path message hint ... on TicketChanged { current: ticket { version } } } replayed } }`;
  const data = await api.ask<Record<string, Payload>>(token, query, { input: withIds(input) });
  const payload = data[name];
  if (payload === undefined) throw new Error('no payload');
  return payload;
};
const types = (payload: Payload): readonly string[] =>
  payload.errors.map((error) => error.__typename);
const codes = (payload: Payload): readonly string[] => payload.errors.map((error) => error.code);
const fresh = (more: object = {}): Promise<string> => {
  number += 1;
  return world.ticket({ number, ...more });
};

beforeAll(async () => {
  api = await TestApi.start();
  world = await World.make(api.source, 'A');
});
beforeEach(() => {
  api.nudges = 0;
});
afterAll(() => api.stop());

describe('a mutation', () => {
  test('claim: takes the ticket for the member of the token and nudges the loops', async () => {
    const ticketId = await fresh();
    const payload = await mutate(world.token('ada'), 'claimTicket', 'ClaimTicketInput', {
      ticketId,
    });
    expect(payload).toMatchObject({
      errors: [],
      replayed: false,
      ticket: { status: 'OPEN', version: 2, assignee: { name: 'Ada' } },
    });
    expect(api.nudges).toBe(1);
  });

  test('claim: the loser is told who won, as data, with the ticket as it stands', async () => {
    const ticketId = await fresh();
    await mutate(world.token('ada'), 'claimTicket', 'ClaimTicketInput', { ticketId });
    const payload = await mutate(world.token('sam'), 'claimTicket', 'ClaimTicketInput', {
      ticketId,
    });
    expect(codes(payload)).toEqual(['ALREADY_CLAIMED']);
    expect(payload.errors[0]?.message).toContain('Ada');
    expect(payload.ticket?.assignee?.name).toBe('Ada');
  });

  test('of twenty claims at once exactly one wins', async () => {
    const ticketId = await fresh();
    const claims = Array.from({ length: 20 }, (_, index) =>
      mutate(world.token(index % 2 === 0 ? 'ada' : 'sam'), 'claimTicket', 'ClaimTicketInput', {
        ticketId,
      }),
    );
    const won = (await Promise.all(claims)).filter((payload) => payload.errors.length === 0);
    expect(won).toHaveLength(1);
  });

  test('claim: a token of nobody must name a member', async () => {
    const ticketId = await fresh();
    const refused = await mutate(world.token('AGENT'), 'claimTicket', 'ClaimTicketInput', {
      ticketId,
    });
    expect(refused.errors[0]).toMatchObject({ code: 'MEMBER_NEEDED', path: ['memberId'] });
    const memberId = world.members.sam;
    const done = await mutate(world.token('AGENT'), 'claimTicket', 'ClaimTicketInput', {
      ticketId,
      memberId,
    });
    expect(done.ticket?.assignee?.name).toBe('Sam');
  });

  test('a member cannot speak for another one', async () => {
    const ticketId = await fresh();
    const input = { ticketId, text: 'hello', memberId: world.members.sam };
    expect(
      codes(await mutate(world.token('ada'), 'replyToTicket', 'ReplyToTicketInput', input)),
    ).toEqual(['NOT_ALLOWED']);
  });

  test('assign: gives and takes back', async () => {
    const ticketId = await fresh();
    const memberId = world.members.ada;
    const given = await mutate(world.token('sam'), 'assignTicket', 'AssignTicketInput', {
      ticketId,
      memberId,
    });
    expect(given.ticket?.assignee?.name).toBe('Ada');
    const back = await mutate(world.token('sam'), 'assignTicket', 'AssignTicketInput', {
      ticketId,
      memberId: null,
    });
    expect(back).toMatchObject({ errors: [], ticket: { assignee: null } });
  });

  test('reply: is stored, waits for delivery, and turns the ticket to the customer', async () => {
    const ticketId = await fresh({ openedAt: minutes(0) });
    await world.message(ticketId, 'help', minutes(0));
    const payload = await mutate(world.token('ada'), 'replyToTicket', 'ReplyToTicketInput', {
      ticketId,
      text: 'On it \u0000',
    });
    expect(payload).toMatchObject({
      errors: [],
      ticket: {
        status: 'OPEN',
        waitingOn: 'CUSTOMER',
        assignee: { name: 'Ada' },
        lastMessage: { visibility: 'PUBLIC', deliveryState: 'PENDING' },
      },
    });
    const posts: { count: string }[] = await api.source.query(
      `select count(*) from outbox where tenant_id = $1 and message_id is not null and kind = 'post'`,
      [world.tenantId],
    );
    expect(Number(posts[0]?.count)).toBeGreaterThan(0);
  });

  test('reply: an empty one is refused as data and leaves no message', async () => {
    const ticketId = await fresh();
    const payload = await mutate(world.token('ada'), 'replyToTicket', 'ReplyToTicketInput', {
      ticketId,
      text: '  ',
    });
    expect(payload).toMatchObject({
      errors: [{ code: 'TEXT_NEEDED', path: ['text'] }],
      ticket: { lastMessage: null, version: 1 },
    });
  });

  test('note: is internal and changes nothing of the state', async () => {
    const ticketId = await fresh();
    const payload = await mutate(world.token('ada'), 'addNote', 'AddNoteInput', {
      ticketId,
      text: 'VIP',
    });
    expect(payload).toMatchObject({
      errors: [],
      ticket: {
        status: 'NEW',
        waitingOn: 'US',
        lastMessage: { text: 'VIP', visibility: 'INTERNAL' },
      },
    });
  });

  test('priority, snooze, wake, escalate, solve, reopen, not a request and back move the ticket', async () => {
    const ticketId = await fresh();
    const ada = world.token('ada');
    const step = async (
      name: string,
      type: string,
      more: object,
      expected: object,
    ): Promise<void> => {
      const payload = await mutate(ada, name, type, { ticketId, ...more });
      expect({ name, ...payload }).toMatchObject({ name, errors: [], ticket: expected });
    };
    await step(
      'setTicketPriority',
      'SetTicketPriorityInput',
      { priority: 'URGENT' },
      { priority: 'URGENT' },
    );
    await step('claimTicket', 'ClaimTicketInput', {}, { status: 'OPEN' });
    await step(
      'snoozeTicket',
      'SnoozeTicketInput',
      { until: '2026-03-11T09:00:00Z' },
      { status: 'SNOOZED' },
    );
    await step('wakeTicket', 'WakeTicketInput', {}, { status: 'OPEN' });
    await step(
      'waitForThirdParty',
      'WaitForThirdPartyInput',
      { party: 'Hosting Ltd', nextCheckAt: '2026-03-11T09:00:00Z' },
      { status: 'OPEN', waitingOn: 'THIRD_PARTY' },
    );
    await step('stopWaiting', 'StopWaitingInput', {}, { waitingOn: 'US' });
    await step(
      'escalateTicket',
      'EscalateTicketInput',
      { reason: 'needs a specialist' },
      { level: 2, assignee: { name: 'Ada' } },
    );
    const { sam } = world.members;
    expect(
      await mutate(ada, 'acceptEscalation', 'AcceptEscalationInput', { ticketId }),
    ).toMatchObject({ errors: [{ code: 'NOT_ASKED' }] });
    expect(
      await mutate(world.token('AGENT'), 'acceptEscalation', 'AcceptEscalationInput', {
        ticketId,
        memberId: sam,
      }),
    ).toMatchObject({ errors: [], ticket: { level: 2, assignee: { name: 'Sam' } } });
    await mutate(world.token('SUPERVISOR'), 'assignTicket', 'AssignTicketInput', {
      ticketId,
      memberId: world.members.ada,
    });
    await step(
      'solveTicket',
      'SolveTicketInput',
      { solution: 'Restarted it', cause: 'SSO  login' },
      { status: 'SOLVED', solution: 'Restarted it', cause: 'sso login' },
    );
    await step('setTicketCause', 'SetTicketCauseInput', { cause: null }, { cause: null });
    await step(
      'reopenTicket',
      'ReopenTicketInput',
      { reason: 'it is back' },
      { status: 'OPEN', waitingOn: 'US' },
    );
    await step(
      'markNotARequest',
      'MarkNotARequestInput',
      {},
      { status: 'NOT_A_REQUEST', waitingOn: 'NOBODY' },
    );
    await step('makeRequest', 'MakeRequestInput', {}, { waitingOn: 'US' });
    const data = await api.ask<{
      ticket: {
        timeline: {
          nodes: { kind: string; actor: { name: string }; changes: { field: string }[] }[];
        };
      };
    }>(
      ada,
      'query ($id: ID!) { ticket(id: $id) { timeline { nodes { kind actor { ... on MemberActor { name } } changes { field before after } } } } }',
      { id: globalId('Ticket', ticketId) },
    );
    const { nodes } = data.ticket.timeline;
    expect(nodes.map((node) => node.kind)).toEqual([
      'PRIORITY_CHANGED',
      'CLAIMED',
      'SNOOZED',
      'WOKEN',
      'THIRD_PARTY_AWAITED',
      'THIRD_PARTY_DONE',
      'ESCALATED',
      'ESCALATION_ASKED',
      'ESCALATION_ACCEPTED',
      'ASSIGNED',
      'SOLVED',
      'CAUSE_SET',
      'REOPENED',
      'MARKED_NOT_A_REQUEST',
      'MADE_A_REQUEST',
    ]);
    expect(nodes[0]).toMatchObject({ actor: { name: 'Ada' } });
    expect(nodes[0]?.changes).toContainEqual({
      field: 'priority',
      before: 'NORMAL',
      after: 'URGENT',
    });
  });

  test('that does not fit the state is refused as data', async () => {
    const ticketId = await fresh({ status: 'CLOSED', waitingOn: 'NOBODY' });
    const payload = await mutate(world.token('ada'), 'wakeTicket', 'WakeTicketInput', { ticketId });
    expect(codes(payload)).toEqual(['NOT_IN_THIS_STATE']);
    expect(types(payload)).toEqual(['Refusal']);
    expect(payload.ticket?.status).toBe('CLOSED');
  });

  test('with an old expectedVersion is refused and shows the current ticket', async () => {
    const ticketId = await fresh();
    await mutate(world.token('ada'), 'setTicketPriority', 'SetTicketPriorityInput', {
      ticketId,
      priority: 'HIGH',
    });
    const input = { ticketId, priority: 'LOW', expectedVersion: 1 };
    const payload = await mutate(
      world.token('ada'),
      'setTicketPriority',
      'SetTicketPriorityInput',
      input,
    );
    expect(payload.errors).toMatchObject([
      { __typename: 'TicketChanged', code: 'TICKET_CHANGED', current: { version: 2 } },
    ]);
    expect(payload.ticket).toMatchObject({ version: 2, priority: 'HIGH' });
  });

  test('on an id that names no ticket of the desk answers that there is none', async () => {
    const payload = await mutate(world.token('ada'), 'wakeTicket', 'WakeTicketInput', {
      ticketId: missing('Ticket'),
    });
    expect(payload).toMatchObject({
      ticket: null,
      errors: [{ __typename: 'NotFound', code: 'TICKET_NOT_FOUND' }],
    });
  });

  test.each(['nonsense', v7(), missing('Member'), `${missing('Ticket')}=`, 'x'.repeat(5_000)])(
    'refuses what is no id of a ticket: %s',
    async (ticketId) => {
      const query = 'mutation ($id: ID!) { wakeTicket(input: { ticketId: $id }) { replayed } }';
      const answer = await api.query(world.token('ada'), query, { id: ticketId });
      expect(answer.errors[0]?.extensions).toMatchObject({
        code: 'BAD_USER_INPUT',
        violations: [{ code: 'isIdOf', path: ['ticketId'] }],
      });
    },
  );

  test('create: begins a ticket with its first words waiting for delivery', async () => {
    const input = { channelId: world.channelId, text: 'We will restart your server tonight' };
    const payload = await mutate(world.token('ada'), 'createTicket', 'CreateTicketInput', input);
    expect(payload).toMatchObject({
      errors: [],
      ticket: { status: 'NEW', lastMessage: { text: input.text, deliveryState: 'PENDING' } },
    });
    const refused = await mutate(world.token('ada'), 'createTicket', 'CreateTicketInput', {
      ...input,
      channelId: world.triageId,
    });
    expect(codes(refused)).toEqual(['NO_CUSTOMER_HERE']);
  });

  test('make from message: reverses the decision that it was no request, once', async () => {
    const messageId = await world.message(null, 'thanks, but it is broken again', minutes(3));
    const input = { messageId };
    const payload = await mutate(
      world.token('ada'),
      'makeTicketFromMessage',
      'MakeTicketFromMessageInput',
      input,
    );
    expect(payload).toMatchObject({
      errors: [],
      ticket: { status: 'NEW', lastMessage: { text: 'thanks, but it is broken again' } },
    });
    const data = await api.ask<{ intakeDecisions: { nodes: object[] } }>(
      world.token('ada'),
      'query ($id: ID!) { intakeDecisions(channelId: $id, first: 1) { nodes { verdict reason ticketId decidedBy message { id } } } }',
      { id: globalId('Channel', world.channelId) },
    );
    expect(data.intakeDecisions.nodes).toEqual([
      {
        verdict: 'TICKET',
        reason: 'REVERSED',
        ticketId: payload.ticket?.id,
        decidedBy: globalId('Member', world.members.ada),
        message: { id: globalId('Message', messageId) },
      },
    ]);
    expect(
      codes(
        await mutate(
          world.token('ada'),
          'makeTicketFromMessage',
          'MakeTicketFromMessageInput',
          input,
        ),
      ),
    ).toEqual(['ALREADY_A_TICKET']);
  });
});

describe('an idempotency key', () => {
  const claim = (input: object, who: 'ada' | 'sam' = 'ada') =>
    mutate(world.token(who), 'claimTicket', 'ClaimTicketInput', input);
  const note = (input: object) => mutate(world.token('ada'), 'addNote', 'AddNoteInput', input);
  const notes = async (ticketId: string): Promise<number> => {
    const rows: { count: string }[] = await api.source.query(
      'select count(*) from message where ticket_id = $1',
      [ticketId],
    );
    return Number(rows[0]?.count);
  };

  test('gets the same answer again and does the work once', async () => {
    const ticketId = await fresh();
    const input = { ticketId, text: 'once', idempotencyKey: 'note-1' };
    const first = await note(input);
    const second = await note(input);
    expect(first.replayed).toBe(false);
    expect(second).toEqual({ ...first, replayed: true });
    expect(await notes(ticketId)).toBe(1);
  });

  test('does the work once for ten requests at once', async () => {
    const ticketId = await fresh();
    const input = { ticketId, text: 'once', idempotencyKey: 'note-10' };
    const answers = await Promise.all(Array.from({ length: 10 }, () => note(input)));
    expect(answers.every((answer) => answer.errors.length === 0)).toBe(true);
    expect(answers.filter((answer) => !answer.replayed)).toHaveLength(1);
    expect(await notes(ticketId)).toBe(1);
  });

  test('with other arguments is a mistake, and nothing happens', async () => {
    const ticketId = await fresh();
    await note({ ticketId, text: 'one', idempotencyKey: 'note-2' });
    const payload = await note({ ticketId, text: 'two', idempotencyKey: 'note-2' });
    expect(payload.errors[0]).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
      path: ['idempotencyKey'],
    });
    const other = await claim({ ticketId, idempotencyKey: 'note-2' });
    expect(codes(other)).toEqual(['IDEMPOTENCY_KEY_REUSED']);
    expect(await notes(ticketId)).toBe(1);
  });

  test('repeats a refusal, even when the request would succeed by now', async () => {
    const ticketId = await fresh();
    const input = { ticketId, idempotencyKey: 'wake-1' };
    const first = await mutate(world.token('ada'), 'wakeTicket', 'WakeTicketInput', input);
    expect(codes(first)).toEqual(['NOT_IN_THIS_STATE']);
    await claim({ ticketId });
    await mutate(world.token('ada'), 'snoozeTicket', 'SnoozeTicketInput', {
      ticketId,
      until: '2026-03-12T09:00:00Z',
    });
    const second = await mutate(world.token('ada'), 'wakeTicket', 'WakeTicketInput', input);
    expect(second).toMatchObject({
      replayed: true,
      errors: first.errors,
      ticket: { status: 'SNOOZED' },
    });
  });

  test('belongs to its token', async () => {
    const ticketId = await fresh();
    await claim({ ticketId, idempotencyKey: 'shared' });
    const other = await claim({ ticketId, idempotencyKey: 'shared' }, 'sam');
    expect(other).toMatchObject({ replayed: false, errors: [{ code: 'ALREADY_CLAIMED' }] });
  });

  test('is free again after 48 hours', async () => {
    const ticketId = await fresh();
    const input = { ticketId, text: 'again', idempotencyKey: 'note-3' };
    await note(input);
    const before = api.now;
    api.now = new Date(before.getTime() + 48 * 3_600_000 - 1);
    expect((await note(input)).replayed).toBe(true);
    api.now = new Date(before.getTime() + 48 * 3_600_000);
    expect((await note(input)).replayed).toBe(false);
    api.now = before;
    expect(await notes(ticketId)).toBe(2);
  });

  test.each(['', 'with space', 'ü', 'x'.repeat(201)])(
    'like %j is refused',
    async (idempotencyKey) => {
      const query = 'mutation ($input: AddNoteInput!) { addNote(input: $input) { replayed } }';
      const answer = await api.query(world.token('ada'), query, {
        input: { ticketId: missing('Ticket'), text: 'x', idempotencyKey },
      });
      expect(answer.errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
    },
  );
});

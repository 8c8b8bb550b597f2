import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { globalId } from '../../graphql/global-id';
import { TestApi } from './api';
import { missing } from './ids';
import { insert, World } from './world';

let api: TestApi;
let world: World;
let number = 0;

interface Payload {
  readonly results: readonly {
    readonly ticketId: string;
    readonly ticket: { readonly number: number; readonly version: number } | null;
    readonly errors: readonly { readonly code: string }[];
  }[];
  readonly errors: readonly { readonly code: string; readonly path: readonly string[] }[];
  readonly replayed: boolean;
}

const fresh = async (more: object = {}): Promise<string> => {
  number += 1;
  return globalId('Ticket', await world.ticket({ number, ...more }));
};
const update = async (input: object): Promise<Payload> => {
  const data = await api.ask<{ updateTickets: Payload }>(
    world.token('ada'),
    `mutation ($input: UpdateTicketsInput!) { updateTickets(input: $input) {
      results { ticketId ticket { number version priority status assignee { name } } errors { code } } errors { code path } replayed } }`,
    { input },
  );
  return data.updateTickets;
};

beforeAll(async () => {
  api = await TestApi.start();
  world = await World.make(api.source, 'A');
});
afterAll(() => api.stop());

describe('updateTickets', () => {
  test('changes or refuses each ticket by itself, in the order given', async () => {
    const ticketIds = [
      await fresh(),
      missing('Ticket'),
      await fresh({ priority: 'URGENT' }),
      await fresh(),
    ];
    const payload = await update({ ticketIds, change: { priority: 'URGENT' } });
    expect(payload).toMatchObject({ errors: [], replayed: false });
    expect(
      payload.results.map((one) => [one.ticketId, one.errors.map(({ code }) => code)]),
    ).toEqual([
      [ticketIds[0], []],
      [ticketIds[1], ['TICKET_NOT_FOUND']],
      [ticketIds[2], ['SAME_PRIORITY']],
      [ticketIds[3], []],
    ]);
    expect(payload.results[0]?.ticket).toMatchObject({ priority: 'URGENT', version: 2 });
    expect(payload.results[2]?.ticket).toMatchObject({ version: 1 });
  });

  test('gives labels to many and takes them away', async () => {
    const ticketIds = [await fresh(), await fresh()];
    const id = v7();
    await insert(api.source, 'label', {
      tenant_id: world.tenantId,
      id,
      name: 'billing',
      colour: 'RED',
    });
    const codes = async (change: object) =>
      (await update({ ticketIds, change })).results.map(({ errors }) => errors[0]?.code ?? null);
    const label = globalId('Label', id);
    expect(await codes({ addLabels: [label] })).toEqual([null, null]);
    expect(await codes({ addLabels: [label] })).toEqual(['SAME_LABELS', 'SAME_LABELS']);
    expect(await codes({ removeLabels: [label] })).toEqual([null, null]);
    expect(await codes({ addLabels: [missing('Label')] })).toEqual([
      'LABEL_NOT_FOUND',
      'LABEL_NOT_FOUND',
    ]);
  });

  test('assigns, gives back, puts to sleep, wakes and sets aside', async () => {
    const ticketIds = [await fresh(), await fresh()];
    const steps: [object, object][] = [
      [{ assignTo: globalId('Member', world.members.sam) }, { assignee: { name: 'Sam' } }],
      [{ unassign: true }, { assignee: null }],
      [{ snoozeUntil: '2026-03-12T09:00:00Z' }, { status: 'SNOOZED' }],
      [{ wake: true }, { status: 'OPEN' }],
      [{ notARequest: 'newsletter' }, { status: 'NOT_A_REQUEST' }],
    ];
    for (const [change, expected] of steps) {
      const { results } = await update({ ticketIds, change });
      expect({ change, results }).toMatchObject({
        change,
        results: ticketIds.map((ticketId) => ({ ticketId, errors: [], ticket: expected })),
      });
    }
  });

  test('takes the tickets either by id or as they were seen', async () => {
    const [one, other] = [await fresh(), await fresh()];
    const change = { wake: true };
    const seen = (ticketId: string, expectedVersion: number) => ({ ticketId, expectedVersion });
    const wrong: readonly [object, string][] = [
      [{}, 'TICKETS_NEEDED'],
      [{ ticketIds: null, tickets: null }, 'TICKETS_NEEDED'],
      [{ ticketIds: [one], tickets: [seen(other, 1)] }, 'TICKETS_NEEDED'],
      [{ tickets: [seen(one, 1), seen(other, 1), seen(one, 2)] }, 'SEEN_TWICE'],
    ];
    for (const [input, code] of wrong)
      for (const dryRun of [false, true])
        expect(await update({ ...input, change, dryRun })).toEqual({
          results: [],
          errors: [{ code, path: ['tickets'] }],
          replayed: false,
        });
    const tickets = [seen(one, 1), seen(other, 1), seen(one, 1)];
    const { results: whichever } = await update({
      tickets: [{ ticketId: one }, { ticketId: one, expectedVersion: null }],
      change: { priority: 'LOW' },
      dryRun: true,
    });
    expect(whichever).toHaveLength(1);
    const { results } = await update({ tickets, change: { priority: 'HIGH' } });
    expect(results.map(({ ticketId }) => ticketId)).toEqual([one, other]);
  });

  test('rehearsed, answers what each would be refused or warned of', async () => {
    const ticketIds = [await fresh(), missing('Ticket'), await fresh({ priority: 'URGENT' })];
    const input = { ticketIds, change: { priority: 'URGENT' } };
    const dry = await update({ ...input, dryRun: true, idempotencyKey: 'dry-1' });
    expect(dry.results.map(({ errors }) => errors[0]?.code)).toEqual([
      undefined,
      'TICKET_NOT_FOUND',
      'SAME_PRIORITY',
    ]);
    expect(dry.results.map(({ ticket }) => ticket?.version)).toEqual([1, undefined, 1]);
    const done = await update({ ...input, idempotencyKey: 'dry-1' });
    expect(done.replayed).toBe(false);
    expect(done.results.map(({ errors }) => errors)).toEqual(
      dry.results.map(({ errors }) => errors),
    );
  });

  test('changes a ticket that is named twice once', async () => {
    const id = await fresh();
    const { results } = await update({ ticketIds: [id, id], change: { priority: 'HIGH' } });
    expect(results).toHaveLength(1);
    expect(results[0]).toMatchObject({ errors: [], ticket: { version: 2 } });
  });

  test('repeated with its key answers the same and does nothing again', async () => {
    const ticketIds = [await fresh(), await fresh()];
    const input = { ticketIds, change: { priority: 'LOW' }, idempotencyKey: 'bulk-1' };
    const first = await update(input);
    expect(await update(input)).toEqual({ ...first, replayed: true });
    expect(first.results.map(({ ticket }) => ticket?.version)).toEqual([2, 2]);
  });

  test('goes on where it was cut off', async () => {
    const ticketIds = [await fresh(), await fresh()];
    const input = { ticketIds, change: { priority: 'LOW' }, idempotencyKey: 'bulk-2' };
    await update(input);
    // As if the process had died before the second one.
    await api.source.query(`delete from idempotency where key = $1`, [`bulk-2 ${ticketIds[1]}`]);
    await api.source.query(`update ticket set priority = 'NORMAL' where number = $1`, [number]);
    const { results } = await update(input);
    expect(results.map(({ errors, ticket }) => [errors, ticket?.version])).toEqual([
      [[], 2],
      [[], 3],
    ]);
  });

  test('under the same key with other tickets is a mistake, and nothing happens', async () => {
    const change = { priority: 'HIGH' };
    await update({ ticketIds: [await fresh()], change, idempotencyKey: 'bulk-3' });
    const payload = await update({ ticketIds: [await fresh()], change, idempotencyKey: 'bulk-3' });
    expect(payload).toMatchObject({
      results: [],
      errors: [{ code: 'IDEMPOTENCY_KEY_REUSED', path: ['idempotencyKey'] }],
    });
  });

  test.each([
    [{ ticketIds: [], change: { wake: true } }],
    [{ ticketIds: Array.from({ length: 51 }, () => missing('Ticket')), change: { wake: true } }],
    [{ ticketIds: [missing('Member')], change: { wake: true } }],
    [{ tickets: [], change: { wake: true } }],
    [{ tickets: [{ ticketId: missing('Member') }], change: { wake: true } }],
    [{ tickets: [{ ticketId: missing('Ticket'), expectedVersion: 0 }], change: { wake: true } }],
    [{ ticketIds: [missing('Ticket')], change: { wake: false } }],
    [{ ticketIds: [missing('Ticket')], change: {} }],
    [{ ticketIds: [missing('Ticket')], change: { wake: true, unassign: true } }],
    [{ ticketIds: [missing('Ticket')], change: { priority: null } }],
  ])('refuses what is no list of tickets or no change: %#', async (input) => {
    const answer = await api.query(
      world.token('ada'),
      'mutation ($input: UpdateTicketsInput!) { updateTickets(input: $input) { replayed } }',
      { input },
    );
    expect(answer.errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});

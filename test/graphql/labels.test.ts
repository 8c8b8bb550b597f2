import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { globalId } from '../../graphql/global-id';
import { TestApi } from './api';
import { missing } from './ids';
import { minutes, World } from './world';

let api: TestApi;
let world: World;
let tickets: string[];

beforeAll(async () => {
  api = await TestApi.start();
  world = await World.make(api.source, 'Labelled');
  tickets = [];
  for (const number of [1, 2, 3])
    tickets.push(globalId('Ticket', await world.ticket({ number, openedAt: minutes(number) })));
});
afterAll(() => api.stop());

interface Said {
  readonly label?: { readonly id: string; readonly name: string };
  readonly ticket?: { readonly labels: readonly { readonly name: string }[] };
  readonly errors: readonly { readonly code: string }[];
}

const does = async (name: string, input: object, who: 'SUPERVISOR' | 'ada' = 'ada') => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const shown = name.endsWith('Labels')
    ? 'ticket { labels { name } }'
    : 'label { id name colour archivedAt }';
  const data = await api.ask<{ done: Said }>(
    world.token(who),
    `mutation ($input: ${type}!) { done: ${name}(input: $input) { ${shown} errors { code } } }`,
    { input },
  );
  return data.done;
};

const made = async (name: string): Promise<string> =>
  (await does('createLabel', { name, colour: 'BLUE' }, 'SUPERVISOR')).label?.id ?? '';
const code = ({ errors }: Said): string | undefined => errors[0]?.code;
const names = ({ ticket }: Said): readonly string[] =>
  (ticket?.labels ?? []).map((one) => one.name);

const numbersOf = async (filter: object): Promise<readonly number[]> => {
  const { tickets: found } = await api.ask<{ tickets: { nodes: readonly { number: number }[] } }>(
    world.token('ada'),
    'query ($filter: TicketFilterInput) { tickets(filter: $filter, sort: { field: NUMBER, direction: ASC }) { nodes { number } } }',
    { filter },
  );
  return found.nodes.map(({ number }) => number);
};

const measured = async (input: object) => {
  const { metrics } = await api.ask<{
    metrics: {
      measures: readonly {
        readonly figure: { readonly n: number };
        readonly groups: readonly { key: string | null; label: string; figure: { n: number } }[];
      }[];
    };
  }>(
    world.token('SUPERVISOR'),
    `query ($input: MeasuresInput!) { metrics { measures(input: $input) {
       figure { n } groups { key label figure { n } } } } }`,
    {
      input: {
        measures: ['VOLUME'],
        window: { from: minutes(0), to: minutes(1000) },
        ...input,
      },
    },
  );
  return metrics.measures[0];
};

describe('labels', () => {
  let billing: string;
  let sso: string;

  test('are made by supervisors, each name once, however it is spelt', async () => {
    billing = await made('Billing');
    sso = await made('  sso   login ');
    expect(code(await does('createLabel', { name: 'BILLING' }, 'SUPERVISOR'))).toBe('NAME_TAKEN');
    // Also where a database of the locale C lowers only A to Z by itself.
    const overdue = await made('Überfällig');
    expect(code(await does('createLabel', { name: 'üBERFÄLLIG' }, 'SUPERVISOR'))).toBe(
      'NAME_TAKEN',
    );
    expect(
      code(await does('updateLabel', { labelId: sso, name: 'uberfallig' }, 'SUPERVISOR')),
    ).toBe('NAME_TAKEN');
    await does('updateLabel', { labelId: overdue, archived: true }, 'SUPERVISOR');
    expect(code(await does('createLabel', { name: 'a, b' }, 'SUPERVISOR'))).toBe('LABEL_NAME');
    expect(code(await does('updateLabel', { labelId: sso, name: 'billing' }, 'SUPERVISOR'))).toBe(
      'NAME_TAKEN',
    );
    expect(
      await does('updateLabel', { labelId: sso, name: 'SSO', colour: 'PINK' }, 'SUPERVISOR'),
    ).toMatchObject({ label: { name: 'SSO', colour: 'PINK', archivedAt: null }, errors: [] });
  });

  test('are given and taken, each change once in the history', async () => {
    const [first = '', second = ''] = tickets;
    expect(names(await does('addLabels', { ticketId: first, labelIds: [sso, billing] }))).toEqual([
      'Billing',
      'SSO',
    ]);
    expect(code(await does('addLabels', { ticketId: first, labelIds: [sso] }))).toBe('SAME_LABELS');
    expect(code(await does('addLabels', { ticketId: first, labelIds: [missing('Label')] }))).toBe(
      'LABEL_NOT_FOUND',
    );
    await does('addLabels', { ticketId: second, labelIds: [sso] });
    const { ticket } = await api.ask<{ ticket: { timeline: { nodes: object[] } } }>(
      world.token('ada'),
      'query ($id: ID!) { ticket(id: $id) { timeline { nodes { kind event { ... on LabelsChanged { added removed } } } } } }',
      { id: first },
    );
    expect(ticket.timeline.nodes).toEqual([
      { kind: 'LABELS_CHANGED', event: { added: 'Billing, SSO', removed: null } },
    ]);
  });

  test('find their tickets', async () => {
    expect(await numbersOf({ label: { eq: billing } })).toEqual([1]);
    expect(await numbersOf({ label: { in: [billing, sso] } })).toEqual([1, 2]);
    expect(await numbersOf({ label: { nin: [billing] } })).toEqual([2, 3]);
    expect(await numbersOf({ not: { label: { eq: sso } } })).toEqual([3]);
  });

  test('part the figures: what has two is in both groups and once in the whole', async () => {
    await api.count();
    const parted = await measured({ groupBy: 'LABEL' });
    expect(parted?.figure.n).toBe(3);
    expect(parted?.groups).toEqual([
      { key: sso, label: 'SSO', figure: { n: 2 } },
      { key: null, label: 'none', figure: { n: 1 } },
      { key: billing, label: 'Billing', figure: { n: 1 } },
    ]);
    expect((await measured({ filter: { labelIds: [billing, sso] } }))?.figure.n).toBe(2);
    const { metrics } = await api.ask<{
      metrics: { measures: readonly { facts: { nodes: readonly { ticketNumber: number }[] } }[] };
    }>(
      world.token('SUPERVISOR'),
      `query ($input: MeasuresInput!, $key: String) { metrics { measures(input: $input) {
         facts(first: 9, groupKey: $key) { nodes { ticketNumber } } } } }`,
      {
        input: {
          measures: ['VOLUME'],
          window: { from: minutes(0), to: minutes(1000) },
          groupBy: 'LABEL',
        },
        key: sso,
      },
    );
    expect(metrics.measures[0]?.facts.nodes.map((one) => one.ticketNumber)).toEqual([1, 2]);
  });

  test('as of the past they part as they did then', async () => {
    const then = api.now;
    const before = await measured({ groupBy: 'LABEL', asOf: then });
    api.now = new Date(then.getTime() + 3_600_000);
    const [, second = ''] = tickets;
    expect(names(await does('removeLabels', { ticketId: second, labelIds: [sso] }))).toEqual([]);
    await api.count();
    expect((await measured({ groupBy: 'LABEL' }))?.groups[0]).toMatchObject({
      figure: { n: 2 },
      key: null,
    });
    expect(await measured({ groupBy: 'LABEL', asOf: then })).toEqual(before);
  });

  test('archived ones stay where they are, and are given no more until they are brought back', async () => {
    const [first = '', , third = ''] = tickets;
    await does('updateLabel', { labelId: billing, archived: true }, 'SUPERVISOR');
    const give = () => does('addLabels', { ticketId: third, labelIds: [billing] });
    expect(code(await give())).toBe('LABEL_ARCHIVED');
    expect(await numbersOf({ label: { eq: billing } })).toEqual([1]);
    const { labels } = await api.ask<{ labels: { nodes: object[] } }>(
      world.token('ada'),
      '{ labels(archived: false) { nodes { name } } }',
    );
    expect(labels.nodes).toEqual([{ name: 'SSO' }]);
    expect(names(await does('removeLabels', { ticketId: first, labelIds: [billing] }))).toEqual([
      'SSO',
    ]);
    await does('updateLabel', { labelId: billing, archived: false }, 'SUPERVISOR');
    expect(names(await give())).toEqual(['Billing']);
  });
});

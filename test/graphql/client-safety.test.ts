import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type GraphQLInputObjectType, getNamedType, isInputObjectType } from 'graphql';
import { globalId } from '../../graphql/global-id';
import { buildApiSchema } from '../../graphql/schema';
import { everyRow } from '../support/every-row';
import { type Answer, TestApi } from './api';
import { CareApi } from './care-api';
import { withIds } from './ids';
import { rootFields, valueFor } from './schema-calls';
import { insert, T0, World } from './world';

let api: TestApi;
let world: World;
let label = '';
let number = 0;

beforeAll(async () => {
  api = await TestApi.start();
  world = await World.make(api.source, 'Safe');
  const made = await api.ask<{ createLabel: { label: { id: string } } }>(
    world.token('ADMIN'),
    'mutation { createLabel(input: { name: "billing" }) { label { id } } }',
  );
  label = made.createLabel.label.id;
});
afterAll(() => api.stop());

const inputOf = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;

/** Whether an input, or what stands in it, has this field. */
const hasField = (input: unknown, field: string): boolean =>
  isInputObjectType(input) &&
  (field in input.getFields() ||
    Object.values(input.getFields()).some(({ type }) => hasField(getNamedType(type), field)));

/** The mutations whose input has this field. */
const taking = async (field: string): Promise<readonly string[]> => {
  const schema = await buildApiSchema([]);
  return rootFields(schema).flatMap(([operation, { name }]) =>
    operation === 'mutation' && hasField(schema.getType(inputOf(name)), field) ? [name] : [],
  );
};

type Step = readonly [mutation: string, input?: object, who?: Parameters<World['token']>[0]];

/** What is done to a ticket first, and then the change itself, which is possible at that point. */
interface Change {
  readonly before?: readonly Step[];
  readonly done: Step;
}

const SOON = '2026-03-12T09:00:00Z';
const ISSUE = 'https://github.com/acme/app/issues/7';
const ESCALATED: Step = ['escalateTicket', { reason: 'a specialist is needed' }];

/** Every mutation of one ticket that takes what its caller last saw. */
const OF_TICKETS: Readonly<Record<string, () => Change>> = {
  acceptEscalation: () => ({ before: [ESCALATED], done: ['acceptEscalation', {}, 'sam'] }),
  addLabels: () => ({ done: ['addLabels', { labelIds: [label] }] }),
  addNote: () => ({ done: ['addNote', { text: 'VIP' }] }),
  assignTicket: () => ({ done: ['assignTicket', { memberId: world.members.sam }] }),
  claimTicket: () => ({ done: ['claimTicket'] }),
  declineEscalation: () => ({ before: [ESCALATED], done: ['declineEscalation', {}, 'sam'] }),
  dismissSignal: () => ({ done: ['dismissSignal', { kind: 'SHOUTING' }] }),
  escalateTicket: () => ({ done: ESCALATED }),
  linkWorkItem: () => ({ done: ['linkWorkItem', { url: ISSUE }] }),
  makeRequest: () => ({ before: [['markNotARequest']], done: ['makeRequest'] }),
  markNotARequest: () => ({ done: ['markNotARequest'] }),
  removeLabels: () => ({
    before: [['addLabels', { labelIds: [label] }]],
    done: ['removeLabels', { labelIds: [label] }],
  }),
  reopenTicket: () => ({
    before: [['claimTicket'], ['solveTicket', { solution: 'Restarted it' }]],
    done: ['reopenTicket'],
  }),
  replyToTicket: () => ({ done: ['replyToTicket', { text: 'On it' }] }),
  setTicketCause: () => ({ done: ['setTicketCause', { cause: 'sso' }] }),
  setTicketPriority: () => ({ done: ['setTicketPriority', { priority: 'URGENT' }] }),
  snoozeTicket: () => ({ before: [['claimTicket']], done: ['snoozeTicket', { until: SOON }] }),
  solveTicket: () => ({ done: ['solveTicket', { solution: 'Restarted it' }] }),
  stopWaiting: () => ({
    before: [['waitForThirdParty', { party: 'Hosting Ltd', nextCheckAt: SOON }]],
    done: ['stopWaiting'],
  }),
  unlinkWorkItem: () => ({
    before: [['linkWorkItem', { url: ISSUE }]],
    done: ['unlinkWorkItem', { workItemId: 'ITEM' }],
  }),
  waitForThirdParty: () => ({
    done: ['waitForThirdParty', { party: 'Hosting Ltd', nextCheckAt: SOON }],
  }),
  wakeTicket: () => ({
    before: [['claimTicket'], ['snoozeTicket', { until: SOON }]],
    done: ['wakeTicket'],
  }),
};

/** What is changed is no ticket: these answer with how their own thing stands. */
const OF_OTHERS = ['setCalendar', 'setEscalationPath', 'setSlaPolicy'];

/** They answer with a ticket, or take one, and need not be told what was seen. */
const WITHOUT: Readonly<Record<string, string>> = {
  createTicket: 'Begins a ticket: there was nothing to see.',
  makeTicketFromMessage: 'Begins a ticket; that it was begun meanwhile is refused by name.',
};

/** One command over many tickets, each with the version that was seen of it. */
const OF_MANY = ['updateTickets'];

const TICKET =
  'id version number status waitingOn priority level cause solution subject assignee { id } labels { id } workItems { id } lastMessage { text }';
interface Shown {
  readonly id: string;
  readonly version: number;
  readonly workItems: readonly { readonly id: string }[];
}
interface Answered {
  readonly ticket: Shown;
  readonly errors: readonly { readonly code: string; readonly message: string }[];
  readonly replayed: boolean;
}

const shown = async (id: string): Promise<Shown> => {
  const query = `query ($id: ID!) { ticket(id: $id) { ${TICKET} } }`;
  return (await api.ask<{ ticket: Shown }>(world.token('ada'), query, { id })).ticket;
};

const perform = async (
  ticketId: string,
  [name, input = {}, who = 'ada']: Step,
  expectedVersion: number | null = null,
): Promise<Answered> => {
  const [item] = (await shown(ticketId)).workItems;
  const named = 'workItemId' in input ? { workItemId: item?.id } : {};
  const { done } = await api.ask<{ done: Answered }>(
    world.token(who),
    `mutation ($input: ${inputOf(name)}!) { done: ${name}(input: $input) { ticket { ${TICKET} } errors { __typename code message ... on TicketChanged { ticket { ${TICKET} } } } replayed } }`,
    { input: { ticketId, ...withIds(input), ...named, expectedVersion } },
  );
  return done;
};

/** A ticket to which `before` was done, and then something that nobody here looked at. */
const prepared = async ({ before = [] }: Change): Promise<string> => {
  number += 1;
  const uuid = await world.ticket({ number });
  const id = globalId('Ticket', uuid);
  await insert(api.source, 'signal', {
    tenant_id: world.tenantId,
    id: uuid,
    ticket_id: uuid,
    kind: 'SHOUTING',
    reason: 'Writes in capitals',
    weight: 1,
    raised_priority: false,
    raised_at: T0,
    last_at: T0,
  });
  for (const step of [...before, ['addNote', { text: 'seen by nobody' }] as const])
    expect(await perform(id, step)).toMatchObject({ errors: [] });
  return id;
};

describe('what a caller saw last', () => {
  test('is taken by every mutation that changes a ticket', async () => {
    const schema = await buildApiSchema([]);
    const ofTickets = Object.values(schema.getMutationType()?.getFields() ?? {}).flatMap(
      ({ name, type }) => {
        const input = schema.getType(inputOf(name));
        const payload = getNamedType(type);
        const answers = 'getFields' in payload && 'ticket' in payload.getFields();
        const names = isInputObjectType(input)
          ? Object.keys(input.getFields()).some((field) => /^ticketIds?$/.test(field))
          : false;
        return answers || names ? [name] : [];
      },
    );
    const table = [...Object.keys(OF_TICKETS), ...OF_MANY, ...Object.keys(WITHOUT)];
    expect(table.toSorted()).toEqual(ofTickets.toSorted());
    expect([...Object.keys(OF_TICKETS), ...OF_MANY, ...OF_OTHERS].toSorted()).toEqual(
      (await taking('expectedVersion')).toSorted(),
    );
  });

  test.each(Object.entries(OF_TICKETS))(
    '%s: out of date it changes nothing and shows the ticket as it stands; up to date it is done',
    async (_, changeOf) => {
      const change = changeOf();
      const id = await prepared(change);
      const stands = await shown(id);
      expect(stands.version).toBeGreaterThan(1);
      const rows = await everyRow(api.source, world.tenantId);
      for (const seen of [stands.version - 1, stands.version + 1]) {
        const refused = await perform(id, change.done, seen);
        expect(refused).toEqual({
          ticket: stands,
          errors: [
            {
              __typename: 'TicketChanged',
              code: 'TICKET_CHANGED',
              message: expect.stringContaining('has changed'),
              ticket: stands,
            },
          ],
          replayed: false,
        });
      }
      expect(await everyRow(api.source, world.tenantId)).toEqual(rows);
      const done = await perform(id, change.done, stands.version);
      expect(done).toMatchObject({ errors: [] });
      expect(done.ticket.version).toBeGreaterThan(stands.version);
      expect(await everyRow(api.source, world.tenantId)).not.toEqual(rows);
    },
  );

  test('of many: what is out of date is refused by itself and shown, the rest is done', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 4; n += 1) ids.push(await prepared({ done: ['addNote'] }));
    const stand = await Promise.all(ids.map(shown));
    const tickets = stand.map(({ id, version }, n) => ({
      ticketId: id,
      ...(n === 3 ? {} : { expectedVersion: n === 1 ? version - 1 : version }),
    }));
    const update = async (more: object) => {
      const { done } = await api.ask<{ done: { results: readonly Answered[] } }>(
        world.token('ada'),
        `mutation ($input: UpdateTicketsInput!) { done: updateTickets(input: $input) { results { ticketId ticket { ${TICKET} } errors { __typename code message ... on TicketChanged { ticket { ${TICKET} } } } } errors { code } replayed } }`,
        { input: { change: { priority: 'URGENT' }, tickets, ...more } },
      );
      return done;
    };
    const rows = await everyRow(api.source, world.tenantId);
    const rehearsed = await update({ dryRun: true });
    expect(await everyRow(api.source, world.tenantId)).toEqual(rows);
    expect(rehearsed.results.map(({ ticket }) => ticket)).toEqual(stand);
    const done = await update({ idempotencyKey: 'seen-1' });
    const errorsOf = ({ results }: typeof done) => results.map(({ errors }) => errors);
    expect(errorsOf(done)).toEqual([
      [],
      [
        {
          __typename: 'TicketChanged',
          code: 'TICKET_CHANGED',
          message: expect.stringContaining('has changed'),
          ticket: stand[1],
        },
      ],
      [],
      [],
    ]);
    expect(errorsOf(rehearsed)).toEqual(errorsOf(done));
    expect(done.results.map(({ ticket }) => ticket.version)).toEqual(
      stand.map(({ version }, n) => (n === 1 ? version : version + 1)),
    );
    expect(await update({ idempotencyKey: 'seen-1' })).toEqual({ ...done, replayed: true });
    // Chosen again as it stands, the one that was left is done too.
    const again = { ticketId: ids[1], expectedVersion: stand[1]?.version };
    expect((await update({ tickets: [again] })).results).toMatchObject([{ errors: [] }]);
  });

  test('lets exactly one of ten win who saw the same', async () => {
    const id = await prepared({ done: ['addNote'] });
    const { version } = await shown(id);
    const tries = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        perform(id, ['setTicketCause', { cause: `cause ${n}` }], version),
      ),
    );
    const [won = [], lost = []] = [true, false].map((wins) =>
      tries.filter(({ errors }) => (errors.length === 0) === wins),
    );
    expect([won.length, lost.length]).toEqual([1, 9]);
    for (const { ticket, errors } of lost) {
      expect(errors).toMatchObject([{ code: 'TICKET_CHANGED' }]);
      expect(ticket.version).toBe(version + 1);
    }
  });
});

const OPENING = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', to: '17:00' }));
const OFFICE = { name: 'Office', zone: 'Europe/Berlin', opening: OPENING };
const target = (seconds: number) => ({
  targets: [{ priority: 'NORMAL', measure: 'FIRST_RESPONSE', seconds }],
});

/** What is neither a ticket nor only looked at: its own version, its own words, itself as it stands. */
const OTHERS: Readonly<Record<string, readonly [shown: string, code: string, input: object]>> = {
  setCalendar: ['calendar { id version zone }', 'HOURS_CHANGED', { ...OFFICE, zone: 'UTC' }],
  setSlaPolicy: ['policy { id version warnPercent }', 'HOURS_CHANGED', target(1800)],
  setEscalationPath: [
    'queue { escalation { version assignment escalateOn } }',
    'PATH_CHANGED',
    { escalateOn: 'BREACH' },
  ],
};

describe('of what is no ticket', () => {
  test.each(Object.entries(OTHERS))('%s does the same', async (name, [shows, code, input]) => {
    const queueId = globalId('Queue', world.queueId);
    const change = async (more: object) => {
      const named = name === 'setEscalationPath' ? { queueId } : {};
      const { done } = await api.ask<{ done: { errors: readonly { code: string }[] } }>(
        world.token('SUPERVISOR'),
        `mutation ($input: ${inputOf(name)}!) { done: ${name}(input: $input) { ${shows} errors { code path } } }`,
        { input: { ...input, ...named, ...more } },
      );
      return JSON.parse(JSON.stringify(done));
    };
    expect(Object.keys(OTHERS).toSorted()).toEqual(OF_OTHERS);
    expect((await change({})).errors).toEqual([]);
    const again = name === 'setEscalationPath' ? { escalateOn: 'NEVER' } : target(900);
    const other = name === 'setCalendar' ? { zone: 'Europe/Paris' } : again;
    const stands = await change(other);
    expect(stands.errors).toEqual([]);
    const version = Number(/"version":(\d+)/.exec(JSON.stringify(stands))?.[1]);
    expect(version).toBeGreaterThan(1);
    const rows = await everyRow(api.source, world.tenantId);
    for (const expectedVersion of [version - 1, version + 1]) {
      expect((await change({ expectedVersion })).errors).toEqual([
        { code, path: ['expectedVersion'] },
      ]);
      expect(await everyRow(api.source, world.tenantId)).toEqual(rows);
    }
    expect((await change({ expectedVersion: version })).errors).toEqual([]);
  });
});

describe('a rehearsal', () => {
  /** Each is rehearsed over an open ticket that it would move. */
  const REHEARSED: Readonly<Record<string, (desk: CareApi) => Promise<readonly [string, object]>>> =
    {
      setCalendar: async (desk) => {
        const office = await kept(desk, 'setCalendar', 'calendar { id }', OFFICE);
        await kept(desk, 'assignCalendar', 'calendar { id }', { calendarId: idIn(office) });
        return ['calendar { id name zone }', { ...OFFICE, opening: OPENING.slice(2) }];
      },
      assignCalendar: async (desk) => {
        const office = await kept(desk, 'setCalendar', 'calendar { id }', {
          ...OFFICE,
          opening: OPENING.slice(2),
        });
        return ['calendar { id name zone }', { calendarId: idIn(office) }];
      },
      setSlaPolicy: async () => ['', target(1800)],
    };
  const idIn = (answer: object): unknown => /"id":"([^"]+)"/.exec(JSON.stringify(answer))?.[1];
  const kept = async (
    desk: CareApi,
    name: string,
    shows: string,
    input: object,
  ): Promise<Record<string, unknown>> => {
    const { done } = await desk.ask<{ done: Record<string, unknown> }>(
      `mutation ($input: ${inputOf(name)}!) { done: ${name}(input: $input) { ${shows} result replayed
        errors { code message path } recomputed { tickets truncated changes { ticketNumber measure
        dueBefore dueAfter targetSecondsBefore targetSecondsAfter stateAfter } } } }`,
      { input },
    );
    return done;
  };

  test('can be asked of these', async () => {
    expect((await taking('dryRun')).toSorted()).toEqual(
      [...Object.keys(REHEARSED), ...OF_MANY].toSorted(),
    );
  });

  test.each(Object.entries(REHEARSED))(
    'of %s changes nothing and answers as the change itself does',
    async (name, prepare) => {
      const desk = await CareApi.begin(api, `TDRY-${name}`, '2026-03-02T10:00:00Z');
      await desk.world.asks('How long does it take?');
      desk.world.at('2026-03-02T10:10:00Z');
      const [shows, input] = await prepare(desk);
      const { tenantId } = desk.world.seeded;
      const rows = await everyRow(api.source, tenantId);
      const dry = await kept(desk, name, shows, { ...input, dryRun: true });
      expect(await everyRow(api.source, tenantId)).toEqual(rows);
      // Also under a key: nothing was done that a repeat could answer for.
      const keyed = { ...input, dryRun: true, idempotencyKey: `dry-${name}` };
      expect(await kept(desk, name, shows, keyed)).toEqual(dry);
      expect(await everyRow(api.source, tenantId)).toEqual(rows);
      const done = await kept(desk, name, shows, input);
      expect(done).toEqual(dry);
      expect(done).toMatchObject({ errors: [], recomputed: { tickets: 1, truncated: false } });
      expect(await everyRow(api.source, tenantId)).not.toEqual(rows);
    },
  );
});

/** A place where exactly one of several things is said. */
interface Choice {
  readonly mutation: string;
  readonly path: readonly string[];
  readonly type: GraphQLInputObjectType;
}

describe('where one of several things is said', () => {
  const choicesIn = (
    mutation: string,
    type: GraphQLInputObjectType,
    path: readonly string[],
  ): readonly Choice[] =>
    type.isOneOf
      ? [{ mutation, path, type }]
      : Object.values(type.getFields()).flatMap((field) => {
          const named = getNamedType(field.type);
          return isInputObjectType(named) && named !== type
            ? choicesIn(mutation, named, [...path, field.name])
            : [];
        });
  const choices = async (): Promise<readonly Choice[]> =>
    rootFields(await buildApiSchema([])).flatMap(([, { name, args }]) =>
      args.flatMap((arg) => {
        const named = getNamedType(arg.type);
        return isInputObjectType(named) ? choicesIn(name, named, [arg.name]) : [];
      }),
    );
  /** The choice in its place, everything else as it must be. */
  const around = ({ mutation, path }: Choice, said: unknown): object => {
    const rest =
      mutation === 'setChatIdentity'
        ? { platform: 'SLACK', home: 'TA', userId: 'U1' }
        : { ticketIds: [globalId('Ticket', world.queueId)] };
    return { ...rest, [path.at(-1) ?? '']: said };
  };
  const idFor = (): string => globalId('Member', world.members.ada);
  const send = async (choice: Choice, said: unknown): Promise<readonly Answer[]> => {
    const { mutation } = choice;
    const input = around(choice, said);
    const literal = JSON.stringify(input)
      .replaceAll(/"(\w+)":/g, '$1:')
      .replaceAll(/"(SLACK|LOW|NORMAL|HIGH|URGENT)"/g, '$1');
    const shows = '{ errors { code } }';
    return [
      await api.query(
        world.token('SUPERVISOR'),
        `mutation ($input: ${inputOf(mutation)}!) { ${mutation}(input: $input) ${shows} }`,
        { input },
      ),
      await api.query(
        world.token('SUPERVISOR'),
        `mutation { ${mutation}(input: ${literal}) ${shows} }`,
      ),
    ];
  };

  test('none, two and null are refused before anything is done, in variables and in the text', async () => {
    const schema = await buildApiSchema([]);
    const all = await choices();
    const types = Object.values(schema.getTypeMap()).filter(
      (type): type is GraphQLInputObjectType => isInputObjectType(type) && type.isOneOf,
    );
    expect([...new Set(all.map(({ type }) => type.name))].toSorted()).toEqual(
      types.map(({ name }) => name).toSorted(),
    );
    expect(all.length).toBeGreaterThan(1);
    const rows = await everyRow(api.source, world.tenantId);
    for (const choice of all) {
      const members = Object.values(choice.type.getFields());
      expect(members.length).toBeGreaterThan(1);
      const memberAt = (index: number): Record<string, unknown> => {
        const field = members[index % members.length];
        return field === undefined ? {} : { [field.name]: valueFor(field, idFor) };
      };
      const wrong: readonly unknown[] = [
        {},
        null,
        [],
        'words',
        ...members.flatMap((field, index) => [
          { [field.name]: null },
          { [field.name]: null, ...memberAt(index + 1) },
          { ...memberAt(index), ...memberAt(index + 1) },
        ]),
        Object.assign({}, ...members.map((_, index) => memberAt(index))),
        { ...memberAt(0), unheardOf: 1 },
      ];
      for (const said of wrong)
        for (const answer of await send(choice, said)) {
          const [error, ...more] = answer.errors;
          expect({
            said,
            status: answer.status,
            code: error?.extensions.code,
            names: [choice.type.name, ...members.map(({ name }) => name)].some((name) =>
              error?.message.includes(name),
            ),
            data: answer.data ?? null,
          }).toEqual({
            said,
            status: 400,
            code: expect.stringMatching(/^(BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED)$/),
            names: true,
            data: null,
          });
          for (const one of [error, ...more])
            expect(one?.extensions).not.toHaveProperty('stacktrace');
        }
    }
    expect(await everyRow(api.source, world.tenantId)).toEqual(rows);
    // One of them alone passes this gate, whatever the desk then says of it.
    for (const choice of all)
      for (const field of Object.values(choice.type.getFields()))
        for (const { status } of await send(choice, { [field.name]: valueFor(field, idFor) }))
          expect([field.name, status]).toEqual([field.name, 200]);
  });
});

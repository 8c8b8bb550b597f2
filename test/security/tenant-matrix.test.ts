import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type GraphQLSchema, getNamedType, isNonNullType } from 'graphql';
import { v7 } from 'uuid';
import { globalId, ID_TYPES, type IdType } from '../../graphql/global-id';
import { buildApiSchema } from '../../graphql/schema';
import { issueToken } from '../../src/app/admin/tokens';
import { createTokenStore } from '../../src/db/token-store';
import { TestApi } from '../graphql/api';
import { missing } from '../graphql/ids';
import { callOf, type IdPlace, idPlaces, rootFields, selectionOf } from '../graphql/schema-calls';
import { insert, minutes, T0, World } from '../graphql/world';

/** One tenant with one row of everything that has an id, and somebody who may do everything. */
class Stocked {
  readonly ids = new Map<IdType, string>();
  bearer = '';

  constructor(readonly world: World) {}

  id(type: IdType): string {
    return globalId(type, this.ids.get(type) ?? '');
  }

  /** Fresh rows each time, so that what an earlier call did to its own is no reason. */
  async restock(): Promise<void> {
    const { world } = this;
    const { source, tenantId: tenant_id } = world;
    number += 1;
    const message = await world.message(null, 'Private words', minutes(number));
    const decision = v7();
    await insert(source, 'intake_decision', {
      tenant_id,
      id: decision,
      message_id: message,
      verdict: 'NOT_A_REQUEST',
      reason: 'GREETING',
      at: T0,
    });
    const contact = v7();
    await insert(source, 'contact', {
      tenant_id,
      id: contact,
      customer_id: world.customerId,
      name: 'Linus',
    });
    const member = v7();
    await insert(source, 'member', { tenant_id, id: member, name: 'Mara', role: 'AGENT' });
    // Found by what a search is asked for here.
    const subject = `Question ${number} in words`;
    const ticket = await world.ticket({ number, status: 'OPEN', assigneeId: member, subject });
    const entry = v7();
    await insert(source, 'timeline_entry', {
      tenant_id,
      id: entry,
      ticket_id: ticket,
      at: T0,
      actor: JSON.stringify({ kind: 'system', name: 'desk' }),
      kind: 'CLAIMED',
      before: '{}',
      after: '{}',
    });
    await insert(source, 'link', {
      tenant_id,
      id: v7(),
      kind: 'CONTACT',
      duplicate_id: contact,
      into_id: world.contactId,
      linked_at: T0,
    });
    const spare = await issueToken(
      createTokenStore(source),
      { tenantId: tenant_id, name: 'spare', role: 'AGENT', memberId: null, expiresAt: null },
      T0,
    );
    const webhook = v7();
    await insert(source, 'webhook', {
      tenant_id,
      id: webhook,
      name: 'dashboard',
      url: 'https://hooks.example/in',
      kinds: ['SOLVED'],
      api_version: '2026-11-01',
      sealed_secret: 'none',
      created_at: T0,
    });
    const delivery = v7();
    await insert(source, 'webhook_delivery', {
      tenant_id,
      id: delivery,
      webhook_id: webhook,
      entry_id: entry,
      due_at: T0,
      created_at: T0,
    });
    const calendar = v7();
    await insert(source, 'calendar', {
      tenant_id,
      id: calendar,
      name: `Private hours ${number}`,
      version: 1,
    });
    await insert(source, 'calendar_version', {
      tenant_id,
      calendar_id: calendar,
      version: 1,
      zone: 'UTC',
      opening: '[]',
      holidays: '[]',
      made_at: T0,
    });
    const policy = v7();
    await insert(source, 'sla_policy', {
      tenant_id,
      id: policy,
      tier: `Private tier ${number}`,
      pause_while: ['CUSTOMER'],
      warn_percent: 80,
      version: 1,
    });
    const promise = v7();
    await insert(source, 'promise', {
      tenant_id,
      id: promise,
      ticket_id: ticket,
      kind: 'NEXT_UPDATE',
      due_at: T0,
      told_at: T0,
      told_in: 'status-line:x',
      state: 'OPEN',
    });
    const rating = v7();
    await insert(source, 'rating', {
      tenant_id,
      id: rating,
      ticket_id: ticket,
      customer_id: world.customerId,
      contact_id: world.contactId,
      asked_at: T0,
      score: 2,
      rated_at: T0,
    });
    const signal = v7();
    await insert(source, 'signal', {
      tenant_id,
      id: signal,
      ticket_id: ticket,
      kind: 'SHOUTING',
      reason: 'Writes in capitals',
      weight: 2,
      raised_priority: false,
      raised_at: T0,
      last_at: T0,
    });
    const task = v7();
    await insert(source, 'recovery_task', {
      tenant_id,
      id: task,
      ticket_id: ticket,
      rating_id: rating,
      owner_id: member,
      opened_at: T0,
      due_at: T0,
    });
    await source.query('update customer set owner_id = $2 where id = $1', [
      this.world.customerId,
      member,
    ]);
    const group = v7();
    await insert(source, 'member_group', {
      tenant_id,
      id: group,
      name: `Private group ${number}`,
    });
    const label = v7();
    const name = `Private label ${number}`;
    await insert(source, 'label', { tenant_id, id: label, name, colour: 'RED' });
    await insert(source, 'ticket_label', { tenant_id, ticket_id: ticket, label_id: label });
    const audit = v7();
    for (const [seq, id, actor_id] of [
      [1, audit, member],
      [2, v7(), spare.id],
    ] as const)
      await insert(source, 'audit_entry', {
        tenant_id,
        seq: number * 1_000 + seq,
        id,
        at: T0,
        via: 'API',
        action: 'updateSettings',
        actor: JSON.stringify({ kind: 'system', name: 'desk' }),
        actor_id,
        before: '{}',
        after: '{}',
        prev_hash: '',
        hash: '',
      });
    const item = v7();
    await insert(source, 'work_item', {
      tenant_id,
      id: item,
      kind: 'JIRA',
      site: 'jira.example',
      key: `PRIV-${number}`,
      url: `https://jira.example/browse/PRIV-${number}`,
    });
    await insert(source, 'ticket_work_item', {
      tenant_id,
      ticket_id: ticket,
      work_item_id: item,
      linked_at: T0,
      shown_state: 'UNKNOWN',
    });
    const tracker = v7();
    await insert(source, 'tracker', {
      tenant_id,
      id: tracker,
      kind: 'JIRA',
      site: `jira${number}.example`,
      sealed_secret: 'none',
      connected_at: T0,
    });
    const rows = {
      AuditEntry: audit,
      Ticket: ticket,
      Calendar: calendar,
      SlaPolicy: policy,
      Promise: promise,
      Message: message,
      TimelineEntry: entry,
      Customer: world.customerId,
      Contact: contact,
      Channel: world.channelId,
      Member: member,
      Queue: world.queueId,
      IntakeDecision: decision,
      ApiToken: spare.id,
      Webhook: webhook,
      WebhookDelivery: delivery,
      Rating: rating,
      RecoveryTask: task,
      Group: group,
      Signal: signal,
      WorkItem: item,
      Tracker: tracker,
      Label: label,
    } satisfies Record<IdType, string>;
    for (const type of ID_TYPES) this.ids.set(type, rows[type]);
  }

  async signIn(): Promise<void> {
    const { source, tenantId, members } = this.world;
    await source.query(`update member set role = 'ADMIN' where id = $1`, [members.sam]);
    const wish = { tenantId, name: 'all', role: 'ADMIN', memberId: members.sam, expiresAt: null };
    this.bearer = (
      await issueToken(createTokenStore(source), { ...wish, role: 'ADMIN' }, T0)
    ).token;
  }
}

let number = 0;
let api: TestApi;
let schema: GraphQLSchema;
let ours: Stocked;
let theirs: Stocked;

beforeAll(async () => {
  api = await TestApi.start();
  schema = await buildApiSchema([]);
  ours = new Stocked(await World.make(api.source, 'Ours'));
  theirs = new Stocked(await World.make(api.source, 'Theirs'));
  await ours.signIn();
  await ours.restock();
  await theirs.restock();
  const { source, tenantId: tenant_id, contactId, customerId } = theirs.world;
  await theirs.world.ticket({ number: 901, subject: 'Theirs: other words' });
  await ours.world.ticket({ number: 902, subject: 'Our own words' });
  await insert(source, 'customer_reference', {
    tenant_id,
    external_id: 'crm-theirs',
    customer_id: customerId,
  });
  await insert(source, 'chat_identity', {
    tenant_id,
    platform: 'slack',
    home: 'TTheirs',
    user_id: 'U901',
    kind: 'CONTACT',
    contact_id: contactId,
  });
}, 60_000);
afterAll(() => api.stop());

const nameOf = ({ operation, field, path }: IdPlace): string =>
  `${operation} ${field}(${path.join('.')})`;

/** By the argument's name, for what a call needs besides the id in question. */
const companion = (name: string, of = ours): string => {
  const named = name.toLowerCase().replace(/ids?$/, '');
  const type = ID_TYPES.find((one) => one.toLowerCase() === named);
  return of.id(type ?? 'Contact');
};

const ask = async (place: IdPlace, id: string, bearer = ours.bearer): Promise<string> => {
  const { query, variables } = callOf(schema, place, id, (name) => companion(name));
  const { status, text } = await api.query(bearer, query, variables);
  // A bulk answer repeats the id it was asked for.
  return `${status} ${text.replaceAll(id, 'THE ID')}`;
};

const learned = new Map<string, readonly IdType[]>();

/** What may stand in this place, as the API itself says when it is given nonsense. */
const typesAt = async (place: IdPlace): Promise<readonly IdType[]> => {
  const known = learned.get(nameOf(place));
  if (known !== undefined) return known;
  const said = /ids? of (?:the type|one of the types) ([\w, ]+)/.exec(await ask(place, 'nonsense'));
  const named = said?.[1]?.split(', ') ?? [];
  const types = ID_TYPES.filter((type) => named.includes(type));
  const found = types.length === 0 ? ID_TYPES : types;
  learned.set(nameOf(place), found);
  return found;
};

interface Cell {
  readonly foreign: string;
  readonly none: string;
  readonly own: string;
}

const cellOf = async (place: IdPlace, type: IdType, bearer: string): Promise<Cell> => {
  await ours.restock();
  const foreign = await ask(place, theirs.id(type), bearer);
  const none = await ask(place, missing(type), bearer);
  return { foreign, none, own: await ask(place, ours.id(type), bearer) };
};

/** Asked by a member; where only a program may name somebody, by a program. */
const cell = async (place: IdPlace, type: IdType): Promise<Cell> => {
  const byMember = await cellOf(place, type, ours.bearer);
  return byMember.own === byMember.none && byMember.foreign === byMember.none
    ? cellOf(place, type, ours.world.token('ADMIN'))
    : byMember;
};

/** Everything by which the other tenant could be recognised. */
const traces = (): readonly string[] =>
  [...ID_TYPES.map((type) => theirs.id(type)), theirs.world.tenantId, 'Theirs'].filter(
    (trace) => trace !== '',
  );

interface Walked {
  readonly differ: readonly string[];
  readonly vacuous: readonly string[];
  readonly leaks: readonly string[];
  readonly count: number;
}

const walk = async (): Promise<Walked> => {
  const differ: string[] = [];
  const vacuous: string[] = [];
  const leaks: string[] = [];
  let count = 0;
  for (const place of idPlaces(schema)) {
    let told = false;
    for (const type of await typesAt(place)) {
      const { foreign, none, own } = await cell(place, type);
      if (foreign !== none) differ.push(`${nameOf(place)} as ${type}: ${foreign} / ${none}`);
      if (traces().some((trace) => own.includes(trace))) leaks.push(nameOf(place));
      told ||= own !== none;
      count += 1;
    }
    // Where an own id answers like a missing one, the comparison would be worth nothing.
    if (!told) vacuous.push(nameOf(place));
  }
  return { differ, vacuous, leaks, count };
};

/** Foreign ids alone, where it is known already that own ones answer otherwise. */
const foreignOnes = async (bearer = ours.bearer): Promise<readonly string[]> => {
  const differ: string[] = [];
  for (const place of idPlaces(schema))
    for (const type of await typesAt(place))
      if ((await ask(place, theirs.id(type), bearer)) !== (await ask(place, missing(type), bearer)))
        differ.push(`${nameOf(place)} as ${type}`);
  return differ;
};

/** The application's own condition is taken away from every statement. */
const withoutTenantFilter = (sql: string): string =>
  sql.replace(
    /\b(where|and) (?:\w+\.)?tenant_id = (\$\d+)(?:::uuid)?/g,
    (_, word: string, place: string) => `${word} ${place}::uuid is not null`,
  );
describe("another tenant's ids", () => {
  test('answer exactly like missing ones wherever an id can be given, and own ids do not', async () => {
    const { count, ...found } = await walk();
    expect(found).toEqual({ differ: [], vacuous: [], leaks: [] });
    expect(count).toBeGreaterThan(60);
  }, 120_000);

  test.each(['PARTNER', 'pat', 'AGENT', 'SUPERVISOR'] as const)(
    'answer so to every role: %s',
    async (who) => {
      expect(await foreignOnes(ours.world.token(who))).toEqual([]);
    },
    120_000,
  );

  test('the same with the condition removed from every statement: row-level security alone', async () => {
    api.rewrite = withoutTenantFilter;
    const differ = await foreignOnes();
    api.rewrite = (sql) => sql;
    expect(differ).toEqual([]);
  }, 120_000);
});

describe('what is named by something else than an id', () => {
  const NAMES: readonly (readonly [string, (world: World) => object, object])[] = [
    [
      'query ($number: Int!) { ticketByNumber(number: $number) { id } }',
      () => ({ number: 901 }),
      { number: 999_901 },
    ],
    [
      'query ($externalId: String!) { customerByExternalId(externalId: $externalId) { id } }',
      () => ({ externalId: 'crm-theirs' }),
      { externalId: 'crm-none' },
    ],
    [
      'query ($home: String!) { chatIdentity(platform: SLACK, home: $home, userId: "U901") { ignored } }',
      (world) => ({ home: `T${world.name}` }),
      { home: 'TNONE' },
    ],
    [
      'query ($link: String!) { ticketByMessageLink(link: $link) { id } }',
      () => ({ link: 'https://theirs.slack.com/archives/C2/p1700000000000901' }),
      { link: 'https://theirs.slack.com/archives/C2/p1700000000999901' },
    ],
  ];

  test.each(NAMES)('%s', async (query, named, none) => {
    const answer = await api.query(ours.bearer, query, named(theirs.world));
    expect(answer).toEqual(await api.query(ours.bearer, query, none));
    expect(answer.errors).toEqual([]);
  });

  test('every list ends where the tenant ends, with a cursor of another tenant, too', async () => {
    const lists = rootFields(schema).filter(([operation, { type }]) => {
      return operation === 'query' && getNamedType(type).name.endsWith('Connection');
    });
    expect(lists.length).toBeGreaterThan(5);
    for (const [, { name, args, type }] of lists) {
      const given = args.filter((arg) => isNonNullType(arg.type)).map((arg) => arg.name);
      const ids = given.map((arg) => `${arg}: "${companion(arg)}"`).join(', ');
      const foreign = given.map((arg) => `${arg}: "${companion(arg, theirs)}"`).join(', ');
      const paged = (arg: string, rest: string) => `(${[arg, rest].filter(Boolean).join(', ')})`;
      await theirs.signIn();
      const page = await api.ask<Record<string, { pageInfo: { startCursor: string | null } }>>(
        theirs.bearer,
        `{ ${name}${paged('first: 1', foreign)} { pageInfo { startCursor } } }`,
      );
      const cursor = page[name]?.pageInfo.startCursor ?? null;
      const after = cursor === null ? '' : `, after: "${cursor}"`;
      for (const also of ['', after]) {
        const { text, errors } = await api.query(
          ours.bearer,
          `{ ${name}${paged(`first: 50${also}`, ids)} ${selectionOf(type, 3)} }`,
        );
        expect({ name, errors }).toEqual({ name, errors: [] });
        expect(traces().filter((trace) => text.includes(trace))).toEqual([]);
      }
    }
  }, 60_000);
});

describe('a ticket of our own, out of the queues of a partner', () => {
  const BOUNDED: readonly IdType[] = ['Ticket', 'Message', 'TimelineEntry', 'Promise', 'Signal'];
  const limitTo = (queueIds: readonly string[]): Promise<unknown> =>
    ours.world.source.query('update member set queue_ids = $2 where id = $1', [
      ours.world.members.pat,
      queueIds,
    ]);

  test('answers exactly like a missing one wherever an id can be given; one of their queue does not', async () => {
    const bearer = ours.world.token('pat');
    const differ: string[] = [];
    const told = new Set<IdType>();
    await ours.restock();
    for (const place of idPlaces(schema))
      for (const type of await typesAt(place)) {
        if (!BOUNDED.includes(type)) continue;
        const none = await ask(place, missing(type), bearer);
        await limitTo([v7()]);
        if ((await ask(place, ours.id(type), bearer)) !== none)
          differ.push(`${nameOf(place)} as ${type}`);
        await limitTo([ours.world.queueId]);
        if ((await ask(place, ours.id(type), bearer)) !== none) told.add(type);
      }
    expect(differ).toEqual([]);
    // The message that has an id here belongs to no ticket.
    expect([...told].sort()).toEqual(BOUNDED.filter((type) => type !== 'Message').sort());
  }, 120_000);
});

// Last: what it changes of the other tenant stands in the audit log for good.
test('and with both walls down the matrix turns red', async () => {
  api.rewrite = withoutTenantFilter;
  await api.source.query('alter role threadkeeper_tenant bypassrls');
  const differ = await foreignOnes();
  api.rewrite = (sql) => sql;
  await api.source.query('alter role threadkeeper_tenant nobypassrls');
  expect(differ.length).toBeGreaterThan(20);
}, 120_000);

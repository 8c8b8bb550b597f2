import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import DataLoader from 'dataloader';
import { DataSource, EntitySchema, In } from 'typeorm';

/**
 * The same list as it is ordinarily built: Apollo, entities of TypeORM, one resolver a relation with a
 * DataLoader behind it. No tenants' wall, no sign-in, no limits: it has only this to do.
 */
const typeDefs = `
  type Query { tickets(first: Int!): TicketConnection! }
  type TicketConnection { nodes: [Ticket!]! pageInfo: PageInfo! }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type Ticket {
    id: ID! number: Int! subject: String! status: String! waitingOn: String! priority: String! openedAt: String!
    customer: Named! assignee: Named lastMessage: Message
  }
  type Named { id: ID! name: String! }
  type Message { text: String! occurredAt: String! author: Author! }
  type Author { kind: String! }
`;

interface Named {
  readonly id: string;
  readonly name: string;
}
interface Ticket {
  readonly id: string;
  readonly number: number;
  readonly customerId: string;
  readonly assigneeId: string | null;
  readonly openedAt: Date;
  readonly tenantId: string;
  readonly subject: string;
  readonly status: string;
  readonly waitingOn: string;
  readonly priority: string;
}
interface Message {
  readonly id: string;
  readonly ticketId: string;
  readonly occurredAt: Date;
  readonly authorKind: string;
  readonly tenantId: string;
  readonly text: string;
}

const id = { type: 'uuid', primary: true } as const;
const Customers = new EntitySchema<Named>({
  name: 'customer',
  columns: { id, name: { type: 'text' } },
});
const Members = new EntitySchema<Named>({
  name: 'member',
  columns: { id, name: { type: 'text' } },
});
const Tickets = new EntitySchema<Ticket>({
  name: 'ticket',
  columns: {
    id,
    number: { type: 'int' },
    subject: { type: 'text' },
    status: { type: 'text' },
    waitingOn: { type: 'text', name: 'waiting_on' },
    priority: { type: 'text' },
    customerId: { type: 'uuid', name: 'customer_id' },
    assigneeId: { type: 'uuid', name: 'assignee_id', nullable: true },
    openedAt: { type: 'timestamptz', name: 'opened_at' },
    tenantId: { type: 'uuid', name: 'tenant_id' },
  },
});
const Messages = new EntitySchema<Message>({
  name: 'message',
  columns: {
    id,
    ticketId: { type: 'uuid', name: 'ticket_id' },
    text: { type: 'text', name: 'plain' },
    occurredAt: { type: 'timestamptz', name: 'occurred_at' },
    authorKind: { type: 'text', name: 'author_kind' },
    tenantId: { type: 'uuid', name: 'tenant_id' },
  },
});

const inOrder = <Row>(
  keys: readonly string[],
  rows: readonly Row[],
  keyOf: (row: Row) => string,
): (Row | null)[] => {
  const found = new Map(rows.map((row) => [keyOf(row), row]));
  return keys.map((key) => found.get(key) ?? null);
};

const loadersOf = (source: DataSource, tenantId: string) => {
  const named = (entity: EntitySchema<Named>) =>
    new DataLoader<string, Named | null>(async (keys) =>
      inOrder(
        keys,
        await source.getRepository(entity).findBy({ id: In([...keys]) }),
        (one) => one.id,
      ),
    );
  return {
    customer: named(Customers),
    member: named(Members),
    lastMessage: new DataLoader<string, Message | null>(async (keys) => {
      const rows = await source
        .getRepository(Messages)
        .createQueryBuilder('m')
        .distinctOn(['m.ticketId'])
        .where('m.tenantId = :tenantId and m.ticketId in (:...keys)', { tenantId, keys })
        .orderBy({ 'm.ticketId': 'ASC', 'm.occurredAt': 'DESC', 'm.id': 'DESC' })
        .getMany();
      return inOrder(keys, rows, (one) => one.ticketId);
    }),
  };
};

type Context = ReturnType<typeof loadersOf>;

const main = async (): Promise<void> => {
  const [url = '', tenantId = '', connections = ''] = process.argv.slice(2);
  const source = await new DataSource({
    type: 'postgres',
    url,
    poolSize: Number(connections),
    entities: [Customers, Members, Tickets, Messages],
  }).initialize();
  const server = new ApolloServer<Context>({
    typeDefs,
    resolvers: {
      Query: {
        tickets: async (_: unknown, { first }: { first: number }) => {
          const rows = await source.getRepository(Tickets).find({
            where: { tenantId },
            order: { openedAt: 'DESC', id: 'DESC' },
            take: first + 1,
          });
          const nodes = rows.slice(0, first);
          return {
            nodes,
            pageInfo: { hasNextPage: rows.length > first, endCursor: nodes.at(-1)?.id },
          };
        },
      },
      Ticket: {
        openedAt: (ticket: Ticket) => ticket.openedAt.toISOString(),
        customer: (ticket: Ticket, _: unknown, loaders: Context) =>
          loaders.customer.load(ticket.customerId),
        assignee: (ticket: Ticket, _: unknown, loaders: Context) =>
          ticket.assigneeId === null ? null : loaders.member.load(ticket.assigneeId),
        lastMessage: (ticket: Ticket, _: unknown, loaders: Context) =>
          loaders.lastMessage.load(ticket.id),
      },
      Message: {
        occurredAt: (message: Message) => message.occurredAt.toISOString(),
        author: (message: Message) => ({ kind: message.authorKind }),
      },
    },
  });
  const { url: at } = await startStandaloneServer(server, {
    listen: { port: 0, host: '127.0.0.1' },
    context: async () => loadersOf(source, tenantId),
  });
  process.send?.({ port: Number(new URL(at).port) });
};

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});

import { createServer } from 'node:http';
import { Pool } from 'pg';
import { LIST_SQL } from './list-sql';

/**
 * The list with nothing around it: one process like the desk, as many connections as the desk's API
 * has, one prepared statement, rows as `pg` reads them, and out of them the very bytes that the API
 * answers (the scenario compares). No sign-in, no tenants' wall, no limits, no GraphQL.
 */
interface Row {
  readonly id: string;
  readonly number: number;
  readonly subject: string;
  readonly status: string;
  readonly waiting_on: string;
  readonly priority: string;
  readonly opened_at: Date;
  readonly customer_id: string;
  readonly customer_name: string;
  readonly assignee_id: string | null;
  readonly assignee_name: string | null;
  readonly plain: string | null;
  readonly occurred_at: Date | null;
  readonly author_kind: string | null;
  readonly key: string;
}

const PAGE = 50;
const base64 = (text: string): string => Buffer.from(text).toString('base64url');
const idOf = (type: string, id: string): string => base64(`${type}:${id}`);
const TYPES: Readonly<Record<string, string>> = {
  contact: 'ContactActor',
  member: 'MemberActor',
  bot: 'BotActor',
};

const ticketOf = (row: Row) => ({
  id: idOf('Ticket', row.id),
  number: row.number,
  subject: row.subject,
  status: row.status,
  waitingOn: row.waiting_on,
  priority: row.priority,
  openedAt: row.opened_at,
  customer: { id: idOf('Customer', row.customer_id), name: row.customer_name },
  assignee:
    row.assignee_id === null
      ? null
      : { id: idOf('Member', row.assignee_id), name: row.assignee_name },
  lastMessage:
    row.plain === null
      ? null
      : {
          text: row.plain,
          occurredAt: row.occurred_at,
          author: { __typename: TYPES[row.author_kind ?? ''] },
        },
});

const [url = '', tenantId = '', connections = ''] = process.argv.slice(2);
const pool = new Pool({ connectionString: url, max: Number(connections) });

const answer = async (): Promise<string> => {
  const { rows } = await pool.query<Row>({ name: 'list', text: LIST_SQL, values: [tenantId] });
  const page = rows.slice(0, PAGE);
  const last = page.at(-1);
  const endCursor =
    last === undefined ? null : base64(JSON.stringify(['ticket:OPENED_AT', last.key, last.id]));
  const pageInfo = { hasNextPage: rows.length > PAGE, endCursor };
  return `${JSON.stringify({ data: { tickets: { nodes: page.map(ticketOf), pageInfo } } })}\n`;
};

const server = createServer((request, response) => {
  request.resume().on('end', () => {
    answer().then(
      (text) => {
        response.writeHead(200, {
          'content-type': 'application/json; charset=utf-8',
          'content-length': Buffer.byteLength(text),
        });
        response.end(text);
      },
      () => response.writeHead(500).end(),
    );
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' && address !== null ? address.port : 0 });
});

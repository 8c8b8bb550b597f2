import type { Page, Readers, Slice } from '../../app/ports/readers';
import type { Queue } from '../../app/ports/records';
import type { IntakeDecision } from '../../domain/chatter';
import {
  CHANNEL_COLUMNS,
  type ChannelColumns,
  CUSTOMER_COLUMNS,
  type CustomerColumns,
  MEMBER_COLUMNS,
  MESSAGE_COLUMNS,
  type MemberColumns,
  type MessageColumns,
  readChannel,
  readCustomer,
  readMember,
  readMessage,
} from './columns';
import { between, type KeyColumns, keyColumns, type Ordering, ordered, toPage } from './page';
import { Params } from './params';
import type { ReadTransaction } from './read-transaction';

interface QueueColumns {
  readonly q_id: string;
  readonly q_name: string;
  readonly q_triage_channel_id: string | null;
  readonly q_levels: Queue['levels'];
}

const QUEUE_COLUMNS = `q.id as q_id, q.name as q_name, q.triage_channel_id as q_triage_channel_id,
  coalesce((
    select jsonb_agg(jsonb_build_object('level', v.level, 'name', v.name, 'ownerId', v.owner_id) order by v.level)
    from queue_level v where v.tenant_id = q.tenant_id and v.queue_id = q.id
  ), '[]'::jsonb) as q_levels`;

const readQueue = (tenantId: string, row: QueueColumns): Queue => ({
  id: row.q_id,
  tenantId,
  name: row.q_name,
  triageChannelId: row.q_triage_channel_id,
  levels: row.q_levels,
});

interface DecisionColumns {
  readonly d_id: string;
  readonly d_message_id: string;
  readonly d_verdict: IntakeDecision['verdict'];
  readonly d_reason: IntakeDecision['reason'];
  readonly d_ticket_id: string | null;
  readonly d_at: Date;
  readonly d_decided_by: string | null;
}

const DECISION_COLUMNS = 'id message_id verdict reason ticket_id at decided_by'
  .split(' ')
  .map((column) => `d.${column} as d_${column}`)
  .join(', ');

const readDecision = (row: DecisionColumns): IntakeDecision => ({
  id: row.d_id,
  messageId: row.d_message_id,
  verdict: row.d_verdict,
  reason: row.d_reason,
  ticketId: row.d_ticket_id,
  at: row.d_at,
  decidedBy: row.d_decided_by,
});

const byName = (alias: string): Ordering => ({
  value: `${alias}.name`,
  kind: 'text',
  id: `${alias}.id`,
  descending: false,
});

interface Source {
  readonly columns: string;
  readonly from: string;
  readonly alias: string;
  readonly ordering: Ordering;
  readonly also?: (params: Params) => readonly string[];
}

const list = <Columns, Row>(
  read: ReadTransaction,
  tenantId: string,
  slice: Slice,
  source: Source,
  toRow: (columns: Columns & KeyColumns) => Row,
): Promise<Page<Row>> => {
  const { columns, from, alias, ordering } = source;
  const params = new Params();
  const where = [
    `${alias}.tenant_id = ${params.add(tenantId)}::uuid`,
    ...(source.also?.(params) ?? []),
    ...between(ordering, slice, params),
  ];
  const sql = `select ${columns}, ${keyColumns(ordering)} from ${from}
    where ${where.join(' and ')} ${ordered(ordering, slice, params)}`;
  return read(tenantId, async (ask) =>
    toPage(await ask<Columns & KeyColumns>(sql, params.values), slice, toRow),
  );
};

const CHANNELS =
  'channel h join workspace w on w.tenant_id = h.tenant_id and w.id = h.workspace_id';

/** Everything the desk is made of, by name; and why messages became tickets. */
export const createDeskReader = (
  read: ReadTransaction,
): Pick<Readers, 'customers' | 'channels' | 'members' | 'queues' | 'queuesById' | 'decisions'> => ({
  customers: (tenantId, slice) =>
    list<CustomerColumns, ReturnType<typeof readCustomer>>(
      read,
      tenantId,
      slice,
      { columns: CUSTOMER_COLUMNS, from: 'customer c', alias: 'c', ordering: byName('c') },
      (row) => readCustomer(tenantId, row),
    ),
  channels: (tenantId, customerId, slice) =>
    list<ChannelColumns, ReturnType<typeof readChannel>>(
      read,
      tenantId,
      slice,
      {
        columns: CHANNEL_COLUMNS,
        from: CHANNELS,
        alias: 'h',
        ordering: byName('h'),
        also: (params) =>
          customerId === null ? [] : [`h.customer_id = ${params.add(customerId)}::uuid`],
      },
      (row) => readChannel(tenantId, row),
    ),
  members: (tenantId, roles, slice) =>
    list<MemberColumns, ReturnType<typeof readMember>>(
      read,
      tenantId,
      slice,
      {
        columns: MEMBER_COLUMNS,
        from: 'member a',
        alias: 'a',
        ordering: byName('a'),
        also: (params) =>
          roles === null ? [] : [`a.role = any(${params.add([...roles])}::text[])`],
      },
      (row) => readMember(tenantId, row),
    ),
  queues: (tenantId, slice) =>
    list<QueueColumns, Queue>(
      read,
      tenantId,
      slice,
      { columns: QUEUE_COLUMNS, from: 'queue q', alias: 'q', ordering: byName('q') },
      (row) => readQueue(tenantId, row),
    ),
  queuesById: (tenantId, ids) =>
    read(tenantId, async (ask) => {
      const sql = `select ${QUEUE_COLUMNS} from queue q where q.tenant_id = $1::uuid and q.id = any($2::uuid[])`;
      const rows = await ask<QueueColumns>(sql, [tenantId, [...ids]]);
      const found = new Map(rows.map((row) => [row.q_id, readQueue(tenantId, row)]));
      return ids.map((id) => found.get(id) ?? null);
    }),
  decisions: (tenantId, channelId, slice) =>
    list<
      DecisionColumns & MessageColumns,
      { decision: IntakeDecision; message: ReturnType<typeof readMessage> }
    >(
      read,
      tenantId,
      slice,
      {
        columns: `${DECISION_COLUMNS}, ${MESSAGE_COLUMNS}`,
        from: 'intake_decision d join message m on m.tenant_id = d.tenant_id and m.id = d.message_id',
        alias: 'd',
        ordering: { value: 'd.at', kind: 'instant', id: 'd.id', descending: true },
        also: (params) => [`m.channel_id = ${params.add(channelId)}::uuid`],
      },
      (row) => ({ decision: readDecision(row), message: readMessage(tenantId, row) }),
    ),
});

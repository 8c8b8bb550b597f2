import type { DecisionView, MemberView, Readers } from '../../app/ports/readers';
import type { Channel, Queue } from '../../app/ports/records';
import type { TokenView } from '../../app/ports/tokens';
import type { IntakeDecision } from '../../domain/chatter';
import {
  type ChannelColumns,
  channelColumns,
  type MessageColumns,
  messageColumns,
  readChannel,
  readMessage,
} from './columns';
import { type MemberColumns, memberColumns, readMember } from './member-columns';
import type { ReadTransaction } from './read-transaction';
import { byName, createSourceReader, nameHolds, type Source } from './source';
import { readToken, TOKEN_COLUMNS, type TokenColumns } from './token-columns';

interface QueueColumns {
  readonly q_id: string;
  readonly q_name: string;
  readonly q_triage_channel_id: string | null;
  readonly q_assignment: Queue['assignment'];
  readonly q_levels: Queue['levels'];
}

const QUEUE_COLUMNS = `q.id as q_id, q.name as q_name, q.triage_channel_id as q_triage_channel_id,
  coalesce((
    select jsonb_agg(jsonb_build_object('level', v.level, 'name', v.name, 'ownerId', v.owner_id) order by v.level)
    from queue_level v where v.tenant_id = q.tenant_id and v.queue_id = q.id
  ), '[]'::jsonb) as q_levels, coalesce((
    select r.assignment from queue_rule r where r.tenant_id = q.tenant_id and r.queue_id = q.id
  ), 'BY_HAND') as q_assignment`;

const readQueue = (tenantId: string, row: QueueColumns): Queue => ({
  id: row.q_id,
  tenantId,
  name: row.q_name,
  triageChannelId: row.q_triage_channel_id,
  assignment: row.q_assignment,
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

const CHANNELS: Source<ChannelColumns, Channel> = {
  columns: channelColumns(),
  from: 'channel h join workspace w on w.tenant_id = h.tenant_id and w.id = h.workspace_id',
  alias: 'h',
  ordering: byName('h'),
  toRow: readChannel,
};
const MEMBERS: Source<MemberColumns, MemberView> = {
  columns: memberColumns(),
  from: 'member a',
  alias: 'a',
  ordering: byName('a'),
  toRow: readMember,
};
const QUEUES: Source<QueueColumns, Queue> = {
  columns: QUEUE_COLUMNS,
  from: 'queue q',
  alias: 'q',
  ordering: byName('q'),
  toRow: readQueue,
};
const DECISIONS: Source<DecisionColumns & MessageColumns, DecisionView> = {
  columns: `${DECISION_COLUMNS}, ${messageColumns()}`,
  from: 'intake_decision d join message m on m.tenant_id = d.tenant_id and m.id = d.message_id',
  alias: 'd',
  ordering: { value: 'd.at', kind: 'instant', id: 'd.id', descending: true },
  toRow: (tenantId, row) => ({ decision: readDecision(row), message: readMessage(tenantId, row) }),
};

const TOKENS: Source<TokenColumns, TokenView> = {
  columns: TOKEN_COLUMNS,
  from: 'api_token k',
  alias: 'k',
  ordering: { value: 'k.created_at', kind: 'instant', id: 'k.id', descending: true },
  toRow: readToken,
};

/** Everything the desk is made of, by name or by id; and why messages became tickets. */
export const createDeskReader = (
  read: ReadTransaction,
): Pick<
  Readers,
  | 'channels'
  | 'members'
  | 'queues'
  | 'decisions'
  | 'tokens'
  | 'channelsById'
  | 'membersById'
  | 'queuesById'
  | 'decisionsById'
  | 'tokensById'
> => {
  const { list, byId } = createSourceReader(read);
  return {
    channels: (tenantId, { customerId, named }, slice) =>
      list(CHANNELS, tenantId, slice, (params) => [
        ...(customerId === null ? [] : [`h.customer_id = ${params.add(customerId)}::uuid`]),
        ...nameHolds('h', named, params),
      ]),
    members: (tenantId, { roles, named }, slice) =>
      list(MEMBERS, tenantId, slice, (params) => [
        ...(roles === null ? [] : [`a.role = any(${params.add([...roles])}::text[])`]),
        ...nameHolds('a', named, params),
      ]),
    queues: (tenantId, slice) => list(QUEUES, tenantId, slice),
    decisions: (tenantId, channelId, slice) =>
      list(DECISIONS, tenantId, slice, (params) => [
        `m.channel_id = ${params.add(channelId)}::uuid`,
      ]),
    tokens: (tenantId, kind, slice) =>
      list(TOKENS, tenantId, slice, (params) => [`k.kind = ${params.add(kind)}::text`]),
    tokensById: (tenantId, ids) => byId(TOKENS, tenantId, ids),
    channelsById: (tenantId, ids) => byId(CHANNELS, tenantId, ids),
    membersById: (tenantId, ids) => byId(MEMBERS, tenantId, ids),
    queuesById: (tenantId, ids) => byId(QUEUES, tenantId, ids),
    decisionsById: (tenantId, ids) => byId(DECISIONS, tenantId, ids),
  };
};

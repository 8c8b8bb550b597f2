import type { SearchFilter, SearchHit, SearchKind } from '../app/ports/search';
import type { Page, Sight, Slice } from '../app/ports/slices';
import { excerptOf } from '../domain/search';
import { type MessageColumns, messageColumns, readMessage } from './readers/columns';
import {
  between,
  type KeyColumns,
  keyColumns,
  type Ordering,
  ordered,
  toPage,
} from './readers/page';
import { Params } from './readers/params';
import type { Ask } from './readers/read-transaction';
import { NEAR, type NearRow, type WordQuery, wordQueryOf } from './search-words';

type Nullable<Columns> = { readonly [Name in keyof Columns]: Columns[Name] | null };

type HitRow = KeyColumns &
  Nullable<MessageColumns> & {
    readonly id: string;
    readonly kind: SearchKind;
    readonly ticketId: string;
    readonly at: Date;
    readonly subject: string;
    readonly plain: string | null;
  };

const BEST: Ordering = { value: 's.score', kind: 'number', id: 's.id', descending: true };

const NOTHING: Page<SearchHit> = { rows: [], hasNext: false, hasPrevious: false };

const isMessage = (
  row: Nullable<MessageColumns>,
): row is MessageColumns & Nullable<MessageColumns> => row.m_id !== null;

/** What is not asked for is left out; a person's own sight stands beside what they ask for. */
const scopeOf = ({ limit }: Sight, filter: SearchFilter): string =>
  JSON.stringify({
    kind: filter.kind ?? undefined,
    onlyPublic: filter.onlyPublic || undefined,
    assigneeId: limit?.by === 'ASSIGNEE' ? limit.memberId : undefined,
    inQueues: limit?.by === 'QUEUES' ? limit.queueIds : undefined,
    customerId: filter.customerId ?? undefined,
    queueIds: filter.queueIds ?? undefined,
    statuses: filter.statuses ?? undefined,
    labelIds: filter.labelIds ?? undefined,
  });

/** The page is cut by score first; only its few rows are read whole. */
const statement = (
  sight: Sight,
  { strict, loose, exact }: WordQuery,
  filter: SearchFilter,
  slice: Slice,
): { readonly text: string; readonly params: readonly unknown[] } => {
  const params = new Params();
  const json = (value: unknown): string =>
    `${params.add(value === null ? null : JSON.stringify(value))}::jsonb`;
  const tenant = `${params.add(sight.tenantId)}::uuid`;
  const source = `search_entries(${json(strict)}, ${json(loose)}, ${json(exact)},
    ${params.add(scopeOf(sight, filter))}::jsonb)`;
  const where = between(BEST, slice, params);
  const tail = ordered(BEST, slice);
  const text = `
    select s.id, s.kind, s.ticket_id as "ticketId", s.at, t.subject, m.plain,
      ${messageColumns()}, ${keyColumns(BEST)}
    from (
      select s.* from ${source} s ${where.length === 0 ? '' : `where ${where.join(' and ')}`} ${tail}
    ) s
    join ticket t on t.tenant_id = ${tenant} and t.id = s.ticket_id
    left join message m on m.tenant_id = ${tenant} and m.id = s.id and s.kind = 'MESSAGE'
    ${tail.slice(0, tail.lastIndexOf(' limit '))}`;
  return { text, params: params.values };
};

/** Looks for words in one tenant: two statements, however many words and hits. */
export const searchHits = async (
  ask: Ask,
  sight: Sight,
  query: string,
  filter: SearchFilter,
  slice: Slice,
): Promise<Page<SearchHit>> => {
  const wanted = wordQueryOf(await ask<NearRow>(NEAR, [query]));
  if (wanted === null) return NOTHING;
  const { text, params } = statement(sight, wanted, filter, slice);
  return toPage(await ask<HitRow>(text, params), slice, (row) => ({
    id: row.id,
    kind: row.kind,
    ticketId: row.ticketId,
    at: row.at,
    excerpt: excerptOf(row.plain ?? row.subject, wanted.matched),
    message: isMessage(row) ? readMessage(sight.tenantId, row) : null,
  }));
};

import type { Sight, Slice, TicketFilter, TicketOrder, TicketSort } from '../../app/ports/readers';
import type { WrittenPart } from '../../app/ports/written';
import { PRIORITIES } from '../../domain/ticket';
import { between, type Ordering, ordered } from './page';
import { Params } from './params';
import type { Ask } from './read-transaction';
import { filterConditions, type IsCommon, sightConditions, textsOf } from './ticket-conditions';

const PRIORITY_RANK = `array_position(array[${PRIORITIES.map((one) => `'${one}'`).join(', ')}], t.priority)`;

/** Where what has no instant stands: behind all that has one, and finite, for a cursor. */
const NEVER = `timestamptz '2200-01-01 00:00:00+00'`;

const ORDER: Readonly<Record<TicketSort, Pick<Ordering, 'value' | 'kind'>>> = {
  OPENED_AT: { value: 't.opened_at', kind: 'instant' },
  UPDATED_AT: { value: 't.updated_at', kind: 'instant' },
  PRIORITY: { value: PRIORITY_RANK, kind: 'number' },
  NUMBER: { value: 't.number', kind: 'number' },
  UNANSWERED_SINCE: { value: `coalesce(t.unanswered_since, ${NEVER})`, kind: 'instant' },
  FIRST_RESPONSE_DUE_AT: { value: `coalesce(t.first_response_due_at, ${NEVER})`, kind: 'instant' },
};

const CUSTOMER = 'join customer c on c.tenant_id = t.tenant_id and c.id = t.customer_id';
const CHANNEL = `
  join channel h on h.tenant_id = t.tenant_id and h.id = t.channel_id
  join workspace w on w.tenant_id = h.tenant_id and w.id = h.workspace_id`;
const QUEUE = 'join queue q on q.tenant_id = t.tenant_id and q.id = t.queue_id';
const ASSIGNEE = 'left join member a on a.tenant_id = t.tenant_id and a.id = t.assignee_id';
const LAST_MESSAGE = `
  left join lateral (
    select * from message l where l.tenant_id = t.tenant_id and l.ticket_id = t.id
    order by l.occurred_at desc, l.id desc limit 1
  ) m on true`;

/** What may stand beside a page of tickets `t`. */
export const JOINS: Readonly<Record<WrittenPart, string>> = {
  customer: CUSTOMER,
  channel: CHANNEL,
  queue: QUEUE,
  assignee: ASSIGNEE,
  lastMessage: LAST_MESSAGE,
};

/** Asks only when a filter has words. */
export const commonWords = async (ask: Ask, filter: TicketFilter): Promise<IsCommon> => {
  const texts = textsOf(filter);
  if (texts.length === 0) return () => false;
  const rows = await ask<{ readonly text: string }>(
    'select w.text from unnest($1::text[]) as w (text) where words_are_common(w.text)',
    [[...texts]],
  );
  const common = new Set(rows.map(({ text }) => text));
  return (text) => common.has(text);
};

/** A page of tickets, as a statement others can be built around. */
export interface CutPage {
  readonly page: string;
  /** What its cursors are made of. */
  readonly ordering: Ordering;
  /** The order once more: a join may return rows in any. */
  readonly outer: string;
  readonly params: readonly unknown[];
}

/** The page is cut first, in one index where there is one; everything else joins its few rows. */
export const cutPage = async (
  ask: Ask,
  sight: Sight,
  filter: TicketFilter,
  order: TicketOrder,
  slice: Slice,
): Promise<CutPage> => {
  const ordering: Ordering = { ...ORDER[order.by], id: 't.id', descending: order.descending };
  const params = new Params();
  const where = [
    ...sightConditions(sight, params),
    ...filterConditions(filter, params, await commonWords(ask, filter)),
    ...between(ordering, slice, params),
  ];
  const tail = ordered(ordering, slice);
  return {
    page: `select t.* from ticket t where ${where.join(' and ')} ${tail}`,
    ordering,
    outer: tail.slice(0, tail.lastIndexOf(' limit ')),
    params: params.values,
  };
};

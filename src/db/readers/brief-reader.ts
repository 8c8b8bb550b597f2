import type { Readers } from '../../app/ports/readers';
import type { BriefFacts } from '../../domain/brief';
import { shownKey } from '../work-item-store';
import type { ReadTransaction } from './read-transaction';

/** As much of a ticket as a brief looks at. */
const MOST = 200;

type Dated<Row, Dates extends keyof Row> = Omit<Row, Dates> & Record<Dates, string>;
type MessageJson = Omit<BriefFacts['messages'][number], 'occurredAt' | 'deletedAt'> & {
  readonly occurredAt: string;
  readonly deletedAt: string | null;
};
type PromiseJson = Dated<BriefFacts['promises'][number], 'dueAt' | 'toldAt'> & {
  readonly renewAt: string | null;
  readonly settledAt: string | null;
};

interface Row {
  readonly unansweredSince: Date | null;
  readonly messages: readonly MessageJson[];
  readonly timeline: readonly Dated<BriefFacts['timeline'][number], 'at'>[];
  readonly promises: readonly PromiseJson[];
  readonly workItems: BriefFacts['workItems'];
}

/** The first message, and the newest: what it began with is asked for by everybody. */
const BRIEFS = `
  select ticket.unanswered_since as "unansweredSince",
    coalesce((
      select jsonb_agg(jsonb_build_object(
        'author', jsonb_build_object('kind', said.author_kind, 'id', said.author_id,
          'name', said.author_name),
        'visibility', said.visibility, 'body', said.body, 'files', said.files,
        'needsAnswer', said.needs_answer, 'occurredAt', said.occurred_at,
        'deletedAt', said.deleted_at) order by said.occurred_at, said.id)
      from (
        (select * from message where message.tenant_id = ticket.tenant_id
           and message.ticket_id = ticket.id order by occurred_at, id limit 1)
        union
        (select * from message where message.tenant_id = ticket.tenant_id
           and message.ticket_id = ticket.id order by occurred_at desc, id desc limit ${MOST})
      ) said
    ), '[]'::jsonb) as messages,
    coalesce((
      select jsonb_agg(jsonb_build_object('kind', entry.kind, 'at', entry.at,
        'actor', entry.actor, 'after', entry.after) order by entry.position)
      from timeline_entry entry where entry.tenant_id = ticket.tenant_id
        and entry.ticket_id = ticket.id and entry.kind = 'SOLVED'
    ), '[]'::jsonb) as timeline,
    coalesce((
      select jsonb_agg(jsonb_build_object('id', told.id, 'kind', told.kind, 'dueAt', told.due_at,
        'toldAt', told.told_at, 'toldIn', told.told_in, 'renewAt', told.renew_at,
        'state', told.state, 'settledAt', told.settled_at) order by told.due_at, told.id)
      from promise told where told.tenant_id = ticket.tenant_id and told.ticket_id = ticket.id
    ), '[]'::jsonb) as promises,
    coalesce((
      select jsonb_agg(jsonb_build_object('key', ${shownKey('item')}, 'url', item.url, 'state', item.state,
        'stateName', item.state_name) order by link.linked_at, item.id)
      from ticket_work_item link
      join work_item item on item.tenant_id = link.tenant_id and item.id = link.work_item_id
      where link.tenant_id = ticket.tenant_id and link.ticket_id = ticket.id
    ), '[]'::jsonb) as "workItems"
  from unnest($2::uuid[]) with ordinality as wanted (id, place)
  left join ticket on ticket.tenant_id = $1::uuid and ticket.id = wanted.id
  order by wanted.place`;

const dateOrNull = (text: string | null): Date | null => (text === null ? null : new Date(text));

const factsOf = ({
  unansweredSince,
  messages,
  timeline,
  promises,
  workItems,
}: Row): BriefFacts => ({
  unansweredSince,
  workItems,
  messages: messages.map((said) => ({
    ...said,
    occurredAt: new Date(said.occurredAt),
    deletedAt: dateOrNull(said.deletedAt),
  })),
  timeline: timeline.map((entry) => ({ ...entry, at: new Date(entry.at) })),
  promises: promises.map((told) => ({
    ...told,
    dueAt: new Date(told.dueAt),
    toldAt: new Date(told.toldAt),
    renewAt: dateOrNull(told.renewAt),
    settledAt: dateOrNull(told.settledAt),
  })),
});

/** One statement for the briefs of however many tickets. */
export const createBriefReader = (read: ReadTransaction): Pick<Readers, 'briefFacts'> => ({
  briefFacts: (tenantId, ticketIds) =>
    read(tenantId, async (ask) =>
      (await ask<Row>(BRIEFS, [tenantId, [...ticketIds]])).map(factsOf),
    ),
});

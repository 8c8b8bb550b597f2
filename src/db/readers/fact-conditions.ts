import type { FactDimension, FactFilter } from '../../app/ports/facts';
import type { Params } from './params';

const PLATFORM = `(select workspace.platform from channel join workspace
  on workspace.tenant_id = channel.tenant_id and workspace.id = channel.workspace_id
  where channel.tenant_id = fact.tenant_id and channel.id = fact.channel_id)`;
const TIER = `(select customer.tier from customer
  where customer.tenant_id = fact.tenant_id and customer.id = fact.customer_id)`;

/** By what facts are grouped, as text. */
export const DIMENSIONS: Readonly<Record<FactDimension, string>> = {
  CUSTOMER: 'fact.customer_id::text',
  TIER,
  QUEUE: 'fact.queue_id::text',
  CHANNEL: 'fact.channel_id::text',
  PLATFORM,
  AGENT: 'fact.member_id::text',
  PRIORITY: 'fact.priority',
  CAUSE: 'fact.cause',
  // A row for each of its labels, and one where there is none.
  LABEL: `unnest(case when fact.label_ids = '{}' then array[null]::uuid[]
    else fact.label_ids end)::text`,
  REASON: 'fact.reason',
};

const labelled = (
  labelIds: readonly string[] | null | undefined,
  params: Params,
): readonly string[] =>
  labelIds === null || labelIds === undefined
    ? []
    : [`fact.label_ids <> '{}' and fact.label_ids && ${params.add(labelIds)}::uuid[]`];

const IDS: Readonly<Partial<Record<FactDimension, string>>> = {
  CUSTOMER: 'fact.customer_id',
  QUEUE: 'fact.queue_id',
  CHANNEL: 'fact.channel_id',
  AGENT: 'fact.member_id',
};
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Is of one group; an index may find it. */
export const inGroup = (by: FactDimension, key: string | null, params: Params): string => {
  if (by === 'LABEL')
    return key === null
      ? `fact.label_ids = '{}'`
      : `${params.add(key)}::text = any(fact.label_ids::text[])`;
  const id = IDS[by];
  return id !== undefined && key !== null && UUID.test(key)
    ? `${id} = ${params.add(key)}::uuid`
    : `${DIMENSIONS[by]} is not distinct from ${params.add(key)}::text`;
};

/** The conditions of a filter; every one must hold. */
export const factConditions = (filter: FactFilter, params: Params): readonly string[] => {
  const among = (
    column: string,
    type: 'uuid' | 'text',
    values: readonly string[] | null | undefined,
  ): readonly string[] =>
    values === null || values === undefined
      ? []
      : [`${column} = any(${params.add(values)}::${type}[])`];
  return [
    ...among('fact.customer_id', 'uuid', filter.customerIds),
    ...among(TIER, 'text', filter.tiers),
    ...among('fact.queue_id', 'uuid', filter.queueIds),
    ...among('fact.channel_id', 'uuid', filter.channelIds),
    ...among(PLATFORM, 'text', filter.platforms),
    ...among('fact.member_id', 'uuid', filter.memberIds),
    ...among('fact.priority', 'text', filter.priorities),
    ...among('fact.cause', 'text', filter.causes),
    ...among('fact.reason', 'text', filter.reasons),
    ...labelled(filter.labelIds, params),
  ];
};

/** The versions of facts that were told last at an instant. */
export const toldAt = (asOf: string): string =>
  `fact.seen_at <= ${asOf} and (fact.gone_at is null or fact.gone_at > ${asOf})`;

/** As the index has it: of such an expression nothing can leak, as it could of `coalesce`. */
const SETTLED = 'greatest(fact.gone_at, fact.seen_at, fact.ended_at)';
/** Later than anything is told. */
const NEVER = new Date(Date.UTC(9999, 0, 1));

/**
 * Versions that are not now what they were at an instant, as `fact`: gone since, told since, or ended
 * since. What lasts now is not among them. How many that may be is not guessed at: they are looked up by
 * their index.
 */
export const toldSince = (
  mine: string,
  { asOf, from, to }: { readonly asOf: Date; readonly from: Date; readonly to: Date },
  params: Params,
): string =>
  `unnest(${params.add([asOf])}::timestamptz[], ${params.add([NEVER])}::timestamptz[])
     change (after, until)
   cross join lateral (
     select fact.* from metric_fact fact
     where ${mine} and (fact.gone_at is not null or fact.ended_at is not null)
       and (fact.gone_at is null or fact.gone_at > change.after)
       and ${SETTLED} > change.after and ${SETTLED} < change.until
       and fact.began_at >= ${params.add(from)}::timestamptz
       and fact.began_at < ${params.add(to)}::timestamptz
     offset 0
   ) fact`;

/** A fact that was counted late had not ended yet at an instant before its end. */
export const lastsAt = (asOf: string): string =>
  `(fact.ended_at is null or fact.ended_at > ${asOf})`;

/** Its length up to an instant. */
export const secondsAt = (asOf: string): string => `greatest(0, case
  when fact.ended_at is not null and fact.ended_at > ${asOf}
    then least(fact.seconds, extract(epoch from ${asOf} - fact.began_at)::float8)
  when fact.running_since is null then fact.seconds
  else fact.seconds + extract(epoch from greatest(${asOf}, fact.running_since) - fact.running_since)::float8
  end)`;

/** How it had ended at an instant; null: it lasts. */
export const outcomeAt = (asOf: string): string => `case
  when not ${lastsAt(asOf)} then fact.outcome
  when fact.due_at < ${asOf} then 'OVERDUE'
  end`;

/** A fact as a list shows it, with the number of its ticket. */
export const factColumns = (asOf: string): string =>
  `fact.id, fact.ticket_id as "ticketId", ticket.number as "ticketNumber",
   fact.began_at as "beganAt", case when not ${lastsAt(asOf)} then fact.ended_at end as "endedAt",
   ${outcomeAt(asOf)} as outcome, ${secondsAt(asOf)}::float8 as seconds,
   case when ${lastsAt(asOf)} and fact.ended_at is not null then 0
     else fact.open_seconds end as "openSeconds",
   case when ${lastsAt(asOf)} then
     case when fact.ended_at is null then fact.running_since else fact.began_at end
   end as "runningSince",
   fact.calendar_id as "calendarId", fact.calendar_version as "calendarVersion",
   fact.due_at as "dueAt", fact.reason, fact.customer_id as "customerId", fact.channel_id as "channelId",
   fact.queue_id as "queueId", fact.priority, fact.member_id as "memberId"`;

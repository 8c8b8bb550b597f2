import type {
  Among,
  Between,
  MessagePlace,
  Sight,
  TicketAddress,
  TicketFilter,
} from '../../app/ports/readers';
import { storable } from '../../domain/text';
import type { Params } from './params';

/** Which words are in so many messages that the index would bring nearly all of them. */
export type IsCommon = (text: string) => boolean;

/** Every text that a filter asks for, as it is asked for in the database. */
export const textsOf = (filter: TicketFilter): readonly string[] => [
  ...((filter.text ?? '').trim() === '' ? [] : [storable(filter.text ?? '')]),
  ...[...(filter.and ?? []), ...(filter.or ?? []), ...(filter.not ? [filter.not] : [])].flatMap(
    textsOf,
  ),
];

/** Common words are looked for ticket by ticket, others by the index, which brings few. */
const words = (given: string, params: Params, isCommon: IsCommon): readonly string[] => {
  if (given.trim() === '') return [];
  const text = storable(given);
  const asked = `${params.add(text)}::text`;
  return [
    isCommon(text)
      ? `ticket_has_words(t.id, ${asked})`
      : `t.id in (select tickets_with_words(${asked}))`,
  ];
};

const isNull = (column: string, wanted: boolean | null | undefined): readonly string[] =>
  wanted === null || wanted === undefined ? [] : [`${column} is ${wanted ? 'null' : 'not null'}`];

export const among = <Value>(
  column: string,
  type: string,
  asked: Among<Value> | null | undefined,
  params: Params,
): readonly string[] => {
  if (asked === null || asked === undefined) return [];
  const given: string[] = [...isNull(column, asked.isNull)];
  const { eq = null, in: any = null, nin = null } = asked;
  if (eq !== null) given.push(`${column} = ${params.add(eq)}::${type}`);
  if (any !== null) given.push(`${column} = any(${params.add([...any])}::${type}[])`);
  // What is not there is in no list, so it passes.
  if (nin !== null)
    given.push(`(${column} is null or ${column} <> all(${params.add([...nin])}::${type}[]))`);
  return given;
};

/** Of what a ticket may have many of: any one of them counts. */
const labelled = (asked: Among<string> | null | undefined, params: Params): readonly string[] => {
  if (asked === null || asked === undefined) return [];
  const { eq = null, in: any = null, nin = null } = asked;
  const carries = (ids: readonly string[]): string => `exists (
    select from ticket_label tl where tl.tenant_id = t.tenant_id and tl.ticket_id = t.id
      and tl.label_id = any(${params.add([...ids])}::uuid[]))`;
  return [
    ...(eq === null ? [] : [carries([eq])]),
    ...(any === null ? [] : [carries(any)]),
    ...(nin === null ? [] : [`not ${carries(nin)}`]),
  ];
};

const SIGNS = { eq: '=', gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;
const COMPARISONS = [
  'eq',
  'gt',
  'gte',
  'lt',
  'lte',
] as const satisfies readonly (keyof typeof SIGNS)[];

export const range = <Value>(
  column: string,
  type: string,
  asked: Between<Value> | null | undefined,
  params: Params,
): readonly string[] => {
  if (asked === null || asked === undefined) return [];
  return [
    ...isNull(column, asked.isNull),
    ...COMPARISONS.flatMap((name) => {
      const value = asked[name] ?? null;
      return value === null ? [] : [`${column} ${SIGNS[name]} ${params.add(value)}::${type}`];
    }),
  ];
};

const LINKED = `from ticket_work_item l where l.tenant_id = t.tenant_id and l.ticket_id = t.id`;

/** Which items it is linked to, if any. */
const linkedTo = (asked: Among<string> | null | undefined, params: Params): readonly string[] => {
  const { eq = null, in: any = null, nin = null, isNull: none = null } = asked ?? {};
  const among = (ids: readonly string[]): string =>
    `exists (select ${LINKED} and l.work_item_id = any(${params.add([...ids])}::uuid[]))`;
  return [
    ...(none === null ? [] : [`t.work_item_count ${none ? '=' : '>'} 0`]),
    ...(eq === null ? [] : [among([eq])]),
    ...(any === null ? [] : [among(any)]),
    ...(nin === null ? [] : [`not ${among(nin)}`]),
  ];
};

/** Late are few: the index has them alone. */
const breaching = (wanted: boolean | null): readonly string[] =>
  wanted === null
    ? []
    : [
        `${wanted ? '' : 'not '}exists (select 1 from clock k where k.tenant_id = t.tenant_id
          and k.ticket_id = t.id and k.state = 'BREACHING')`,
      ];

const all = (conditions: readonly string[]): string =>
  conditions.length === 0 ? 'true' : conditions.join(' and ');

/** The conditions on the ticket `t` that a filter means; all must hold. */
export const filterConditions = (
  filter: TicketFilter,
  params: Params,
  isCommon: IsCommon,
): readonly string[] => {
  const nested = (one: TicketFilter): string => `(${all(filterConditions(one, params, isCommon))})`;
  const { and, or, not } = filter;
  const groups: string[] = (and ?? []).map(nested);
  if (or !== null && or !== undefined)
    groups.push(or.length === 0 ? 'false' : `(${or.map(nested).join(' or ')})`);
  // A comparison with what is not there is unknown, and its opposite must be true.
  if (not !== null && not !== undefined) groups.push(`(${nested(not)} is not true)`);
  return [
    ...among('t.status', 'text', filter.status, params),
    ...among('t.waiting_on', 'text', filter.waitingOn, params),
    ...among('t.priority', 'text', filter.priority, params),
    ...among('t.assignee_id', 'uuid', filter.assignee, params),
    ...among('t.customer_id', 'uuid', filter.customer, params),
    ...among('t.channel_id', 'uuid', filter.channel, params),
    ...among('t.queue_id', 'uuid', filter.queue, params),
    ...among('t.cause', 'text', filter.cause, params),
    ...linkedTo(filter.workItem, params),
    ...labelled(filter.label, params),
    ...range('t.number', 'int4', filter.number, params),
    ...range('t.level', 'int4', filter.level, params),
    ...range('t.reopen_count', 'int4', filter.reopenCount, params),
    ...range('t.opened_at', 'timestamptz', filter.openedAt, params),
    ...range('t.updated_at', 'timestamptz', filter.updatedAt, params),
    ...range('t.first_response_due_at', 'timestamptz', filter.firstResponseDueAt, params),
    ...range('t.first_responded_at', 'timestamptz', filter.firstRespondedAt, params),
    ...range('t.unanswered_since', 'timestamptz', filter.unansweredSince, params),
    ...range('t.last_solved_at', 'timestamptz', filter.lastSolvedAt, params),
    ...breaching(filter.breaching ?? null),
    ...groups,
    ...words(filter.text ?? '', params, isCommon),
  ];
};

/** What bounds a reader's sight of the ticket `t`; nothing where they see every one. */
export const limitConditions = ({ limit }: Sight, params: Params): readonly string[] => {
  if (limit === null) return [];
  return limit.by === 'QUEUES'
    ? [`t.queue_id = any(${params.add([...limit.queueIds])}::uuid[])`]
    : [`t.assignee_id = ${params.add(limit.memberId)}::uuid`];
};

/** The wall every statement on tickets stands behind. */
export const sightConditions = (sight: Sight, params: Params): readonly string[] => [
  `t.tenant_id = ${params.add(sight.tenantId)}::uuid`,
  ...limitConditions(sight, params),
];

/** The ticket of a message, or else the newest of the thread that it begins or stands in. */
const ofMessage = (tenantId: string, place: MessagePlace, params: Params): string => {
  const tenant = params.add(tenantId);
  const room = params.add(storable(place.channel));
  const message = params.add(place.message);
  const thread = params.add(place.thread ?? place.message);
  return `t.id = (
    with room as (
      select h.id from channel h
      join workspace w on w.tenant_id = h.tenant_id and w.id = h.workspace_id
      where h.tenant_id = ${tenant}::uuid and w.platform = ${params.add(place.platform)}::text
        and (h.external_id = ${room}::text or h.id in (
          select l.channel_id from channel_alias l
          where l.tenant_id = ${tenant}::uuid and l.external_id = ${room}::text)))
    select found.id from (
      select s.ticket_id as id, 1 as place from message s join room on room.id = s.channel_id
      where s.tenant_id = ${tenant}::uuid and s.platform_id = ${message}::text
      union all
      select o.id, 2 from ticket o join room on room.id = o.channel_id
      where o.tenant_id = ${tenant}::uuid and o.thread_id = ${thread}::text
    ) found where found.id is not null order by found.place, found.id desc limit 1)`;
};

/** The condition that one ticket meets, or none. */
export const addressCondition = (
  tenantId: string,
  address: TicketAddress,
  params: Params,
): string => {
  if ('id' in address) return `t.id = ${params.add(address.id)}::uuid`;
  if ('number' in address) return `t.number = ${params.add(address.number)}::int4`;
  return ofMessage(tenantId, address.message, params);
};

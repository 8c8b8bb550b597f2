import type { Counting } from '../src/app/metrics/counting';
import { besides, drillDown, type Part } from '../src/app/metrics/drill-down';
import { type MeasureRequest, measure } from '../src/app/metrics/measure';
import type { Measure } from '../src/app/metrics/measure-rule';
import { windowBefore } from '../src/app/metrics/window';
import type { FactDimension } from '../src/app/ports/facts';
import type { Readers } from '../src/app/ports/readers';

const FIRST = { limit: 50, from: 'start', after: null, before: null } as const;

/** The desk's own zone, and that of a reader elsewhere. */
export const ZONE = 'Europe/Berlin';
const ELSEWHERE = 'America/New_York';

const WEEK_MS = 7 * 86_400_000;
const MONTH_MS = 30 * 86_400_000;

/** As the API reads: at once, or in turn with others what takes long. */
export interface Reading {
  readonly readers: Readers;
  readonly counting: Counting;
}

/** What is asked, and the same asked plainly of the facts; $1 tenant, $2 and $3 the window. */
export interface Question {
  readonly what: string;
  /** Milliseconds at the 95th percentile, at one million tickets and at ten. */
  readonly goal: readonly [number, number];
  readonly plainly: string;
  /** Counted fact by fact: asked a few times only. */
  readonly isLong?: boolean;
  readonly ask: (reading: Reading, tenantId: string, request: MeasureRequest) => Promise<unknown>;
}

const USUAL = [50, 150] as const;
/** Within a deadline of its own, see the app's `LongFigures`. */
const LONG = [10_000, 60_000] as const;
const IN_WINDOW = `from metric_fact where tenant_id = $1 and began_at >= $2 and began_at < $3
  and gone_at is null and kind =`;
const LENGTH =
  'percentile_cont(array[0.5, 0.9]) within group (order by seconds), avg(seconds), count(*)';
const lengths = (by: string | null, more = ''): string =>
  `select ${by === null ? '' : `${by}, `}${LENGTH} ${IN_WINDOW} 'FIRST_RESPONSE'${more}
   ${by === null ? '' : 'group by 1'}`;
const dayIn = (zone: string): string => `date_trunc('day', began_at at time zone '${zone}')`;
const SHARE = `count(*) filter (where outcome = 'ACHIEVED')::float8 / count(outcome)`;
const THERE = `select width_bucket(extract(epoch from $3 - opened_at), array[0, 3600, 86400]::numeric[]),
    count(*) from metric_fact
  where tenant_id = $1 and kind = 'BACKLOG' and gone_at is null and began_at < $3
    and (ended_at is null or ended_at >= $3) and $2::timestamptz is not null group by 1`;
const THERE_DAILY = `select day, sum(sum(change)) over (order by day) from (
    select ${dayIn(ZONE)} as day, 1 as change from metric_fact
    where tenant_id = $1 and kind = 'BACKLOG' and gone_at is null and began_at < $3
    union all
    select date_trunc('day', ended_at at time zone '${ZONE}'), -1 from metric_fact
    where tenant_id = $1 and kind = 'BACKLOG' and gone_at is null and ended_at < $3
  ) changes where $2::timestamptz is not null group by day`;
const THEN = `$3::timestamptz - interval '30 days'`;
const KNOWN_THEN = ` and seen_at <= ${THEN} and began_at < ${THEN}`;
const THERE_THEN = THERE.replaceAll('$3', `(${THEN})`);
const REVISED = `select count(*) from metric_fact where tenant_id = $1 and kind = 'FIRST_RESPONSE'
  and began_at >= $2 and began_at < $3 and gone_at > ${THEN} and ended_at <= ${THEN} and seen_at <= ${THEN}`;
const rows = (kind: string, more: string): string =>
  `select id, ticket_id, began_at ${IN_WINDOW} '${kind}' ${more} order by began_at, id limit 50`;

const figure =
  (name: Measure, more: Partial<MeasureRequest>): Question['ask'] =>
  ({ readers, counting }, tenantId, request) =>
    measure(readers, tenantId, name, { ...request, ...more }, counting);
const before =
  (name: Measure): Question['ask'] =>
  ({ readers, counting }, tenantId, { window, ...request }) =>
    measure(readers, tenantId, name, { ...request, window: windowBefore(window) }, counting);
const behind =
  (name: Measure, part: Part, by: FactDimension | null, key: string): Question['ask'] =>
  ({ readers, counting }, tenantId, request) => {
    const group = by === null ? null : { by, key };
    return drillDown(readers, tenantId, name, request, part, group, FIRST, counting);
  };

const monthAgo =
  (name: Measure): Question['ask'] =>
  ({ readers, counting }, tenantId, { window, asOf, ...request }) => {
    const then = new Date(asOf.getTime() - MONTH_MS);
    const past = {
      ...{ ...request, asOf: then, isNow: false },
      window: { from: new Date(window.from.getTime() - MONTH_MS), to: then },
    };
    return measure(readers, tenantId, name, past, counting);
  };

/** How many of a window were told otherwise since a month ago. */
const revisedSince =
  (name: Measure): Question['ask'] =>
  ({ readers }, tenantId, { window, asOf }) =>
    besides(readers, tenantId, name, {
      window,
      asOf: new Date(asOf.getTime() - MONTH_MS),
      isNow: false,
    });

/** Somebody's ids. */
export interface Some {
  readonly agent: string;
  readonly customer: string;
  readonly queue: string;
}

/** Everything the dashboard and the digests ask, each kind of question once. */
export const questionsOf = ({ agent, customer, queue }: Some): readonly Question[] => {
  const ofAgent = ` and member_id = '${agent}'`;
  const ofCustomer = ` and customer_id = '${customer}'`;
  const response = (what: string, more: Partial<MeasureRequest>, plainly: string): Question => ({
    what: `first response${what}`,
    goal: USUAL,
    plainly,
    ask: figure('FIRST_RESPONSE', more),
  });
  const backlog = (what: string, more: Partial<MeasureRequest>, plainly: string): Question => ({
    what: `backlog ${what}`,
    goal: USUAL,
    plainly,
    ask: figure('BACKLOG', more),
  });
  const tickets = (what: string, plainly: string, ask: Question['ask']): Question => ({
    what: `tickets behind ${what}`,
    goal: USUAL,
    plainly,
    ask,
  });
  return [
    response('', {}, lengths(null)),
    response(', day by day', { bucket: 'DAY' }, lengths(dayIn(ZONE))),
    response(
      ', day by day, elsewhere',
      { bucket: 'DAY', zone: ELSEWHERE },
      lengths(dayIn(ELSEWHERE)),
    ),
    response(
      ' of one agent, day by day',
      { bucket: 'DAY', filter: { memberIds: [agent] } },
      lengths(dayIn(ZONE), ofAgent),
    ),
    response(' by queue', { groupBy: 'QUEUE' }, lengths('queue_id')),
    response(' by 200 agents', { groupBy: 'AGENT' }, lengths('member_id')),
    {
      ...response(' by 2,000 customers', { groupBy: 'CUSTOMER' }, lengths('customer_id')),
      goal: [300, 300],
    },
    response(
      ' of one customer by agent',
      { groupBy: 'AGENT', filter: { customerIds: [customer] } },
      lengths('member_id', ofCustomer),
    ),
    {
      ...response(
        ' of one queue by agent',
        { groupBy: 'AGENT', filter: { queueIds: [queue] } },
        lengths('member_id', ` and queue_id = '${queue}'`),
      ),
      ...{ goal: LONG, isLong: true },
    },
    {
      ...response(' as of 30 days ago', {}, lengths(null, KNOWN_THEN)),
      ...{ goal: LONG, isLong: true, ask: monthAgo('FIRST_RESPONSE') },
    },
    {
      ...backlog('as of 30 days ago', {}, THERE_THEN),
      ...{ goal: LONG, isLong: true, ask: monthAgo('BACKLOG') },
    },
    {
      ...response(' revised since 30 days ago', {}, REVISED),
      ask: revisedSince('FIRST_RESPONSE'),
    },
    {
      what: 'service level kept',
      goal: USUAL,
      plainly: `select ${SHARE} ${IN_WINDOW} 'SLA'`,
      ask: figure('SLA_ATTAINMENT', {}),
    },
    {
      what: 'service level kept, day by day',
      goal: USUAL,
      plainly: `select ${dayIn(ZONE)}, ${SHARE} ${IN_WINDOW} 'SLA' group by 1`,
      ask: figure('SLA_ATTAINMENT', { bucket: 'DAY' }),
    },
    backlog('by age', {}, THERE),
    backlog('by agent', { groupBy: 'AGENT' }, THERE),
    backlog('day by day', { bucket: 'DAY' }, THERE_DAILY),
    { ...backlog('a week ago, by age', {}, THERE), ask: weekAgo },
    {
      what: 'first response, window before',
      goal: USUAL,
      plainly: lengths(null),
      ask: before('FIRST_RESPONSE'),
    },
    tickets(
      'first response',
      rows('FIRST_RESPONSE', ''),
      behind('FIRST_RESPONSE', 'ALL', null, ''),
    ),
    tickets(
      'it, still waiting',
      rows('FIRST_RESPONSE', 'and ended_at is null'),
      behind('FIRST_RESPONSE', 'STILL_WAITING', null, ''),
    ),
    tickets(
      'it, of one customer',
      rows('FIRST_RESPONSE', ofCustomer),
      behind('FIRST_RESPONSE', 'ALL', 'CUSTOMER', customer),
    ),
    tickets(
      'the backlog',
      rows('BACKLOG', 'and (ended_at is null or ended_at >= $3)'),
      behind('BACKLOG', 'ALL', null, ''),
    ),
  ];
};

const weekAgo: Question['ask'] = ({ readers, counting }, tenantId, request) => {
  const { from, to } = request.window;
  const window = { from, to: new Date(to.getTime() - WEEK_MS) };
  return measure(readers, tenantId, 'BACKLOG', { ...request, window }, counting);
};

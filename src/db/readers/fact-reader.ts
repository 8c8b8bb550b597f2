import type {
  Bar,
  CalendarVersion,
  FactQuestion,
  FactReaders,
  FactRow,
  Lasting,
} from '../../app/ports/facts';
import { LENGTH_KINDS } from '../../domain/fact';
import { BUCKET_GROWTH } from '../../domain/histogram';
import {
  DIMENSIONS,
  factColumns,
  factConditions,
  inGroup,
  lastsAt,
  outcomeAt,
  secondsAt,
  toldAt,
  toldSince,
} from './fact-conditions';
import { between, type KeyColumns, keyColumns, type Ordering, ordered, toPage } from './page';
import { Params } from './params';
import type { ReadTransaction } from './read-transaction';
import { thereAt } from './stock-reader';

const LABELS = {
  CUSTOMER: 'select id::text as key, name as label from customer',
  QUEUE: 'select id::text as key, name as label from queue',
  CHANNEL: 'select id::text as key, name as label from channel',
  AGENT: 'select id::text as key, name as label from member',
  LABEL: 'select id::text as key, name as label from label',
} as const;

export const BEGAN: Ordering = {
  value: 'fact.began_at',
  kind: 'instant',
  id: 'fact.id',
  descending: false,
};

/** The same as in the domain. */
export const bucketIn = (seconds: string): string =>
  `case when ${seconds} < 1 then -1 else floor(ln(${seconds}) / ln(${BUCKET_GROWTH}::float8)) end::int4`;

interface Asked {
  readonly params: Params;
  readonly asOf: string;
  readonly cell: string;
  readonly group: string;
  /** Of which tenant and kind. */
  readonly mine: string;
  readonly where: string;
}

/** What a question about lengths means in SQL. */
const asked = (tenantId: string, question: FactQuestion): Asked => {
  const params = new Params();
  const tenant = params.add(tenantId);
  const asOf = `${params.add(question.asOf)}::timestamptz`;
  const mine = `fact.tenant_id = ${tenant}::uuid and fact.kind = ${params.add(question.kind)}`;
  const conditions = [
    mine,
    `fact.began_at >= ${params.add(question.from)}::timestamptz`,
    `fact.began_at < ${params.add(question.to)}::timestamptz`,
    `fact.began_at <= ${asOf}`,
    toldAt(asOf),
    ...factConditions(question.filter, params),
  ];
  return {
    params,
    asOf,
    cell: `width_bucket(fact.began_at, ${params.add(question.starts)}::timestamptz[]) - 1`,
    group: question.groupBy === null ? 'null::text' : DIMENSIONS[question.groupBy],
    mine,
    where: conditions.join(' and '),
  };
};

/** Facts, counted where they are. */
export const createFactReader = (
  read: ReadTransaction,
): Omit<FactReaders, 'rolledBars' | 'rolledSpans' | 'spans' | 'factsAddedUp' | 'pieceEnd'> => ({
  bars: (tenantId, question) =>
    read(tenantId, (ask) => {
      const { params, asOf, cell, group, where } = asked(tenantId, question);
      const isOpen = question.hours === 'BUSINESS';
      // Of the others nobody asks how long they took.
      const bucket = LENGTH_KINDS.includes(question.kind) ? bucketIn('seconds') : '0';
      return ask<Bar>(
        `with told as (
           select ${cell} as cell, ${group} as "group", ${outcomeAt(asOf)} as outcome,
             ${isOpen ? 'fact.open_seconds' : secondsAt(asOf)} as seconds
           from metric_fact fact where ${where}${isOpen ? ` and not ${lastsAt(asOf)}` : ''}
         )
         select cell, "group", outcome, ${bucket} as bucket, count(*)::int4 as n,
           sum(seconds)::float8 as seconds
         from told group by 1, 2, 3, 4`,
        params.values,
      );
    }),
  lasting: (tenantId, question, areFew) =>
    read(tenantId, (ask) => {
      const { params, asOf, cell, group, mine, where } = asked(tenantId, question);
      const those = (which: string, from = 'metric_fact fact'): string => `
        select ${cell} as cell, ${group} as "group", ${outcomeAt(asOf)} as outcome,
          case when fact.ended_at is null then fact.open_seconds else 0 end as "openSeconds",
          case when fact.ended_at is null then fact.running_since else fact.began_at end
            as "runningSince",
          fact.calendar_id as "calendarId", fact.calendar_version as "calendarVersion"
        from ${from} where ${where} and ${which}`;
      if (!areFew) return ask<Lasting>(those(lastsAt(asOf)), params.values);
      // Each found by an index of its own: what lasts now, and what did then.
      const now = those('fact.gone_at is null and fact.ended_at is null');
      const then = (): string => those(lastsAt(asOf), toldSince(mine, question, params));
      const few = question.isNow ? now : `${now} union all ${then()}`;
      return ask<Lasting>(few, params.values);
    }),
  calendarVersions: (tenantId, which) =>
    read(tenantId, (ask) =>
      ask<CalendarVersion>(
        `select calendar_id as id, version, zone, opening, holidays, country, region
         from calendar_version join unnest($2::uuid[], $3::int4[]) asked (id, at)
           on calendar_id = asked.id and version = asked.at
         where tenant_id = $1::uuid`,
        [tenantId, which.map(({ id }) => id), which.map(({ version }) => version)],
      ),
    ),
  factRows: (tenantId, question, slice) =>
    read(tenantId, async (ask) => {
      const params = new Params();
      const tenant = params.add(tenantId);
      const asOf = `${params.add(question.asOf)}::timestamptz`;
      const to = `${params.add(question.to)}::timestamptz`;
      const { outcomes, group } = question;
      const outcome = outcomeAt(asOf);
      const lasts = outcomes?.every((one) => one === null || one === 'OVERDUE') ?? false;
      const began = (): string => {
        if (!question.stock) return `fact.began_at >= ${params.add(question.from)}::timestamptz`;
        // As of now an index tells who was there: history need not be searched.
        const there = question.isNow
          ? thereAt(`${tenant}::uuid`, question.kind, question.to, question.asOf, params)
          : null;
        return there === null
          ? `(fact.ended_at is null or fact.ended_at >= ${to})`
          : `fact.id = any(array${there})`;
      };
      const named = outcomes?.filter((one) => one !== null) ?? [];
      const conditions = [
        `fact.tenant_id = ${tenant}::uuid`,
        `fact.kind = ${params.add(question.kind)}`,
        `fact.began_at < ${to}`,
        `fact.began_at <= ${asOf}`,
        ...(question.isNow ? ['fact.gone_at is null'] : []),
        ...(question.isNow && lasts ? ['fact.ended_at is null'] : []),
        began(),
        ...(question.began === undefined
          ? []
          : [
              `fact.began_at >= ${params.add(question.began.from)}::timestamptz`,
              `fact.began_at < ${params.add(question.began.to)}::timestamptz`,
            ]),
        toldAt(asOf),
        ...factConditions(question.filter, params),
        ...(outcomes === null
          ? []
          : [
              `(${outcome} = any(${params.add(named)}::text[])${
                outcomes.includes(null) ? ` or (${outcome}) is null` : ''
              })`,
            ]),
        ...(group === null ? [] : [inGroup(group.by, group.key, params)]),
        ...between(BEGAN, slice, params),
      ];
      const rows = await ask<FactRow & KeyColumns>(
        `select ${keyColumns(BEGAN)}, ${factColumns(asOf)}
         from metric_fact fact
         join ticket on ticket.tenant_id = fact.tenant_id and ticket.id = fact.ticket_id
         where ${conditions.join(' and ')}
         ${ordered(BEGAN, slice)}`,
        params.values,
      );
      return toPage(rows, slice, ({ key_value: _, key_id: __, ...row }): FactRow => row);
    }),
  factsAside: (tenantId, kinds, from, to, asOf) =>
    read(tenantId, async (ask) => {
      const params = new Params();
      const tenant = `${params.add(tenantId)}::uuid`;
      const at = `${params.add(asOf)}::timestamptz`;
      const mine = `fact.tenant_id = ${tenant} and fact.kind = any(${params.add(kinds)}::text[])`;
      const [row] = await ask<{ revised: number; uncounted: number }>(
        `select
           (select count(*)::int4 from metric_fact fact
            where ${mine} and fact.gone_at > ${at} and fact.ended_at <= ${at} and fact.seen_at <= ${at}
              and fact.began_at >= ${params.add(from)}::timestamptz
              and fact.began_at < ${params.add(to)}::timestamptz) as revised,
           (select count(*)::int4 from metric_dirty where tenant_id = ${tenant}) as uncounted`,
        params.values,
      );
      return row ?? { revised: 0, uncounted: 0 };
    }),
  labels: async (tenantId, by, keys) => {
    switch (by) {
      case 'CUSTOMER':
      case 'QUEUE':
      case 'CHANNEL':
      case 'AGENT':
      case 'LABEL':
        return read(tenantId, async (ask) => {
          const rows = await ask<{ key: string; label: string }>(
            `${LABELS[by]} where tenant_id = $1::uuid and id = any($2::uuid[])`,
            [tenantId, keys],
          );
          return new Map(rows.map(({ key, label }) => [key, label]));
        });
      case 'TIER':
      case 'PLATFORM':
      case 'PRIORITY':
      case 'CAUSE':
      case 'REASON':
        return new Map(keys.map((key) => [key, key]));
      default:
        return by satisfies never;
    }
  },
});

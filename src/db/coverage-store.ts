import type { Platform } from '../app/ports/chat-event';
import type { Coverage, Gap } from '../app/ports/coverage';
import type { Sql } from './sql';

interface GapRow {
  readonly tenantId: string;
  readonly channelId: string;
  readonly platform: Platform;
  readonly workspace: string;
  readonly channel: string;
  readonly threadId: string;
  readonly after: Date;
  readonly before: Date;
}

/** Intervals of history that were read completely. */
export class SqlCoverage implements Coverage {
  constructor(private readonly sql: Sql) {}

  async gaps(now: Date, everyMs: number, settleMs: number, limit: number): Promise<readonly Gap[]> {
    const { rows } = await this.sql<GapRow>(
      `with place as (
         select tenant_id, id as channel_id, '' as thread_id, joined_at as since
         from channel where kind = 'CUSTOMER'
         union all
         select tenant_id, channel_id, thread_id, min(opened_at)
         from ticket
         where thread_id <> '' and (status in ('NEW', 'OPEN', 'SNOOZED', 'SOLVED')
           or updated_at >= $1::timestamptz - interval '7 days')
         group by tenant_id, channel_id, thread_id
       ), due as (
         select place.*, workspace.platform, workspace.external_id as workspace,
           channel.external_id as channel, coalesce(coverage.covered, '{}') as covered,
           coverage.checked_at
         from place
         join channel on channel.tenant_id = place.tenant_id and channel.id = place.channel_id
         join workspace on workspace.tenant_id = channel.tenant_id
           and workspace.id = channel.workspace_id
         left join coverage on coverage.tenant_id = place.tenant_id
           and coverage.channel_id = place.channel_id and coverage.thread_id = place.thread_id
         where channel.active and workspace.active and place.since < $1::timestamptz - $3::interval
           and (coverage.checked_at is null or coverage.checked_at <= $1::timestamptz - $2::interval)
         order by coverage.checked_at nulls first, place.since limit $4
       )
       select tenant_id as "tenantId", channel_id as "channelId", thread_id as "threadId", platform,
         workspace, channel, lower(gap) as after, upper(gap) as before
       from due cross join lateral unnest(
         tstzmultirange(tstzrange(since, $1::timestamptz - $3::interval, '(]')) - covered) as gap
       order by checked_at nulls first, since, lower(gap) limit $4`,
      [now, `${everyMs} milliseconds`, `${settleMs} milliseconds`, limit],
    );
    return rows.map(({ platform, workspace, channel, threadId, ...row }) => ({
      ...row,
      channel: { platform, workspace, channel },
      threadId: threadId === '' ? null : threadId,
    }));
  }

  /** An empty stretch (`after` = `before`) only remembers that it was tried. */
  async cover(gap: Gap, after: Date, before: Date, checkedAt: Date): Promise<void> {
    await this.sql(
      `insert into coverage (tenant_id, channel_id, thread_id, covered, checked_at)
       values ($1, $2, $3, case when $4::timestamptz < $5::timestamptz
         then tstzmultirange(tstzrange($4, $5, '(]')) else '{}' end, $6)
       on conflict on constraint coverage_pkey do update
         set covered = coverage.covered + excluded.covered,
           checked_at = greatest(coverage.checked_at, excluded.checked_at)`,
      [gap.tenantId, gap.channelId, gap.threadId ?? '', after, before, checkedAt],
    );
  }
}

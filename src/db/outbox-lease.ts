import type { DataSource } from 'typeorm';
import type { MessageRef } from '../app/ports/chat-event';
import type { Leased, OutboxLease, OutboxRow } from '../app/ports/queues';
import type { OutboxEntity } from './entities/shelves';
import { surfaceNamed } from './errands';
import { claimRows, isNextOfLane, RELEASED } from './lease';
import { type Sql, sqlOver } from './sql';

export interface OutboxLeaseOptions {
  readonly leaseMs: number;
  /** How long after an attempt began its message may still turn up. */
  readonly settleMs: number;
  /** Steady pace of posts to one channel. */
  readonly postIntervalMs: number;
  /** So many posts may go at once after a silence. */
  readonly postBurst: number;
}

type ClaimedRow = Pick<
  OutboxEntity,
  | 'id'
  | 'tenantId'
  | 'position'
  | 'kind'
  | 'platform'
  | 'workspace'
  | 'channel'
  | 'threadId'
  | 'what'
  | 'ticketId'
  | 'messageId'
  | 'surface'
  | 'inThreadOf'
  | 'atChannel'
  | 'atMessage'
  | 'userId'
  | 'createdAt'
  | 'part'
> & {
  readonly token: string;
  readonly attempt: number;
  readonly uncertainBefore: Date | null;
};

const toLease = (claimed: ClaimedRow): Leased<OutboxRow> => {
  const { token, attempt, uncertainBefore, position: _, ...rest } = claimed;
  const { platform, workspace, channel, threadId, atChannel, atMessage, ...row } = rest;
  const at =
    atChannel === null || atMessage === null
      ? null
      : { platform, workspace, channel: atChannel, id: atMessage };
  const to = { platform, workspace, channel, threadId };
  return { row: { ...row, to, at, uncertainSince: uncertainBefore }, token, attempt };
};

/** A platform that refuses us is asked again soon, then less often, and for a day. */
const HELD_FIRST = `interval '2 seconds'`;
const HELD_LATER = `interval '30 seconds'`;
const HELD_FOR = `interval '1 day'`;

/** Nobody can look a whisper or a home page up: rather never shown than shown twice. */
const CANNOT_BE_LOOKED_UP = `('whisper', 'home')`;
const NEVER_KNOWN = 'whether it was shown is not known';

/** The postman's side of the outbox. */
export class SqlOutboxLease implements OutboxLease {
  private readonly sql: Sql;

  constructor(
    private readonly dataSource: DataSource,
    private readonly options: OutboxLeaseOptions,
  ) {
    this.sql = sqlOver(dataSource);
  }

  async claim(owner: string, limit: number): Promise<readonly Leased<OutboxRow>[]> {
    const { leaseMs, settleMs, postIntervalMs, postBurst } = this.options;
    const rows = await claimRows<ClaimedRow>(this.dataSource, CLAIM, [
      owner,
      limit,
      leaseMs / 1000,
      settleMs / 1000,
      postIntervalMs / 1000,
      (postIntervalMs * (postBurst - 1)) / 1000,
    ]);
    return rows.toSorted((a, b) => Number(a.position) - Number(b.position)).map(toLease);
  }

  surface(tenantId: string, surface: string): Promise<MessageRef | null> {
    return surfaceNamed({ sql: this.sql, tenantId }, surface);
  }

  /** The whole channel waits with the row, for calls of this kind: what put one off is there for all. */
  async retry(lease: Leased<OutboxRow>, afterMs: number, reason: string): Promise<'kept' | 'lost'> {
    // This attempt surely was not carried out; an earlier one may still have to be looked up.
    const { affected } = await this.sql(
      `with back as (
         update outbox set ${RELEASED}, reason = $4, uncertain_since = $5, held_since = null,
           not_before = now() + make_interval(secs => $6)
         where tenant_id = $1 and id = $2 and lease_token = $3 and state = 'PENDING'
         returning platform, workspace, channel, kind
       ), slower as (
         insert into send_pace (platform, workspace, channel, kind, blocked_until)
         select platform, workspace, channel, kind, now() + make_interval(secs => $6)
         from back
         on conflict on constraint send_pace_pkey do update
           set blocked_until = greatest(send_pace.blocked_until, excluded.blocked_until)
       )
       select from back`,
      [...this.keyOf(lease), reason, lease.row.uncertainSince, Math.max(0, afterMs) / 1000],
    );
    return affected === 1 ? 'kept' : 'lost';
  }

  async hold(lease: Leased<OutboxRow>, reason: string): Promise<'kept' | 'over'> {
    const { affected } = await this.sql(
      `with back as (
         update outbox set ${RELEASED}, reason = $4, uncertain_since = $5,
           held_since = coalesce(held_since, now()),
           not_before = now() + least(greatest(now() - held_since, ${HELD_FIRST}), ${HELD_LATER})
         where tenant_id = $1 and id = $2 and lease_token = $3 and state = 'PENDING'
           and (held_since is null or held_since > now() - ${HELD_FOR})
         returning platform, workspace, channel, kind, not_before
       ), slower as (
         insert into send_pace (platform, workspace, channel, kind, blocked_until)
         select platform, workspace, channel, kind, not_before from back
         on conflict on constraint send_pace_pkey do update
           set blocked_until = greatest(send_pace.blocked_until, excluded.blocked_until)
       )
       select from back`,
      [...this.keyOf(lease), reason, lease.row.uncertainSince],
    );
    return affected === 1 ? 'kept' : 'over';
  }

  async uncertain(lease: Leased<OutboxRow>, reason: string): Promise<'kept' | 'lost'> {
    const { affected } = await this.sql(
      `update outbox set ${RELEASED}, reason = $4, held_since = null,
         not_before = claimed_at + make_interval(secs => $5),
         state = case when kind in ${CANNOT_BE_LOOKED_UP} then 'CANCELLED' else state end,
         finished_at = case when kind in ${CANNOT_BE_LOOKED_UP} then now() end
       where tenant_id = $1 and id = $2 and lease_token = $3 and state = 'PENDING'`,
      [...this.keyOf(lease), reason, this.options.settleMs / 1000],
    );
    return affected === 1 ? 'kept' : 'lost';
  }

  private keyOf(lease: Leased<OutboxRow>): readonly string[] {
    return [lease.row.tenantId, lease.row.id, lease.token];
  }
}

/** What is done to one surface is done in its order, also where it takes several lanes. */
const IS_NEXT_OF_SURFACE = `not exists (
  select from outbox earlier
  where earlier.tenant_id = r.tenant_id and earlier.surface = r.surface
    and earlier.state = 'PENDING' and earlier.position < r.position)`;

/**
 * $1 owner, $2 limit, $3 lease, $4 settle, $5 pace of posts, $6 burst.
 * The rest of a long message goes behind what has waited longer: nobody waits for all its parts.
 * `uncertain_since` is written before the attempt begins, so that a crash leaves it behind.
 */
const CLAIM = `
  with unknowable as (
    update outbox set state = 'CANCELLED', reason = '${NEVER_KNOWN}', ${RELEASED}, finished_at = now()
    where state = 'PENDING' and lease_token is not null and lease_until <= now()
      and kind in ${CANNOT_BE_LOOKED_UP}
  ), candidate as (
    select r.tenant_id, r.id, r.position, r.kind, r.platform, r.workspace, r.channel, r.uncertain_since,
      case when r.part > 0 then r.claimed_at else r.created_at end as since
    from outbox r
    where ${isNextOfLane('outbox', IS_NEXT_OF_SURFACE)}
      and (r.lease_token is null or (r.kind not in ${CANNOT_BE_LOOKED_UP}
        and r.claimed_at <= now() - make_interval(secs => $4)))
      and (r.platform, r.workspace, r.channel, r.kind) not in (
        select platform, workspace, channel, kind from send_pace
        where blocked_until > now()
          or (kind = 'post' and steady_at > now() + make_interval(secs => $6)))
    order by r.position limit $2 * 4 for update of r skip locked
  ), ranked as (
    select *, row_number() over (
      partition by platform, workspace, channel, kind order by since, position) as turn
    from candidate
  ), chosen as (
    select * from ranked where kind <> 'post' or turn = 1 or $5::float8 = 0
    order by position limit $2
  ), paced as (
    insert into send_pace (platform, workspace, channel, kind, steady_at)
    select distinct platform, workspace, channel, kind, now() + make_interval(secs => $5)
    from chosen where kind = 'post' order by platform, workspace, channel
    on conflict on constraint send_pace_pkey do update
      set steady_at = greatest(send_pace.steady_at, now()) + make_interval(secs => $5)
      where send_pace.steady_at <= now() + make_interval(secs => $6)
        and send_pace.blocked_until <= now()
    returning platform, workspace, channel
  ), taken as (
    select chosen.* from chosen left join paced using (platform, workspace, channel)
    where chosen.kind <> 'post' or paced.platform is not null
  )
  update outbox set lease_owner = $1, lease_token = gen_random_uuid(),
    lease_until = now() + make_interval(secs => $3), attempts = attempts + 1, claimed_at = now(),
    uncertain_since = coalesce(outbox.uncertain_since, now())
  from taken where outbox.tenant_id = taken.tenant_id and outbox.id = taken.id
  returning outbox.id, outbox.tenant_id as "tenantId", outbox.position, outbox.kind,
    outbox.platform, outbox.workspace, outbox.channel,
    coalesce(outbox.thread_id, (
      select surface.message from surface
      where surface.tenant_id = outbox.tenant_id and surface.name = outbox.in_thread_of
    )) as "threadId",
    outbox.what, outbox.ticket_id as "ticketId", outbox.message_id as "messageId", outbox.surface,
    outbox.in_thread_of as "inThreadOf", outbox.at_channel as "atChannel",
    outbox.at_message as "atMessage", outbox.user_id as "userId",
    outbox.created_at as "createdAt", outbox.part, outbox.lease_token as token, outbox.attempts as attempt,
    taken.uncertain_since as "uncertainBefore"`;

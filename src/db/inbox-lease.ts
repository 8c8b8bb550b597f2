import type { DataSource } from 'typeorm';
import type { InboxLease, InboxRow, Leased } from '../app/ports/queues';
import { claimRows, isNextOfLane, RELEASED } from './lease';
import { type Sql, sqlOver } from './sql';

export interface InboxLeaseOptions {
  readonly leaseMs: number;
  readonly parkAfterTries: number;
  readonly parkAfterMs: number;
}

interface ClaimedRow extends InboxRow {
  readonly position: string;
  readonly token: string;
  readonly attempt: number;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 60_000;

/** The reader's side of the inbox. */
export class SqlInboxLease implements InboxLease {
  private readonly sql: Sql;

  constructor(
    private readonly dataSource: DataSource,
    private readonly options: InboxLeaseOptions,
  ) {
    this.sql = sqlOver(dataSource);
  }

  async claim(owner: string, limit: number): Promise<readonly Leased<InboxRow>[]> {
    const rows = await claimRows<ClaimedRow>(this.dataSource, CLAIM, [
      owner,
      limit,
      this.options.leaseMs / 1000,
      this.options.parkAfterTries,
    ]);
    return rows
      .toSorted((a, b) => Number(a.position) - Number(b.position))
      .map(({ position: _, token, attempt, ...row }) => ({ row, token, attempt }));
  }

  async done(leases: readonly Leased<InboxRow>[]): Promise<void> {
    await this.sql(
      `update inbox set state = 'DONE', ${RELEASED}, finished_at = now()
       from unnest($1::uuid[], $2::uuid[]) as mine (id, token)
       where inbox.id = mine.id and inbox.lease_token = mine.token and inbox.state = 'PENDING'`,
      [leases.map(({ row }) => row.id), leases.map(({ token }) => token)],
    );
  }

  async retry(lease: Leased<InboxRow>, reason: string): Promise<'retry' | 'parked' | 'lost'> {
    const longest = Math.min(FIRST_PAUSE_MS * 2 ** (lease.attempt - 1), LONGEST_PAUSE_MS);
    const { rows } = await this.sql<{ state: 'PENDING' | 'PARKED' }>(
      `update inbox set ${RELEASED}, reason = $3,
         not_before = now() + make_interval(secs => $4),
         state = case when tired then 'PARKED' else 'PENDING' end,
         finished_at = case when tired then now() end
       from (
         select id, attempts >= $5 or first_tried_at <= now() - make_interval(secs => $6) as tired
         from inbox where id = $1
       ) tries
       where inbox.id = tries.id and inbox.lease_token = $2 and inbox.state = 'PENDING'
       returning inbox.state`,
      [
        lease.row.id,
        lease.token,
        reason,
        (longest * (0.5 + Math.random() / 2)) / 1000,
        this.options.parkAfterTries,
        this.options.parkAfterMs / 1000,
      ],
    );
    const [row] = rows;
    if (row === undefined) return 'lost';
    return row.state === 'PARKED' ? 'parked' : 'retry';
  }

  async postpone(lease: Leased<InboxRow>, afterMs: number, reason: string): Promise<boolean> {
    const { affected } = await this.sql(
      `update inbox set ${RELEASED}, reason = $3, attempts = 0, first_tried_at = null,
         not_before = now() + make_interval(secs => $4)
       where id = $1 and lease_token = $2 and state = 'PENDING'`,
      [lease.row.id, lease.token, reason, afterMs / 1000],
    );
    return affected === 1;
  }

  /** Puts parked rows back, at the end of their lanes and as fresh ones; says how many. */
  async replayParked(limit: number): Promise<number> {
    const { affected } = await this.sql(
      `update inbox set state = 'PENDING', attempts = 0, first_tried_at = null, finished_at = null,
         not_before = now(), position = nextval(pg_get_serial_sequence('inbox', 'position'))
       where id in (
         select id from inbox where state = 'PARKED' order by position limit $1
         for update skip locked)`,
      [limit],
    );
    return affected;
  }
}

/**
 * $1 owner, $2 limit, $3 lease, $4 tries. Whoever dies on a row every
 * time never gets to retry it: that row is parked here.
 */
const CLAIM = `
  with deadly as (
    update inbox set state = 'PARKED', reason = 'no try of it ever ended', ${RELEASED},
      finished_at = now()
    where state = 'PENDING' and lease_token is not null and lease_until <= now() and attempts >= $4
  ), next as (
    select r.id from inbox r where ${isNextOfLane('inbox')} and r.attempts < $4
    order by r.position limit $2 for update skip locked
  )
  update inbox set lease_owner = $1, lease_token = gen_random_uuid(),
    lease_until = now() + make_interval(secs => $3), attempts = attempts + 1,
    first_tried_at = coalesce(first_tried_at, now())
  from next where inbox.id = next.id
  returning inbox.id, inbox.position, platform, workspace, dedup_key as "dedupKey", lane, raw,
    occurred_at as "occurredAt", received_at as "receivedAt", lease_token as token,
    attempts as attempt`;

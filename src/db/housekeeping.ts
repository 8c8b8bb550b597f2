import type { DataSource } from 'typeorm';
import type { Housekeeping } from '../app/ports/housekeeping';
import { inDirectory } from './in-transaction';

/** $1 the instant before which a row must have been finished, $2 how many rows. */
const FINISHED: readonly string[] = [
  `delete from refused_stranger where (reason, minute) in (
     select reason, minute from refused_stranger where minute < $1 limit $2)`,
  // What failed too often waits for an operator. A repeat that comes later than all platforms repeat
  // would still meet its message, which is there once for ever.
  `delete from inbox where id in (
     select id from inbox where state = 'DONE' and finished_at < $1
     order by finished_at limit $2 for update skip locked)`,
  // A refused reply can be sent again. What a card shows that is not drawn anew from its ticket, as a
  // question is, stands nowhere else. In the words of the index, which holds only what may go.
  `delete from outbox where (tenant_id, id) in (
     select tenant_id, id from outbox
     where state <> 'PENDING' and not (state = 'REFUSED' and message_id is not null)
       and (surface is null or split_part(surface, ':', 1)
         in ('triage-card', 'status-line', 'thread-root', 'reply', 'mirror'))
       and finished_at < $1
     order by finished_at limit $2 for update skip locked)`,
  `delete from webhook_delivery where (tenant_id, id) in (
     select tenant_id, id from webhook_delivery where state <> 'PENDING' and finished_at < $1
     order by finished_at limit $2 for update skip locked)`,
];

/** $1 now, $2 how many rows. */
const EXPIRED = `delete from idempotency where (tenant_id, token_id, key) in (
  select tenant_id, token_id, key from idempotency where expires_at <= $1
  order by expires_at limit $2 for update skip locked)`;

/** Tries of minutes that are long over. $1 now, $2 how many rows. */
const OLD_TRIES = `delete from sign_in_try where scope in (
  select scope from sign_in_try where minute < $1::timestamptz - interval '10 minutes'
  limit $2 for update skip locked)`;

const DAY_MS = 86_400_000;

/** Housekeeping over all tenants, each shelf in a short transaction of its own. */
export const createHousekeeping = (dataSource: DataSource, keepDays: number): Housekeeping => ({
  purge: async (now, limit) => {
    const before = new Date(now.getTime() - keepDays * DAY_MS);
    const removed: number[] = [];
    for (const statement of FINISHED)
      removed.push(
        (await inDirectory(dataSource, (sql) => sql(statement, [before, limit]))).affected,
      );
    for (const statement of [EXPIRED, OLD_TRIES])
      removed.push((await inDirectory(dataSource, (sql) => sql(statement, [now, limit]))).affected);
    return Math.max(...removed);
  },
});

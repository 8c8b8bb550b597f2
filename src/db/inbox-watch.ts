import type { Platform } from '../app/ports/chat-event';
import type { InboxWatch } from '../app/ports/queues';
import { storable } from '../domain/text';
import type { Sql } from './sql';

/** Asks after one row of the inbox, whichever process works it off. */
export class SqlInboxWatch implements InboxWatch {
  constructor(private readonly sql: Sql) {}

  async isSettled(platform: Platform, dedupKey: string): Promise<boolean> {
    const { rows } = await this.sql(
      `select from inbox where platform = $1 and dedup_key = $2 and state <> 'PENDING'`,
      [platform, storable(dedupKey)],
    );
    return rows.length > 0;
  }
}

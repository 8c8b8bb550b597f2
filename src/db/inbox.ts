import { v7 as newId } from 'uuid';
import type { Arrival } from '../app/ports/arrival';
import type { Inbox } from '../app/ports/queues';
import { DeskError } from '../domain/errors';
import { storable } from '../domain/text';
import { isAway } from './database-errors';
import type { Sql } from './sql';
import { refuseInsideTransaction } from './transaction-guard';

type Outcome = 'stored' | 'repeat';

interface Waiting {
  readonly id: string;
  readonly arrival: Arrival;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

export interface InboxOptions {
  /** A put that is not committed by then is `unavailable`: the platform must hear it in time. */
  readonly putWithinMs: number;
}

/** Puts that arrive this close together share one statement and one fsync. */
const GATHER_MS = 2;
const ROWS_AT_ONCE = 200;

const tooLate = (): DeskError =>
  new DeskError(
    'unavailable',
    'INBOX_UNAVAILABLE',
    'The message could not be stored in time.',
    'The platform will bring it again.',
  );

/** The door's side of the inbox: resolves after the commit. */
export class SqlInbox implements Inbox {
  private gathered: Waiting[] = [];

  constructor(
    private readonly sql: Sql,
    private readonly options: InboxOptions,
  ) {}

  put(arrival: Arrival): Promise<Outcome> {
    refuseInsideTransaction();
    return new Promise((resolve, reject) => {
      const deadline = setTimeout(() => reject(tooLate()), this.options.putWithinMs);
      const settle = (end: () => void): void => {
        clearTimeout(deadline);
        end();
      };
      if (this.gathered.length === 0) setTimeout(() => this.flush(), GATHER_MS);
      this.gathered.push({
        id: newId(),
        arrival,
        resolve: (outcome) => settle(() => resolve(outcome)),
        reject: (error) => settle(() => reject(error)),
      });
      if (this.gathered.length >= ROWS_AT_ONCE) this.flush();
    });
  }

  private flush(): void {
    const batch = this.gathered;
    this.gathered = [];
    if (batch.length > 0) void this.store(batch);
  }

  private async store(batch: readonly Waiting[]): Promise<void> {
    try {
      const stored = await this.insert(batch);
      for (const { id, resolve } of batch) resolve(stored.has(id) ? 'stored' : 'repeat');
    } catch (error) {
      if (batch.length === 1 || isAway(error) || error instanceof DeskError)
        for (const { reject } of batch) reject(error);
      // One row the database refuses must not take its neighbours down with it.
      else await Promise.all(batch.map((waiting) => this.store([waiting])));
    }
  }

  private async insert(batch: readonly Waiting[]): Promise<ReadonlySet<string>> {
    const column = <T>(pick: (arrival: Arrival) => T): T[] =>
      batch.map(({ arrival }) => pick(arrival));
    const { rows } = await this.sql<{ id: string }>(
      `insert into inbox (id, platform, workspace, dedup_key, lane, raw, occurred_at)
       select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bytea[],
         $7::timestamptz[])
       on conflict on constraint inbox_dedup_key do nothing returning id`,
      [
        batch.map(({ id }) => id),
        column(({ platform }) => platform),
        column(({ workspace }) => storable(workspace)),
        column(({ dedupKey }) => storable(dedupKey)),
        column(({ lane }) => storable(lane)),
        column(({ raw }) => raw),
        column(({ occurredAt }) => occurredAt),
      ],
    );
    return new Set(rows.map(({ id }) => id));
  }
}

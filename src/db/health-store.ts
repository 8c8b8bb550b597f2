import type { HealthStore, HealthToKeep } from '../app/ports/health';
import type { Desk } from './shelves';

/** How the accounts of a tenant fared when they were last counted. */
export class SqlHealthStore implements HealthStore {
  constructor(private readonly desk: Desk) {}

  async keep(accounts: readonly HealthToKeep[]): Promise<void> {
    // Whoever counted later knows better, and two that count at once take them in one order.
    const inOrder = accounts.toSorted((one, other) => (one.customerId < other.customerId ? -1 : 1));
    await this.desk.sql(
      `insert into customer_health (tenant_id, customer_id, score, state, counted_at, next_at)
       select $1, * from unnest($2::uuid[], $3::float8[], $4::text[], $5::timestamptz[],
         $6::timestamptz[])
       on conflict (tenant_id, customer_id) do update
         set score = excluded.score, state = excluded.state, counted_at = excluded.counted_at,
           next_at = excluded.next_at
         where customer_health.counted_at <= excluded.counted_at`,
      [
        this.desk.tenantId,
        inOrder.map(({ customerId }) => customerId),
        inOrder.map(({ score }) => score),
        inOrder.map(({ state }) => state),
        inOrder.map(({ countedAt }) => countedAt),
        inOrder.map(({ nextAt }) => nextAt),
      ],
    );
  }
}

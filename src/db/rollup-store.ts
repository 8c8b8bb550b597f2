import type { RollupStore } from '../app/ports/facts';
import { FACT_KINDS } from '../domain/fact';
import { Cells, type Ended, endedColumns } from './rollup-cells';
import type { Desk } from './shelves';

interface Rolled {
  readonly zone: string;
  readonly nextHour: number | null;
}

/** As many facts as are read at once: the server gives up on a transaction that says nothing for long. */
const AT_ONCE = 5_000;
/** What is added up is held until it is so much: a cell costs the same to write, however many it got. */
const HELD = 150_000;
const DAY_HOURS = 24;
const hour = (number: string): string => `to_timestamp(${number}::int4 * 3600.0)`;

/** Adds the facts that have ended to the days in which they began. */
export class SqlRollupStore implements RollupStore {
  constructor(private readonly desk: Desk) {}

  async roll(limit: number): ReturnType<RollupStore['roll']> {
    const { zone, nextHour } = await this.rolled();
    if (nextHour !== null) return this.addAnew(zone, nextHour);
    const added = await this.add(
      `with taken as (
         delete from metric_pending where tenant_id = $1 and position in (
           select position from metric_pending where tenant_id = $1 order by position limit $3)
         returning fact_id, sign
       )
       select taken.sign, ${endedColumns('$2')}
       from taken join metric_fact fact on fact.tenant_id = $1 and fact.id = taken.fact_id`,
      [zone, limit],
    );
    return { added, isMore: added === limit };
  }

  /** By whose days, held by this transaction; another zone, or none, begins all over. */
  private async rolled(): Promise<Rolled> {
    const { tenantId } = this.desk;
    const { rows } = await this.desk.sql<Rolled & { readonly was: string | null }>(
      `with held as (select zone, next_hour from metric_rolled where tenant_id = $1 for update)
       select tenant.zone, held.zone as was, held.next_hour as "nextHour"
       from tenant left join held on true where id = $1`,
      [tenantId],
    );
    const { zone = 'UTC', was = null, nextHour = null } = rows[0] ?? {};
    if (zone === was) return { zone, nextHour };
    const { first } = await this.hours();
    await this.desk.sql(
      `insert into metric_rolled (tenant_id, zone, next_hour) values ($1, $2, $3)
       on conflict (tenant_id) do update set zone = excluded.zone, next_hour = excluded.next_hour`,
      [tenantId, zone, first],
    );
    await this.desk.sql('delete from metric_rollup where tenant_id = $1', [tenantId]);
    return { zone, nextHour: first };
  }

  /** The first and the last hour in which something began. */
  private async hours(): Promise<{ readonly first: number; readonly last: number }> {
    const { rows } = await this.desk.sql<{ first: number | null; last: number | null }>(
      `select floor(extract(epoch from min(first.at)) / 3600)::int4 as first,
         floor(extract(epoch from max(last.at)) / 3600)::int4 as last
       from unnest($2::text[]) asked (kind),
         lateral (select min(began_at) as at from metric_fact
           where tenant_id = $1 and metric_fact.kind = asked.kind) first,
         lateral (select max(began_at) as at from metric_fact
           where tenant_id = $1 and metric_fact.kind = asked.kind) last`,
      [this.desk.tenantId, FACT_KINDS],
    );
    return { first: rows[0]?.first ?? 0, last: rows[0]?.last ?? 0 };
  }

  /**
   * Adds up a day anew, some hours at a time. What is still to be added of those is taken away in the
   * same statement, so each fact is in the one or in the other, whatever is told meanwhile.
   */
  private async addAnew(zone: string, from: number): ReturnType<RollupStore['roll']> {
    const { tenantId } = this.desk;
    const within = `tenant_id = $1 and kind = any($2::text[])
      and began_at >= ${hour('$3')} and began_at < ${hour('$4')}`;
    const end = from + DAY_HOURS;
    const { rows } = await this.desk.sql<{ n: number }>(
      `select count(*)::int4 as n from metric_fact where ${within}`,
      [tenantId, FACT_KINDS, from, end],
    );
    const share = Math.floor((DAY_HOURS * AT_ONCE) / Math.max(1, rows[0]?.n ?? 0));
    const step = Math.max(1, Math.min(DAY_HOURS, share));
    let cells = new Cells();
    let added = 0;
    for (let at = from; at < end; at += step) {
      added += await this.read(
        cells,
        `with taken as (delete from metric_pending where ${within})
         select 1 as sign, ${endedColumns('$5')} from metric_fact fact
         where ${within} and fact.gone_at is null and fact.ended_at is not null`,
        [FACT_KINDS, at, Math.min(at + step, end), zone],
      );
      if (cells.size < HELD) continue;
      await cells.merge(this.desk);
      cells = new Cells();
    }
    await cells.merge(this.desk);
    const { last } = await this.hours();
    await this.desk.sql('update metric_rolled set next_hour = $2 where tenant_id = $1', [
      tenantId,
      end <= last ? end : null,
    ]);
    return { added, isMore: true };
  }

  private async add(text: string, params: readonly unknown[]): Promise<number> {
    const cells = new Cells();
    const added = await this.read(cells, text, params);
    await cells.merge(this.desk);
    return added;
  }

  private async read(cells: Cells, text: string, params: readonly unknown[]): Promise<number> {
    const { rows } = await this.desk.sql<Ended>(text, [this.desk.tenantId, ...params]);
    for (const row of rows) cells.add(row);
    return rows.length;
  }
}

import type { RollupStore } from '../app/ports/facts';
import { type FactKind, LENGTH_KINDS } from '../domain/fact';
import { bucketOf } from '../domain/histogram';
import { type Heap, packed, unpack } from '../domain/packed-bars';
import { BLOCK_DAYS } from '../domain/whole-days';
import { FACETS, type Facet } from './rollup-facets';
import type { Desk } from './shelves';

interface Ended {
  readonly sign: number;
  readonly kind: FactKind;
  readonly day: number;
  readonly keys: Readonly<Record<Facet, string | null>>;
  readonly outcome: string | null;
  readonly seconds: number;
  readonly openSeconds: number;
}

interface CellName {
  readonly kind: FactKind;
  readonly facet: Facet;
  readonly size: number;
  readonly span: number;
  readonly key: string;
  readonly outcome: string;
}

interface Cell extends CellName {
  n: number;
  readonly bars: Map<number, Heap>;
  readonly openBars: Map<number, Heap>;
}

interface StoredCell extends CellName {
  readonly n: number;
  readonly bars: Uint8Array;
  readonly openBars: Uint8Array;
}

const NAME = 'kind, facet, size, span, key, outcome';
const nameOf = ({ kind, facet, size, span, key, outcome }: CellName): string =>
  JSON.stringify([kind, facet, size, span, key, outcome]);

const add = (heaps: Map<number, Heap>, bucket: number, n: number, ms: number): void => {
  const heap = heaps.get(bucket);
  if (heap === undefined) heaps.set(bucket, { n, ms });
  else {
    heap.n += n;
    heap.ms += ms;
  }
};

/** Adds the facts that have ended to the days in which they began. */
export class SqlRollupStore implements RollupStore {
  constructor(private readonly desk: Desk) {}

  async roll(limit: number): Promise<number> {
    const { tenantId } = this.desk;
    const zone = await this.zone();
    const { rows } = await this.desk.sql<Ended>(
      `with taken as (
         delete from metric_pending where tenant_id = $1 and position in (
           select position from metric_pending where tenant_id = $1 order by position limit $2)
         returning fact_id, sign
       )
       select taken.sign, fact.kind, fact.outcome, fact.seconds,
         fact.open_seconds as "openSeconds",
         (fact.began_at at time zone $3)::date - date '1970-01-01' as day,
         jsonb_build_object('ALL', '', 'CUSTOMER', fact.customer_id, 'QUEUE', fact.queue_id,
           'CHANNEL', fact.channel_id, 'AGENT', fact.member_id, 'PRIORITY', fact.priority,
           'CAUSE', fact.cause, 'REASON', fact.reason) as keys
       from taken join metric_fact fact on fact.tenant_id = $1 and fact.id = taken.fact_id`,
      [tenantId, limit, zone],
    );
    if (rows.length > 0) await this.merge(this.cellsOf(rows));
    return rows.length;
  }

  /** The zone of the tenant's days, held by this transaction; another one, or none, begins all over. */
  private async zone(): Promise<string> {
    const { tenantId } = this.desk;
    const { rows } = await this.desk.sql<{ zone: string; was: string | null }>(
      `with held as (select zone from metric_rolled where tenant_id = $1 for update)
       select zone, (select zone from held) as was from tenant where id = $1`,
      [tenantId],
    );
    const { zone = 'UTC', was = null } = rows[0] ?? {};
    if (zone === was) return zone;
    await this.desk.sql(
      `insert into metric_rolled (tenant_id, zone) values ($1, $2)
       on conflict (tenant_id) do update set zone = excluded.zone`,
      [tenantId, zone],
    );
    await this.desk.sql('delete from metric_rollup where tenant_id = $1', [tenantId]);
    await this.desk.sql('delete from metric_pending where tenant_id = $1', [tenantId]);
    await this.desk.sql(
      `insert into metric_pending (tenant_id, kind, began_at, fact_id, sign)
       select tenant_id, kind, began_at, id, 1 from metric_fact
       where tenant_id = $1 and gone_at is null and ended_at is not null`,
      [tenantId],
    );
    return zone;
  }

  private cellsOf(rows: readonly Ended[]): ReadonlyMap<string, Cell> {
    const cells = new Map<string, Cell>();
    for (const row of rows) {
      const { sign, kind, day, seconds, openSeconds } = row;
      const isLength = LENGTH_KINDS.includes(kind);
      for (const { facet, blocks } of FACETS)
        for (const size of blocks ? [1, BLOCK_DAYS] : [1]) {
          const span = Math.floor(day / size);
          const key = row.keys[facet] ?? '';
          const name = { kind, facet, size, span, key, outcome: row.outcome ?? '' };
          const id = nameOf(name);
          const cell = cells.get(id) ?? { ...name, n: 0, bars: new Map(), openBars: new Map() };
          cells.set(id, cell);
          cell.n += sign;
          if (!isLength) continue;
          add(cell.bars, bucketOf(seconds), sign, sign * Math.round(seconds * 1000));
          add(cell.openBars, bucketOf(openSeconds), sign, sign * Math.round(openSeconds * 1000));
        }
    }
    return cells;
  }

  private async merge(cells: ReadonlyMap<string, Cell>): Promise<void> {
    // In one order, whoever writes them.
    const all = [...cells.keys()].sort().flatMap((id) => cells.get(id) ?? []);
    const column = <Value>(of: (cell: Cell) => Value): Value[] => all.map(of);
    const names = [
      this.desk.tenantId,
      column(({ kind }) => kind),
      column(({ facet }) => facet),
      column(({ size }) => size),
      column(({ span }) => span),
      column(({ key }) => key),
      column(({ outcome }) => outcome),
    ];
    const given = '$2::text[], $3::text[], $4::int4[], $5::int4[], $6::text[], $7::text[]';
    const { rows } = await this.desk.sql<StoredCell>(
      `select ${NAME}, n, bars, open_bars as "openBars"
       from unnest(${given}) asked (${NAME}) join metric_rollup using (${NAME})
       where tenant_id = $1`,
      names,
    );
    for (const row of rows) {
      const cell = cells.get(nameOf(row));
      if (cell === undefined) continue;
      cell.n += row.n;
      unpack(row.bars, (bucket, n, ms) => add(cell.bars, bucket, n, ms));
      unpack(row.openBars, (bucket, n, ms) => add(cell.openBars, bucket, n, ms));
    }
    await this.desk.sql(
      `insert into metric_rollup (tenant_id, ${NAME}, n, bars, open_bars)
       select $1, * from unnest(${given}, $8::int4[], $9::bytea[], $10::bytea[])
       on conflict (tenant_id, ${NAME}) do update set n = excluded.n, bars = excluded.bars,
         open_bars = excluded.open_bars`,
      [
        ...names,
        column(({ n }) => n),
        column(({ bars }) => Buffer.from(packed(bars))),
        column(({ openBars }) => Buffer.from(packed(openBars))),
      ],
    );
  }
}

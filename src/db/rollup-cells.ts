import { type FactKind, LENGTH_KINDS, STOCK_KINDS } from '../domain/fact';
import { bucketOf } from '../domain/histogram';
import { type Heap, packed, unpack } from '../domain/packed-bars';
import { BLOCK_DAYS } from '../domain/whole-days';
import { FACETS, type Facet, HOURLY } from './rollup-facets';
import type { Desk } from './shelves';

/** A fact that has ended, as it is added up. */
export interface Ended {
  readonly sign: number;
  readonly kind: FactKind;
  readonly outcome: string | null;
  readonly seconds: number;
  readonly openSeconds: number;
  readonly day: number;
  readonly hour: number;
  readonly endDay: number;
  readonly endHour: number;
  readonly customerId: string;
  readonly queueId: string;
  readonly channelId: string;
  readonly memberId: string | null;
  readonly priority: string;
  readonly cause: string | null;
  readonly reason: string | null;
}

const HOUR_OF = (instant: string): string => `floor(extract(epoch from ${instant}) / 3600)::int4`;
const DAY_OF = (instant: string, zone: string): string =>
  `(${instant} at time zone ${zone})::date - date '1970-01-01'`;

/** What is read of a fact, but for its sign. */
export const endedColumns = (zone: string): string => `fact.kind, fact.outcome, fact.seconds,
  fact.open_seconds as "openSeconds", ${DAY_OF('fact.began_at', zone)} as day,
  ${HOUR_OF('fact.began_at')} as hour, ${DAY_OF('fact.ended_at', zone)} as "endDay",
  ${HOUR_OF('fact.ended_at')} as "endHour", fact.customer_id as "customerId",
  fact.queue_id as "queueId", fact.channel_id as "channelId", fact.member_id as "memberId",
  fact.priority, fact.cause, fact.reason`;

interface CellName {
  readonly kind: FactKind;
  readonly facet: string;
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

/** As many cells as are written at once. */
const WRITTEN_AT_ONCE = 2_000;
const NAME = 'kind, facet, size, span, key, outcome';
const SAME = `kind = asked.kind and facet = asked.facet and size = asked.size::int4
  and span = asked.span::int4 and key = asked.key and outcome = asked.outcome`;
const listed = (place: number): string => `json_array_elements_text($${place}::json)`;
/** Only the key may be any text at all. */
const nameOf = ({ kind, facet, size, span, outcome, key }: CellName): string =>
  `${kind} ${facet} ${size} ${span} ${outcome} ${key}`;

/** Whether it began a new heap. */
const add = (heaps: Map<number, Heap>, bucket: number, n: number, ms: number): boolean => {
  const heap = heaps.get(bucket);
  if (heap === undefined) {
    heaps.set(bucket, { n, ms });
    return true;
  }
  heap.n += n;
  heap.ms += ms;
  return false;
};

const keyOf: Readonly<Record<Facet, (fact: Ended) => string | null>> = {
  ALL: () => '',
  CUSTOMER: ({ customerId }) => customerId,
  QUEUE: ({ queueId }) => queueId,
  CHANNEL: ({ channelId }) => channelId,
  AGENT: ({ memberId }) => memberId,
  PRIORITY: ({ priority }) => priority,
  CAUSE: ({ cause }) => cause,
  REASON: ({ reason }) => reason,
};

/** Where facts of one kind and outcome that began in one day are added: one facet each. */
const SLOTS = FACETS.map(({ facet }) => ({ facet, keyOf: keyOf[facet] }));
/** Of these there are blocks of days, too. Stocks are asked for day by day. */
const IN_BLOCKS = new Set<string>(FACETS.flatMap(({ facet, blocks }) => (blocks ? [facet] : [])));

/** Facts added up by days and hours, to be added to what is there. */
export class Cells {
  private readonly cells = new Map<string, Cell>();
  /** The same by kind, outcome and day, so that no name is spelt for each fact. */
  private readonly days = new Map<string, readonly Map<string, Cell>[]>();
  private heaps = 0;

  /** How much is held: cells, and the heaps in them. */
  get size(): number {
    return this.cells.size + this.heaps;
  }

  add(fact: Ended): void {
    if (STOCK_KINDS.includes(fact.kind)) this.addChange(fact);
    else this.addLength(fact);
  }

  /** Counted in the day in which it began. */
  private addLength(fact: Ended): void {
    const { sign, kind, hour, seconds, openSeconds } = fact;
    const isLength = LENGTH_KINDS.includes(kind);
    const bucket = bucketOf(seconds);
    const ms = sign * Math.round(seconds * 1000);
    const openBucket = bucketOf(openSeconds);
    const openMs = sign * Math.round(openSeconds * 1000);
    const put = (cell: Cell): void => {
      cell.n += sign;
      if (!isLength) return;
      if (add(cell.bars, bucket, sign, ms)) this.heaps += 1;
      if (add(cell.openBars, openBucket, sign, openMs)) this.heaps += 1;
    };
    const outcome = fact.outcome ?? '';
    put(this.cell({ kind, facet: HOURLY, size: 1, span: hour, key: '', outcome }));
    for (const cell of this.ofDay(fact, fact.day, outcome)) put(cell);
  }

  /** One more where it began, one less where it ended. */
  private addChange(fact: Ended): void {
    const { sign, kind, day, hour, endDay, endHour } = fact;
    const ofHour = (span: number): Cell =>
      this.cell({ kind, facet: HOURLY, size: 1, span, key: '', outcome: '' });
    if (hour !== endHour) {
      ofHour(hour).n += sign;
      ofHour(endHour).n -= sign;
    }
    if (day === endDay) return;
    for (const cell of this.ofDay(fact, day, '')) cell.n += sign;
    for (const cell of this.ofDay(fact, endDay, '')) cell.n -= sign;
  }

  /** The cells of a day to which a fact belongs. */
  private ofDay(fact: Ended, day: number, outcome: string): readonly Cell[] {
    const { kind } = fact;
    const name = `${kind} ${outcome} ${day}`;
    let rows = this.days.get(name);
    if (rows === undefined) {
      rows = SLOTS.map(() => new Map<string, Cell>());
      this.days.set(name, rows);
    }
    return SLOTS.map(({ facet, keyOf: keyIn }, slot) => {
      const key = keyIn(fact) ?? '';
      const row = rows[slot];
      const known = row?.get(key);
      if (known !== undefined) return known;
      const cell = this.cell({ kind, facet, size: 1, span: day, key, outcome });
      row?.set(key, cell);
      return cell;
    });
  }

  private cell(name: CellName): Cell {
    const id = nameOf(name);
    const known = this.cells.get(id);
    if (known !== undefined) return known;
    const cell = { ...name, n: 0, bars: new Map(), openBars: new Map() };
    this.cells.set(id, cell);
    return cell;
  }

  /** The days of a block are added to it together: that is less than each fact to its block. */
  private fillBlocks(): void {
    for (const { n, bars, openBars, ...name } of [...this.cells.values()]) {
      if (!IN_BLOCKS.has(name.facet) || STOCK_KINDS.includes(name.kind)) continue;
      const span = Math.floor(name.span / BLOCK_DAYS);
      const block = this.cell({ ...name, size: BLOCK_DAYS, span });
      block.n += n;
      for (const [bucket, heap] of bars) add(block.bars, bucket, heap.n, heap.ms);
      for (const [bucket, heap] of openBars) add(block.openBars, bucket, heap.n, heap.ms);
    }
  }

  /** Adds all of it to what was added up before. It is done with after that. */
  async merge(desk: Desk): Promise<void> {
    this.fillBlocks();
    // In one order, whoever writes them.
    const names = [...this.cells.keys()].sort();
    for (let at = 0; at < names.length; at += WRITTEN_AT_ONCE)
      await this.mergeSome(
        desk,
        names.slice(at, at + WRITTEN_AT_ONCE).flatMap((id) => this.cells.get(id) ?? []),
      );
  }

  private async mergeSome({ sql, tenantId }: Desk, all: readonly Cell[]): Promise<void> {
    // As JSON: the driver takes ten times as long to spell arrays.
    const column = (of: (cell: Cell) => string | number): string => JSON.stringify(all.map(of));
    const names = [
      tenantId,
      column(({ kind }) => kind),
      column(({ facet }) => facet),
      column(({ size }) => size),
      column(({ span }) => span),
      column(({ key }) => key),
      column(({ outcome }) => outcome),
    ];
    const given = [2, 3, 4, 5, 6, 7].map(listed).join(', ');
    const { rows } = await sql<StoredCell>(
      `select found.kind, found.facet, found.size, found.span, found.key, found.outcome, found.n, found.bars,
         found.open_bars as "openBars"
       from rows from (${given}) asked (${NAME}), lateral (
         select metric_rollup.* from metric_rollup where tenant_id = $1 and ${SAME}
         -- Looked up one by one, however many there seem to be.
         offset 0
       ) found`,
      names,
    );
    for (const row of rows) {
      const cell = this.cell(row);
      cell.n += row.n;
      unpack(row.bars, (bucket, n, ms) => add(cell.bars, bucket, n, ms));
      unpack(row.openBars, (bucket, n, ms) => add(cell.openBars, bucket, n, ms));
    }
    await sql(
      `insert into metric_rollup (tenant_id, ${NAME}, n, bars, open_bars)
       select $1, kind, facet, size::int4, span::int4, key, outcome, n::int4,
         decode(bars, 'base64'), decode(open_bars, 'base64')
       from rows from (${given}, ${listed(8)}, ${listed(9)}, ${listed(10)})
         asked (${NAME}, n, bars, open_bars)
       on conflict (tenant_id, ${NAME}) do update set n = excluded.n, bars = excluded.bars,
         open_bars = excluded.open_bars`,
      [
        ...names,
        column(({ n }) => n),
        column(({ bars }) => Buffer.from(packed(bars)).toString('base64')),
        column(({ openBars }) => Buffer.from(packed(openBars)).toString('base64')),
      ],
    );
  }
}

import type {
  Bar,
  FactQuestion,
  FactRow,
  FactRowsQuestion,
  Lasting,
  Span,
  StockQuestion,
} from '../ports/facts';
import type { HealthQuestion, HealthRow } from '../ports/health';
import type { Key, Page, Slice } from '../ports/slices';
import { healthSince } from './health';
import { PackedSums } from './packed-sums';
import { type CountReaders, Pieces, type Piecewise } from './pieces';
import { rolledHealth } from './rolled-health';
import { refuseBeyond } from './too-many-facts';
import { earlier, type Window } from './window';

const BEGINNING = new Date(0);
/** About so many are looked at for each request of an account. */
const FACTS_OF_REQUEST = 8;
const nextMs = (at: Date): Date => new Date(at.getTime() + 1);

const later = (one: Date, other: Date | null): Date =>
  other === null || one >= other ? one : other;
/** Keys of facts hold microseconds. */
const instantOf = (key: Key | null): Date | null =>
  key === null ? null : new Date(Math.floor(Number(key.value) / 1000));

async function* backwards<Piece>(pieces: AsyncIterable<Piece>): AsyncGenerator<Piece> {
  const all: Piece[] = [];
  for await (const piece of pieces) all.unshift(piece);
  yield* all;
}

/** Spans of many pieces as those of one. */
const summed = (spans: readonly Span[]): readonly Span[] => {
  const sums = new Map<string, Span>();
  for (const span of spans) {
    const { from, to, group, band, n } = span;
    const name = `${from} ${to} ${band}${group === null ? '' : ` ${group}`}`;
    sums.set(name, { ...span, n: n + (sums.get(name)?.n ?? 0) });
  }
  return [...sums.values()];
};

/**
 * Counts facts one by one, for what nothing was added up for: in one statement where they are few,
 * else piece by piece, each a short statement of its own. What was told at an instant never changes,
 * so the pieces are of one answer however long they take.
 */
export class Counting {
  private readonly pieces: Pieces;

  constructor(
    private readonly readers: CountReaders,
    private readonly tenantId: string,
    private readonly long: Piecewise,
  ) {
    this.pieces = new Pieces(readers, tenantId, long);
  }

  async bars(question: FactQuestion): Promise<readonly Bar[]> {
    const { tenantId } = this;
    let few: readonly Bar[] | null = null;
    const many = new PackedSums();
    await this.pieces.over(
      { ...question, to: earlier(question.to, nextMs(question.asOf)), sizedBy: question.kind },
      (readers, piece) => readers.bars(tenantId, { ...question, ...piece }),
      (rows, isAll) => {
        if (isAll) few = rows;
        else many.add(rows);
      },
      (from) => from.rolledBars(tenantId, question),
    );
    return few ?? many.bars;
  }

  /** What lasts at `asOf`; where few were told since, indexes find it. */
  async lasting(question: FactQuestion, areFew: boolean): Promise<readonly Lasting[]> {
    const { readers, tenantId } = this;
    if (areFew) return readers.lasting(tenantId, question, true);
    const found: Lasting[] = [];
    await this.pieces.over(
      { ...question, to: earlier(question.to, nextMs(question.asOf)), sizedBy: question.kind },
      (from, piece) => from.lasting(tenantId, { ...question, ...piece }, false),
      (rows) => {
        for (const row of rows) found.push(row);
      },
      async (from) => {
        const rolled = await from.rolledBars(tenantId, question, { onlyCounts: true });
        return rolled === null ? null : from.lasting(tenantId, question, true);
      },
    );
    return found;
  }

  /**
   * As of now an index finds who was there at the first instant, and only those that came after it
   * are counted; as of the past whoever ever came may have been there.
   */
  async spans(question: StockQuestion): Promise<readonly Span[]> {
    const { readers, tenantId } = this;
    const { kind, filter, instants, isNow } = question;
    const [first = BEGINNING] = instants;
    const last = instants.at(-1) ?? first;
    let rolled: readonly Span[] | null = null;
    const found: Span[] = isNow ? [...(await readers.spans(tenantId, question, 'THERE'))] : [];
    await this.pieces.over(
      { kind, filter, from: isNow ? first : BEGINNING, to: last, sizedBy: 'VOLUME' },
      (from, piece) => from.spans(tenantId, question, piece),
      (rows) => {
        for (const row of rows) found.push(row);
      },
      async (from) => {
        rolled = await from.rolledSpans(tenantId, question);
        return rolled;
      },
    );
    return rolled ?? summed(found);
  }

  /** How accounts fared, by what was added up; else some accounts at one instant are a piece. */
  async health(question: HealthQuestion): Promise<readonly HealthRow[]> {
    const { readers, tenantId, long } = this;
    const { instants, filter } = question;
    const last = instants.at(-1) ?? question.asOf;
    const among = filter.customerIds ?? null;
    const asked = [healthSince(last), last, among] as const;
    const requests = await readers.factsAddedUp(tenantId, 'VOLUME', ...asked);
    const facts = requests * FACTS_OF_REQUEST;
    if (facts * instants.length <= long.pieceFacts) return readers.healthCounts(tenantId, question);
    return long.enter(async (signal) => {
      const rolled = await rolledHealth(long.readers, tenantId, question, async (ask) => {
        const leave = await long.statements.take(signal);
        return ask().finally(leave);
      });
      if (rolled !== null) return rolled;
      refuseBeyond(facts * instants.length);
      const ids = await long.readers.accountIds(tenantId, among);
      const many = Math.max(1, Math.floor((long.pieceFacts * ids.length) / facts));
      async function* pieces() {
        for (const [cell, at] of instants.entries())
          for (let first = 0; first < ids.length; first += many) {
            signal.throwIfAborted();
            yield { cell, at, customerIds: ids.slice(first, first + many) };
          }
      }
      const found: HealthRow[] = [];
      await this.pieces.spread(pieces(), signal, async ({ cell, at, customerIds }) => {
        const some = { ...question, instants: [at], filter: { ...filter, customerIds } };
        for (const row of await long.readers.healthCounts(tenantId, some))
          found.push({ ...row, cell });
      });
      return found;
    });
  }

  /**
   * A page of the facts behind a figure, from the piece on where it begins: what is rare among many
   * may stand far from there.
   */
  async rows(question: FactRowsQuestion, slice: Slice): Promise<Page<FactRow>> {
    const { readers, tenantId, long } = this;
    const { kind, filter, stock, isNow, asOf, group } = question;
    // As they stand in the index, or found by one: what has ended somehow is in none.
    const isPlain =
      Object.values(filter).every((values) => (values ?? null) === null) &&
      (question.outcomes?.every((one) => one === null || one === 'OVERDUE') ?? true);
    if (isNow && (stock || (isPlain && group === null)))
      return readers.factRows(tenantId, question, slice);
    // One customer's stand in an index, also as a group.
    const some =
      group?.by === 'CUSTOMER' && group.key !== null
        ? { ...filter, customerIds: [group.key] }
        : filter;
    const facts = {
      ...{ kind, filter: some },
      from: later(stock ? BEGINNING : question.from, instantOf(slice.after)),
      to: earlier(earlier(question.to, nextMs(asOf)), nextMs(instantOf(slice.before) ?? asOf)),
    };
    const first = await readers.pieceEnd(tenantId, facts, long.pieceFacts);
    if (first === null) return readers.factRows(tenantId, question, slice);
    const isForward = slice.from === 'start';
    const found: Page<FactRow>['rows'][number][] = [];
    const isFull = async (from: CountReaders, began: Window): Promise<boolean> => {
      const rest = { ...slice, limit: slice.limit - found.length };
      const page = await from.factRows(tenantId, { ...question, began }, rest);
      found.splice(isForward ? found.length : 0, 0, ...page.rows);
      return isForward ? page.hasNext : page.hasPrevious;
    };
    const search = async (): Promise<boolean> => {
      if (isForward && (await isFull(readers, { from: facts.from, to: first }))) return true;
      return long.enter(async (signal) => {
        const from = isForward ? first : facts.from;
        const pieces = this.pieces.of({ ...facts, from }, signal);
        for await (const piece of isForward ? pieces : backwards(pieces)) {
          signal.throwIfAborted();
          const leave = await long.statements.take(signal);
          const isDone = await isFull(long.readers, piece).finally(leave);
          if (isDone) return true;
        }
        return false;
      });
    };
    const more = await search();
    return isForward
      ? { rows: found, hasNext: more, hasPrevious: slice.after !== null }
      : { rows: found, hasNext: slice.before !== null, hasPrevious: more };
  }
}

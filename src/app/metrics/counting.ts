import type {
  Bar,
  FactQuestion,
  FactReaders,
  FactsCounted,
  Lasting,
  Span,
  StockQuestion,
} from '../ports/facts';
import { PackedSums } from './packed-sums';
import { refuseTooMany } from './too-many-facts';
import type { Turns } from './turns';
import { earlier, type Window } from './window';

export type CountReaders = Pick<
  FactReaders,
  'bars' | 'lasting' | 'spans' | 'pieceEnd' | 'factsAddedUp'
>;

/** How what takes long is counted. */
export interface Piecewise {
  readonly readers: CountReaders;
  /** As many facts as one statement looks at. */
  readonly pieceFacts: number;
  /** So many pieces of one question at once. */
  readonly atOnce: number;
  /** Whoever asks the next statement takes a turn. */
  readonly statements: Turns;
  /** Does it when it has its turn, and says when it is to stop. */
  readonly enter: <Answer>(work: (signal: AbortSignal) => Promise<Answer>) => Promise<Answer>;
}

const BEGINNING = new Date(0);
const nextMs = (at: Date): Date => new Date(at.getTime() + 1);

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
  constructor(
    private readonly readers: CountReaders,
    private readonly tenantId: string,
    private readonly long: Piecewise,
  ) {}

  async bars(question: FactQuestion): Promise<readonly Bar[]> {
    const { tenantId } = this;
    const few: Bar[] = [];
    const many = new PackedSums();
    await this.over(
      { ...question, to: earlier(question.to, nextMs(question.asOf)), sizedBy: question.kind },
      (readers, piece) => readers.bars(tenantId, { ...question, ...piece }),
      (rows, isAll) => (isAll ? few.push(...rows) : many.add(rows)),
    );
    return few.length > 0 ? few : many.bars;
  }

  /** What lasts at `asOf`; as of now an index finds it. */
  async lasting(question: FactQuestion, isNow: boolean): Promise<readonly Lasting[]> {
    const { readers, tenantId } = this;
    if (isNow) return readers.lasting(tenantId, question, true);
    const found: Lasting[] = [];
    await this.over(
      { ...question, to: earlier(question.to, nextMs(question.asOf)), sizedBy: question.kind },
      (from, piece) => from.lasting(tenantId, { ...question, ...piece }, false),
      (rows) => {
        for (const row of rows) found.push(row);
      },
    );
    return found;
  }

  /**
   * As of now an index finds who was there at the first instant, and only those that came after it
   * are counted; as of the past whoever ever came may have been there.
   */
  async spans(question: StockQuestion, isNow: boolean): Promise<readonly Span[]> {
    const { readers, tenantId } = this;
    const { kind, filter, instants } = question;
    const [first = BEGINNING] = instants;
    const last = instants.at(-1) ?? first;
    const found: Span[] = isNow ? [...(await readers.spans(tenantId, question, 'THERE'))] : [];
    await this.over(
      { kind, filter, from: isNow ? first : BEGINNING, to: last, sizedBy: 'VOLUME' },
      (from, piece) => from.spans(tenantId, question, piece),
      (rows) => {
        for (const row of rows) found.push(row);
      },
    );
    return summed(found);
  }

  private async over<Row>(
    facts: Window &
      Pick<FactsCounted, 'kind' | 'filter'> & { readonly sizedBy: FactsCounted['kind'] },
    ask: (readers: CountReaders, piece: Window) => Promise<readonly Row[]>,
    take: (rows: readonly Row[], isAll: boolean) => void,
  ): Promise<void> {
    const { tenantId, long, readers } = this;
    const { from, to, kind, filter, sizedBy } = facts;
    if (from >= to) return;
    const first = await readers.pieceEnd(tenantId, { kind, from, to, filter }, long.pieceFacts);
    if (first === null) {
      take(await ask(readers, { from, to }), true);
      return;
    }
    await refuseTooMany(readers, tenantId, sizedBy, from, to, filter);
    await long.enter(async (signal) => {
      const pieces = this.pieces(facts, signal);
      const work = async (): Promise<void> => {
        for await (const piece of pieces) {
          const leave = await long.statements.take(signal);
          try {
            take(await ask(long.readers, piece), false);
          } finally {
            leave();
          }
        }
      };
      const workers = Array.from({ length: long.atOnce }, work);
      // A turn is over when its last statement is.
      await Promise.allSettled(workers);
      await Promise.all(workers);
    });
  }

  /** The facts cut into pieces, each looked for when it is its turn; none when nobody waits. */
  private async *pieces(
    { from, to, kind, filter }: FactsCounted,
    signal: AbortSignal,
  ): AsyncGenerator<Window> {
    const { readers, pieceFacts } = this.long;
    for (let at = from; at < to; ) {
      signal.throwIfAborted();
      const rest = { kind, filter, from: at, to };
      const end = (await readers.pieceEnd(this.tenantId, rest, pieceFacts)) ?? to;
      yield { from: at, to: end };
      at = end;
    }
  }
}

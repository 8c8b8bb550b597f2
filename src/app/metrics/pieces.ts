import type { FactReaders, FactsCounted } from '../ports/facts';
import type { HealthReaders } from '../ports/health';
import { refuseTooMany } from './too-many-facts';
import type { Turns } from './turns';
import type { Window } from './window';

export type CountReaders = Pick<
  FactReaders,
  | 'bars'
  | 'lasting'
  | 'spans'
  | 'factRows'
  | 'pieceEnd'
  | 'factsAddedUp'
  | 'rolledBars'
  | 'rolledSpans'
> &
  Pick<HealthReaders, 'healthCounts' | 'healthWaits' | 'accountIds'>;

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

/** Facts cut into pieces, each looked at by a short statement of its own. */
export class Pieces {
  constructor(
    private readonly readers: CountReaders,
    private readonly tenantId: string,
    private readonly long: Piecewise,
  ) {}

  /**
   * All of them, in one statement where they are few; where `read` finds them added up with more time
   * than others leave, they need not be counted.
   */
  async over<Row>(
    facts: Window &
      Pick<FactsCounted, 'kind' | 'filter'> & { readonly sizedBy: FactsCounted['kind'] },
    ask: (readers: CountReaders, piece: Window) => Promise<readonly Row[]>,
    take: (rows: readonly Row[], isAll: boolean) => void,
    read: (readers: CountReaders) => Promise<readonly Row[] | null> = async () => null,
  ): Promise<void> {
    const { tenantId, long, readers } = this;
    const { from, to, kind, filter, sizedBy } = facts;
    if (from >= to) return;
    const first = await readers.pieceEnd(tenantId, { kind, from, to, filter }, long.pieceFacts);
    if (first === null) {
      take(await ask(readers, { from, to }), true);
      return;
    }
    await long.enter(async (signal) => {
      const leave = await long.statements.take(signal);
      const all = await read(long.readers).finally(leave);
      if (all !== null) return take(all, true);
      await refuseTooMany(readers, tenantId, sizedBy, from, to, filter);
      await this.spread(this.of(facts, signal), signal, async (piece) =>
        take(await ask(long.readers, piece), false),
      );
    });
  }

  /** As many pieces at once as may be. */
  async spread<Piece>(
    pieces: AsyncIterable<Piece>,
    signal: AbortSignal,
    work: (piece: Piece) => Promise<void>,
  ): Promise<void> {
    const { statements, atOnce } = this.long;
    const worker = async (): Promise<void> => {
      for await (const piece of pieces) {
        const leave = await statements.take(signal);
        try {
          await work(piece);
        } finally {
          leave();
        }
      }
    };
    const workers = Array.from({ length: atOnce }, worker);
    // A turn is over when its last statement is.
    await Promise.allSettled(workers);
    await Promise.all(workers);
  }

  /** The facts cut into pieces, each looked for when it is its turn; none when nobody waits. */
  async *of({ from, to, kind, filter }: FactsCounted, signal: AbortSignal): AsyncGenerator<Window> {
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

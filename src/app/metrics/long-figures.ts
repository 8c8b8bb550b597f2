import { DeskError, tookTooLong } from '../../domain/errors';
import { Counting } from './counting';
import type { CountReaders } from './pieces';
import { TimeLimit } from './time-limit';
import { Turns } from './turns';

/** A figure that has to be counted fact by fact is given so long, from when it was asked for. */
export const LONG_ANSWER_MS = 60_000;
/** In a file they wait for each other, and for all that others ask meanwhile: half of one is no use. */
export const LONG_FILE_MS = 600_000;
/** Of that, so much is left for counting: who waited for all the rest has waited in vain. */
const COUNTING_MS = 30_000;
/** About a third of a second's work: nothing waits longer for a statement to end. */
const PIECE_FACTS = 200_000;
/** Of all desks, in one process; and as many statements, over as many connections. */
export const LONG_AT_ONCE = 2;

/** Whoever waits for an answer. */
export interface Waiting {
  /** Aborted when nobody waits any more. */
  readonly signal: AbortSignal;
  /** Tells that it takes long; returns how many milliseconds there are from now. */
  readonly prolong?: () => number;
}

const busy = (): DeskError =>
  new DeskError(
    'unavailable',
    'FIGURES_BUSY',
    'Other figures that take long are being counted: there was no turn for this one.',
    'Ask again in a minute; one such question of a desk is answered at a time.',
  );

/**
 * Figures that nothing was added up for: counted piece by piece, over connections of their own, one
 * at a time for each desk and two in all, so that no list and no dashboard is delayed by them.
 */
export class LongFigures {
  private readonly all = new Turns(LONG_AT_ONCE);
  private readonly statements = new Turns(LONG_AT_ONCE);
  private readonly desks = new Map<string, Turns>();

  constructor(
    private readonly readers: CountReaders,
    private readonly pieceFacts = PIECE_FACTS,
  ) {}

  /** How one answer to one desk is counted; what is soon counted `readers` count themselves. */
  counting(readers: CountReaders, tenantId: string, waiting: Waiting): Counting {
    return new Counting(readers, tenantId, {
      ...{ readers: this.readers, pieceFacts: this.pieceFacts, statements: this.statements },
      atOnce: LONG_AT_ONCE,
      enter: (work) => this.enter(tenantId, waiting, work),
    });
  }

  private async enter<Answer>(
    tenantId: string,
    { signal, prolong }: Waiting,
    work: (signal: AbortSignal) => Promise<Answer>,
  ): Promise<Answer> {
    const leftMs = prolong?.() ?? LONG_ANSWER_MS;
    const began = performance.now();
    const leave = await this.turn(tenantId, signal, Math.max(0, leftMs - COUNTING_MS));
    const limit = new TimeLimit(signal, Math.max(0, leftMs - (performance.now() - began)));
    try {
      return await work(limit.signal);
    } catch (error) {
      throw limit.isOver ? tookTooLong() : error;
    } finally {
      limit.end();
      leave();
    }
  }

  /** That of the desk first: who waits for it keeps no other desk waiting. */
  private async turn(tenantId: string, signal: AbortSignal, withinMs: number): Promise<() => void> {
    const patience = new TimeLimit(signal, withinMs);
    const own = this.desks.get(tenantId) ?? new Turns(1);
    this.desks.set(tenantId, own);
    const taken: (() => void)[] = [];
    const leave = (): void => {
      for (const one of taken) one();
      if (own.isEmpty) this.desks.delete(tenantId);
    };
    try {
      for (const turns of [own, this.all]) taken.push(await turns.take(patience.signal));
      return leave;
    } catch (error) {
      leave();
      throw patience.isOver ? busy() : error;
    } finally {
      patience.end();
    }
  }
}

const NEVER = new AbortController().signal;

/** Counting for no request: each figure has its time all the same, and takes no turns with others. */
export const countedBy = (readers: CountReaders, tenantId: string): Counting =>
  new LongFigures(readers).counting(readers, tenantId, { signal: NEVER });

import type { Signal } from '../../domain/signal';
import type { EarlyWarning } from './signals';
import type { Page, Sight, Slice } from './slices';

/** What the desk noticed about tickets, as the API reads it. */
export interface SignalReaders {
  /** Those that count now, of several tickets at once, each list oldest first. */
  signals(
    tenantId: string,
    ticketIds: readonly string[],
    now: Date,
  ): Promise<readonly (readonly Signal[])[]>;
  signalsById(sight: Sight, ids: readonly string[]): Promise<readonly (Signal | null)[]>;
  /** The heaviest first; null: of all customers. */
  earlyWarnings(
    tenantId: string,
    customerId: string | null,
    now: Date,
    slice: Slice,
  ): Promise<Page<EarlyWarning>>;
}

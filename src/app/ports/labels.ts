import type { Label } from '../../domain/label';
import type { Page, Slice } from './slices';

/** The labels of a desk, and which tickets carry them. */
export interface LabelStore {
  /** False: there is one of that name. */
  insert(label: Label): Promise<boolean>;
  /** False: another has that name. */
  save(label: Label): Promise<boolean>;
  count(): Promise<number>;
  /** Those that are there, by name. */
  byIds(ids: readonly string[]): Promise<readonly Label[]>;
  /** Those that may be given to a ticket, by name. */
  usable(): Promise<readonly Label[]>;
  /** By name, archived ones too. */
  ofTicket(ticketId: string): Promise<readonly Label[]>;
  /** Whoever calls it holds the ticket's lock. */
  attach(ticketId: string, add: readonly string[], remove: readonly string[]): Promise<void>;
}

export interface LabelReaders {
  /** By name; null: archived or not. */
  labelList(tenantId: string, archived: boolean | null, slice: Slice): Promise<Page<Label>>;
  labelsById(tenantId: string, ids: readonly string[]): Promise<readonly (Label | null)[]>;
  labelsOfTickets(
    tenantId: string,
    ticketIds: readonly string[],
  ): Promise<readonly (readonly Label[])[]>;
}

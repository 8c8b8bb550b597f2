import type { Limit } from '../../domain/sight';

/** Where a row stands in its order: the ordered value as text, then the id. */
export interface Key {
  readonly value: string;
  readonly id: string;
}

/** A stretch of an ordered list: at most `limit` rows from one of its ends, between two keys. */
export interface Slice {
  readonly limit: number;
  readonly from: 'start' | 'end';
  readonly after: Key | null;
  readonly before: Key | null;
}

export interface Keyed<Row> {
  readonly row: Row;
  readonly key: Key;
}

export interface Page<Row> {
  /** Always in the list's order, whichever end they were taken from. */
  readonly rows: readonly Keyed<Row>[];
  readonly hasNext: boolean;
  readonly hasPrevious: boolean;
}

/** What a reader may see: a partner only the tickets of their queues, or those assigned to them. */
export interface Sight {
  readonly tenantId: string;
  /** Null sees every ticket of the tenant. */
  readonly limit: Limit | null;
}

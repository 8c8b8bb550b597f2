import type { WrittenFields, WrittenRow } from '../src/app/ports/written';
import type { Connection } from './types/connection';

/** A list whose rows are written as they come, instead of read. */
export class WrittenList {
  /** Null: it was not read. */
  connection: Connection<WrittenRow> | null = null;

  constructor(readonly fields: WrittenFields) {}
}

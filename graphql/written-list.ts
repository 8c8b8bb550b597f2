import type { WrittenFields } from '../src/app/ports/written';
import type { Connection } from './types/connection';

/** A list that is taken as texts, one a row, instead of as rows. */
export class WrittenList {
  /** Null: it was not read. */
  connection: Connection<string> | null = null;

  constructor(readonly fields: WrittenFields) {}
}

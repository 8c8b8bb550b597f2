import type { DataSource, QueryRunner } from 'typeorm';
import { translated } from './database-errors';
import { statement, takeClient } from './pooled-client';

export interface Answer<Row> {
  readonly rows: readonly Row[];
  /** Rows changed, or rows returned by a select. */
  readonly affected: number;
}

/** One statement in one round trip. `Row` describes what its select list or RETURNING names. */
export type Sql = <Row>(text: string, params?: readonly unknown[]) => Promise<Answer<Row>>;

/** Statements on one connection: a transaction's. */
export const sqlOn =
  (runner: QueryRunner): Sql =>
  async (text, params = []) => {
    const answer = await runner.query(text, [...params], true);
    return { rows: answer.records ?? [], affected: answer.affected ?? 0 };
  };

/** Statements of their own, each on whichever connection is free; an absent database is `unavailable`. */
export const sqlOver =
  (dataSource: DataSource): Sql =>
  async <Row>(text: string, params: readonly unknown[] = []) => {
    try {
      const client = await takeClient(dataSource);
      try {
        const answer = await client.query<never>(statement(text, params));
        const rows: readonly Row[] = answer.rows;
        return { rows, affected: answer.rowCount ?? 0 };
      } finally {
        client.release();
      }
    } catch (error) {
      throw translated(error);
    }
  };

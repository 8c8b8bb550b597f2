import type { DataSource, QueryRunner } from 'typeorm';
import { translated } from './database-errors';

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
  async (text, params = []) => {
    const runner = dataSource.createQueryRunner();
    try {
      await runner.connect();
      return await sqlOn(runner)(text, params);
    } catch (error) {
      throw translated(error);
    } finally {
      await runner.release();
    }
  };

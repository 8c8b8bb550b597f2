import { AsyncLocalStorage } from 'node:async_hooks';
import type { DataSource } from 'typeorm';

/** A programming error: the query would wait for itself, or silently escape the transaction. */
export class PoolUsedInTransaction extends Error {
  override readonly name = 'PoolUsedInTransaction';
  constructor() {
    super('The pool was used inside a transaction: use the transaction that is already there.');
  }
}

const inside = new AsyncLocalStorage<true>();

/** Runs a transaction's callback; any use of a guarded pool within it throws at once. */
export const insideTransaction = <T>(work: () => Promise<T>): Promise<T> => inside.run(true, work);

/** Throws when called from within a transaction's callback. */
export const refuseInsideTransaction = (): void => {
  if (inside.getStore() === true) throw new PoolUsedInTransaction();
};

/** Every way to a connection of the pool goes through createQueryRunner. */
export const guardPool = (dataSource: DataSource): DataSource => {
  const create = dataSource.createQueryRunner.bind(dataSource);
  dataSource.createQueryRunner = (mode) => {
    refuseInsideTransaction();
    return create(mode);
  };
  return dataSource;
};

import type { DataSource } from 'typeorm';
import type { Tx, UnitOfWork } from '../app/ports/store';
import { inTenant } from './in-transaction';
import { type Shelves, shelvesOf } from './shelves';
import { openTransaction } from './transaction';

/** The only way to write. */
export class TypeormUnitOfWork implements UnitOfWork {
  private readonly shelves: Shelves;

  constructor(private readonly dataSource: DataSource) {
    this.shelves = shelvesOf(dataSource);
  }

  run<T>(tenantId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return inTenant(this.dataSource, tenantId, (sql) =>
      work(openTransaction({ sql, tenantId, shelves: this.shelves })),
    );
  }
}

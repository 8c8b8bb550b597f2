import type { DataSource } from 'typeorm';
import type { Tx, UnitOfWork } from '../app/ports/store';
import { inTenant } from './in-transaction';
import { Recall } from './recall';
import type { SecretBox } from './secret-box';
import { type Shelves, shelvesOf } from './shelves';
import { openTransaction } from './transaction';

/** The only way to write. */
export class TypeormUnitOfWork implements UnitOfWork {
  private readonly shelves: Shelves;

  constructor(
    private readonly dataSource: DataSource,
    private readonly box: SecretBox,
  ) {
    this.shelves = shelvesOf(dataSource);
  }

  run<T>(tenantId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return inTenant(this.dataSource, tenantId, (connection) => {
      const { sql, recall } = new Recall(connection);
      return work(openTransaction({ sql, recall, tenantId, shelves: this.shelves, box: this.box }));
    });
  }
}

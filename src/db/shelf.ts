import type { DataSource } from 'typeorm';
import { storable } from '../domain/text';

interface ShelfColumn {
  readonly property: string;
  readonly name: string;
  readonly isJson: boolean;
  readonly isSelected: boolean;
}

export interface Statement {
  readonly text: string;
  readonly params: readonly unknown[];
}

const inJson = (_: string, value: unknown): unknown =>
  typeof value === 'string' ? storable(value) : value;

/** Text and JSON as Postgres takes them: neither NUL nor half a surrogate pair may fail a write. */
export const stored = (value: unknown, isJson: boolean): unknown => {
  if (isJson) return value === null || value === undefined ? null : JSON.stringify(value, inJson);
  return typeof value === 'string' ? storable(value) : value;
};

/** The plain statements of one table, spelt from its entity: the names are written down once. */
export class Shelf<Row extends object> {
  readonly table: string;
  private readonly columns: readonly ShelfColumn[];
  private readonly usualList: string;

  constructor(dataSource: DataSource, entity: new () => Row) {
    const metadata = dataSource.getMetadata(entity);
    this.table = metadata.tableName;
    this.columns = metadata.columns.map((column) => ({
      property: column.propertyName,
      name: column.databaseName,
      isJson: column.type === 'jsonb',
      isSelected: column.isSelect,
    }));
    this.usualList = this.listOf(this.table);
  }

  /** The select list, each column under its property's name. */
  list(alias: string = this.table): string {
    return alias === this.table ? this.usualList : this.listOf(alias);
  }

  private listOf(alias: string): string {
    return this.columns
      .filter(({ isSelected }) => isSelected)
      .map(({ name, property }) => `${alias}.${name} as "${property}"`)
      .join(', ');
  }

  /** Inserts what the row has; `ending` is a conflict clause or RETURNING. */
  insert(row: Partial<Row>, ending = ''): Statement {
    return this.insertAll([row], ending);
  }

  /** Several rows in one statement, in their order; each has the columns of the first. */
  insertAll(rows: readonly [Partial<Row>, ...Partial<Row>[]], ending = ''): Statement {
    const columns = this.given(rows[0]).map(({ column }) => column);
    const params: unknown[] = [];
    const tuples = rows.map((row) => {
      const values = new Map<string, unknown>(Object.entries(row));
      const places = columns.map(({ property, isJson }) => {
        params.push(stored(values.get(property) ?? null, isJson));
        return `$${params.length}`;
      });
      return `(${places.join(', ')})`;
    });
    const names = columns.map(({ name }) => name).join(', ');
    return {
      text: `insert into ${this.table} (${names}) values ${tuples.join(', ')} ${ending}`,
      params,
    };
  }

  /** Any number of rows with all columns, in one statement that reads the same for every number. */
  insertMany(rows: readonly Row[]): Statement {
    const nameOf = new Map(this.columns.map(({ name, property }) => [property, name]));
    const spelt = rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([property, value]) => [nameOf.get(property) ?? property, value]),
      ),
    );
    const names = this.columns.map(({ name }) => name).join(', ');
    return {
      text: `insert into ${this.table} (${names})
        select ${names} from json_populate_recordset(null::${this.table}, $1::json)`,
      params: [stored(spelt, true)],
    };
  }

  /** Sets what the row has where every given key is equal. */
  update(row: Partial<Row>, where: Partial<Row>): Statement {
    const given = this.given(row);
    const keys = this.given(where);
    const sets = given.map(({ column }, index) => `${column.name} = $${index + 1}`).join(', ');
    const conditions = keys
      .map(({ column }, index) => `${column.name} = $${given.length + index + 1}`)
      .join(' and ');
    return {
      text: `update ${this.table} set ${sets} where ${conditions}`,
      params: [...given, ...keys].map(({ value }) => value),
    };
  }

  private given(row: Partial<Row>): { column: ShelfColumn; value: unknown }[] {
    const values = new Map<string, unknown>(Object.entries(row));
    return this.columns
      .filter(({ property }) => values.get(property) !== undefined)
      .map((column) => ({ column, value: stored(values.get(column.property), column.isJson) }));
  }
}

import type { SearchFilter, SearchHit, SearchStore } from '../app/ports/search';
import type { Limit } from '../domain/sight';
import { searchHits } from './search-hits';
import type { Desk } from './shelves';

/** Looks for words inside one transaction of one tenant. */
export class SqlSearchStore implements SearchStore {
  constructor(private readonly desk: Desk) {}

  async find(
    query: string,
    filter: SearchFilter,
    sight: Limit | null,
    most: number,
  ): Promise<readonly SearchHit[]> {
    const { rows } = await searchHits(
      async <Row>(text: string, params: readonly unknown[]) =>
        (await this.desk.sql<Row>(text, params)).rows,
      { tenantId: this.desk.tenantId, limit: sight },
      query,
      filter,
      { limit: most, from: 'start', after: null, before: null },
    );
    return rows.map(({ row }) => row);
  }
}

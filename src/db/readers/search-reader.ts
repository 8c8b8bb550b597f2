import type { SearchReaders } from '../../app/ports/search';
import { searchHits } from '../search-hits';
import type { ReadTransaction } from './read-transaction';

/** Looks for words in tickets and messages. */
export const createSearchReader = (read: ReadTransaction): SearchReaders => ({
  search: (sight, query, filter, slice) =>
    read(sight.tenantId, (ask) => searchHits(ask, sight, query, filter, slice)),
});

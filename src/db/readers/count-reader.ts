import type { Readers } from '../../app/ports/readers';
import { Params } from './params';
import type { ReadTransaction } from './read-transaction';
import { filterConditions, sightConditions } from './ticket-conditions';
import { commonWords } from './ticket-page';

/** How many there are of a list, without reading it. */
export const createCountReader = (read: ReadTransaction): Pick<Readers, 'countTickets'> => ({
  countTickets: (sight, filter) =>
    read(sight.tenantId, async (ask) => {
      const params = new Params();
      const where = [
        ...sightConditions(sight, params),
        ...filterConditions(filter, params, await commonWords(ask, filter)),
      ];
      const sql = `select count(*)::int as count from ticket t where ${where.join(' and ')}`;
      const [row] = await ask<{ readonly count: number }>(sql, params.values);
      return row?.count ?? 0;
    }),
});

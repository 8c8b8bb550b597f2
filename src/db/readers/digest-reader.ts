import type { Digest } from '../../app/ports/digests';
import type { Readers } from '../../app/ports/readers';
import { DIGEST_COLUMNS } from '../digest-store';
import type { ReadTransaction } from './read-transaction';

/** What supervisors want told into which room. */
export const createDigestReader = (read: ReadTransaction): Pick<Readers, 'digests'> => ({
  digests: (tenantId) =>
    read(tenantId, (ask) =>
      ask<Digest>(
        `select ${DIGEST_COLUMNS} from digest where tenant_id = $1::uuid order by period`,
        [tenantId],
      ),
    ),
});

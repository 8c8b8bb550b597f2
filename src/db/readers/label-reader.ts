import type { LabelReaders } from '../../app/ports/labels';
import type { Label } from '../../domain/label';
import { LABEL_COLUMNS } from '../label-store';
import type { ReadTransaction } from './read-transaction';
import { byName, createSourceReader, type Source } from './source';

const LABELS: Source<Label, Label> = {
  columns: LABEL_COLUMNS,
  from: 'label l',
  alias: 'l',
  ordering: byName('l'),
  toRow: (_, { id, name, colour, archivedAt }) => ({ id, name, colour, archivedAt }),
};

/** The labels of a desk, and those of its tickets: one statement, however many tickets. */
export const createLabelReader = (read: ReadTransaction): LabelReaders => {
  const { list, byId } = createSourceReader(read);
  return {
    labelList: (tenantId, archived, slice) =>
      list(LABELS, tenantId, slice, () =>
        archived === null ? [] : [`l.archived_at is ${archived ? 'not null' : 'null'}`],
      ),
    labelsById: (tenantId, ids) => byId(LABELS, tenantId, ids),
    labelsOfTickets: (tenantId, ticketIds) =>
      read(tenantId, async (ask) => {
        const rows = await ask<Label & { readonly ticketId: string }>(
          `select tl.ticket_id as "ticketId", ${LABEL_COLUMNS} from ticket_label tl
           join label l on l.tenant_id = tl.tenant_id and l.id = tl.label_id
           where tl.tenant_id = $1::uuid and tl.ticket_id = any($2::uuid[])
           order by search_fold(l.name)`,
          [tenantId, [...ticketIds]],
        );
        return ticketIds.map((id) => rows.filter(({ ticketId }) => ticketId === id));
      }),
  };
};

import type { Rating, RecoveryTask } from '../../app/ports/feedback';
import type { Readers } from '../../app/ports/readers';
import { CARE_SETTINGS, careSettingsOf, type KeptSettings } from '../feedback-store';
import type { ReadTransaction } from './read-transaction';
import { createSourceReader, type Source } from './source';

interface RatingColumns {
  readonly g_id: string;
  readonly g_ticket_id: string;
  readonly g_customer_id: string;
  readonly g_contact_id: string;
  readonly g_asked_at: Date;
  readonly g_score: number | null;
  readonly g_rated_at: Date | null;
  readonly g_rated_by_id: string | null;
  readonly g_repeated: boolean | null;
}

interface TaskColumns {
  readonly y_id: string;
  readonly y_ticket_id: string;
  readonly y_rating_id: string;
  readonly y_owner_id: string | null;
  readonly y_opened_at: Date;
  readonly y_due_at: Date;
  readonly y_late_at: Date | null;
  readonly y_done_at: Date | null;
  readonly y_done_by_id: string | null;
  readonly y_outcome: string | null;
}

const named = (alias: string, columns: string): string =>
  columns
    .split(' ')
    .map((column) => `${alias}.${column} as ${alias}_${column}`)
    .join(', ');

const RATINGS: Source<RatingColumns, Rating> = {
  columns: named(
    'g',
    'id ticket_id customer_id contact_id asked_at score rated_at rated_by_id repeated',
  ),
  from: 'rating g',
  alias: 'g',
  ordering: { value: 'g.asked_at', kind: 'instant', id: 'g.id', descending: true },
  toRow: (_, row) => ({
    id: row.g_id,
    ticketId: row.g_ticket_id,
    customerId: row.g_customer_id,
    contactId: row.g_contact_id,
    askedAt: row.g_asked_at,
    score: row.g_score,
    ratedAt: row.g_rated_at,
    ratedById: row.g_rated_by_id,
    repeated: row.g_repeated,
  }),
};

const TASKS: Source<TaskColumns, RecoveryTask> = {
  columns: named(
    'y',
    'id ticket_id rating_id owner_id opened_at due_at late_at done_at done_by_id outcome',
  ),
  from: 'recovery_task y',
  alias: 'y',
  ordering: { value: 'y.opened_at', kind: 'instant', id: 'y.id', descending: true },
  toRow: (_, row) => ({
    id: row.y_id,
    ticketId: row.y_ticket_id,
    ratingId: row.y_rating_id,
    ownerId: row.y_owner_id,
    openedAt: row.y_opened_at,
    dueAt: row.y_due_at,
    lateAt: row.y_late_at,
    doneAt: row.y_done_at,
    doneById: row.y_done_by_id,
    outcome: row.y_outcome,
  }),
};

/** What customers said of what we did, what it asked of us, and how the desk asks. */
export const createFeedbackReader = (
  read: ReadTransaction,
): Pick<
  Readers,
  'careSettings' | 'ratings' | 'ratingsById' | 'recoveryTasks' | 'recoveryTasksById'
> => {
  const { list, byId } = createSourceReader(read);
  return {
    careSettings: (tenantId) =>
      read(tenantId, async (ask) => {
        const [kept] = await ask<KeptSettings>(CARE_SETTINGS, [tenantId]);
        return careSettingsOf(kept);
      }),
    ratings: (tenantId, slice) => list(RATINGS, tenantId, slice),
    ratingsById: (tenantId, ids) => byId(RATINGS, tenantId, ids),
    recoveryTasks: (tenantId, onlyOpen, slice) =>
      list(TASKS, tenantId, slice, () => (onlyOpen ? ['y.done_at is null'] : [])),
    recoveryTasksById: (tenantId, ids) => byId(TASKS, tenantId, ids),
  };
};

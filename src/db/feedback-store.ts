import type { CareSettings, FeedbackStore, Rating, RecoveryTask } from '../app/ports/feedback';
import { DEFAULT_WORDS } from '../domain/care-words';
import type { Statement } from './shelf';
import type { Desk } from './shelves';

export type KeptSettings = Omit<CareSettings, 'words'>;

/** Until a desk sets its own. */
const DEFAULTS: KeptSettings = {
  checkInDays: 3,
  unconfirmedDays: 2,
  ratingCooldownDays: 30,
  recoveryHours: 8,
  ownWords: {},
};

/** The settings of a desk, whether it has set its own or not. */
export const careSettingsOf = (kept: KeptSettings = DEFAULTS): CareSettings => ({
  ...kept,
  words: { ...DEFAULT_WORDS, ...kept.ownWords },
});

export const CARE_SETTINGS = `
  select check_in_days as "checkInDays", unconfirmed_days as "unconfirmedDays",
    rating_cooldown_days as "ratingCooldownDays", recovery_hours as "recoveryHours",
    own_words as "ownWords"
  from care_settings where tenant_id = $1::uuid`;

/** What customers think of it, and how the desk asks. */
export class SqlFeedbackStore implements FeedbackStore {
  constructor(private readonly desk: Desk) {}

  async settings(): Promise<CareSettings> {
    const { rows } = await this.desk.recall<KeptSettings>(CARE_SETTINGS, [this.desk.tenantId]);
    return careSettingsOf(rows[0]);
  }

  async saveSettings(settings: KeptSettings): Promise<void> {
    const { shelves, tenantId } = this.desk;
    await this.write(
      shelves.careSettings.insert(
        { ...settings, tenantId },
        `on conflict on constraint care_settings_pkey do update set
           check_in_days = excluded.check_in_days, unconfirmed_days = excluded.unconfirmed_days,
           rating_cooldown_days = excluded.rating_cooldown_days,
           recovery_hours = excluded.recovery_hours, own_words = excluded.own_words`,
      ),
    );
  }

  async ratingOf(ticketId: string): Promise<Rating | null> {
    const [rating] = await this.rows<Rating>(
      `select ${this.desk.shelves.rating.list()} from rating
       where tenant_id = $1 and ticket_id = $2 for update`,
      [ticketId],
    );
    return rating ?? null;
  }

  async lastAsked(contactId: string): Promise<Date | null> {
    const [row] = await this.rows<{ at: Date | null }>(
      'select max(asked_at) as at from rating where tenant_id = $1 and contact_id = $2',
      [contactId],
    );
    return row?.at ?? null;
  }

  insertRating(rating: Rating): Promise<void> {
    const { shelves, tenantId } = this.desk;
    return this.write(shelves.rating.insert({ ...rating, tenantId }));
  }

  saveRating({ id, ...changed }: Rating): Promise<void> {
    const { shelves, tenantId } = this.desk;
    return this.write(shelves.rating.update(changed, { tenantId, id }));
  }

  insertTask(task: RecoveryTask): Promise<void> {
    const { shelves, tenantId } = this.desk;
    return this.write(shelves.recoveryTask.insert({ ...task, tenantId }));
  }

  async task(taskId: string): Promise<RecoveryTask | null> {
    const [task] = await this.rows<RecoveryTask>(
      `select ${this.desk.shelves.recoveryTask.list()} from recovery_task
       where tenant_id = $1 and id = $2 for update`,
      [taskId],
    );
    return task ?? null;
  }

  saveTask({ id, ...changed }: RecoveryTask): Promise<void> {
    const { shelves, tenantId } = this.desk;
    return this.write(shelves.recoveryTask.update(changed, { tenantId, id }));
  }

  overdueTasks(ticketId: string, now: Date): Promise<readonly RecoveryTask[]> {
    return this.rows<RecoveryTask>(
      `select ${this.desk.shelves.recoveryTask.list()} from recovery_task
       where tenant_id = $1 and ticket_id = $2 and due_at <= $3
         and done_at is null and late_at is null
       order by due_at, id for update`,
      [ticketId, now],
    );
  }

  async openTasks(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.rows<{ ownerId: string; count: number }>(
      `select owner_id as "ownerId", count(*)::int as count from recovery_task
       where tenant_id = $1 and done_at is null and owner_id is not null group by owner_id`,
    );
    return new Map(rows.map(({ ownerId, count }) => [ownerId, count]));
  }

  /** Every statement here binds the tenant as $1. */
  private async rows<Row>(text: string, params: readonly unknown[] = []): Promise<readonly Row[]> {
    return (await this.desk.sql<Row>(text, [this.desk.tenantId, ...params])).rows;
  }

  private async write({ text, params }: Statement): Promise<void> {
    await this.desk.sql(text, params);
  }
}

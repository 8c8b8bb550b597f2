import type { CareSettings, FeedbackStore } from '../app/ports/feedback';
import { DEFAULT_WORDS } from '../domain/care-words';
import { stored } from './shelf';
import type { Desk } from './shelves';

export type KeptSettings = Omit<CareSettings, 'words'>;

/** Until a desk sets its own. */
const DEFAULTS: KeptSettings = { checkInDays: 3, unconfirmedDays: 2, ownWords: {} };

/** The settings of a desk, whether it has set its own or not. */
export const careSettingsOf = (kept: KeptSettings = DEFAULTS): CareSettings => ({
  ...kept,
  words: { ...DEFAULT_WORDS, ...kept.ownWords },
});

export const CARE_SETTINGS = `
  select check_in_days as "checkInDays", unconfirmed_days as "unconfirmedDays",
    own_words as "ownWords"
  from care_settings where tenant_id = $1::uuid`;

/** What customers think of it, and how the desk asks. */
export class SqlFeedbackStore implements FeedbackStore {
  constructor(private readonly desk: Desk) {}

  async settings(): Promise<CareSettings> {
    const { rows } = await this.desk.recall<KeptSettings>(CARE_SETTINGS, [this.desk.tenantId]);
    return careSettingsOf(rows[0]);
  }

  async saveSettings({ checkInDays, unconfirmedDays, ownWords }: KeptSettings): Promise<void> {
    await this.desk.sql(
      `insert into care_settings (tenant_id, check_in_days, unconfirmed_days, own_words)
       values ($1, $2, $3, $4)
       on conflict on constraint care_settings_pkey do update set
         check_in_days = excluded.check_in_days, unconfirmed_days = excluded.unconfirmed_days,
         own_words = excluded.own_words`,
      [this.desk.tenantId, checkInDays, unconfirmedDays, stored(ownWords, true)],
    );
  }
}

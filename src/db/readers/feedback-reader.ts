import type { Readers } from '../../app/ports/readers';
import { CARE_SETTINGS, careSettingsOf, type KeptSettings } from '../feedback-store';
import type { ReadTransaction } from './read-transaction';

/** How the desk follows up by itself. */
export const createFeedbackReader = (read: ReadTransaction): Pick<Readers, 'careSettings'> => ({
  careSettings: (tenantId) =>
    read(tenantId, async (ask) => {
      const [kept] = await ask<KeptSettings>(CARE_SETTINGS, [tenantId]);
      return careSettingsOf(kept);
    }),
});

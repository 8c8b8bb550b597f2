import type { Actor } from '../../domain/actor';
import { DeskError } from '../../domain/errors';
import type { DeskSettings } from '../ports/admin';
import type { Tx } from '../ports/store';
import { checkedZone, requireAdministration } from './requirements';

/** Null leaves a value. */
export type SettingsPatch = { readonly [Name in keyof DeskSettings]: DeskSettings[Name] | null };

const DAY_SEC = 86_400;
const YEAR_MIN = 525_600;

const within = (value: number, least: number, most: number, field: string): number => {
  if (!Number.isInteger(value) || value < least || value > most)
    throw new DeskError(
      'invalid',
      'OUT_OF_RANGE',
      `That takes a whole number from ${least} to ${most}.`,
      null,
      [field],
    );
  return value;
};

/** Changes what holds for the whole desk. Open tickets follow from their next change on. */
export const changeSettingsIn = async (
  tx: Tx,
  actor: Actor,
  patch: SettingsPatch,
): Promise<void> => {
  requireAdministration(actor, 'administer');
  const now = await tx.desk.tenant();
  await tx.admin.saveSettings({
    zone: checkedZone(patch.zone ?? now.zone, 'zone'),
    defaultIntakeMode: patch.defaultIntakeMode ?? now.defaultIntakeMode,
    groupingWindowSec: within(
      patch.groupingWindowSec ?? now.groupingWindowSec,
      0,
      DAY_SEC,
      'groupingWindowSeconds',
    ),
    firstResponseTargetMin: within(
      patch.firstResponseTargetMin ?? now.firstResponseTargetMin,
      1,
      YEAR_MIN,
      'firstResponseTargetMinutes',
    ),
    claimLeaseMin: within(
      patch.claimLeaseMin ?? now.claimLeaseMin,
      1,
      YEAR_MIN,
      'claimLeaseMinutes',
    ),
  });
};

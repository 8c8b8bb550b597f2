import type { Actor } from '../../domain/actor';
import { comparable, type WordList } from '../../domain/care-words';
import { DeskError } from '../../domain/errors';
import { requireAdministration } from '../admin/requirements';
import type { Tx } from '../ports/store';

/** Null leaves a value. An empty list brings the desk's own words back. */
export interface CareSettingsPatch {
  readonly checkInDays: number | null;
  readonly unconfirmedDays: number | null;
  readonly ratingCooldownDays: number | null;
  readonly recoveryHours: number | null;
  readonly words: readonly { readonly list: WordList; readonly words: readonly string[] }[] | null;
}

const MOST_WORDS = 100;
const LONGEST = 80;
const MOST = 365;

/** Days, or hours: from one to what a year has of days. */
const counted = (value: number, field: string): number => {
  if (!Number.isInteger(value) || value < 1 || value > MOST)
    throw new DeskError(
      'invalid',
      'OUT_OF_RANGE',
      `That takes a whole number from 1 to ${MOST}.`,
      null,
      [field],
    );
  return value;
};

const checkedWords = (words: readonly string[]): readonly string[] => {
  const checked = [...new Set(words.map(comparable))];
  if (checked.length > MOST_WORDS || checked.some((one) => one === '' || one.length > LONGEST))
    throw new DeskError(
      'invalid',
      'WORDS_NOT_USABLE',
      `A list takes up to ${MOST_WORDS} words or phrases of 1 to ${LONGEST} letters.`,
      null,
      ['words'],
    );
  return checked;
};

/** Changes how the desk follows up by itself. Tickets follow from their next change on. */
export const changeCareSettingsIn = async (
  tx: Tx,
  actor: Actor,
  patch: CareSettingsPatch,
): Promise<void> => {
  requireAdministration(actor, 'configure');
  const now = await tx.feedback.settings();
  const own: Partial<Record<WordList, readonly string[]>> = { ...now.ownWords };
  for (const { list, words } of patch.words ?? []) {
    if (words.length === 0) delete own[list];
    else own[list] = checkedWords(words);
  }
  await tx.feedback.saveSettings({
    checkInDays: counted(patch.checkInDays ?? now.checkInDays, 'checkInDays'),
    unconfirmedDays: counted(patch.unconfirmedDays ?? now.unconfirmedDays, 'unconfirmedDays'),
    ratingCooldownDays: counted(
      patch.ratingCooldownDays ?? now.ratingCooldownDays,
      'ratingCooldownDays',
    ),
    recoveryHours: counted(patch.recoveryHours ?? now.recoveryHours, 'recoveryHours'),
    ownWords: own,
  });
};

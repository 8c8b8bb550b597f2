import type { CareWords, WordList } from '../../domain/care-words';
import type { SilenceDays } from '../../domain/silence';

/** The lists a desk has replaced by its own. */
export type OwnWords = Readonly<Partial<Record<WordList, readonly string[]>>>;

/** How the desk follows up by itself. */
export interface CareSettings extends SilenceDays {
  /** What counts: the desk's own lists, else ours. */
  readonly words: CareWords;
  readonly ownWords: OwnWords;
}

export interface FeedbackStore {
  settings(): Promise<CareSettings>;
  saveSettings(settings: Omit<CareSettings, 'words'>): Promise<void>;
}

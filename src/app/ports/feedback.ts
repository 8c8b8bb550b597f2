import type { CareWords, WordList } from '../../domain/care-words';
import type { SilenceDays } from '../../domain/silence';

/** The lists a desk has replaced by its own. */
export type OwnWords = Readonly<Partial<Record<WordList, readonly string[]>>>;

/** One question after a solution, and what became of it. */
export interface Rating {
  readonly id: string;
  readonly ticketId: string;
  readonly customerId: string;
  /** Whom we asked: they are left in peace for a while. */
  readonly contactId: string;
  readonly askedAt: Date;
  /** 1 to 5; null while they have not answered. */
  readonly score: number | null;
  readonly ratedAt: Date | null;
  readonly ratedById: string | null;
  /** Whether they had to repeat themselves. */
  readonly repeated: boolean | null;
}

/** What a bad rating asks of somebody, by when. */
export interface RecoveryTask {
  readonly id: string;
  readonly ticketId: string;
  readonly ratingId: string;
  readonly ownerId: string | null;
  readonly openedAt: Date;
  readonly dueAt: Date;
  /** When the team was told that it is late. */
  readonly lateAt: Date | null;
  readonly doneAt: Date | null;
  readonly doneById: string | null;
  readonly outcome: string | null;
}

/** How the desk follows up by itself. */
export interface CareSettings extends SilenceDays {
  /** Nobody is asked for a rating more often. */
  readonly ratingCooldownDays: number;
  /** Open hours to make good what got a bad rating. */
  readonly recoveryHours: number;
  /** What counts: the desk's own lists, else ours. */
  readonly words: CareWords;
  readonly ownWords: OwnWords;
}

export interface FeedbackStore {
  settings(): Promise<CareSettings>;
  saveSettings(settings: Omit<CareSettings, 'words'>): Promise<void>;
  ratingOf(ticketId: string): Promise<Rating | null>;
  /** When this person was last asked; null if never. */
  lastAsked(contactId: string): Promise<Date | null>;
  insertRating(rating: Rating): Promise<void>;
  saveRating(rating: Rating): Promise<void>;
  insertTask(task: RecoveryTask): Promise<void>;
  /** Locks it until the transaction ends. */
  task(taskId: string): Promise<RecoveryTask | null>;
  saveTask(task: RecoveryTask): Promise<void>;
  /** Tasks that are due, not done, and not told as late. */
  overdueTasks(ticketId: string, now: Date): Promise<readonly RecoveryTask[]>;
  /** How many undone tasks each member has. */
  openTasks(): Promise<ReadonlyMap<string, number>>;
}

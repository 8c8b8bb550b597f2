/** A message as it stands in a room of whichever platform. */
export interface Shown {
  readonly channel: string;
  readonly ts: string;
  /** Null for a root. */
  readonly threadTs: string | null;
  readonly byApp: boolean;
  /** The words of it. */
  readonly text: string;
  /** Words, cards and all. */
  readonly whole: string;
  /** The id of the outbox row it shows, where the message tells. */
  readonly key: string | null;
  /** When it appeared. */
  readonly at: number;
}

export interface At {
  readonly channel: string;
  readonly ts: string;
  readonly user: string;
}

/** What became of a form: `perhaps` when its answer was lost. */
export type FormOutcome = 'not opened' | 'taken' | 'perhaps';

/** What people do in the rooms of a platform, and what they see there. */
export interface ChatSide {
  post(args: { channel: string; user: string; text: string; threadTs?: string }): {
    readonly ts: string;
    /** Whether the platform was told that the desk has it. */
    readonly isTaken: Promise<boolean>;
  };
  edit(args: At & { text: string }): Promise<void>;
  delete(args: At): Promise<void>;
  /** False when it should be pressed again. */
  claim(card: At): Promise<boolean>;
  /** Opens the card's reply form, types, and sends it off; `typed` is asked once it is open. */
  replyByForm(card: At, typed: () => string): Promise<FormOutcome>;
  onShown(listen: (shown: Shown) => void): void;
  shown(room: string): readonly Shown[];
  /** When a post with these words in it was first tried, whatever became of it; null: not that we know. */
  triedAt?(words: string): number | null;
}

/** One vendor's rooms: where the team meets, and where customers are. */
export interface TalkingPlace {
  readonly team: string;
  readonly triage: string;
  readonly rooms: readonly string[];
  readonly agents: readonly string[];
  readonly chat: ChatSide;
  /** The people of the customer in a room. */
  customersOf(room: string): readonly string[];
}

import type { Platform } from './chat-event';

/** Where and how to speak in one conversation, as the newest verified arrival told it. */
export interface Conversation {
  readonly platform: Platform;
  /** The room, without a thread. */
  readonly id: string;
  readonly workspace: string;
  readonly kind: 'channel' | 'group' | 'personal';
  readonly name: string | null;
  readonly teamId: string | null;
  readonly botId: string;
  readonly serviceUrl: string;
  readonly seenAt: Date;
}

/** How one person is addressed in a workspace. */
export interface ChatAddress {
  readonly platform: Platform;
  readonly workspace: string;
  /** As our events name them. */
  readonly userId: string;
  /** As the platform wants them named when a conversation is begun. */
  readonly accountId: string;
  /** A conversation they were seen in: where they can be asked about. */
  readonly metIn: string;
  /** Their conversation with us alone, once there is one. */
  readonly personal: string | null;
}

/** A team or chat, and whether it brings every message or perhaps mentions only. */
export interface Consent {
  readonly workspace: string;
  /** Names of its rooms. */
  readonly rooms: readonly string[];
  /** Null: nothing but mentions was heard there yet. */
  readonly heardAllAt: Date | null;
}

/**
 * References without which a platform cannot be spoken to first (Teams). Learned from verified
 * arrivals only; read before a tenant is known.
 */
export interface Conversations {
  /** The newest word wins; a name or team that is not given stays as it was. */
  learn(conversation: Conversation): Promise<void>;
  learnPeople(people: readonly ChatAddress[], seenAt: Date): Promise<void>;
  /** Words came that did not mention us: here we are let hear all of them. */
  heardAll(platform: Platform, id: string, at: Date): Promise<void>;
  consents(platform: Platform, limit: number): Promise<readonly Consent[]>;
  find(platform: Platform, id: string): Promise<Conversation | null>;
  /** By the id they speak under, or by the account's, which is all a mention tells. */
  address(platform: Platform, workspace: string, userId: string): Promise<ChatAddress | null>;
  /** Newest first. */
  inWorkspace(
    platform: Platform,
    workspace: string,
    limit: number,
  ): Promise<readonly Conversation[]>;
}

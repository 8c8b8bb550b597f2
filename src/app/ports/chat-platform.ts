import type { Text } from '../../domain/text';
import type { FileLink } from '../../domain/ticket';
import type { Card } from '../cards/card';
import type { Form } from '../cards/form';
import type { Arrival } from './arrival';
import type {
  ChannelRef,
  ChatEvent,
  FormRequest,
  MessageRef,
  Platform,
  ThreadRef,
} from './chat-event';

/** Shown as the author where the platform allows it, else in the message's header. */
export interface Speaker {
  readonly name: string;
  readonly avatarUrl: string | null;
}

/** What is said: words or a card, possibly under a person's name. */
export type Outgoing =
  | { readonly kind: 'text'; readonly text: Text; readonly as: Speaker | null }
  | { readonly kind: 'card'; readonly card: Card; readonly as: Speaker | null };

/** How much of somebody's words one message holds. */
export interface Measure {
  /** Code points. */
  readonly chars: number;
  readonly lines: number;
}

/** What a platform shows whole: as words, and in one block of a card. */
export interface Holds {
  readonly text: Measure;
  readonly block: Measure;
}

/**
 * What became of one attempt. `unknown`: it may or may not have been shown (time-out, reset, 5xx),
 * so it must be looked up before anything is repeated. `retry`: surely not shown. `locked-out`:
 * surely not shown, because the platform refuses us and not what we said: a token that ended or was
 * changed, which an operator puts right. `too-large`: surely not shown, and in smaller parts it may be.
 */
export type Delivery =
  | { readonly outcome: 'sent'; readonly ref: MessageRef }
  | { readonly outcome: 'retry'; readonly afterMs: number; readonly reason: string }
  | { readonly outcome: 'refused'; readonly reason: string }
  | { readonly outcome: 'locked-out'; readonly reason: string }
  | { readonly outcome: 'too-large'; readonly reason: string }
  | { readonly outcome: 'unknown'; readonly reason: string };

/** A look-up by our own key. `cannot-look`: the platform offers no way (Teams without read consent). */
export type Found =
  | { readonly outcome: 'found'; readonly ref: MessageRef }
  | { readonly outcome: 'absent' }
  | { readonly outcome: 'cannot-look' }
  | { readonly outcome: 'retry'; readonly afterMs: number };

export interface ChatProfile {
  /** The id they speak under, where a mention names them by another. */
  readonly userId?: string;
  readonly name: string;
  readonly home: string | null;
  readonly isBot: boolean;
  readonly isGuest: boolean;
  /** Runs the chat workspace itself: becomes a supervisor when first seen among the agents. */
  readonly isWorkspaceAdmin: boolean;
  readonly active: boolean;
  readonly avatarUrl: string | null;
  readonly zone: string | null;
  readonly email: string | null;
}

export interface ChannelProfile {
  readonly name: string;
  readonly isExternallyShared: boolean;
  readonly isArchived: boolean;
  readonly isMember: boolean;
  /** Home ids of the other organisations in a shared room. */
  readonly connectedHomes: readonly string[];
  /** Of guests with accounts in our own organisation: a room of theirs, unless it is the triage room. */
  readonly guestHomes?: readonly string[];
}

export interface HomeProfile {
  readonly name: string;
  readonly domain: string | null;
}

export interface HistoryPage {
  /** What people wrote, as rows for the inbox: it goes the same way as what was pushed. */
  readonly arrivals: readonly Arrival[];
  /** Opaque; null at the end. */
  readonly nextCursor: string | null;
}

/** Reading failed for now: when to try again. Thrown by the reading methods. */
export class PlatformBusy extends Error {
  override readonly name: string = 'PlatformBusy';
  constructor(
    readonly afterMs: number,
    reason: string,
  ) {
    super(reason);
  }
}

const LOCKED_OUT_MS = 30_000;

/** Reading is refused to us, whatever we ask, until an operator has put our token right. */
export class PlatformLockedOut extends PlatformBusy {
  override readonly name = 'PlatformLockedOut';
  constructor(reason: string) {
    super(LOCKED_OUT_MS, reason);
  }
}

/** The reason of a platform that lets nobody read back: known to all, so it is no news. */
export const NO_HISTORY = 'no_history';

/** Reading is refused for good (not in channel, missing scope). */
export class PlatformRefused extends Error {
  override readonly name = 'PlatformRefused';
  constructor(readonly reason: string) {
    super(reason);
  }
}

/**
 * The port both platforms share. A method exists only because a use case calls it. Sending methods
 * never throw for a platform's answer: the answer is the Delivery. One call is one HTTP request:
 * retries belong to the outbox.
 */
export interface ChatPlatform {
  readonly name: Platform;
  /** What fits into one message: more of it goes out as several. */
  readonly holds: Holds;
  /** Pure. The stored raw bytes of one inbox row -> what they say; [] means "not for us". */
  decode(raw: Buffer): readonly ChatEvent[];
  /** `key` is our outbox id; it travels with the message so that find() can look for it. */
  send(to: ThreadRef, what: Outgoing, key: string): Promise<Delivery>;
  edit(at: MessageRef, what: Outgoing): Promise<Delivery>;
  remove(at: MessageRef): Promise<Delivery>;
  /** Only that person sees it (Slack: ephemeral; Teams: one-to-one). Cannot be looked up. */
  whisper(to: ThreadRef, userId: string, what: Outgoing): Promise<Delivery>;
  openForm(request: FormRequest, form: Form): Promise<Delivery>;
  home(workspace: string, userId: string, card: Card<'team'>): Promise<Delivery>;
  find(to: ThreadRef, key: string, sentAfter: Date): Promise<Found>;
  describeUser(workspace: string, userId: string): Promise<ChatProfile>;
  describeChannel(channel: ChannelRef): Promise<ChannelProfile>;
  /** Everybody in a room, at most a few thousand. */
  membersOf(channel: ChannelRef): Promise<readonly string[]>;
  /** Rooms our bot is in. */
  channelsOf(workspace: string): Promise<readonly string[]>;
  describeHome(workspace: string, home: string): Promise<HomeProfile>;
  /** A file of which only the id was sent; absent where files come whole. */
  readonly describeFile?: (workspace: string, fileId: string) => Promise<FileLink>;
  /** Messages of a channel (threadId null: root messages) in (after, before], oldest first or not. */
  history(of: ThreadRef, after: Date, before: Date, cursor: string | null): Promise<HistoryPage>;
  /** A link a person can open; null if the platform gives none. */
  link(at: MessageRef): Promise<string | null>;
}

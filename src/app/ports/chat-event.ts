import type { Text } from '../../domain/text';
import type { FileLink } from '../../domain/ticket';
import type { ButtonSubject, CustomerAction, TeamAction } from '../cards/card';
import type { FormName } from '../cards/form';

export type Platform = 'slack' | 'teams';

/** One chat room as a platform names it. `workspace` is the installation of ours that heard it. */
export interface ChannelRef {
  readonly platform: Platform;
  readonly workspace: string;
  readonly channel: string;
}

/** A principal: platform, *home* workspace, user. Never a display name or e-mail. */
export interface ChatUser {
  readonly platform: Platform;
  /** Null while unknown: describe() finds out. */
  readonly home: string | null;
  readonly userId: string;
  readonly isBot: boolean;
}

export interface ChatMessage {
  readonly channel: ChannelRef;
  /** The platform's message id; with the channel it is unique for ever. Slack: ts. */
  readonly id: string;
  /** Root of its thread; equals `id` for a root message. */
  readonly threadId: string;
  readonly author: ChatUser;
  readonly body: Text;
  readonly files: readonly FileLink[];
  readonly occurredAt: Date;
  readonly editedAt: Date | null;
  readonly mentionsUs: boolean;
  /** It notified everybody in the room, where its words alone do not show that. */
  readonly callsEverybody?: boolean;
  /** Our own post coming back: its outbox key, or '' if it is ours without one. */
  readonly echoOf: string | null;
  /** Fetched from history rather than pushed. */
  readonly fromHistory: boolean;
  /** Said in a chat that knows no threads: what follows belongs together for days, not minutes. */
  readonly inChat?: boolean;
}

export type ChannelChange =
  | { readonly to: 'renamed'; readonly name: string }
  | { readonly to: 'archived' | 'unarchived' | 'shared' | 'unshared' | 'deleted' }
  | { readonly to: 'joined' | 'left' }
  | { readonly to: 'id-changed'; readonly newChannel: string };

/** What adapters decode into: everything the desk understands, in the desk's words. */
export type ChatEvent =
  | { readonly kind: 'message'; readonly message: ChatMessage }
  | {
      readonly kind: 'message-edited';
      readonly channel: ChannelRef;
      readonly id: string;
      readonly threadId: string;
      readonly author: ChatUser;
      readonly body: Text;
      readonly files: readonly FileLink[];
      readonly editedAt: Date;
    }
  | {
      readonly kind: 'message-deleted';
      readonly channel: ChannelRef;
      readonly id: string;
      readonly threadId: string;
      readonly deletedAt: Date;
    }
  /** Taken back, and brought back again by its author. */
  | {
      readonly kind: 'message-restored';
      readonly channel: ChannelRef;
      readonly id: string;
      readonly threadId: string;
      readonly author: ChatUser;
      readonly body: Text;
      readonly files: readonly FileLink[];
      readonly restoredAt: Date;
    }
  | {
      readonly kind: 'reaction';
      readonly channel: ChannelRef;
      readonly id: string;
      readonly user: ChatUser;
      readonly name: string;
      readonly added: boolean;
      readonly at: Date;
    }
  | {
      readonly kind: 'button';
      readonly action: CustomerAction | TeamAction;
      readonly subject: ButtonSubject;
      /** The chosen option of a menu. */
      readonly choice: string | null;
      readonly user: ChatUser;
      /** Where to whisper back; null when pressed on a home page. */
      readonly place: ThreadRef | null;
      readonly workspace: string;
    }
  | {
      readonly kind: 'form';
      readonly form: FormName;
      readonly subject: ButtonSubject;
      readonly values: Readonly<Record<string, string>>;
      readonly user: ChatUser;
      readonly place: ThreadRef | null;
      readonly workspace: string;
    }
  | {
      readonly kind: 'command';
      readonly text: string;
      readonly user: ChatUser;
      readonly place: ThreadRef;
      /** Where a command is typed as a message: from a customer it is one. */
      readonly said?: ChatMessage;
    }
  /** "Make this message a ticket", from the message's own menu. */
  | { readonly kind: 'make-ticket'; readonly message: ChatMessage; readonly user: ChatUser }
  | { readonly kind: 'home-opened'; readonly workspace: string; readonly user: ChatUser }
  | {
      readonly kind: 'channel';
      readonly channel: ChannelRef;
      readonly change: ChannelChange;
      readonly at: Date;
    }
  | {
      readonly kind: 'user-changed';
      readonly workspace: string;
      readonly user: ChatUser;
      readonly active: boolean;
      readonly name: string;
    }
  | { readonly kind: 'uninstalled'; readonly workspace: string; readonly at: Date }
  /** The platform dropped events of this minute: a known gap to back-fill. */
  | { readonly kind: 'gap'; readonly workspace: string; readonly from: Date; readonly to: Date };

/** A thread of a channel; `threadId` null is the channel itself. */
export interface ThreadRef extends ChannelRef {
  readonly threadId: string | null;
}

/** One posted message. */
export interface MessageRef extends ChannelRef {
  readonly id: string;
}

/** A press or command that wants a form: the only thing that must happen while the person waits. */
export interface FormRequest {
  readonly platform: Platform;
  readonly workspace: string;
  readonly form: FormName;
  readonly subject: ButtonSubject;
  readonly user: ChatUser;
  readonly place: ThreadRef | null;
  /** Opaque; lives 3 s on Slack. */
  readonly trigger: string;
}
